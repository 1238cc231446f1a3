"""Playlists, and the test picture that the clock plays."""

import struct
from datetime import UTC, datetime

import pytest

from app.livestream import picture, playlists, rules
from app.livestream.errors import NotAPlaylist
from app.livestream.playlists import Captions, Picture, Sound

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
PICTURES = [Picture("low", 350_000, 640, 360, "avc1.4d401e,mp4a.40.2")]
SOUNDS = [Sound("en", "en", "English"), Sound("fa", "fa", "فارسی")]


def defaults(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.startswith("#EXT-X-MEDIA")]
    return [line.split('LANGUAGE="')[1][:2] for line in lines if "DEFAULT=YES" in line]


@pytest.mark.parametrize(("language", "plays"), [("fa", "fa"), ("en", "en"), ("de", "en")])
def test_one_language_plays_and_the_others_can_be_chosen(language: str, plays: str) -> None:
    text = playlists.master(PICTURES, SOUNDS, language)
    assert defaults(text) == [plays]
    assert text.count("#EXT-X-MEDIA") == 2
    assert "low/index.m3u8\n" in text


def test_addresses_are_relative_so_that_the_signature_carries_on() -> None:
    text = playlists.master(PICTURES, SOUNDS, "fa") + playlists.sound_only(SOUNDS[1])
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith("/") or '"/' in line]


def test_a_name_cannot_break_out_of_its_quotes() -> None:
    bad = Sound("x", "en", 'English",URI="https://elsewhere.example\n#EXT-X-ENDLIST')
    text = playlists.master(PICTURES, [bad], "en")
    assert text.count('URI="x/index.m3u8"') == 1
    assert not [line for line in text.splitlines() if line == "#EXT-X-ENDLIST"]


def test_captions_can_be_chosen_and_one_may_be_shown() -> None:
    captions = [Captions("captions-en", "en", "English"), Captions("captions-fa", "fa", "فارسی")]
    text = playlists.master(PICTURES, SOUNDS, "en", captions, "fa")
    assert defaults(text) == ["en", "fa"]
    assert text.count('SUBTITLES="captions"') == len(PICTURES)
    assert defaults(playlists.master(PICTURES, SOUNDS, "en", captions)) == ["en"]


def test_a_caption_is_shown_with_the_piece_beside_it() -> None:
    """Both are told by the picture's clock, which wraps after a day in captions."""
    for number in (0, 26_843, 26_844, 9_000_000):
        begins, _length = begin_and_length(picture.piece("video", number))
        stamp = picture.caption(number, "Hello").split("MPEGTS:")[1].split(",")[0]
        assert int(stamp) == begins * 90_000 // 10_240 % 2**33


@pytest.mark.parametrize(
    ("file", "parts"),
    [
        ("main.m3u8", ("main", "", "")),
        ("main.fa.m3u8", ("main", "fa", "")),
        ("main.fa.captions-en.m3u8", ("main", "fa", "en")),
        ("main.captions-en.m3u8", ("main", "", "en")),
        ("sound.fa.m3u8", ("sound", "fa", "")),
    ],
)
def test_the_name_of_a_master_playlist(file: str, parts: tuple[str, str, str]) -> None:
    assert rules.read_master_file(file) == parts
    assert rules.master_file(*parts) == file


@pytest.mark.parametrize("file", ["", "main", "m3u8", "main.fa", "main.fa.en.m3u8", "main.m3u8.fa"])
def test_no_name_of_a_master_playlist(file: str) -> None:
    assert rules.read_master_file(file) is None


def test_a_stream_without_languages_has_its_sound_in_the_picture() -> None:
    text = playlists.master(PICTURES, [], "")
    assert "AUDIO=" not in text
    assert "low/index.m3u8" in text


def numbers_at(moment: datetime, track: str = "video") -> list[int]:
    found = picture.read(track, "index.m3u8", moment)
    assert found is not None
    return [int(line[:-4]) for line in str(found[0]).splitlines() if line.endswith(".m4s")]


def test_the_clock_moves_the_test_picture_on() -> None:
    first = numbers_at(NOW)
    later = numbers_at(NOW + picture.LENGTH)
    assert later == [number + 1 for number in first]
    assert len(first) == picture.SHOWN


def test_what_a_playlist_names_can_be_fetched_and_what_is_not_there_yet_cannot() -> None:
    numbers = numbers_at(NOW)
    for track in ("video", "a", "b"):
        assert picture.read(track, "init.mp4", NOW) is not None
        for number in numbers:
            assert picture.read(track, f"{number}.m4s", NOW) is not None
    for file in (f"{numbers[-1] + 1}.m4s", f"{numbers[0] - 100}.m4s", "0.m4s", "-1.m4s"):
        assert picture.read("video", file, NOW) is None


@pytest.mark.parametrize(
    ("track", "file"),
    [
        ("video", "index.html"),
        ("video", "../init.mp4"),
        ("..", "init.mp4"),
        ("video", "9" * 4000 + ".m4s"),
        ("video", "١.m4s"),
        ("video", ".m4s"),
        ("c", "index.m3u8"),
    ],
)
def test_nothing_else_is_there(track: str, file: str) -> None:
    assert picture.read(track, file, NOW) is None


@pytest.mark.parametrize("track", ["video", "a", "b"])
def test_every_piece_begins_where_the_one_before_ended(track: str) -> None:
    """Also over the seam, where the pieces begin anew."""
    for number in range(39_999, 40_009):
        begins, length = begin_and_length(picture.piece(track, number))
        following, _length = begin_and_length(picture.piece(track, number + 1))
        assert begins + length == following


def begin_and_length(piece: bytes) -> tuple[int, int]:
    """Decode time and length of a fragment, read from its boxes `tfdt`, `tfhd` and `trun`."""
    at = piece.index(b"tfdt")
    (begins,) = struct.unpack_from(">Q", piece, at + 8)
    at = piece.index(b"tfhd")
    flags = struct.unpack_from(">I", piece, at + 4)[0] & 0xFFFFFF
    place = at + 12 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    (default,) = struct.unpack_from(">I", piece, place) if flags & 8 else (0,)
    at = piece.index(b"trun")
    flags = struct.unpack_from(">I", piece, at + 4)[0] & 0xFFFFFF
    (count,) = struct.unpack_from(">I", piece, at + 8)
    place = at + 12 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    fields = [bit for bit in (0x100, 0x200, 0x400, 0x800) if flags & bit]
    length = 0
    for _sample in range(count):
        if 0x100 in fields:
            length += struct.unpack_from(">I", piece, place)[0]
        else:
            length += default
        place += 4 * len(fields)
    return begins, length


def test_the_newest_piece_of_a_live_playlist() -> None:
    text = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:41\n#EXTINF:4.0,\na.m4s\n#EXTINF:3.2,\r\nb.m4s?x=1\n"
    assert playlists.read_media(text) == playlists.Newest(42, "b.m4s?x=1", 3.2)
    assert playlists.read_media("\ufeff" + text) == playlists.Newest(42, "b.m4s?x=1", 3.2)


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n",
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:4\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nvideo/index.m3u8\n",
        "#EXTM3U\n#EXTINF:nan,\na.m4s\n",
        "#EXTM3U\n#EXTINF:1e9,\na.m4s\n",
        "#EXTM3U\n#EXTINF:,\na.m4s\n",
    ],
)
def test_a_playlist_without_pieces(text: str) -> None:
    assert playlists.read_media(text) is None


@pytest.mark.parametrize("text", ["", "<!doctype html><p>#EXTM3U", "#EXTM3U8\n", "\0\0"])
def test_what_is_no_playlist(text: str) -> None:
    with pytest.raises(NotAPlaylist):
        playlists.read_media(text)

"""A logo as it is uploaded, and what is left of it."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from app.events.errors import LogoTooLarge, LogoUnreadable
from app.events.logos import BOX, LARGEST_FILE, read_logo
from tests.factories import picture_file


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_png(kind: str) -> None:
    logo = read_logo(picture_file(kind))
    picture = Image.open(BytesIO(logo.content))
    assert picture.format == "PNG"
    assert picture.size == (307, 96)
    assert logo.name.endswith("-307x96")


def test_nothing_that_was_hidden_in_the_file_is_left() -> None:
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Author", "Somebody in Tehran")
    exif = Image.Exif()
    exif[0x9286] = "Somebody in Tehran"
    for file in (
        picture_file("PNG", pnginfo=hidden, exif=exif),
        picture_file("JPEG", exif=exif, comment=b"Somebody in Tehran"),
    ):
        assert b"Tehran" in file
        logo = read_logo(file)
        assert b"Tehran" not in logo.content
        opened = Image.open(BytesIO(logo.content))
        assert not opened.info
        assert not opened.getexif()


def test_the_same_picture_has_the_same_name_and_another_has_another() -> None:
    assert read_logo(picture_file("PNG")).name == read_logo(picture_file("PNG")).name
    assert read_logo(picture_file()).name != read_logo(picture_file(size=(64, 64))).name


def test_a_photograph_stays_light() -> None:
    file = BytesIO()
    Image.effect_noise((1200, 600), 90).convert("RGB").save(file, "JPEG")
    assert len(read_logo(file.getvalue()).content) < 40_000


def test_an_empty_rim_is_cut_off() -> None:
    picture = Image.new("RGBA", (600, 600))
    picture.paste((200, 0, 0, 255), (250, 280, 350, 320))
    file = BytesIO()
    picture.save(file, "PNG")
    assert read_logo(file.getvalue()).name.endswith("-100x40")


def test_a_picture_that_moves_stands_still() -> None:
    frames = [Image.new("RGB", (80, 40), colour) for colour in ("red", "blue", "green")]
    file = BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    picture = Image.open(BytesIO(read_logo(file.getvalue()).content))
    assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(100),
        b"%PDF-1.4",
        picture_file()[:80],
        picture_file("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n" + bytes(64),
    ],
)
def test_what_is_no_whole_picture_of_a_known_kind_is_refused(file: bytes) -> None:
    with pytest.raises(LogoUnreadable):
        read_logo(file)


def test_a_picture_in_which_nothing_is_drawn_is_refused() -> None:
    file = BytesIO()
    Image.new("RGBA", (20, 20)).save(file, "PNG")
    with pytest.raises(LogoUnreadable):
        read_logo(file.getvalue())


def test_a_file_that_is_too_long_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(LogoTooLarge):
        read_logo(bytes(LARGEST_FILE + 1))


@pytest.mark.parametrize("side", [5_000, 11_000, 60_000])
def test_a_bomb_is_refused_by_the_size_that_it_names(side: int) -> None:
    with pytest.raises(LogoTooLarge):
        read_logo(bomb(side))


def test_the_box_keeps_pages_small() -> None:
    assert BOX[0] * BOX[1] < 40_000


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that would unpack to a whole lot of points."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(10_000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )

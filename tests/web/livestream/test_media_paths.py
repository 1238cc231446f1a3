"""Media paths open with a signature of ours, for its viewer, until its end."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from tests.factories import make_broadcast, make_event, make_registration, media_prefix_of
from tests.fixtures.application import StandingClock
from tests.fixtures.databases import on_one_database

pytestmark = on_one_database
REST = "/summit/test-picture"


@pytest.fixture
def anns(event: Event, location: Location) -> Registration:
    make_broadcast(event=event)
    return make_registration(location=location)


def test_a_player_finds_its_way_from_the_master_to_every_piece(
    client: FlaskClient, anns: Registration
) -> None:
    prefix = media_prefix_of(anns) + REST
    master = client.get(f"{prefix}/main.fa.m3u8")
    assert master.mimetype == "application/vnd.apple.mpegurl"
    for track in ("video", "a", "b"):
        assert f"{track}/index.m3u8" in master.text
        playlist = client.get(f"{prefix}/{track}/index.m3u8")
        pieces = [line for line in playlist.text.splitlines() if line.endswith(".m4s")]
        assert len(pieces) == 6
        for file in ("init.mp4", *pieces):
            assert client.get(f"{prefix}/{track}/{file}").status_code == 200


def test_captions_are_found_the_same_way_and_say_the_time_in_their_language(
    client: FlaskClient, anns: Registration
) -> None:
    prefix = media_prefix_of(anns) + REST
    master = client.get(f"{prefix}/main.en.captions-fa.m3u8").text
    shown = [line for line in master.splitlines() if "TYPE=SUBTITLES" in line]
    assert len(shown) == 2
    assert ["DEFAULT=YES" in line for line in shown] == [False, True]
    assert 'SUBTITLES="captions"' in master
    playlist = client.get(f"{prefix}/captions-fa/index.m3u8").text
    assert "#EXT-X-MAP" not in playlist
    pieces = [line for line in playlist.splitlines() if line.endswith(".vtt")]
    assert len(pieces) == 6
    newest = client.get(f"{prefix}/captions-fa/{pieces[-1]}")
    assert newest.mimetype == "text/vtt"
    assert newest.text.startswith("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:")
    assert "این تصویری آزمایشی است\n۱۱:۵۹:۵" in newest.text
    none = client.get(f"{prefix}/main.en.m3u8").text
    assert "DEFAULT=YES" not in "".join(line for line in none.splitlines() if "SUBTITLES" in line)


@pytest.mark.parametrize(
    "file",
    [
        *("main.fa.m3u8", "video/index.m3u8", "video/init.mp4", "nothing"),
        *("main.fa.captions-fa.m3u8", "captions-fa/index.m3u8"),
    ],
)
def test_no_signature_a_wrong_one_and_that_of_somebody_else_are_forbidden(
    client: FlaskClient, location: Location, anns: Registration, file: str
) -> None:
    other = make_registration(location=location, email="eve@example.org")
    make_event(slug="harvest")
    _empty, _live, signature, expiry, viewer = media_prefix_of(anns).split("/")
    foreign = media_prefix_of(other).split("/")[4]
    for prefix in (
        f"/live/-/{expiry}/{viewer}",
        f"/live/{'A' * 22}/{expiry}/{viewer}",
        f"/live/{signature}/{int(expiry) + 1}/{viewer}",
        f"/live/{signature}/{expiry}/{foreign}",
        f"/live/{signature}/never/{viewer}",
    ):
        assert client.get(f"{prefix}{REST}/{file}").status_code == 403
    for elsewhere in ("harvest", "nowhere"):
        path = f"{media_prefix_of(anns)}{REST}/{file}".replace("summit", elsewhere)
        assert client.get(path).status_code == 403, "a pass opens the streams of one event"


def test_a_pass_that_has_ended_is_gone(
    client: FlaskClient, anns: Registration, time: StandingClock
) -> None:
    path = f"{media_prefix_of(anns)}{REST}/video/index.m3u8"
    time.moment += timedelta(minutes=20)
    assert client.get(path).status_code == 200
    time.moment += timedelta(seconds=1)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "rest",
    [
        "/summit/test-picture/main.xx.m3u8",
        "/summit/test-picture/main.fa",
        "/summit/test-picture/main.fa.captions-xx.m3u8",
        "/summit/test-picture/main.fa.captions-fa",
        "/summit/test-picture/captions-xx/index.m3u8",
        "/summit/test-picture/captions-fa/0.vtt",
        "/summit/test-picture/captions-fa/init.mp4",
        "/summit/test-picture/other.fa.m3u8",
        "/summit/another/main.fa.m3u8",
        "/summit/another/video/index.m3u8",
        "/summit/test-picture/video/index.html",
    ],
)
def test_with_a_good_signature_what_is_not_there_is_not_found(
    client: FlaskClient, anns: Registration, rest: str
) -> None:
    assert client.get(media_prefix_of(anns) + rest).status_code == 404


def test_no_shared_cache_keeps_a_path_that_is_one_viewers(
    client: FlaskClient, anns: Registration
) -> None:
    answer = client.get(f"{media_prefix_of(anns)}{REST}/main.en.m3u8")
    assert answer.headers["Cache-Control"] == "private, max-age=10"
    assert answer.headers["X-Accel-Expires"] == "10"

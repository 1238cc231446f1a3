"""From an encoder to HLS with an interpreter's voice: RTMP with keys, nginx-rtmp, the packager."""

import array
import os
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from app import clock
from app.livestream.queries.ingest import keys_of
from app.livestream.service import ingest
from config import ROOT
from tests.nginx.conftest import Stand
from tests.requests import get

PATIENCE = 40
FLOOR, PERSIAN = 440, 660
UNIT = ROOT / "deploy" / "systemd" / "gatherwide-packager@.service"
PICTURE = ("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=12")
VIDEO = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "12")


def encoder(stand: Stand, feed: str, key: str, tone: int, *, picture: bool) -> list[str]:
    """What an encoder does: it sends a tone, with a picture or without."""
    sent = [*(PICTURE if picture else ()), "-re", "-f", "lavfi", "-i", f"sine=frequency={tone}"]
    to = f"rtmp://{stand.rtmp}/ingest/{feed}?key={key}"
    made = [*(VIDEO if picture else ()), "-c:a", "aac", "-f", "flv"]
    return ["ffmpeg", "-loglevel", "error", "-nostdin", *sent, *made, to]


@contextmanager
def started(command: list[str], **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_key_opens_its_feed_and_the_packager_makes_both_languages(stand: Stand) -> None:
    for feed, key in (
        ("summit_main", "wrong"),
        ("summit_main", stand.keys["ended"]),
        ("summit_main", stand.keys["fa"]),
        ("summit_other", stand.keys["floor"]),
    ):
        with started(encoder(stand, feed, key, FLOOR, picture=False)) as refused:
            assert refused.wait(timeout=PATIENCE), feed
    floor = encoder(stand, "summit_main", stand.keys["floor"], FLOOR, picture=True)
    persian = encoder(stand, "summit_main_fa", stand.keys["fa"], PERSIAN, picture=False)
    settings = {
        "PACKAGER_LANGUAGES": "en fa",
        "PACKAGER_QUALITIES": "240p",
        "PACKAGER_SECONDS": "1",
        "PACKAGER_SOURCE": f"rtmp://{stand.rtmp}/ingest",
        "PACKAGER_MEDIA": str(stand.media),
    }
    with started(floor) as sending, started(persian):
        with started(command_of_the_unit("summit_main"), **settings):
            assert abs(tone_of(stand, "fa") - PERSIAN) < 10
            assert abs(tone_of(stand, "en") - FLOOR) < 10
            assert "EXTINF" in playlist(stand, "240p")
        stand.act(revoke_every_key)
        # nginx asks again, and cuts off whoever's key was taken back.
        assert sending.wait(timeout=PATIENCE)
    master = get(f"{stand.proxy}{stand.prefix}/summit/main/main.fa.m3u8").body.decode()
    assert re.findall(r'LANGUAGE="(\w+)",DEFAULT=(\w+)', master) == [("en", "NO"), ("fa", "YES")]
    assert "240p/index.m3u8" in master


def command_of_the_unit(instance: str) -> list[str]:
    """What systemd would start: the unit's own line, with our folder for the one it is made for."""
    line = re.findall(r"^ExecStart=(.+)$", UNIT.read_text("utf-8"), re.MULTILINE)[0]
    line = re.sub("%[%i]", lambda found: instance if found[0] == "%i" else "%", line)
    return shlex.split(line.replace("$$", "$").replace("/srv/gatherwide/app", str(ROOT)))


def revoke_every_key(event_id: int) -> None:
    for key, _path in keys_of(event_id, clock.now()):
        ingest.revoke_key(event_id=event_id, key_id=key.id, actor="omar", now=clock.now())


def playlist(stand: Stand, track: str) -> str:
    """A media playlist, as a watcher gets it; waited for until it names a piece."""
    address = f"{stand.proxy}{stand.prefix}/summit/main/{track}/index.m3u8"
    end = time.monotonic() + PATIENCE
    while "EXTINF" not in (text := get(address).body.decode()):
        assert time.monotonic() < end, text
    return text


def tone_of(stand: Stand, language: str) -> float:
    """What is heard in a language, in hertz: in the first piece that has half a second of it."""
    end = time.monotonic() + PATIENCE
    while len(wave := heard(stand, language)) < 4000:
        assert time.monotonic() < end, len(wave)
    rises = sum(before < 0 <= after for before, after in pairwise(wave))
    return rises * 8000 / len(wave)


def heard(stand: Stand, language: str) -> "array.array[float]":
    """The newest piece, as a watcher gets it, decoded."""
    text = playlist(stand, language)
    beginning = re.findall(r'MAP:URI="(.+)"', text)[0]
    address = f"{stand.proxy}{stand.prefix}/summit/main/{language}"
    media = b"".join(get(f"{address}/{file}").body for file in (beginning, text.splitlines()[-1]))
    decode = ["ffmpeg", "-loglevel", "error", "-i", "-", "-f", "f32le", "-ac", "1", "-ar", "8000"]
    sound = subprocess.run([*decode, "-"], input=media, capture_output=True, check=False).stdout
    return array.array("f", sound)

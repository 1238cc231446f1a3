"""Makes the test picture: a few seconds of video and of two tones, cut for `app/livestream`.

A night of lights where people live, and one lamp that circles so that a frozen picture is
seen at once. The application repeats it for as long as a test lasts. Needs ffmpeg; run it
only to change the picture, as its result is committed.

Usage: make.py
"""

import math
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.gazetteer.cities_file import read_cities  # noqa: E402
from app.web.projection import HEIGHT, WIDTH, project  # noqa: E402

RESULT = ROOT / "app" / "livestream" / "picture"
WIDE, HIGH, FRAMES_A_SECOND = 640, 360, 10
# 12.8 s is a whole number of video frames and of AAC frames, so that a repeat has no seam.
LOOP, PIECES = 12.8, 4
TONES = {"a": 440, "b": 660}
LIGHTS, LAMP = 1_200, 61
NIGHT, DUSK, LIGHT = (15, 20, 48), (27, 34, 80), (255, 195, 107)


def main() -> None:
    """Draw, encode three rounds, and keep the middle one, which has no beginning and no end."""
    RESULT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "night.ppm").write_bytes(_night())
        (work / "lamp.pam").write_bytes(_lamp())
        _encode_video(work)
        for name, tone in TONES.items():
            _encode_tone(work, name, tone)
        for name in ("video", *TONES):
            _keep(work, name)


def _night() -> bytes:
    glow = [[0.0] * WIDE for _row in range(HIGH)]
    scale = WIDE / WIDTH
    top = (HIGH - HEIGHT * scale) / 2
    cities = sorted(read_cities(), key=lambda city: -city.population)[:LIGHTS]
    for city in cities:
        x, y = project(city.latitude, city.longitude)
        _shine(glow, x * scale, y * scale + top, 0.16 + 0.1 * math.log10(1 + city.population / 1e6))
    rows = []
    for y, row in enumerate(glow):
        ground = [n + (d - n) * y / HIGH for n, d in zip(NIGHT, DUSK, strict=True)]
        for value in row:
            share = min(1.0, value)
            rows.append(bytes(int(g + (c - g) * share) for g, c in zip(ground, LIGHT, strict=True)))
    return f"P6 {WIDE} {HIGH} 255\n".encode() + b"".join(rows)


def _shine(glow: list[list[float]], x: float, y: float, power: float) -> None:
    for row in range(max(0, int(y) - 4), min(HIGH, int(y) + 6)):
        for column in range(max(0, int(x) - 4), min(WIDE, int(x) + 6)):
            distance = (column - x) ** 2 + (row - y) ** 2
            glow[row][column] += power * math.exp(-distance / 3.2)


def _lamp() -> bytes:
    middle, pixels = LAMP // 2, []
    for y in range(LAMP):
        for x in range(LAMP):
            far = math.hypot(x - middle, y - middle) / middle
            alpha = int(255 * max(0.0, 1 - far) ** 2.2)
            pixels.append(struct.pack("4B", *LIGHT, alpha))
    head = f"P7\nWIDTH {LAMP}\nHEIGHT {LAMP}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    return head.encode() + b"".join(pixels)


def _encode_video(work: Path) -> None:
    turn = f"2*PI*t/{LOOP}"
    path = (
        f"overlay=x='(W-w)/2+W*0.42*sin({turn})':y='(H-h)/2-H*0.36*cos({turn})':shortest=1,"
        "format=yuv420p"
    )
    still = ["-framerate", str(FRAMES_A_SECOND), "-loop", "1"]
    _ffmpeg(
        work,
        "video",
        *still,
        *("-i", "night.ppm"),
        *still,
        *("-i", "lamp.pam"),
        *("-filter_complex", path, "-t", str(3 * LOOP)),
        *("-c:v", "libx264", "-preset", "veryslow", "-profile:v", "main", "-crf", "29"),
        *("-g", str(int(FRAMES_A_SECOND * LOOP / PIECES)), "-sc_threshold", "0", "-bf", "0"),
    )


def _encode_tone(work: Path, name: str, tone: int) -> None:
    # Soft, and swelling: a bare tone is hard to bear for a minute.
    swell = f"0.12*sin(2*PI*{tone}*t)*(0.55+0.45*sin(2*PI*t/3.2))"
    _ffmpeg(
        work,
        name,
        *("-f", "lavfi", "-i", f"aevalsrc='{swell}':s=24000:d={3 * LOOP}"),
        *("-c:a", "aac", "-b:a", "16k", "-ac", "1"),
    )


def _ffmpeg(work: Path, name: str, *options: str) -> None:
    (work / name).mkdir()
    hls = (
        *("-f", "hls", "-hls_time", str(LOOP / PIECES), "-hls_segment_type", "fmp4"),
        *("-hls_playlist_type", "vod", "-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", f"{name}/%d.m4s", f"{name}/index.m3u8"),
    )
    bitexact = ("-fflags", "+bitexact", "-flags", "+bitexact")
    command = ["ffmpeg", "-v", "error", "-y", *options, *bitexact, *hls]
    subprocess.run(command, check=True, cwd=work)


def _keep(work: Path, name: str) -> None:
    folder = RESULT / name
    folder.mkdir(exist_ok=True)
    (folder / "init.mp4").write_bytes((work / name / "init.mp4").read_bytes())
    for piece in range(PIECES):
        content = (work / name / f"{PIECES + piece}.m4s").read_bytes()
        (folder / f"{piece}.m4s").write_bytes(_without_index(content))


def _without_index(content: bytes) -> bytes:
    """Drop the box `sidx`: it repeats the times, which the application writes anew."""
    boxes, at = b"", 0
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if content[at + 4 : at + 8] != b"sidx":
            boxes += content[at : at + length]
        at += length
    return boxes


if __name__ == "__main__":
    main()

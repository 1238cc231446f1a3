"""The livestream behind nginx: what the gate, the status and the beats cost it, and the counter.

Debian's nginx with one process and our own configuration, in front of our own web server.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from app.livestream.rules import sign_path
from bench.databases import Databases
from bench.installation import SMALL, Installation
from bench.nginx_load import rate_of
from bench.plan import Plan
from bench.processes import processor_seconds
from bench.report import Figure, at_least, below, told
from tests.nginx.proxy import SECRET, Nginx, free_address
from tests.requests import get

SHARE, COUNTED, ASKED = 0.8, 300_000.0, 1.0
PIECE = 4 * 450_000 // 8
"""Bytes of four seconds at 360p, its sound included."""
BESIDE = """
keepalive_requests 100000000;
server {{
    listen {bare};
    location = /status.json {{ alias {folder}/status.json; default_type application/json; }}
    location = /204 {{ return 204; }}
    location / {{
        root {folder}/media;
        types {{ application/vnd.apple.mpegurl m3u8; video/iso.segment m4s; }}
        # The same answer, so that the gate alone is what differs.
        add_header X-Accel-Expires 1;
        add_header Cache-Control "private, no-cache";
        add_header X-Content-Type-Options nosniff;
        add_header Cross-Origin-Resource-Policy same-origin;
    }}
}}
log_format asked $uri;
server {{
    listen {asked};
    access_log {folder}/asked.log asked;
    location / {{ proxy_pass http://127.0.0.1:{app}; proxy_set_header Host $host; }}
}}
"""


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure behind nginx, and the counter by itself."""
    ours = plan.installation(databases, SMALL)
    ours.environment["MEDIA_SECRET"] = SECRET
    web = ours.web()
    try:
        yield from _behind_nginx(plan, databases.kind, ours)
    finally:
        web.stop()
    counted = json.loads(ours.module("bench.counting", str(ours.folder / "beats")))
    told_of = "beats counted, from nginx's lines to numbers"
    yield at_least(databases.kind, told_of, counted["by_clock"], "lines/s", COUNTED, 1)
    told_of += ": a second of processor"
    yield at_least(databases.kind, told_of, counted["by_processor"], "lines", COUNTED, 1)


class _Run:
    """One address under load, round after round."""

    def __init__(self, nginx: Nginx, address: str, path: str) -> None:
        self._nginx, self._address, self._path = nginx, address, path
        self._rates: list[float] = []
        self._costs: list[float] = []
        self.seconds = 0.0

    def go(self, seconds: float) -> None:
        begun, before = time.monotonic(), processor_seconds(self._nginx.process.pid)
        rate = rate_of(self._address, self._path, seconds)
        took = time.monotonic() - begun
        used = processor_seconds(self._nginx.process.pid) - before
        self._rates.append(rate)
        self._costs.append(used / (rate * took))
        self.seconds += took

    @property
    def rate(self) -> float:
        """Answers a second."""
        return median(self._rates)

    @property
    def a_second_of_processor(self) -> float:
        """Answers that one second of nginx's processor gives."""
        return 1 / median(self._costs)


def _behind_nginx(plan: Plan, kind: str, ours: Installation) -> Iterator[Figure]:
    folder, bare, asked = ours.folder / "nginx", free_address(), free_address()
    folder.mkdir()
    beside = BESIDE.format(bare=bare, asked=asked, app=ours.port, folder=folder)
    with Nginx(folder, asked, beside) as nginx:
        runs = _runs(nginx, bare, folder, ours.slug())
        for _ in range(plan.rounds):
            for run in runs.values():
                run.go(plan.seconds)
        seen = (folder / "asked.log").read_text("utf-8").count("status.json")
    pairs = {"status": "static file", "playlist": "playlist, no gate", "beat": "bare 204"}
    for name, limit in pairs.items():
        mine, other = runs[name], runs[limit]
        what = f"{name}, to {limit}"
        yield at_least(kind, what, mine.rate, "/s", other.rate, SHARE)
        ours_costs, limit_costs = mine.a_second_of_processor, other.a_second_of_processor
        what += ": a second of processor"
        yield at_least(kind, what, ours_costs, "answers", limit_costs, SHARE)
    often = seen / runs["status"].seconds
    yield below(kind, "status: what the application is asked", often, "/s", ASKED)
    for name in ("playlist, lasting pass", "piece of 360p", "playlist at an edge"):
        yield told(kind, name, runs[name].rate, "/s")
        costs = runs[name].a_second_of_processor
        yield told(kind, f"{name}: a second of processor", costs, "answers")


def _runs(nginx: Nginx, bare: str, folder: Path, slug: str) -> dict[str, _Run]:
    """What is asked, and its limits, by name."""
    track = f"/{slug}/main/360p"
    (folder / f"media{track}").mkdir(parents=True)
    (folder / f"media{track}/index.m3u8").write_text(_playlist(), "utf-8")
    (folder / f"media{track}/1.m4s").write_bytes(bytes(PIECE))
    status = f"/en/{slug}/status.json"
    (folder / "status.json").write_bytes(_body_of(nginx.listen, status))
    short, lasting = (_pass(f"abcdefgh23456722_ab12{end}", slug) for end in ("", "_s"))
    asked = {
        "static file": (bare, "/status.json"),
        "status": (nginx.listen, status),
        "playlist, no gate": (bare, f"{track}/index.m3u8"),
        "playlist": (nginx.listen, f"{short}{track}/index.m3u8"),
        "bare 204": (bare, "/204"),
        "beat": (nginx.listen, "/seen?l=12345.abcdefghijkl&v=0a1b2c3d"),
        "playlist, lasting pass": (nginx.listen, f"{lasting}{track}/index.m3u8"),
        "piece of 360p": (nginx.listen, f"{short}{track}/1.m4s"),
        "playlist at an edge": (nginx.edge, f"{short}{track}/index.m3u8"),
    }
    return {name: _Run(nginx, address, path) for name, (address, path) in asked.items()}


def _pass(viewer: str, event: str) -> str:
    expiry = int(time.time()) + 3600
    return f"/live/{sign_path(SECRET, expiry, viewer, event)}/{expiry}/{viewer}"


def _body_of(address: str, path: str) -> bytes:
    answer = get(f"http://{address}{path}")
    assert answer.status == 200, answer
    return answer.body


def _playlist() -> str:
    """Ten pieces, as the packager names them."""
    head = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:4", "#EXT-X-MEDIA-SEQUENCE:1"]
    head += ["#EXT-X-INDEPENDENT-SEGMENTS", '#EXT-X-MAP:URI="init.mp4"']
    piece = "#EXTINF:4.000000,\n#EXT-X-PROGRAM-DATE-TIME:2026-11-27T12:00:00.000+0000\n{}.m4s"
    return "\n".join([*head, *(piece.format(number) for number in range(1, 11)), ""])

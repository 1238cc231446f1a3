"""The hardest day of the mailers: everybody is written to, and people sign up all the while."""

import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.databases import Databases
from bench.http_client import walk
from bench.installation import LARGE, Installation
from bench.journeys import sign_up
from bench.mail_sink import Sink
from bench.plan import Plan
from bench.processes import WebServer
from bench.report import Figure, at_least, below, told

QUEUED_WITHIN, HANDED_OVER_WITHIN = 10.0, 10.0
GROWTH = 16.0
"""Megabytes that queueing 100,000 letters may need."""
SIGN_UPS_A_SECOND, SECONDS, SHARE_IN_TIME = 50, 300, 0.999
AT_ONCE = 32
"""So many people at once have not got their answer yet, at most."""


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database, with as many mailers as it is meant for."""
    kind = databases.kind
    folder = plan.folder / f"{kind}-rush"
    with Sink(folder.with_suffix(".sink")) as sink:
        ours = Installation(folder, databases.new(), mail_port=sink.port)
        plan.say(f"  {kind}: loading {LARGE}")
        ours.load_demo(LARGE)
        ours.make_room()
        web = ours.web()
        mailers = [ours.mailer(number) for number in range(1 if kind == "sqlite" else 2)]
        try:
            yield from _confirmations(plan, kind, ours, web, sink)
            yield from _behind_all(kind, ours, web, sink)
        finally:
            for process in (web, *mailers):
                process.stop()


def _behind_all(kind: str, ours: Installation, web: WebServer, sink: Sink) -> Iterator[Figure]:
    letters, seconds, grown = json.loads(ours.module("bench.announcing"))
    yield told(kind, "an announcement to everybody", letters, "letters")
    yield below(kind, "queueing it", seconds, "s", QUEUED_WITHIN)
    yield below(kind, "queueing it, memory", grown, "MB", GROWTH)
    email, answered = _sign_up(ours.slug(), ours.places(), web.port, "behind", 1)
    waited = _arrival(sink, email) - answered
    yield below(kind, "a confirmation behind it", waited, "s", HANDED_OVER_WITHIN)


def _confirmations(
    plan: Plan, kind: str, ours: Installation, web: WebServer, sink: Sink
) -> Iterator[Figure]:
    slug, places, crowd = ours.slug(), ours.places(), f"rush{secrets.token_hex(4)}"
    plan.say(f"  {kind}: {SIGN_UPS_A_SECOND} sign-ups a second for {SECONDS} seconds")
    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as people:
        waiting = []
        for number in range(SIGN_UPS_A_SECOND * SECONDS):
            time.sleep(max(0.0, begun + number / SIGN_UPS_A_SECOND - time.monotonic()))
            waiting.append(people.submit(_sign_up, slug, places, web.port, crowd, number))
        answered = dict(one.result() for one in waiting)
    rate = len(answered) / (time.monotonic() - begun)
    yield told(kind, "sign-ups while confirmations were watched", rate, "/s")
    last = next(reversed(answered))
    _arrival(sink, last)
    arrived = {letter.to: letter.at for letter in sink.letters()}
    in_time = sum(
        arrived.get(email, float("inf")) - at <= HANDED_OVER_WITHIN
        for email, at in answered.items()
    )
    yield at_least(
        *(kind, "confirmations handed over within 10 s", in_time, "letters"),
        *(len(answered), SHARE_IN_TIME),
    )


def _sign_up(slug: str, places: list[str], port: int, crowd: str, number: int) -> tuple[str, float]:
    """Sign somebody up; give the address, and when the last page was there."""
    signed_up = walk(port, sign_up(slug, places, crowd, number))
    return signed_up.email, time.time()


def _arrival(sink: Sink, email: str) -> float:
    """When the first letter to an address came."""
    end = time.monotonic() + 10 * HANDED_OVER_WITHIN
    while time.monotonic() < end:
        for letter in reversed(sink.letters()):
            if letter.to == email:
                return letter.at
        time.sleep(0.2)
    return float("inf")

"""The hardest day of the mailers: everybody is written to, and people sign up all the while."""

import json
import secrets
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from bench.databases import Databases
from bench.http_client import walk
from bench.installation import Installation
from bench.journeys import sign_up
from bench.mail_sink import Sink
from bench.plan import Plan
from bench.processes import WebServer
from bench.report import Figure, at_least, below, told

QUEUED_WITHIN, HANDED_OVER_WITHIN = 10.0, 10.0
GROWTH = 16.0
"""Megabytes that queueing 100,000 letters may need."""
SIGN_UPS_A_SECOND, SHARE_IN_TIME = 50, 0.999
AT_ONCE = 32
"""So many people at once have not got their answer yet, at most."""


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database, with as many mailers as it is meant for."""
    kind = databases.kind
    folder = plan.folder / f"{kind}-rush"
    with Sink(folder.with_suffix(".sink")) as sink:
        ours = Installation(folder, databases.new(), mail_port=sink.port)
        plan.say(f"  {kind}: loading {plan.large}")
        ours.load_demo(plan.large)
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
    email, asked = _sign_up(ours.slug(), ours.places(), web.port, "behind", 1)
    waited = _arrival(sink, email) - asked
    yield below(kind, "a confirmation behind it", waited, "s", HANDED_OVER_WITHIN)


def _confirmations(
    plan: Plan, kind: str, ours: Installation, web: WebServer, sink: Sink
) -> Iterator[Figure]:
    number = int(SIGN_UPS_A_SECOND * plan.rush_seconds)
    plan.say(f"  {kind}: {SIGN_UPS_A_SECOND} sign-ups a second, {number} of them")
    begun = time.monotonic()
    asked, failed = _crowd(ours, web, number)
    rate = len(asked) / (time.monotonic() - begun)
    yield told(kind, "sign-ups while confirmations were watched", rate, "/s")
    yield below(kind, "sign-ups that failed meanwhile", failed, "errors", 0)
    arrived = _arrivals(sink, asked)
    in_time = sum(
        arrived.get(email, float("inf")) - at <= HANDED_OVER_WITHIN for email, at in asked.items()
    )
    yield at_least(
        *(kind, "confirmations handed over within 10 s", in_time, "letters"),
        *(len(asked), SHARE_IN_TIME),
    )


def _crowd(ours: Installation, web: WebServer, number: int) -> tuple[dict[str, float], int]:
    """Let so many sign up, evenly; give when each address sent the form, and how many failed."""
    slug, places, crowd = ours.slug(), ours.places(), f"rush{secrets.token_hex(4)}"
    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as people:
        waiting = []
        for one in range(number):
            time.sleep(max(0.0, begun + one / SIGN_UPS_A_SECOND - time.monotonic()))
            waiting.append(people.submit(_sign_up, slug, places, web.port, crowd, one))
    done = [one.result() for one in waiting if one.exception() is None]
    return dict(done), number - len(done)


def _sign_up(slug: str, places: list[str], port: int, crowd: str, number: int) -> tuple[str, float]:
    """Sign somebody up; give the address, and the moment before the form was asked for."""
    begun = time.time()
    return walk(port, sign_up(slug, places, crowd, number)).email, begun


def _arrivals(sink: Sink, asked: Mapping[str, float]) -> Mapping[str, float]:
    """When the first letter to each address came, as soon as none can be in time any more."""
    latest = max(asked.values(), default=0.0) + HANDED_OVER_WITHIN
    while True:
        arrived: dict[str, float] = {}
        for letter in sink.letters():
            arrived.setdefault(letter.to, letter.at)
        if asked.keys() <= arrived.keys() or time.time() > latest:
            return arrived
        time.sleep(0.5)


def _arrival(sink: Sink, email: str) -> float:
    """When the first letter to an address came."""
    end = time.monotonic() + 10 * HANDED_OVER_WITHIN
    while time.monotonic() < end:
        for letter in reversed(sink.letters()):
            if letter.to == email:
                return letter.at
        time.sleep(0.2)
    return float("inf")

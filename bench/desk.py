"""The organizers' pages: does a list of 100,000 feel like one of 1,000?

`--registrations 1000000` asks the same of a million; loading them takes some minutes.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from statistics import median

from bench.bare_opening import BareOpening
from bench.databases import Databases
from bench.http_client import walk
from bench.installation import SMALL, Installation, Size
from bench.journeys import sign_up
from bench.organizer import Organizer, Stopwatch
from bench.plan import Plan
from bench.processes import WebServer, forget_peak, memory
from bench.report import Figure, at_most, below, told
from bench.statements import statements_of_list

TIMES_AS_LONG, TIMES_THE_BARE_LOOP, STATEMENTS = 1.2, 3.0, 8
FLAT = 16.0
"""Megabytes that a file of 100,000 lines may need beyond one of 1,000."""
LOOKS = 30
NOBODY = "Zzyzx Nobody"
MEGABYTE = 1_000_000


@dataclass
class Desk:
    """One installation with an organizer at work. One worker, so that its memory is seen."""

    installation: Installation
    web: WebServer
    organizer: Organizer
    email: str
    receipt: str


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database, small and large in turns."""
    kind = databases.kind
    with ExitStack() as ends:
        small, large = (open_desk(plan, databases, size, ends) for size in (SMALL, plan.large))
        statements = statements_of_list(large.installation)
        yield below(kind, "organizer's first page, SQL", statements, "statements", STATEMENTS)
        many = f"{plan.large.registrations:,}"
        for what, act in ACTS.items():
            short, long = _in_turns(plan, partial(act, small), partial(act, large))
            yield at_most(kind, f"{what}, {many} to 1,000", long, "ms", short, TIMES_AS_LONG)
        bare = BareOpening(large.installation, large.installation.event_key)
        ends.callback(bare.stop)
        ours = [_timed(lambda: large.organizer.search(NOBODY)) for _ in _warm(plan.rounds)]
        limit = [bare.ms() for _ in _warm(plan.rounds)]
        yield at_most(
            kind,
            f"name search over {many}",
            median(ours[1:]),
            "ms",
            median(limit[1:]),
            TIMES_THE_BARE_LOOP,
        )
        yield from _export(kind, small, large)


def open_desk(plan: Plan, databases: Databases, size: Size, ends: ExitStack) -> Desk:
    ours = plan.installation(databases, size)
    ours.count()
    web = ours.web(workers=1)
    ends.callback(web.stop)
    ann = walk(web.port, sign_up(ours.slug(), ours.places(), "searched", 1))
    return Desk(ours, web, Organizer(web.port, ours.slug()), ann.email, ann.receipt)


ACTS: dict[str, Callable[[Desk], object]] = {
    "organizer's first page": lambda desk: desk.organizer.get(desk.organizer.list),
    "overview": lambda desk: desk.organizer.get(f"{desk.organizer.event}/"),
    "roll-up": lambda desk: desk.organizer.get(f"{desk.organizer.event}/places"),
    "search by address": lambda desk: desk.organizer.search(desk.email),
    "search by receipt code": lambda desk: desk.organizer.search(desk.receipt),
}


def _in_turns(
    plan: Plan, first: Callable[[], object], second: Callable[[], object]
) -> tuple[float, float]:
    """The median milliseconds of each."""
    pairs = [(_timed(first), _timed(second)) for _ in _warm(LOOKS * plan.rounds // 3)]
    return median(pair[0] for pair in pairs[1:]), median(pair[1] for pair in pairs[1:])


def _warm(times: int) -> range:
    """So many times and once before, which does not count."""
    return range(max(times, 1) + 1)


def _timed(act: Callable[[], object]) -> float:
    with Stopwatch() as watch:
        act()
    return watch.ms


def _export(kind: str, small: Desk, large: Desk) -> Iterator[Figure]:
    short, _ = _growth_of_export(small)
    long, ms = _growth_of_export(large)
    lines = large.installation.count_registrations()
    yield below(kind, "CSV of all, memory beyond 1,000", long - short, "MB", FLAT)
    yield told(kind, "CSV of all", 1000 * lines / ms, "lines/s")


def _growth_of_export(desk: Desk) -> tuple[float, float]:
    """Megabytes by which the worker grew at most, and milliseconds."""
    [worker] = desk.web.children()
    path = f"{desk.organizer.list}.csv"
    # An empty file first: what the first one imports is not what we ask for.
    desk.organizer.get(f"{path}?state=waitlisted")
    before = forget_peak(worker)
    with Stopwatch() as watch:
        lines = desk.organizer.get(path).body.count(b"\n")
    assert lines > desk.installation.count_registrations(), "the file is not whole"
    return (memory(worker) - before) / MEGABYTE, watch.ms

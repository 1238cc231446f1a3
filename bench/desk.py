"""The organizers' pages: does a list of 100,000 feel like one of 1,000?"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from statistics import median

from bench.bare_opening import BareOpening
from bench.databases import Databases
from bench.http_client import walk
from bench.installation import LARGE, SMALL, Installation, Size
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
class _Desk:
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
        small, large = (_open(plan, databases, size, ends) for size in (SMALL, LARGE))
        statements = statements_of_list(large.installation)
        yield below(kind, "organizer's first page, SQL", statements, "statements", STATEMENTS)
        for what, act in ACTS.items():
            short, long = _in_turns(plan, partial(act, small), partial(act, large))
            yield at_most(kind, f"{what}, 100,000 to 1,000", long, "ms", short, TIMES_AS_LONG)
        bare = BareOpening(large.installation, large.installation.event_key)
        ends.callback(bare.stop)
        ours = [_timed(lambda: large.organizer.search(NOBODY)) for _ in _warm(plan.rounds)]
        limit = [bare.ms() for _ in _warm(plan.rounds)]
        yield at_most(
            kind,
            "name search over 100,000",
            median(ours[1:]),
            "ms",
            median(limit[1:]),
            TIMES_THE_BARE_LOOP,
        )
        yield from _export(kind, small, large)


def _open(plan: Plan, databases: Databases, size: Size, ends: ExitStack) -> _Desk:
    ours = plan.installation(databases, size)
    web = ours.web(workers=1)
    ends.callback(web.stop)
    ann = walk(web.port, sign_up(ours.slug(), ours.places(), "searched", 1))
    return _Desk(ours, web, Organizer(web.port, ours.slug()), ann.email, ann.receipt)


ACTS: dict[str, Callable[[_Desk], object]] = {
    "organizer's first page": lambda desk: desk.organizer.get(desk.organizer.list),
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


def _export(kind: str, small: _Desk, large: _Desk) -> Iterator[Figure]:
    short, _ = _growth_of_export(small)
    long, ms = _growth_of_export(large)
    lines = large.installation.count_registrations()
    yield below(kind, "CSV of 100,000, memory beyond 1,000", long - short, "MB", FLAT)
    yield told(kind, "CSV of 100,000", 1000 * lines / ms, "lines/s")


def _growth_of_export(desk: _Desk) -> tuple[float, float]:
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

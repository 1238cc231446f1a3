"""Taking the list out: how long it takes, and what it leaves of the sign-ups meanwhile."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median

from bench.bare_opening import BareOpening, bare_workbook_ms
from bench.databases import Databases
from bench.desk import MEGABYTE, Desk, open_desk
from bench.installation import SMALL, Installation
from bench.journeys import sign_up
from bench.load import load
from bench.organizer import Organizer, Stopwatch
from bench.plan import Plan
from bench.processes import forget_peak, memory
from bench.report import Figure, at_least, at_most, below

CSV_TO_LOOP, WORKBOOK_TO_LOOP, SHARE_OF_SIGN_UPS = 3.0, 4.0, 0.8
FLAT = 16.0
"""Megabytes that a workbook of all may need beyond one of 1,000."""
CLIENTS, WARM_UP = 8, 2


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database."""
    with ExitStack() as ends:
        small, large = (open_desk(plan, databases, size, ends) for size in (SMALL, plan.large))
        yield from _durations(plan, databases.kind, large, ends)
        grown = _growth(large, "xlsx") - _growth(small, "xlsx")
        what = "workbook of all, memory beyond 1,000"
        yield below(databases.kind, what, grown, "MB", FLAT)
    yield from _sign_ups_meanwhile(plan, databases.kind, large.installation)


def _durations(plan: Plan, kind: str, desk: Desk, ends: ExitStack) -> Iterator[Figure]:
    bare = BareOpening(desk.installation, desk.installation.event_key)
    ends.callback(bare.stop)
    rows = desk.installation.count_registrations()
    lines = [(_taken(desk, "csv"), bare.ms("csv")) for _ in range(plan.rounds)]
    books = [(_taken(desk, "xlsx"), bare_workbook_ms(rows)) for _ in range(plan.rounds)]
    many = f"{rows:,}"
    for what, pairs, times in (
        (f"CSV of {many}, to a loop that reads, decrypts and writes", lines, CSV_TO_LOOP),
        (f"workbook of {many}, to XlsxWriter with ready rows", books, WORKBOOK_TO_LOOP),
    ):
        ours, limit = (median(pair[side] for pair in pairs) for side in (0, 1))
        yield at_most(kind, what, ours, "ms", limit, times)


def _taken(desk: Desk, kind: str) -> float:
    with Stopwatch() as watch:
        assert desk.organizer.get(f"{desk.organizer.list}.{kind}").status == 200
    return watch.ms


def _growth(desk: Desk, kind: str) -> float:
    """Megabytes by which the worker grows at most."""
    [worker] = desk.web.children()
    # An empty file first: what the first one imports is not what we ask for.
    desk.organizer.get(f"{desk.organizer.list}.{kind}?state=waitlisted")
    before = forget_peak(worker)
    _taken(desk, kind)
    return (memory(worker) - before) / MEGABYTE


def _sign_ups_meanwhile(plan: Plan, kind: str, ours: Installation) -> Iterator[Figure]:
    web = ours.web()
    try:
        organizer = Organizer(web.port, ours.slug())
        journey = partial(sign_up, ours.slug(), ours.places(), f"crowd{secrets.token_hex(4)}")
        load(web.port, journey, clients=CLIENTS, seconds=WARM_UP)
        alone = load(web.port, journey, clients=CLIENTS, seconds=plan.seconds).rate
        over = threading.Event()
        taking = threading.Thread(target=_take_out_until, args=(over, organizer))
        taking.start()
        beside = load(web.port, journey, clients=CLIENTS, seconds=plan.seconds).rate
        over.set()
        taking.join()
        what = "sign-ups while a list is taken out"
        yield at_least(kind, what, beside, "/s", alone, SHARE_OF_SIGN_UPS)
    finally:
        web.stop()


def _take_out_until(over: threading.Event, organizer: Organizer) -> None:
    while not over.is_set():
        organizer.get(f"{organizer.list}.csv")

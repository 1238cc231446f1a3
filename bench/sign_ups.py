"""Whole sign-ups: form page, POST, signed-up page. Ours beside the floor's."""

import os
import secrets
import time
from collections.abc import Iterator
from functools import partial
from statistics import median

from bench.databases import Databases
from bench.databases import databases as databases_of
from bench.installation import SMALL, Installation, limits_server
from bench.journeys import add_line, floor_sign_up, sign_up
from bench.load import NewJourney, Tally, load
from bench.mail_sink import Sink
from bench.plan import Plan
from bench.processes import Background, WebServer, processor_seconds
from bench.report import Figure, at_least, at_most, below, told
from bench.statements import statements_of_sign_up

SHARE_OF_FLOOR, P95_OF_FLOOR = 0.5, 3.0
STATEMENTS = 12
PROCESSOR_OF_FLOOR = 12.0 * 271 / (2 * 1000)
"""12 ms where two processors make 271 of the floor's sign-ups a second: 1.63 of its time."""
FEW, MANY, CROWD, WARM_UP = 8, 32, 64, 2


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database."""
    kind = databases.kind
    folder = plan.folder / f"{kind}-sign-ups"
    with Sink(folder.with_suffix(".sink")) as sink:
        ours = Installation(folder, databases.new(), mail_port=sink.port)
        ours.load_demo(SMALL)
        ours.make_room()
        yield below(kind, "sign-up, SQL", statements_of_sign_up(ours), "statements", STATEMENTS)
        web = ours.web()
        limits = limits_server(folder.with_suffix(".limits"), databases.new())
        try:
            yield from _processor(plan, databases, ours, web, limits)
            yield from _rates(plan, kind, _ours(ours), web, limits)
        finally:
            web.stop()
            limits.stop()


def _ours(installation: Installation) -> NewJourney:
    crowd = f"crowd{secrets.token_hex(4)}"
    return partial(sign_up, installation.slug(), installation.places(), crowd)


def _rates(
    plan: Plan, kind: str, journey: NewJourney, web: WebServer, limits: WebServer
) -> Iterator[Figure]:
    floor = partial(floor_sign_up, f"crowd{secrets.token_hex(4)}")
    lines = load(limits.port, add_line, clients=FEW, seconds=plan.seconds)
    yield told(kind, "w: one row and a commit", lines.rate, "/s")
    load(limits.port, floor, clients=FEW, seconds=WARM_UP)
    for clients in (FEW, MANY, CROWD):
        mine: list[Tally] = []
        theirs: list[Tally] = []
        for _ in range(plan.rounds):
            theirs.append(load(limits.port, floor, clients=clients, seconds=plan.seconds))
            mine.append(load(web.port, journey, clients=clients, seconds=plan.seconds))
        rate, floor_rate = (median(t.rate for t in tallies) for tallies in (mine, theirs))
        late, floor_late = (1000 * median(t.p95 for t in tallies) for tallies in (mine, theirs))
        with_clients = f"sign-ups, {clients} clients"
        if clients == FEW:
            yield at_least(kind, with_clients, rate, "/s", floor_rate, SHARE_OF_FLOOR)
        else:
            yield told(kind, with_clients, rate, "/s", floor_rate)
        if clients == MANY:
            yield at_most(kind, f"{with_clients}, p95", late, "ms", floor_late, P95_OF_FLOOR)
        else:
            yield told(kind, f"{with_clients}, p95", late, "ms", floor_late)
        errors = sum(sum(tally.errors.values()) for tally in mine)
        yield below(kind, f"{with_clients}, errors", errors, "errors", 0)
        for error in {error for tally in mine for error in tally.errors}:
            plan.say(f"    {kind}, {clients} clients: {error}")


def _processor(
    plan: Plan, databases: Databases, ours: Installation, web: WebServer, limits: WebServer
) -> Iterator[Figure]:
    whole = 1000 * (os.cpu_count() or 1) / _reference_rate(plan, databases, limits)
    kind, mailer = databases.kind, ours.mailer()
    try:
        # Warm: every worker has its pages, and the mailer is at work.
        load(web.port, _ours(ours), clients=FEW, seconds=WARM_UP)
        _drain(ours, mailer)
        before = processor_seconds(web.pid, mailer.pid)
        at_server = processor_seconds(databases.server) if databases.server else 0
        done = len(load(web.port, _ours(ours), clients=FEW, seconds=plan.seconds).durations)
        _drain(ours, mailer)
        used = 1000 * (processor_seconds(web.pid, mailer.pid) - before) / max(done, 1)
        what = "sign-up and its mail, processor; limit: the floor's on PostgreSQL, all included"
        yield at_most(kind, what, used, "ms", whole, PROCESSOR_OF_FLOOR)
        if databases.server:
            used = 1000 * (processor_seconds(databases.server) - at_server) / max(done, 1)
            yield told(kind, "the same, in the database server", used, "ms")
    finally:
        mailer.stop()


def _reference_rate(plan: Plan, databases: Databases, limits: WebServer) -> float:
    """The floor's sign-ups a second on PostgreSQL: this machine's speed, as 271 is that of the
    machine on which 12 ms are asked for, whatever the database."""
    if databases.server:
        return _floor_rate(plan, limits)
    with databases_of("postgresql", plan.folder) as reference:
        limits = limits_server(plan.folder / "reference.limits", reference.new())
        try:
            return _floor_rate(plan, limits)
        finally:
            limits.stop()


def _floor_rate(plan: Plan, limits: WebServer) -> float:
    floor = partial(floor_sign_up, f"crowd{secrets.token_hex(4)}")
    load(limits.port, floor, clients=FEW, seconds=WARM_UP)
    rounds = range(plan.rounds)
    return median(load(limits.port, floor, clients=FEW, seconds=plan.seconds).rate for _ in rounds)


def _drain(ours: Installation, mailer: Background) -> None:
    """Wait until every letter has left."""
    while ours.count_owed():
        if mailer.process.poll() is not None:
            raise RuntimeError(mailer.said())
        time.sleep(0.2)

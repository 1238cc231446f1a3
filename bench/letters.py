"""Letters: how fast mailers hand them over, and how long it takes to claim some.

The limit of a mailer is a bare loop of `smtplib` that sends ready-made messages of the same
size over one connection to the same relay, in the same run.
"""

import json
import smtplib
import time
from collections.abc import Callable, Iterator

from bench.databases import Databases
from bench.installation import SMALL, Installation
from bench.mail_sink import Sink
from bench.plan import Plan
from bench.report import Figure, at_least, at_most

SHARE_OF_LOOP, CLAIM, TWO_TO_ONE = 0.25, 1.2, 1.6
FEW, MANY = 1_000, 1_000_000
RELAY_MS = 4
"""Of each answer to MAIL, RCPT and the end of a text."""
LONGEST = 300.0
"""Seconds after which a round has failed."""


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database."""
    yield from _claiming(plan, databases)
    yield from _sending(plan, databases)
    if databases.kind != "sqlite":
        yield from _together(plan, databases)


def _claiming(plan: Plan, databases: Databases) -> Iterator[Figure]:
    ours = Installation(plan.folder / f"{databases.kind}-claims", databases.new())
    ours.load_demo(SMALL)
    few, many = (float(ours.module("bench.claiming", str(size))) for size in (FEW, MANY))
    what = "taking 20 letters in hand, 1,000,000 owed to 1,000"
    yield at_most(databases.kind, what, many, "ms", few, CLAIM)


def _sending(plan: Plan, databases: Databases) -> Iterator[Figure]:
    folder = plan.folder / f"{databases.kind}-letters"
    with Sink(folder.with_suffix(".sink")) as sink:
        ours = Installation(folder, databases.new(), mail_port=sink.port)
        ours.load_demo(SMALL)
        one = _rate(ours, sink, mailers=1)
        bare = _bare_rate(sink, letters=FEW)
        yield at_least(databases.kind, "one mailer", one, "letters/s", bare, SHARE_OF_LOOP)


def _together(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Two mailers to one, at a relay that answers as one behind a network does.

    A relay that answers at once measures how many processors there are: it, the database and
    both mailers share them. What is asked is whether two mailers hinder each other.
    """
    folder = plan.folder / f"{databases.kind}-together"
    with Sink(folder.with_suffix(".sink"), pause_ms=RELAY_MS) as sink:
        ours = Installation(folder, databases.new(), mail_port=sink.port)
        ours.load_demo(SMALL)
        one, two = (_rate(ours, sink, mailers=number) for number in (1, 2))
        what = f"two mailers to one, at a relay that answers after {RELAY_MS} ms"
        yield at_least(databases.kind, what, two, "letters/s", one, TWO_TO_ONE)


def _rate(ours: Installation, sink: Sink, *, mailers: int) -> float:
    """Letters a second that mailers hand over, from the first one to the last."""
    before = sink.count()
    owed = sum(json.loads(ours.module("bench.announcing"))[0] for _ in range(mailers))
    running = [ours.mailer(number) for number in range(mailers)]
    try:
        # Until all are at work: their starts are not what is measured.
        _wait(lambda: sink.count() > before + owed // 10)
        begun, first = time.monotonic(), sink.count()
        _wait(lambda: sink.count() >= before + owed)
        return (before + owed - first) / (time.monotonic() - begun)
    finally:
        for mailer in running:
            mailer.stop()


def _bare_rate(sink: Sink, *, letters: int) -> float:
    message = sink.last_bytes()
    with smtplib.SMTP("127.0.0.1", sink.port) as line:
        begun = time.monotonic()
        for _letter in range(letters):
            line.sendmail("summit@example.org", ["bare@example.org"], message)
        return letters / (time.monotonic() - begun)


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)

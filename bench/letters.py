"""Letters: how fast a mailer hands them over, and how long it takes to claim some.

The limit of a mailer is a bare loop of `smtplib` that sends ready-made messages of the same
size over one connection to the same relay, in the same run.
"""

import smtplib
import time
from collections.abc import Callable, Iterator

from bench.databases import Databases
from bench.installation import SMALL, Installation
from bench.mail_sink import Sink
from bench.plan import Plan
from bench.report import Figure, at_least, at_most

SHARE_OF_LOOP, CLAIM = 0.25, 1.2
FEW, MANY = 1_000, 1_000_000
LONGEST = 300.0
"""Seconds after which a round has failed."""


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database."""
    yield from _claiming(plan, databases)
    yield from _sending(plan, databases)


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
        one = _rate(ours, sink)
        bare = _bare_rate(sink, letters=FEW)
        yield at_least(databases.kind, "one mailer", one, "letters/s", bare, SHARE_OF_LOOP)


def _rate(ours: Installation, sink: Sink) -> float:
    """Letters a second that a mailer hands over, from the first one to the last."""
    before = len(sink.letters())
    owed = int(ours.module("bench.announcing"))
    mailer = ours.mailer()
    try:
        _wait(lambda: len(sink.letters()) > before)
        begun, first = time.monotonic(), len(sink.letters())
        _wait(lambda: len(sink.letters()) >= before + owed)
        return (before + owed - first) / (time.monotonic() - begun)
    finally:
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

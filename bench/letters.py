"""Letters: how fast mailers hand them over, and how long it takes to claim some.

The limit of a mailer is a bare loop of `smtplib` that sends ready-made messages of the same
size over one connection to the same relay, in the same run.
"""

import json
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bench.databases import Databases
from bench.installation import SMALL, Installation
from bench.mail_sink import Sink
from bench.plan import Plan
from bench.processes import processor_seconds
from bench.report import Figure, at_least, at_most, told

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
        one = _send(sink, [ours]).rate
        bare = _bare_rate(sink, letters=FEW)
        yield at_least(databases.kind, "one mailer", one, "letters/s", bare, SHARE_OF_LOOP)


def _together(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Two mailers to one, at a relay that answers as one behind a network does.

    A relay that answers at once measures how many processors there are: it, the database and
    both mailers share them. What is asked is whether two mailers hinder each other, so two
    with a database each, which share nothing but the machine, show how much it allows.
    """
    kind, server = databases.kind, [databases.server] if databases.server else []
    folder = plan.folder / f"{kind}-together"
    with Sink(folder.with_suffix(".sink"), pause_ms=RELAY_MS) as sink:
        places = [folder, folder.with_suffix(".other")]
        ours, other = (Installation(one, databases.new(), mail_port=sink.port) for one in places)
        for installation in (ours, other):
            installation.load_demo(SMALL)
        one, two, apart = (_send(sink, at, server) for at in ([ours], [ours, ours], [ours, other]))
        what = f"two mailers to one, at a relay that answers after {RELAY_MS} ms"
        yield at_least(kind, what, two.rate, "letters/s", one.rate, TWO_TO_ONE)
        told_apart = "two mailers with a database each, to one"
        yield told(kind, told_apart, apart.rate, "letters/s", one.rate)
        for whose, used in two.processor.items():
            yield told(kind, f"processor for a letter of two mailers, {whose}", used, "ms")


class _Sent(NamedTuple):
    rate: float
    """Letters a second."""
    processor: dict[str, float]
    """Milliseconds for a letter, by whose they are."""


def _send(sink: Sink, places: Sequence[Installation], server: Sequence[int] = ()) -> _Sent:
    """Have an announcement sent for each mailer; count from the first letter to the last.

    :param places: where each mailer works
    :param server: the process of the database server
    """
    before = sink.count()
    owed = sum(json.loads(place.module("bench.announcing"))[0] for place in places)
    running = [place.mailer(number) for number, place in enumerate(places)]
    who = {
        "relay": [sink.pid],
        "database": server,
        "mailers": [mailer.pid for mailer in running],
    }
    try:
        # Until all are at work: their starts are not what is measured.
        _wait(lambda: sink.count() > before + owed // 10)
        begun, first = time.monotonic(), sink.count()
        used = {whose: processor_seconds(*pids) for whose, pids in who.items()}
        _wait(lambda: sink.count() >= before + owed)
        seconds, letters = time.monotonic() - begun, before + owed - first
        per_letter = {
            whose: 1000 * (processor_seconds(*pids) - used[whose]) / letters
            for whose, pids in who.items()
        }
        return _Sent(letters / seconds, per_letter)
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

"""One ordeal: sign-ups under load, kills, and the look at what is left."""

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.installation import Installation
from bench.mail_sink import Sink
from bench.processes import Background, WebServer
from bench.survival.checker import faults, repeated
from bench.survival.clients import Clients
from bench.survival.facts import gather
from bench.survival.killer import Killer

WORKERS = 3
CALM = 1.0
LEASES_END = 240.0
"""Seconds within which every letter of a dead mailer is taken up by another one."""


@dataclass(frozen=True)
class Ordeal:
    """What an installation has to go through."""

    folder: Path
    url: str
    kills: int
    mailers: int = 1
    clients: int = 8
    careless: bool = False
    patient: bool = True
    """Wait for the leases of killed mailers; else a mailer whose clock is ahead clears up."""


@dataclass
class Outcome:
    """What came of it."""

    acknowledged: int
    letters: int
    repeated: int
    full: int
    kills: Counter[str]
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        killed = ", ".join(f"{number} of a {victim}" for victim, number in self.kills.items())
        return (
            f"{self.kills.total()} kills ({killed}); {self.acknowledged} sign-ups acknowledged, "
            f"{self.full} refused as full, {self.letters} letters, {self.repeated} of them "
            f"repeated; {len(self.faults)} faults"
        )


def survive(ordeal: Ordeal) -> Outcome:
    """Go through an ordeal and give what came of it."""
    with ExitStack() as ends:
        sink = ends.enter_context(Sink(ordeal.folder / "sink"))
        ours = Installation(ordeal.folder / "installation", ordeal.url, mail_port=sink.port)
        places = ours.module("bench.survival.world").split()
        web = ours.web(
            module="bench.survival.careless:app" if ordeal.careless else "wsgi:app",
            workers=WORKERS,
            forked=True,
        )
        ends.callback(web.kill)
        mailers = [ours.mailer(number) for number in range(ordeal.mailers)]
        for mailer in mailers:
            ends.callback(mailer.kill)
        clients = Clients(web.port, ours.slug(), places)
        killer = Killer(web, mailers, sink.port)
        with clients.at_work(ordeal.clients):
            clients.wait_for_the_first()
            killer.kill(ordeal.kills)
            time.sleep(CALM)
        _let_letters_leave(ordeal, ours, web, mailers)
        facts = gather(ours, clients, sink, killer)
    return Outcome(
        acknowledged=len(clients.acknowledged),
        letters=len(facts.letters),
        repeated=repeated(facts.letters),
        full=clients.answers[422],
        kills=killer.kills,
        faults=faults(facts),
    )


def _let_letters_leave(
    ordeal: Ordeal, ours: Installation, web: WebServer, mailers: list[Background]
) -> None:
    # A worker may still be at a sign-up whose client is gone.
    web.stop()
    if ordeal.patient:
        end = time.monotonic() + LEASES_END
        while ours.count_owed() and time.monotonic() < end:
            time.sleep(1)
    for mailer in mailers:
        mailer.stop()
    if not ordeal.patient:
        ours.module("bench.survival.later")

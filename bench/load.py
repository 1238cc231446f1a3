"""A small load generator: clients that each walk one journey after another.

It costs about a tenth of a millisecond of processor a request, on the same machine as
the server. So beside rates the benchmarks compare the servers' own processor time.
"""

import multiprocessing
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection as Pipe
from typing import Any

from bench.http_client import (
    PATIENCE,
    BrokenOff,
    Journey,
    Request,
    Unexpected,
    read_answer,
    send,
)

PROCESSES = 2
NewJourney = Callable[[int], Journey[Any]]
"""Takes a number that no other journey of the load has."""


@dataclass
class Tally:
    """What a load has found."""

    seconds: float
    done: int = 0
    """Journeys that ended within the time."""
    durations: list[float] = field(default_factory=list)
    """Seconds of each journey that began within the time."""
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Journeys a second."""
        return self.done / self.seconds

    @property
    def p95(self) -> float:
        """Seconds within which 95 of a hundred journeys ended."""
        ordered = sorted(self.durations)
        return ordered[len(ordered) * 95 // 100] if ordered else 0.0

    def add(self, other: "Tally") -> None:
        self.done += other.done
        self.durations += other.durations
        self.errors += other.errors


def load(port: int, journey: NewJourney, *, clients: int, seconds: float) -> Tally:
    """Let so many clients walk journeys for some seconds."""
    fork = multiprocessing.get_context("fork")
    pipes, workers = [], []
    for number in range(PROCESSES):
        share = clients // PROCESSES + (number < clients % PROCESSES)
        numbers = count(number, PROCESSES)
        ours, theirs = fork.Pipe(duplex=False)
        crowd = _Crowd(port, journey, numbers, seconds)
        worker = fork.Process(target=_report, args=(theirs, crowd, share))
        worker.start()
        pipes.append(ours)
        workers.append(worker)
    tally = Tally(seconds)
    for pipe in pipes:
        tally.add(pipe.recv())
    for worker in workers:
        worker.join()
    return tally


def _report(pipe: Pipe, crowd: "_Crowd", clients: int) -> None:
    pipe.send(crowd.walk(clients))


@dataclass
class _Walker:
    """One client's journey, and the answer that it waits for."""

    journey: Journey[Any]
    began: float
    asked: float = 0.0
    parts: list[bytes] = field(default_factory=list)


class _Crowd:
    """The clients of one process."""

    def __init__(
        self, port: int, journey: NewJourney, numbers: Iterator[int], seconds: float
    ) -> None:
        self._port, self._journey, self._numbers = port, journey, numbers
        self._tally = Tally(seconds)

    def walk(self, clients: int) -> Tally:
        """Walk until the time is over and the last answer is there."""
        self._selector = selectors.DefaultSelector()
        self._end = time.monotonic() + self._tally.seconds
        for _ in range(clients):
            self._begin()
        while self._selector.get_map():
            for key, _events in self._selector.select(timeout=1):
                assert isinstance(key.fileobj, socket.socket)
                self._receive(key.fileobj, key.data)
            self._give_up_on_the_silent()
        return self._tally

    def _begin(self) -> None:
        while (now := time.monotonic()) < self._end:
            walker = _Walker(self._journey(next(self._numbers)), now)
            if self._ask(walker, next(walker.journey)):
                return

    def _ask(self, walker: _Walker, request: Request) -> bool:
        try:
            connection = send(self._port, request)
        except OSError as error:
            self._tally.errors[type(error).__name__] += 1
            return False
        connection.setblocking(False)
        walker.parts, walker.asked = [], time.monotonic()
        self._selector.register(connection, selectors.EVENT_READ, walker)
        return True

    def _receive(self, connection: socket.socket, walker: _Walker) -> None:
        try:
            part = connection.recv(1 << 18)
        except OSError as error:
            self._fail(connection, type(error).__name__)
            return
        if part:
            walker.parts.append(part)
            return
        self._drop(connection)
        if not self._goes_on(walker):
            self._begin()

    def _goes_on(self, walker: _Walker) -> bool:
        try:
            request = walker.journey.send(read_answer(b"".join(walker.parts)))
        except StopIteration:
            now = time.monotonic()
            self._tally.durations.append(now - walker.began)
            self._tally.done += now <= self._end
            return False
        except (BrokenOff, Unexpected) as error:
            self._tally.errors[f"{type(error).__name__} {error}".strip()] += 1
            return False
        return self._ask(walker, request)

    def _give_up_on_the_silent(self) -> None:
        silent_since = time.monotonic() - PATIENCE
        for key in list(self._selector.get_map().values()):
            if key.data.asked < silent_since:
                self._fail(key.fileobj, "no answer")

    def _fail(self, connection: object, reason: str) -> None:
        self._tally.errors[reason] += 1
        self._drop(connection)
        self._begin()

    def _drop(self, connection: object) -> None:
        assert isinstance(connection, socket.socket)
        self._selector.unregister(connection)
        connection.close()

"""People who sign up, and press the button again when the server has gone away."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from bench.http_client import Answer, BrokenOff, Journey, Request, Unexpected, ask
from bench.journeys import SignedUp, sign_up

BETWEEN_TRIES = (0.05, 0.2)
GIVE_UP = 60.0


class Clients:
    """Threads that sign up, one person after another, and remember what they were told."""

    def __init__(self, port: int, slug: str, places: Sequence[str]) -> None:
        self.tried: set[str] = set()
        """Addresses that were sent at least once."""
        self.acknowledged: dict[str, str] = {}
        """Receipt codes by address; empty when only the redirect after the form was seen."""
        self.answers: Counter[int] = Counter()
        self._port, self._slug, self._places = port, slug, places
        self._numbers, self._lock, self._stop = count(), threading.Lock(), threading.Event()

    @contextmanager
    def at_work(self, number: int) -> Iterator[None]:
        """Let so many of them sign up for as long as the block runs."""
        threads = [threading.Thread(target=self._work) for _ in range(number)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def wait_for_the_first(self) -> None:
        """Wait until somebody has been told that the sign-up is stored."""
        end = time.monotonic() + GIVE_UP
        while not self.acknowledged:
            if time.monotonic() > end:
                raise TimeoutError("nobody could sign up")
            time.sleep(0.05)

    def _work(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                number = next(self._numbers)
            try:
                self._walk(sign_up(self._slug, self._places, "survivor", number))
            except (Unexpected, TimeoutError):
                # Full, or a fault: the answer was counted.
                continue

    def _walk(self, journey: Journey[SignedUp]) -> None:
        request = next(journey)
        while True:
            answer = self._ask_again_and_again(request)
            try:
                request = journey.send(answer)
            except StopIteration as end:
                self.acknowledged[end.value.email] = end.value.receipt
                return

    def _ask_again_and_again(self, request: Request) -> Answer:
        email, end = (request.fields or {}).get("email"), time.monotonic() + GIVE_UP
        if email:
            self.tried.add(email)
        while time.monotonic() < end:
            try:
                answer = ask(self._port, request)
            except (OSError, BrokenOff):
                time.sleep(random.uniform(*BETWEEN_TRIES))
                continue
            with self._lock:
                self.answers[answer.status] += 1
            if email and answer.status == 303:
                self.acknowledged.setdefault(email, "")
            return answer
        raise TimeoutError

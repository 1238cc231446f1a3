"""Kills web workers, their master and mailers with signal 9, and starts them anew."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence

import psutil

from bench.processes import Background, WebServer

PAUSE = (0.3, 1.0)
PATIENCE = 60.0
"""Seconds that finding a victim may take."""

ORPHANS = 0.3
"""Seconds that workers go on without their master."""
WORKER, MASTER, MAILER = "web worker", "web master", "mailer"
ODDS = {WORKER: 5, MASTER: 2, MAILER: 5}


class Killer:
    """Does to processes what a machine without memory does."""

    def __init__(self, web: WebServer, mailers: Sequence[Background], mail_port: int) -> None:
        self.kills: Counter[str] = Counter()
        self._web, self._mailers, self._mail_port = web, mailers, mail_port

    def kill(self, times: int) -> None:
        """Kill so many times, with short pauses. Every victim is tried at least once."""
        first = [WORKER, MASTER, MAILER]
        end = time.monotonic() + PATIENCE * times
        while self.kills.total() < times:
            time.sleep(random.uniform(*PAUSE))
            if time.monotonic() > end:
                raise TimeoutError(f"no {' or '.join(first) or 'victim'} to kill")
            wanted = first[0] if first else random.choices([*ODDS], [*ODDS.values()])[0]
            if self._kill_one(wanted):
                self.kills[wanted] += 1
                first = first[1:]

    def _kill_one(self, victim: str) -> bool:
        """Whether there was one to kill."""
        if victim == MAILER:
            return self._kill_mailer()
        if victim == WORKER:
            workers = self._web.children()
            if workers:
                os.kill(random.choice(workers).pid, signal.SIGKILL)
            return bool(workers)
        os.kill(self._web.pid, signal.SIGKILL)
        time.sleep(ORPHANS)
        # What a service manager does with what is left of a service.
        self._web.kill()
        self._web.start()
        self._web.wait()
        return True

    def _kill_mailer(self) -> bool:
        for mailer in self._mailers:
            if mailer.process.poll() is not None:
                raise RuntimeError(mailer.said())
        at_work = [mailer for mailer in self._mailers if self._speaks_to_relay(mailer)]
        if not at_work:
            return False
        mailer = random.choice(at_work)
        mailer.kill()
        mailer.start()
        return True

    def _speaks_to_relay(self, mailer: Background) -> bool:
        """One that is only starting has nothing in hand, and killing it would show nothing."""
        try:
            connections = psutil.Process(mailer.pid).net_connections("tcp")
        except psutil.Error:
            return False
        return any(c.raddr and c.raddr.port == self._mail_port for c in connections)

"""Processes of a benchmark: started, watched and ended by it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from bench.http_client import BrokenOff, Request, ask
from config import ROOT

BIN = Path(sys.executable).parent
START = 180.0
"""Seconds that a process may take until it answers, however busy the machine is."""


def end_in_order_when_asked() -> None:
    """Turn SIGTERM into an exception, so that what was started is ended as well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Background:
    """A process with its children, in a process group of its own."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._command, self._environment, self._log = command, dict(environment), log
        self.start()

    def start(self) -> None:
        """Start it, again if it was ended before."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def children(self) -> list[psutil.Process]:
        """Its direct children: the workers of a web server."""
        return psutil.Process(self.pid).children()

    def kill(self) -> None:
        """Kill it and all of its children with signal 9, and wait until they are gone."""
        _kill_group(self.pid)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()

    def wait_until(self, is_ready: Callable[[], bool]) -> None:
        """Wait for a sign of life; who gives none is ended, and leaves nothing behind."""
        end = time.monotonic() + START
        try:
            while not is_ready():
                if time.monotonic() > end or self.process.poll() is not None:
                    raise TimeoutError(self.said())
                time.sleep(0.05)
        except BaseException:
            self.kill()
            raise

    def said(self) -> str:
        """The end of its log."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-3000:]


class WebServer(Background):
    """gunicorn with sync workers, on a port of its own."""

    def __init__(
        self,
        module: str,
        environment: Mapping[str, str],
        log: Path,
        *,
        port: int,
        workers: int = 3,
        alive: str = "/healthz",
        forked: bool = False,
    ) -> None:
        """With `forked` the workers are copies of one that was loaded, which is cheaper by far."""
        self.port, self._alive = port, alive
        command = [str(BIN / "gunicorn"), module, "--no-control-socket", "--log-level", "warning"]
        command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--backlog", "512"]
        command += ["--preload"] if forked else []
        super().__init__(command, environment, log)

    def wait(self) -> None:
        """Wait until it answers."""
        self.wait_until(self._answers)

    def _answers(self) -> bool:
        try:
            return ask(self.port, Request(self._alive)).status == 200
        except (OSError, BrokenOff):
            return False


def processor_seconds(*pids: int) -> float:
    """The processor time that these processes and all below them have used so far."""
    total = 0.0
    for pid in pids:
        for process in (root := psutil.Process(pid), *root.children(recursive=True)):
            try:
                used = process.cpu_times()
            except psutil.NoSuchProcess:
                # Its parent has taken over its time by now, or will within this call.
                continue
            total += used.user + used.system + used.children_user + used.children_system
    return total


def memory(process: psutil.Process) -> int:
    """Bytes of memory that a process has used at most since `forget_peak`."""
    for line in Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise OSError("this system does not count memory")


def forget_peak(process: psutil.Process) -> int:
    """Begin a new count of memory; gives what is used now."""
    Path(f"/proc/{process.pid}/clear_refs").write_text("5", "utf-8")
    return memory(process)


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return

"""An SMTP server that writes down every letter before it takes it.

Each line of its file is a letter, in JSON: the Message-ID, the address that it went to, and
when it came. It can answer as slowly as a relay behind a network does, without burning any
processor meanwhile.
"""

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.processes import Background, free_port
from config import ROOT

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


class Letter(NamedTuple):
    """What the relay has taken."""

    message_id: str
    to: str
    at: float
    """Seconds, by the clock of the machine."""


class Sink:
    """The server as a process of its own, for as long as the block runs."""

    def __init__(self, folder: Path, *, pause_ms: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._pause_ms = pause_ms
        self.port, self._file = free_port(), folder / "letters.jsonl"
        self._log = folder / "sink.log"

    def __enter__(self) -> Self:
        self._file.touch()
        said = [str(self.port), str(self._file), str(self._pause_ms)]
        command = [sys.executable, "-m", "bench.mail_sink", *said]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = Background(command, environment, self._log)
        self._process.wait_until(lambda: "ready" in self._process.said())
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    def letters(self) -> Sequence[Letter]:
        """Every letter so far, in the order of arrival."""
        lines = self._file.read_text(encoding="utf-8").splitlines()
        return [Letter(*json.loads(line)) for line in lines]

    def count(self) -> int:
        """How many letters there are. Costs no more than reading the file."""
        return self._file.read_bytes().count(b"\n")

    def last_bytes(self) -> bytes:
        """The last letter, as it was sent."""
        return _last(self._file).read_bytes()


class _Keeper:
    def __init__(self, path: Path, pause: float) -> None:
        self._file, self._last = path.open("a", encoding="utf-8"), _last(path)
        self._pause = pause

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self._pause)
        envelope.mail_from = address
        envelope.mail_options += options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        await asyncio.sleep(self._pause)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        await asyncio.sleep(self._pause)
        # Taking the whole letter apart would cost as much as taking it in.
        found = MESSAGE_ID.search(envelope.content)
        message_id = found[1].decode("ascii") if found else ""
        for address in envelope.rcpt_tos:
            self._file.write(json.dumps([message_id, address, time.time()]) + "\n")
        self._file.flush()
        # As a relay does; but one that waits for the disk does not stop its other lines.
        await asyncio.to_thread(os.fsync, self._file.fileno())
        self._last.write_bytes(envelope.content)
        return "250 2.0.0 Taken"


def _last(path: Path) -> Path:
    return path.with_suffix(".eml")


def _serve(port: int, path: Path, pause_ms: int) -> None:
    controller = Controller(_Keeper(path, pause_ms / 1000), hostname="127.0.0.1", port=port)
    controller.start()
    print("ready", flush=True)
    controller._thread.join()  # type: ignore[union-attr]


if __name__ == "__main__":
    _serve(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

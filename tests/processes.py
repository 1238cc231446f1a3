"""Our own commands, run as processes of their own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from config import ROOT, Config

BIN = Path(sys.executable).parent


def environment(config: Config) -> dict[str, str]:
    """The settings as a process of its own reads them."""
    given = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in config.model_dump().items()
        if value not in (None, "")
    }
    return os.environ | given


@contextmanager
def running(
    command: list[str], config: Config, log: Path, *, listens_at: socket.socket | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of our commands until the block ends; what it says goes to `log`."""
    handles = () if listens_at is None else (listens_at.fileno(),)
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=environment(config),
            stdout=file,
            stderr=subprocess.STDOUT,
            pass_fds=handles,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)

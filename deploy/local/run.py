"""`make run`: web server, mailer and demo mailbox together, from a fresh clone.

Needs only the standard library, and starts nothing that outlives it.

Usage: run.py [--port 8000] [--demo large]
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parent))

import steps
from install import PYTHON, ROOT, install, stop
from settings import environment

HERE = "127.0.0.1"
PATIENCE = 60
DYING = 10
PR_SET_PDEATHSIG = 1
# No docstrings in memory, and no arena of it for each of eight threads: 30 MB less in all.
SMALL = {"PYTHONOPTIMIZE": "2", "MALLOC_ARENA_MAX": "2"}
GUNICORN = (
    *("--worker-class", "gthread", "--workers", "1", "--threads", "8"),
    *("--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"),
)


class Stopped(Exception):
    """Somebody asked us to stop."""


def main() -> None:
    """Prepare what is missing, start everything, and wait until it ends."""
    parser = argparse.ArgumentParser(description="Run Gatherwide on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", choices=("", "large"), default="")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_to_stop)
    try:
        _run(options.port, options.demo)
    except (Stopped, KeyboardInterrupt):
        print("\nStopped.")


def _run(port: int, demo: str) -> None:
    _check_ports(port)
    install(["requirements.txt"])
    env = {**SMALL, **environment(port)}
    steps.fetch_assets(env)
    steps.compile_translations(env)
    steps.prepare(env, demo)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in _commands(port).items():
            children[name] = _start(name, command, env)
        _wait_until_it_answers(port, children)
        _tell(port, env)
        while True:
            _check_all_live(children)
            time.sleep(0.5)
    finally:
        _end(children)


def _commands(port: int) -> dict[str, list[str]]:
    programs, folder = ROOT / ".venv" / "bin", ROOT / "instance" / "mailbox"
    mailbox = Path(__file__).with_name("mailbox.py")
    ports = ["--smtp-port", str(port + 1), "--web-port", str(port + 2)]
    return {
        "mailbox": [str(PYTHON), str(mailbox), *ports, "--folder", str(folder)],
        "web": [str(programs / "gunicorn"), "--bind", f"{HERE}:{port}", *GUNICORN, "wsgi:app"],
        "mailer": [str(programs / "flask"), "mail", "deliver"],
    }


def _start(name: str, command: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    with (steps.LOGS / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for us; we then stop the others one by one.
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (there is one thread)
        )


def _end_with_parent() -> None:
    """Even if we are killed, Linux stops our children."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_it_answers(port: int, children: "dict[str, subprocess.Popen[bytes]]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        _check_all_live(children)
        if _is_healthy(port):
            return
        time.sleep(0.1)
    stop(f"The web server did not answer within {PATIENCE} seconds.", steps.tail("web"))


def _is_healthy(port: int) -> bool:
    """Ask by hand: the standard library's HTTP client would double this process."""
    question = f"GET /healthz HTTP/1.0\r\nHost: {HERE}:{port}\r\n\r\n"
    try:
        with socket.create_connection((HERE, port), timeout=5) as line:
            line.sendall(question.encode())
            return line.recv(64).split()[1:2] == [b"200"]
    except OSError:
        return False


def _check_all_live(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for name, child in children.items():
        code = child.poll()
        if code is not None:
            stop(
                f"The {name} ended by itself (status {code}), so everything was stopped.",
                f"The last lines of instance/log/{name}.log:",
                steps.tail(name),
            )


def _end(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    end = time.monotonic() + DYING
    for child in children.values():
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _check_ports(port: int) -> None:
    for number in (port, port + 1, port + 2):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HERE, number))
            except (OSError, OverflowError):
                stop(f"Port {number} is not free. Choose others: make run PORT={_other(port)}")


def _other(port: int) -> int:
    return port + 100 if port < 60_000 else 8000


def _tell(port: int, env: dict[str, str]) -> None:
    address = env["PUBLIC_URL"].rstrip("/")
    print(f"\nGatherwide is running. Ctrl-C stops it.\n\n  Event      {address}/")
    print(f"  Organizer  {address}/organizer/sign-in")
    owner = steps.OWNER.read_text(encoding="utf-8").splitlines() if steps.OWNER.exists() else []
    if owner:
        print(f"             {owner[0]}  password: {owner[1]}")
    print(f"  Mailbox    http://{HERE}:{port + 2}/")
    print("             The letters to two hosts of the demo open a host's own page.")
    print("\nLogs are in instance/log/. Other commands: .venv/bin/flask --help\n", flush=True)


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    # Asked twice, we go on stopping.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    main()

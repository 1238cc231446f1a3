"""The settings of a development installation: the file `.env`, below whatever the user has set.

`flask` commands in another shell read the same file.
"""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / ".env"
INSTANCE = ROOT / "instance"
SECRET = INSTANCE / "secret.key"
MEDIA_SECRET = INSTANCE / "media.secret"
MARK = "# Written by `make run` and written again each time. Remove this line to keep your own.\n"


def environment(port: int) -> dict[str, str]:
    """What our processes run with: the user's variables, then those of `.env`.

    The file is written only where there is none, or one of our own.
    """
    _make_secrets()
    if not FILE.exists() or FILE.read_text(encoding="utf-8").startswith(MARK):
        lines = [f"{name}={value}\n" for name, value in _ours(port).items()]
        _write(FILE, MARK + "".join(lines))
    return {**_ours(port), **_read(FILE), **os.environ}


def _ours(port: int) -> dict[str, str]:
    return {
        "SECRET_KEY_FILE": str(SECRET),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(port + 1),
        "MAIL_DEFAULT_SENDER": "summit@demo.example",
        # The application serves the test picture itself, through the same gate as nginx.
        "MEDIA_SECRET": MEDIA_SECRET.read_text(encoding="utf-8").strip(),
    }


def _make_secrets() -> None:
    INSTANCE.mkdir(exist_ok=True, mode=0o700)
    for path in (SECRET, MEDIA_SECRET):
        if not path.exists():
            _write(path, secrets.token_urlsafe(48) + "\n")


def _write(path: Path, content: str) -> None:
    """Write a whole file or none, for nobody else to read."""
    waiting = path.with_name(f"{path.name}.new")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    waiting.replace(path)


def _read(path: Path) -> dict[str, str]:
    """The plain `NAME=value` lines of a file."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found

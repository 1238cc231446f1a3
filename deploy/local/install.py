"""Makes `.venv` and installs locked requirements. Needs only the standard library.

Usage: install.py [requirements.txt …]
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = Path(__file__).with_name("uv.txt")
OLDEST = (3, 11)


def stop(*lines: str) -> None:
    """End with a clear message on stderr."""
    sys.exit("\n".join(lines))


def check_python() -> None:
    """Stop when this Python cannot make the environment."""
    if sys.version_info < OLDEST:
        have = f"{sys.version_info[0]}.{sys.version_info[1]}"
        stop(
            f"Gatherwide needs Python 3.11 or newer; this is {have}.",
            "With a newer one beside it: make run PYTHON=python3.12",
        )
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        stop(
            "This Python cannot make virtual environments.",
            "On Debian: apt install python3-venv",
        )


def install(names: list[str]) -> bool:
    """Install these requirement files unless they are installed already; say whether it did."""
    check_python()
    files = [ROOT / name for name in names]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    stamp = VENV / f".installed-{digest}"
    if stamp.exists() and PYTHON.exists():
        return False
    print(f"Installing {', '.join(names)} into .venv …", flush=True)
    if not PYTHON.exists():
        run([sys.executable, "-m", "venv", str(VENV)], "The virtual environment was not made.")
    if not (_with_uv(files) or _with_pip(files)):
        stop("The packages could not be installed. Is there a network? What pip said is above.")
    stamp.touch()
    return True


def run(command: list[str], trouble: str) -> None:
    """Run a command, and stop with one line when it fails."""
    if subprocess.run(command, check=False, cwd=ROOT).returncode != 0:
        stop(trouble)


def _with_uv(files: list[Path]) -> bool:
    """uv does in seconds what takes pip a minute."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        get_uv = [*pip, "--require-hashes", "-r", str(UV)]
        answer = subprocess.run(get_uv, check=False, capture_output=True)
        if answer.returncode != 0:
            return False
    command = [str(uv), "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    settings = {"UV_NATIVE_TLS": "1", "UV_HTTP_TIMEOUT": "60", "UV_LINK_MODE": "copy"}
    answer = subprocess.run(
        [*command, *_given(files)],
        check=False,
        env={**settings, **os.environ},
        capture_output=True,
    )
    return answer.returncode == 0


def _with_pip(files: list[Path]) -> bool:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    answer = subprocess.run([*pip, "--require-hashes", *_given(files)], check=False)
    return answer.returncode == 0


def _given(files: list[Path]) -> list[str]:
    return [word for path in files for word in ("-r", str(path))]


if __name__ == "__main__":
    install(sys.argv[1:] or ["requirements.txt"])

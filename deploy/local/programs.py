"""Sees to it that everything is there that only some tests need.

Chromium and nginx from the distribution, and the front-end files that pages use.
"""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import steps

RTMP = "/usr/lib/nginx/modules/ngx_rtmp_module.so"
PROGRAMS = {
    "chromium": ("the browser tests", ("chromium", "chromium-browser", "google-chrome")),
    "nginx": ("the tests of the livestream's gate", ("nginx",)),
    "ffmpeg": ("the tests of the livestream's sources", ("ffmpeg",)),
    "libnginx-mod-rtmp": ("the tests of the livestream's sources", (RTMP,)),
}
# Where Debian keeps nginx, which not every user has on the path.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")


def main() -> None:
    """Install what is missing where that is possible without asking; else say how."""
    missing = [package for package in PROGRAMS if not _is_there(package)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' and '.join(missing)} for the tests …", flush=True)
        subprocess.run(["apt-get", "update", "--quiet"], check=False, stdout=subprocess.DEVNULL)
        for package in missing:
            subprocess.run([*INSTALL, package], check=False, stdout=subprocess.DEVNULL)
        missing = [package for package in missing if not _is_there(package)]
    if missing:
        needed = " and ".join(PROGRAMS[package][0] for package in missing)
        command = " ".join(["sudo", *INSTALL, *missing])
        sys.exit(f"Something is missing for {needed}. Install it: {command}")


def fetch_front_end() -> None:
    """Fetch what `make run` fetches; without it the tests of the player cannot run."""
    settings = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_DEFAULT_SENDER": "summit@demo.example",
    }
    steps.fetch_assets({**os.environ, **settings})
    if not steps.MANIFEST.exists():
        sys.exit("The tests of the player need the front-end files. With a network: make test")


def _is_there(package: str) -> bool:
    names = PROGRAMS[package][1]
    return any(shutil.which(name, path=PATH) or Path(name).is_file() for name in names)


if __name__ == "__main__":
    main()
    fetch_front_end()

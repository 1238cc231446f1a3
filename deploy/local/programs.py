"""Sees to it that everything is there that only some tests need.

Chromium, nginx and postfix from the distribution, and the front-end files that pages use.
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
# What Debian asks when it installs postfix: without an answer it would begin to serve.
QUIET_POSTFIX = "postfix postfix/main_mailer_type select No configuration\n"
MAIL_SERVERS = ("/usr/sbin/sendmail", "/usr/lib/postfix/sbin/master")
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


def install_postfix() -> None:
    """Install the relay of one test, unused and unconfigured, where no mail server is yet.

    Debian keeps one mail server at a time, and nobody's own shall be replaced. Postfix starts
    as root alone; for everybody else its test says why it was left out.
    """
    if os.geteuid() or not shutil.which("apt-get") or any(map(os.path.exists, MAIL_SERVERS)):
        return
    print("Installing postfix for the test of a relay …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["debconf-set-selections"], input=QUIET_POSTFIX, text=True, check=False)
    installed = subprocess.run(
        [*INSTALL, "postfix"], check=False, env=quiet, stdout=subprocess.DEVNULL
    )
    if installed.returncode:
        print("Postfix is not there; the test of a relay will say so.", flush=True)


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
    install_postfix()
    fetch_front_end()

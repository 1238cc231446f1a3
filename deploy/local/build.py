"""Everything that a server needs besides its settings: after cloning, and after each `git pull`.

Installs the locked requirements, fetches the front-end files, compiles the translations and our
own modules (the services' users may not write them). Asks for no settings and reads no key.
"""

import os
import secrets
import subprocess

import steps
from install import PYTHON, ROOT, install, stop

SOURCES = ("app", "migrations", "config.py", "wsgi.py")


def main() -> None:
    """Do what is missing; what is there already costs nothing."""
    install(["requirements.txt", "requirements-world.txt"])
    environment = {**_placeholders(), **os.environ}
    steps.fetch_assets(environment)
    steps.compile_translations(environment)
    compiled = [str(PYTHON), "-m", "compileall", "-q", *SOURCES]
    if subprocess.run(compiled, check=False, cwd=ROOT).returncode != 0:
        stop("The modules could not be compiled: what is above says why.")
    print("Built.")


def _placeholders() -> dict[str, str]:
    """What a `flask` command asks for, and what fetching files makes no use of."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PUBLIC_URL": "http://127.0.0.1",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_DEFAULT_SENDER": "nobody@example.org",
    }


if __name__ == "__main__":
    main()

"""Sees to it that there is a Chromium for the browser tests; Playwright drives that one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install --yes --no-install-recommends chromium"


def main() -> None:
    """Install Chromium where that is possible without asking; else say how."""
    if any(shutil.which(name) for name in NAMES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        subprocess.run(["apt-get", "update", "--quiet"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(INSTALL.split(), check=False, stdout=subprocess.DEVNULL)
        if any(shutil.which(name) for name in NAMES):
            return
    sys.exit(f"The browser tests need Chromium. Install it: sudo {INSTALL}")


if __name__ == "__main__":
    main()

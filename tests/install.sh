#!/bin/bash
# What the tests need beside the application: the wheels of requirements-dev.txt, and Chromium.
# Usage: tests/install.sh [folder of the virtual environment]
set -euo pipefail
cd "$(dirname "$0")/.."
venv="${1:-.venv}"

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
stamp="$venv/.requirements-dev"
if ! sha256sum --check --status "$stamp" 2>/dev/null; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
    sha256sum requirements-dev.txt > "$stamp"
fi

if ! command -v chromium > /dev/null; then
    install="apt-get install --yes --no-install-recommends chromium"
    if [ "$(id -u)" != 0 ]; then
        echo "The browser tests need Chromium. Please run:  sudo $install" >&2
        exit 1
    fi
    apt-get update --quiet=2
    $install --quiet=2 > /dev/null
fi

"""An installation whose built files are there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from app.database import db
from app.vault.keyfiles import KeyFiles
from tests.fixtures.application import StandingClock, spare_the_disk


@pytest.fixture(autouse=True)
def private_keys(app: Flask, key_files: KeyFiles) -> None:
    """Key files with the modes that `flask keys create` gives them."""
    for folder in (key_files.keys_dir, key_files.mailer_key_file.parent):
        for path in folder.iterdir():
            path.chmod(0o600)


@pytest.fixture(autouse=True)
def safe_disk(app: Flask) -> Iterator[None]:
    """SQLite waits for the disk, as everywhere but in tests."""
    db.engine.dispose()
    event.remove(db.engine, "connect", spare_the_disk)
    yield
    event.listen(db.engine, "connect", spare_the_disk)
    db.session.remove()
    db.engine.dispose()


@pytest.fixture(autouse=True)
def true_time(time: StandingClock) -> None:
    """The database's own clock cannot be moved, so ours tells the same time."""
    time.moment = datetime.now(UTC)


@pytest.fixture
def healthy_files(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Front-end files as `flask assets fetch` leaves them, and no catalogue to compile."""
    vendor = tmp_path / "static" / "vendor"
    vendor.mkdir(parents=True)
    (vendor / "manifest.json").write_text("{}", "utf-8")
    monkeypatch.setitem(app.config, "ROOT", tmp_path)

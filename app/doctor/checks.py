"""What `flask doctor` looks at. Each check says that all is well, or what to do."""

import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import text

from app.database import db
from app.doctor import files
from app.mail import readiness as mail_readiness
from app.mail.smtp import Line
from app.organizer.queries import all_events
from app.staff import readiness as staff_readiness
from app.web import schema
from app.web.assets import MANIFEST, VENDOR
from app.web.links import public_url
from app.web.segments import taken_by_pages

OLDEST_POSTGRESQL = 14
CLOCKS_APART = timedelta(seconds=5)
# This version was not there earlier, so a clock before it is wrong.
EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)
PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


class Finding(NamedTuple):
    """What a check says, in one line."""

    ok: bool
    says: str


Check = Callable[[datetime], Finding]


def run_all(now: datetime) -> Iterator[tuple[str, Finding]]:
    """Run every check; one that cannot even run has found something."""
    for name, check in CHECKS.items():
        try:
            yield name, check(now)
        except Exception as error:  # the doctor must speak whatever is broken
            yield name, Finding(False, f"cannot be checked: {type(error).__name__}")
        db.session.rollback()


def database(now: datetime) -> Finding:
    """The database answers, is new enough, and set up as promises need it."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            wrong = [
                name
                for name, wanted in PRAGMAS.items()
                if str(connection.execute(text(f"PRAGMA {name}")).scalar()) != wanted
            ]
            return Finding(
                not wrong, f"SQLite; {', '.join(wrong)} not as set" if wrong else "SQLite"
            )
        version = int((connection.dialect.server_version_info or (0,))[0])
        there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    if version < OLDEST_POSTGRESQL:
        return Finding(False, f"PostgreSQL {version} is too old; use {OLDEST_POSTGRESQL} or newer")
    if abs(there - now) > CLOCKS_APART:
        return Finding(False, "its clock and this one differ; run a time service on both machines")
    return Finding(True, f"PostgreSQL {version}")


def tables(_now: datetime) -> Finding:
    """Every migration has run."""
    return _told(schema.is_current(), "every migration has run")


def keys(_now: datetime) -> Finding:
    """The key files are there."""
    return _told(staff_readiness.keys_are_there(), "all there")


def key_files(_now: datetime) -> Finding:
    """Nobody else can read the key files, and the web server cannot read the mailer's."""
    vault = current_app.extensions["vault"].files
    open_files = files.too_open(vault.keys_dir, vault.mailer_key_file.parent)
    if open_files:
        return Finding(False, f"others may read {', '.join(open_files)}; take that away with chmod")
    if files.same_user(vault.keys_dir, vault.mailer_key_file.parent):
        says = "web and mailer run as the same user, so the web server could read addresses"
        if public_url().startswith("https:"):
            return Finding(False, f"{says}; give each a user of its own")
        return Finding(True, f"{says}: fine on your own machine")
    return Finding(True, "readable by their users only")


def event_key(_now: datetime) -> Finding:
    """An organizer holds the event's private key, and no file does."""
    return _told(staff_readiness.event_key_is_claimed(), "held by organizers only")


def mail_server(_now: datetime) -> Finding:
    """The relay answers, its certificate is right, and it lets us in."""
    line = Line()
    try:
        line.open()
    except OSError as error:  # what smtplib raises is one, too
        where = f"{current_app.config['MAIL_SERVER']}:{current_app.config['MAIL_PORT']}"
        says = f"{where} does not take us ({type(error).__name__}); see the MAIL_ settings"
        return Finding(False, says)
    finally:
        line.close()
    return Finding(True, "answers")


def outbox(_now: datetime) -> Finding:
    """Letters leave in time."""
    return _told(mail_readiness.outbox_keeps_up(), "nothing is late")


def clock(now: datetime) -> Finding:
    """The clock is not in the past, and knows the world's time zones."""
    if now < EARLIEST:
        return Finding(False, "this machine's clock is wrong; run a time service such as chrony")
    if "Asia/Tehran" not in zoneinfo.available_timezones():
        return Finding(False, "no time zones here; install the package tzdata")
    return Finding(True, now.isoformat(timespec="seconds"))


def front_end(_now: datetime) -> Finding:
    """The fetched files are there; pages work without, but look plainer."""
    folder = Path(current_app.config["ROOT"]) / "static" / VENDOR
    if (folder / MANIFEST).is_file():
        return Finding(True, "fetched")
    return Finding(False, "not fetched; run `flask assets fetch`")


def translations(_now: datetime) -> Finding:
    """Every catalogue is compiled."""
    stale = files.uncompiled(Path(current_app.config["ROOT"]) / "translations")
    if stale:
        return Finding(False, f"{', '.join(stale)} not compiled; `pybabel compile -d translations`")
    return Finding(True, "compiled")


def address(_now: datetime) -> Finding:
    """People reach the site by HTTPS, unless it is only here."""
    url = public_url()
    local = url.startswith(("http://127.0.0.1", "http://localhost"))
    if url.startswith("https:") or local:
        return Finding(True, url)
    return Finding(False, f"{url} is not encrypted; use https in PUBLIC_URL")


def event_names(_now: datetime) -> Finding:
    """No event has the name of a page, behind which its own pages would hide."""
    taken = taken_by_pages(current_app.url_map.iter_rules())
    hidden = sorted({event.slug for event in all_events()} & taken)
    if hidden:
        return Finding(False, f"{', '.join(hidden)}: pages of ours stand there; rename the event")
    return Finding(True, "none hides behind a page of ours")


def _told(trouble: str | None, fine: str) -> Finding:
    return Finding(trouble is None, trouble or fine)


CHECKS: dict[str, Check] = {
    "database": database,
    "tables": tables,
    "keys": keys,
    "key files": key_files,
    "event key": event_key,
    "mail server": mail_server,
    "outbox": outbox,
    "clock": clock,
    "front end": front_end,
    "translations": translations,
    "address": address,
    "event names": event_names,
}

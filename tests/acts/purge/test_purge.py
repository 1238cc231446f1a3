"""After the purge date nobody can read the data, ourselves and backups included."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.announcements.models import Announcement, AnnouncementText, Unsubscribed
from app.announcements.service import unsubscribe
from app.database import db
from app.events.models import Event, EventState
from app.locations.models import Location
from app.purge.service import purge_due
from app.registration.models import Registration
from app.vault.errors import KeyMissing
from app.vault.keyfiles import MAILER, KeyFiles, event_audience
from app.vault.models import SealedKey
from app.vault.rules import binding
from app.vault.service import Opener
from tests.factories import make_announcement, make_registration

LATER = timedelta(days=365)


def test_before_its_date_nothing_is_purged(
    app: Flask, event: Event, location: Location, now: datetime
) -> None:
    make_registration(location=location)
    assert purge_due(now=event.purge_at - timedelta(seconds=1)) == []
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_the_people_are_deleted_and_the_event_archived(
    app: Flask, event: Event, location: Location, now: datetime
) -> None:
    ann = make_registration(location=location)
    make_announcement(event=event)
    unsubscribe(registration_id=ann.id)
    assert purge_due(now=now + LATER) == ["summit"]
    for table in (Registration, Announcement, AnnouncementText, Unsubscribed):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert db.session.scalar(select(Event.state)) == EventState.ARCHIVED
    assert purge_due(now=now + LATER) == []


@pytest.mark.parametrize("audience", ["organizers", "mailer"])
def test_a_backup_opens_neither_with_the_organizers_nor_with_the_mailers_key(
    app: Flask,
    event: Event,
    location: Location,
    now: datetime,
    key_files: KeyFiles,
    audience: str,
) -> None:
    event_key = key_files.unclaimed_key_file(1).read_bytes()
    mailer_key = key_files.mailer_private_key()
    row = make_registration(location=location)
    column = "identity_box" if audience == "organizers" else "contact_box"
    box, place = getattr(row, column), binding("registration", column, event.id, row.id)
    keys = db.session.execute(select(SealedKey.__table__)).mappings().all()

    def opener() -> Opener:
        if audience == "organizers":
            return Opener(event_audience(1), event_key)
        return Opener(MAILER, mailer_key)

    assert opener().open(box, place)["email"] == "ann@example.org"
    purge_due(now=now + LATER)
    with db.engine.begin() as connection:  # the backup comes back
        connection.execute(SealedKey.__table__.insert(), [dict(key) for key in keys])
    db.session.rollback()
    with pytest.raises(KeyMissing):
        opener().open(box, place)


def test_the_database_files_forget_the_rows(
    app: Flask, event: Event, location: Location, now: datetime
) -> None:
    make_registration(location=location)
    purge_due(now=now + LATER)
    if db.engine.dialect.name == "sqlite":
        freed = db.session.connection().exec_driver_sql("PRAGMA freelist_count").scalar()
        assert freed == 0

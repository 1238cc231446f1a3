"""Destroy an event's keys, then its people's rows, then what the files still remember."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from app.announcements.models import Announcement, AnnouncementText, Unsubscribed
from app.api import service as api
from app.api.models import ApiToken
from app.audit import log
from app.audit.models import AuditEntry
from app.database import db, transaction
from app.events.models import Event, EventRevision, EventState
from app.hosting.models import Host, TrustedHost
from app.livestream.models import BlockedViewer, LiveLog, PresenceMinute
from app.livestream.service.presence import forget_old
from app.livestream.service.screens import forget_ended
from app.locations.models import HostKey, Location, LocationKind
from app.mail.models import Bounced, MailboxDay, Outbox, ProviderDay
from app.messages.models import Message, SilencedSender
from app.messages.service import forget_rejected
from app.organizer.models import ImportDraft, PublishedFigures
from app.registration.models import BulkAct, Registration, StagedSignUp
from app.staff.models import EventKeyGrant, EventMember, OrganizerInvitation
from app.vault import keyfiles
from app.vault.models import SealedKey
from app.vault.service import current_vault
from app.webhooks import service as webhooks
from app.webhooks.models import Webhook

ABOUT_PEOPLE = (
    *(Outbox, ProviderDay, BulkAct, Registration, Host, TrustedHost),
    *(AuditEntry, EventRevision, LiveLog, BlockedViewer, PresenceMinute, Unsubscribed),
    *(Message, SilencedSender, ImportDraft, PublishedFigures, StagedSignUp),
    # What a webhook was told names sign-ups, and goes with it.
    *(ApiToken, Webhook),
)


def purge_due(*, now: datetime) -> Sequence[str]:
    """Purge every event whose date has come; say which ones.

    The keys go first: if anything after that fails, the data is unreadable already, and
    the next run takes the rows.
    """
    forget_old(now=now)
    forget_ended(now=now)
    forget_rejected(now=now)
    webhooks.forget_old(now=now)
    api.forget_old(now=now)
    due = db.session.execute(
        select(Event.id, Event.slug, Event.key_id).where(
            Event.purge_at <= now, Event.state != EventState.ARCHIVED
        )
    ).all()
    for event_id, _slug, key_id in due:
        if not _key_still_needed(key_id, now):
            current_vault().files.destroy_event_keys(key_id)
        _delete_people(event_id=event_id, key_id=key_id, now=now)
    if due:
        forget_deleted_rows()
    return [slug for _id, slug, _key in due]


def forget_deleted_rows() -> None:
    """Rewrite the database's files, which otherwise keep deleted rows for a while."""
    db.session.remove()
    connection = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "postgresql":
            connection.dbapi_connection.autocommit = True  # type: ignore[union-attr]
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        if db.engine.dialect.name == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        # Not back to the pool: it would stay in autocommit.
        connection.invalidate()


def _key_still_needed(key_id: int, now: datetime) -> bool:
    others = select(Event.id).where(
        Event.key_id == key_id, Event.purge_at > now, Event.state != EventState.ARCHIVED
    )
    return db.session.scalar(others.limit(1)) is not None


def _delete_people(*, event_id: int, key_id: int, now: datetime) -> None:
    with transaction() as session:
        for table in ABOUT_PEOPLE:
            session.execute(delete(table).where(table.event_id == event_id))
        session.execute(delete(Bounced).where(Bounced.scope == event_id))
        own = select(Announcement.id).where(Announcement.event_id == event_id)
        session.execute(delete(AnnouncementText).where(AnnouncementText.announcement_id.in_(own)))
        session.execute(delete(Announcement).where(Announcement.event_id == event_id))
        places = select(Location.id).where(Location.event_id == event_id)
        session.execute(delete(HostKey).where(HostKey.location_id.in_(places)))
        session.execute(
            update(Location)
            .where(Location.event_id == event_id)
            .values(
                address=None,
                address_box=None,
                guest_box=None,
                guest_key_box=None,
                invitation_index=None,
                taken=0,
            )
        )
        session.execute(
            update(Location)
            .where(Location.event_id == event_id, Location.kind == LocationKind.HOME)
            .values(name="", access="")
        )
        session.execute(delete(OrganizerInvitation).where(OrganizerInvitation.event_id == event_id))
        members = update(EventMember).where(EventMember.event_id == event_id)
        session.execute(members.values(identity_box=None))
        # Today's go on counting for the other events: nobody gets more letters by a purge.
        session.execute(delete(MailboxDay).where(MailboxDay.day < now.date()))
        if not _key_still_needed(key_id, now):
            audiences = (keyfiles.event_audience(key_id), keyfiles.mailer_audience(key_id))
            session.execute(delete(SealedKey).where(SealedKey.audience.in_(audiences)))
            session.execute(delete(EventKeyGrant).where(EventKeyGrant.key_id == key_id))
        session.execute(
            update(Event)
            .where(Event.id == event_id)
            .values(state=EventState.ARCHIVED, version=Event.version + 1)
        )
        log.record(session, actor=log.CLOCK, action="event.purged", now=now, event_id=event_id)

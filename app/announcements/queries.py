"""Announcements, and whom each of them reaches."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select, tuple_

from app.announcements import rules
from app.announcements.errors import AnnouncementNotFound
from app.announcements.models import Announcement, Unsubscribed
from app.announcements.rules import AnnouncementState
from app.database import db
from app.mail.models import Outbox, OutboxState
from app.registration.models import Registration
from app.registration.queries.desk import Filters, chosen

MOST_SHOWN = 100


def announcements_of(event_id: int) -> Sequence[Announcement]:
    """The announcements of an event with their texts, newest first."""
    return db.session.scalars(
        select(Announcement)
        .where(Announcement.event_id == event_id)
        .order_by(Announcement.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def get_announcement(
    event_id: int, announcement_id: uuid.UUID, *, for_change: bool = False
) -> Announcement:
    """One announcement of an event.

    :param for_change: hold the row until the transaction ends, so that it stays as read
    :raises AnnouncementNotFound: when there is none
    """
    wanted = (
        select(Announcement)
        .where(Announcement.event_id == event_id, Announcement.id == announcement_id)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise AnnouncementNotFound
    return found


def announcements_with_ids(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Announcement]:
    """Announcements by their ids, as the mailer asks for them."""
    found = db.session.scalars(
        select(Announcement)
        .where(Announcement.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    return {announcement.id: announcement for announcement in found}


def announcements_to(registration_id: uuid.UUID) -> Sequence[Announcement]:
    """The announcements whose letters have left for a sign-up, newest first."""
    return db.session.scalars(
        select(Announcement)
        .join(Outbox, Outbox.batch_id == Announcement.id)
        .where(Outbox.about_id == registration_id, Outbox.state == OutboxState.SENT)
        .order_by(Announcement.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def due_announcements(now: datetime) -> Sequence[uuid.UUID]:
    """Those whose hour has come and whose letters are not in the outbox yet."""
    return db.session.scalars(
        select(Announcement.id).where(
            Announcement.state == AnnouncementState.SCHEDULED, Announcement.send_at <= now
        )
    ).all()


def recipients(event_id: int, filters: Filters, scope: tuple[str, ...]) -> Select[Any]:
    """The ids of all sign-ups that a letter of this kind may go to.

    They have proven their address, have not left, and have not unsubscribed.
    """
    query = chosen(select(Registration.id), event_id, filters, scope)
    silenced = exists().where(
        Unsubscribed.event_id == Registration.event_id,
        Unsubscribed.address_index == Registration.address_index,
    )
    return query.where(
        Registration.state.in_(rules.REACHED), Registration.contact_box.is_not(None), ~silenced
    )


def count_recipients(event_id: int, filters: Filters, scope: tuple[str, ...]) -> int:
    """How many letters an announcement would be, if it left now."""
    ids = recipients(event_id, filters, scope).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def is_unsubscribed(event_id: int, address_index: bytes) -> bool:
    """Whether this address wants no announcements of this event."""
    return db.session.get(Unsubscribed, (event_id, address_index)) is not None


def silenced(addresses: Collection[tuple[int, bytes]]) -> set[tuple[int, bytes]]:
    """Those of these events and addresses that want no announcements."""
    place = tuple_(Unsubscribed.event_id, Unsubscribed.address_index)
    rows = db.session.execute(
        select(Unsubscribed.event_id, Unsubscribed.address_index).where(place.in_(addresses))
    )
    return {(event_id, index) for event_id, index in rows}

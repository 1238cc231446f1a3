"""Write an announcement, send it, hold it back; and not hear of it any more."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.announcements import queries, rules
from app.announcements.errors import NotInThisState
from app.announcements.models import Announcement, AnnouncementText, Unsubscribed
from app.announcements.rules import AnnouncementState as State
from app.announcements.segment import Segment
from app.audit import log
from app.database import transaction
from app.events.models import Event
from app.mail import batches
from app.registration.models import Registration

KIND = "announcement"


@dataclass(frozen=True)
class Draft:
    """What an organizer wrote, and for whom: subject and body by language, and filters."""

    texts: Mapping[str, tuple[str, str]]
    filters: Mapping[str, str]
    scope: tuple[str, ...] = ()


def write(*, event_id: int, draft: Draft, actor: str, now: datetime) -> uuid.UUID:
    """Keep a new draft; gives its id."""
    with transaction() as session:
        found = Announcement(
            id=uuid7(), event_id=event_id, state=State.DRAFT, created_at=now, filters={}, scope=[]
        )
        _fill(found, draft)
        session.add(found)
        _note(session, found, "written", actor=actor, now=now)
    return found.id


def rewrite(
    *, event_id: int, announcement_id: uuid.UUID, draft: Draft, actor: str, now: datetime
) -> None:
    """Change a draft.

    :raises NotInThisState: when it is no draft any more
    """
    with transaction() as session:
        found = _take(event_id, announcement_id, rules.CAN_EDIT)
        found.texts.clear()
        session.flush()
        _fill(found, draft)
        _note(session, found, "written", actor=actor, now=now)


def schedule(
    *, event_id: int, announcement_id: uuid.UUID, send_at: datetime, actor: str, now: datetime
) -> None:
    """Let it leave at a moment; whoever fits then gets it.

    :raises NotInThisState: when it is no draft any more
    """
    with transaction() as session:
        found = _take(event_id, announcement_id, rules.CAN_SCHEDULE)
        found.state, found.send_at = State.SCHEDULED, max(send_at, now)
        _note(session, found, "scheduled", actor=actor, now=now)


def pause(*, event_id: int, announcement_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Keep back what has not left; what a mailer has in hand still does.

    :raises NotInThisState: when it is not on its way
    """
    with transaction() as session:
        found = _take(event_id, announcement_id, rules.CAN_PAUSE)
        found.state = State.PAUSED
        batches.hold(session, found.id)
        _note(session, found, "paused", actor=actor, now=now)


def resume(*, event_id: int, announcement_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Let the rest of a paused one leave.

    :raises NotInThisState: when it is not paused
    """
    with transaction() as session:
        found = _take(event_id, announcement_id, rules.CAN_RESUME)
        found.state = State.SENDING
        batches.release(session, found.id, now=now)
        _note(session, found, "resumed", actor=actor, now=now)


def cancel(*, event_id: int, announcement_id: uuid.UUID, actor: str, now: datetime) -> None:
    """What has not left shall not leave. There is no way back.

    :raises NotInThisState: when it was cancelled before
    """
    with transaction() as session:
        found = _take(event_id, announcement_id, rules.CAN_CANCEL)
        found.state = State.CANCELLED
        batches.drop(session, found.id, now=now)
        _note(session, found, "cancelled", actor=actor, now=now)


def queue_due(*, now: datetime) -> int:
    """Put the letters of announcements whose hour has come into the outbox; count them."""
    return sum(_queue(announcement_id, now) for announcement_id in queries.due_announcements(now))


def unsubscribe(*, registration_id: uuid.UUID) -> None:
    """No more announcements of this event to the address of this sign-up."""
    with transaction() as session:
        found = session.get(Registration, registration_id)
        if found is None or found.address_index is None:
            return
        if not queries.is_unsubscribed(found.event_id, found.address_index):
            session.add(Unsubscribed(event_id=found.event_id, address_index=found.address_index))


def subscribe(*, registration_id: uuid.UUID) -> None:
    """Announcements of this event to the address of this sign-up again, from the next one on."""
    with transaction() as session:
        found = session.get(Registration, registration_id)
        if found is not None and found.address_index is not None:
            session.execute(
                delete(Unsubscribed).where(
                    Unsubscribed.event_id == found.event_id,
                    Unsubscribed.address_index == found.address_index,
                )
            )


def _queue(announcement_id: uuid.UUID, now: datetime) -> int:
    with transaction() as session:
        found = session.scalar(
            select(Announcement)
            .where(Announcement.id == announcement_id, Announcement.state == State.SCHEDULED)
            .with_for_update(skip_locked=True)
        )
        # Another mailer took it, or an organizer cancelled it meanwhile.
        if found is None:
            return 0
        zone = session.get_one(Event, found.event_id).timezone
        segment = Segment.of(found, zone)
        found.state, found.queued_at = State.SENDING, now
        session.flush()
        number = batches.enqueue_batch(
            session,
            recipients=queries.recipients(found.event_id, segment.filters, segment.scope),
            kind=KIND,
            event_id=found.event_id,
            batch_id=found.id,
            now=now,
        )
        _note(session, found, "queued", actor=log.CLOCK, now=now, letters=number)
    return number


def _take(event_id: int, announcement_id: uuid.UUID, states: frozenset[State]) -> Announcement:
    found = queries.get_announcement(event_id, announcement_id, for_change=True)
    if found.state not in states:
        raise NotInThisState
    return found


def _fill(found: Announcement, draft: Draft) -> None:
    found.filters, found.scope = dict(draft.filters), list(draft.scope)
    found.texts = [
        AnnouncementText(language=language, subject=subject, body=body)
        for language, (subject, body) in draft.texts.items()
        if subject and body
    ]


def _note(
    session: Session, found: Announcement, what: str, *, actor: str, now: datetime, **detail: Any
) -> None:
    log.record(
        session,
        actor=actor,
        action=f"announcement.{what}",
        now=now,
        event_id=found.event_id,
        about_id=found.id,
        detail=detail,
    )

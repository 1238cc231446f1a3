"""An event held for one act, so that two people who save at once come one after the other."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload
from uuid_utils.compat import uuid7

from app.audit import log
from app.events.content import content_of
from app.events.errors import Outdated
from app.events.models import Event, EventRevision, ProgrammeItem
from app.events.rules import fingerprint

BEFORE = "before"
"""The act of the first revision: nobody's."""


def hold(session: Session, event_id: int) -> Event:
    """The event with its texts and programme as they are now, locked until the act ends."""
    session.get_one(Event, event_id, populate_existing=True, with_for_update=True)
    # Loaded after the lock: what was read with it may be what somebody else just replaced.
    return session.scalars(
        select(Event)
        .where(Event.id == event_id)
        .options(
            selectinload(Event.texts),
            selectinload(Event.programme).selectinload(ProgrammeItem.texts),
        )
        .execution_options(populate_existing=True)
    ).one()


def refuse_outdated(seen: str, content: Any) -> None:
    """Stop an act that was built on something else than what is there.

    :raises Outdated: somebody saved in between
    """
    if seen != fingerprint(content):
        raise Outdated


def note(
    session: Session, event: Event, act: str, *, actor: str, now: datetime, **detail: Any
) -> None:
    """Let the public pages follow, and the log tell of it."""
    event.version += 1
    log.record(
        session, actor=actor, action=f"event.{act}", now=now, event_id=event.id, detail=detail
    )


def keep_before(session: Session, event: Event, now: datetime) -> None:
    """Keep what stands there before the very first change."""
    if last_number(session, event.id) == 0:
        _keep(session, event, 1, BEFORE, log.OPERATOR, now)


def keep_revision(session: Session, event: Event, act: str, *, actor: str, now: datetime) -> None:
    """Keep what stands there after a change."""
    session.flush()
    event.programme.sort(key=lambda item: (item.starts_at, item.position, item.id))
    _keep(session, event, last_number(session, event.id) + 1, act, actor, now)


def last_number(session: Session, event_id: int) -> int:
    """The number of an event's newest revision; 0 before the first change."""
    newest = select(func.max(EventRevision.number)).where(EventRevision.event_id == event_id)
    return session.scalar(newest) or 0


def _keep(session: Session, event: Event, number: int, act: str, actor: str, now: datetime) -> None:
    session.add(
        EventRevision(
            id=uuid7(),
            event_id=event.id,
            number=number,
            at=now,
            actor=str(actor),
            act=act,
            content=content_of(event.texts, event.programme),
        )
    )
    session.flush()

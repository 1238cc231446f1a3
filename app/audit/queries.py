"""Reading the log."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select

from app.audit.models import AuditEntry
from app.database import db
from app.web.pagination import Page

PAGE_SIZE = 50


@dataclass(frozen=True)
class Wanted:
    """Which entries; an empty value means all."""

    actor: str = ""
    actions: Collection[str] = ()
    team: Collection[str] = ()
    """Whose acts that belong to no event are shown with those of the event."""
    all_but: Collection[str] = ()
    """Kinds of acts that are left out."""
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""


def entries_about(about_id: uuid.UUID) -> Sequence[AuditEntry]:
    """What was done to one row, oldest first; that somebody looked at it is not among it."""
    done = select(AuditEntry).where(AuditEntry.about_id == about_id, AuditEntry.opened.is_(None))
    return db.session.scalars(done.order_by(AuditEntry.id)).all()


def latest_entries(action_prefix: str = "", limit: int = 50) -> Sequence[AuditEntry]:
    """The newest entries whose action begins like this, newest first."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if action_prefix:
        found = found.where(AuditEntry.action.startswith(action_prefix, autoescape=True))
    return db.session.scalars(found).all()


def page_of_entries(event_id: int, wanted: Wanted, *, older: str | None = None) -> Page[AuditEntry]:
    """Entries of one event and of its team, newest first, from a cursor on."""
    query = _wanted(event_id, wanted).order_by(AuditEntry.id.desc()).limit(PAGE_SIZE + 1)
    after = _cursor(older)
    if after is not None:
        query = query.where(AuditEntry.id < after)
    found = db.session.scalars(query).all()
    rows = found[:PAGE_SIZE]
    return Page(rows, older=str(rows[-1].id) if len(found) > PAGE_SIZE else None)


def has_happened(action: str, actor: str, since: datetime | None = None) -> bool:
    """Whether an account has done this, ever or since a moment."""
    done = exists().where(AuditEntry.actor == str(actor), AuditEntry.action == action)
    if since is not None:
        done = done.where(AuditEntry.at > since)
    return bool(db.session.scalar(select(done)))


def count_opened(actor: str, since: datetime) -> int:
    """How many names an account has opened since a moment."""
    opened = select(func.coalesce(func.sum(AuditEntry.opened), 0)).where(
        AuditEntry.actor == actor, AuditEntry.at > since, AuditEntry.opened.is_not(None)
    )
    return int(db.session.scalar(opened) or 0)


def entries_since(
    event_id: int, actions: Collection[str], since: datetime, *, most: int = 20
) -> Sequence[AuditEntry]:
    """What acts of these kinds were done since a moment, newest first; a few at most."""
    query = _wanted(event_id, Wanted(actions=actions, since=since))
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(most)).all()


def _wanted(event_id: int, wanted: Wanted) -> Select[AuditEntry]:
    of_team = and_(AuditEntry.event_id.is_(None), AuditEntry.actor.in_(wanted.team))
    query = select(AuditEntry).where(or_(AuditEntry.event_id == event_id, of_team))
    if wanted.actor:
        query = query.where(AuditEntry.actor == wanted.actor)
    if wanted.actions:
        query = query.where(AuditEntry.action.in_(wanted.actions))
    if wanted.all_but:
        query = query.where(AuditEntry.action.not_in(wanted.all_but))
    if wanted.since:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditEntry.at < wanted.until)
    return query


def _cursor(text: str | None) -> uuid.UUID | None:
    """The entry behind a part of an address; None when it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None

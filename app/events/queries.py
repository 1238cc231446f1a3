"""Every SELECT on events."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import defer, joinedload

from app.database import Base, db
from app.events import rules
from app.events.errors import EventNotFound, RevisionNotFound
from app.events.models import (
    Event,
    EventLogo,
    EventRevision,
    EventState,
    EventText,
    ProgrammeItem,
    ProgrammeText,
)

PUBLIC = (EventState.PUBLISHED, EventState.CLOSED)
REVISIONS_A_PAGE = 30


@dataclass(frozen=True)
class EventHead:
    """What every public page must know about its event now; the rest may be seconds old."""

    id: int
    slug: str
    version: int
    state: EventState
    starts_at: datetime
    ends_at: datetime
    timezone: str
    languages: tuple[str, ...]
    sign_up_opens_at: datetime
    sign_up_closes_at: datetime
    purge_at: datetime
    key_id: int
    hold_minutes: int
    consent_version: int
    accepts_no_address: bool
    max_party_size: int
    reply_to: str | None
    neutral_letters: bool
    colour: str | None
    logo: str | None

    def phase(self, now: datetime) -> rules.Phase:
        """Say where the event stands."""
        return rules.phase_of(
            self.sign_up_opens_at,
            self.sign_up_closes_at,
            self.ends_at,
            now,
            self.state == EventState.PUBLISHED,
        )


# Columns of the table, not of the model, and made once: this runs for every public page,
# and most of its time would go into building it.
_event = Base.metadata.tables[Event.__tablename__].c
HEAD_FIELDS: Final = tuple(field.name for field in fields(EventHead))
HEAD: Final = tuple(_event[name] for name in HEAD_FIELDS)
"""The columns that `head_of` takes."""
IS_PUBLIC: Final = or_(*(_event.state == state for state in PUBLIC))
_ANY_HEAD = select(*HEAD)
_HEADS = _ANY_HEAD.where(IS_PUBLIC).order_by(_event.starts_at, _event.id)
_HEAD = _HEADS.where(_event.slug == bindparam("slug"))


def find_event(slug: str) -> Event | None:
    """Return the event of that slug in any state, or None."""
    if not rules.is_slug(slug):
        return None
    return db.session.scalar(select(Event).where(Event.slug == slug))


def get_by_id(event_id: int) -> Event:
    """Return the event of that id in any state.

    :raises EventNotFound: when there is none
    """
    event = db.session.scalar(select(Event).where(Event.id == event_id))
    if event is None:
        raise EventNotFound
    return event


def get_event(slug: str) -> Event:
    """Return the published or closed event of that slug.

    :raises EventNotFound: when there is none
    """
    event = find_event(slug)
    if event is None or event.state not in PUBLIC:
        raise EventNotFound
    return event


def get_head(slug: str) -> EventHead:
    """Return what public pages need of the published or closed event of that slug.

    :raises EventNotFound: when there is none
    """
    row = db.session.execute(_HEAD, {"slug": slug}).one_or_none() if rules.is_slug(slug) else None
    if row is None:
        raise EventNotFound
    return head_of(row)


def heads_with_ids(ids: Collection[int]) -> dict[int, EventHead]:
    """Return what letters need of events in any state, by id."""
    rows = db.session.execute(_ANY_HEAD.where(_event.id.in_(ids)))
    return {row.id: head_of(row) for row in rows}


def public_heads() -> list[EventHead]:
    """Return every published or closed event, in the order of their beginning."""
    return [head_of(row) for row in db.session.execute(_HEADS)]


def text_of(event: Event, language: str) -> EventText:
    """Return the event's texts in a language, else in its first one.

    :raises EventNotFound: when it has no text at all
    """
    return choose_text(texts_of(event.id), event.languages, language)


def find_previewed(preview_id: uuid.UUID) -> Event | None:
    """Return the event whose preview link has this id, in any state, or None."""
    return db.session.scalar(select(Event).where(Event.preview_id == preview_id))


def find_logo(event_id: int) -> bytes | None:
    """Return the event's logo as a PNG file, or None."""
    return db.session.scalar(select(EventLogo.content).where(EventLogo.event_id == event_id))


def revisions_of(event_id: int, *, before: int | None = None) -> Sequence[EventRevision]:
    """Return the newest revisions, newest first, without what they hold; one more than a page."""
    found = select(EventRevision).where(EventRevision.event_id == event_id)
    if before is not None:
        found = found.where(EventRevision.number < before)
    found = found.options(defer(EventRevision.content, raiseload=True))
    newest = found.order_by(EventRevision.number.desc()).limit(REVISIONS_A_PAGE + 1)
    return db.session.scalars(newest).all()


def newest_revision(event_id: int) -> EventRevision | None:
    """Return the newest revision without what it holds, or None before the first change."""
    found = select(EventRevision).where(EventRevision.event_id == event_id)
    found = found.options(defer(EventRevision.content, raiseload=True))
    return db.session.scalar(found.order_by(EventRevision.number.desc()).limit(1))


def get_revisions(event_id: int, number: int) -> tuple[EventRevision, EventRevision | None]:
    """Return a revision and the one before it; only the first has none.

    :raises RevisionNotFound: when there is no such one
    """
    found = db.session.scalars(
        select(EventRevision)
        .where(EventRevision.event_id == event_id, EventRevision.number.in_((number - 1, number)))
        .order_by(EventRevision.number.desc())
    ).all()
    if not found or found[0].number != number:
        raise RevisionNotFound
    return found[0], found[1] if len(found) > 1 else None


def texts_of(event_id: int) -> Sequence[EventText]:
    """Return the texts of an event in all its languages."""
    return db.session.scalars(
        select(EventText).where(EventText.event_id == event_id).order_by(EventText.language)
    ).all()


def choose_text(texts: Sequence[EventText], languages: Sequence[str], language: str) -> EventText:
    """Return the text in a language, else in the first of the event's languages that has one.

    :raises EventNotFound: when there is no text at all
    """
    by_language = {text.language: text for text in texts}
    offered = (language,) if language in languages else ()
    # A language that is offered no longer keeps its text, in case it comes back.
    for code in (*offered, *languages, *by_language):
        if code in by_language:
            return by_language[code]
    raise EventNotFound


def programme_of(event_id: int) -> Sequence[ProgrammeItem]:
    """Return the programme with its texts, in order of time, with one statement."""
    wanted = (
        select(ProgrammeItem)
        .where(ProgrammeItem.event_id == event_id)
        .options(joinedload(ProgrammeItem.texts))
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.position, ProgrammeItem.id)
    )
    return db.session.scalars(wanted).unique().all()


def head_of(values: Sequence[Any]) -> EventHead:
    """Return the head that the values of the columns `HEAD` make."""
    head = EventHead(*values)
    return replace(head, languages=tuple(head.languages))


def choose_words(item: ProgrammeItem, language: str, event: Event) -> ProgrammeText | None:
    """Return a programme item's text in a language, else in the event's first, else any."""
    texts = {text.language: text for text in item.texts}
    return texts.get(language) or texts.get(event.languages[0]) or next(iter(texts.values()), None)

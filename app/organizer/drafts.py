"""A file of people between its arrival and its import: sealed, for an hour."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, null, select, update
from uuid_utils.compat import uuid7

from app.database import db, transaction
from app.events.models import Event
from app.organizer.errors import DraftGone
from app.organizer.models import ImportDraft
from app.vault.errors import BoxDoesNotOpen
from app.vault.keyfiles import event_audience
from app.vault.rules import binding
from app.vault.service import Opener, current_vault

KEPT_FOR = timedelta(hours=1)


def keep_draft(*, event: Event, organizer_id: int, text: str, now: datetime) -> uuid.UUID:
    """Keep a file for whoever sent it, in place of the one they sent before; gives its id."""
    draft_id = uuid7()
    box = current_vault().seal(
        event_audience(event.key_id), {"file": text}, bound_to=_place(event, draft_id), now=now
    )
    with transaction() as session:
        mine = (ImportDraft.event_id == event.id, ImportDraft.organizer_id == organizer_id)
        session.execute(delete(ImportDraft).where(*mine))
        session.add(
            ImportDraft(
                id=draft_id,
                event_id=event.id,
                organizer_id=organizer_id,
                box=box,
                created_at=now,
            )
        )
    return draft_id


@dataclass(frozen=True)
class Kept:
    """A file, and what is being made of it."""

    text: str
    asked: dict[str, Any] | None
    """Which column is which, how many people, how many of them new; None while it is looked
    through."""


def open_draft(
    *, event: Event, organizer_id: int, draft_id: uuid.UUID, opener: Opener, now: datetime
) -> Kept:
    """A file that this account sent.

    :raises DraftGone: after an hour, for everybody else, and without the key
    """
    found = db.session.execute(
        select(ImportDraft.box, ImportDraft.asked).where(
            ImportDraft.event_id == event.id,
            ImportDraft.organizer_id == organizer_id,
            ImportDraft.id == draft_id,
            ImportDraft.created_at > now - KEPT_FOR,
        )
    ).one_or_none()
    if found is None:
        raise DraftGone
    try:
        text = str(opener.open(found.box, _place(event, draft_id))["file"])
    except BoxDoesNotOpen:
        raise DraftGone from None
    return Kept(text, found.asked)


def note_asked(*, draft_id: uuid.UUID, asked: dict[str, Any] | None) -> None:
    """Keep what a file is being imported as; None when that is given up."""
    with transaction() as session:
        own = update(ImportDraft).where(ImportDraft.id == draft_id)
        session.execute(own.values(asked=null() if asked is None else asked))


def drop_draft(*, draft_id: uuid.UUID) -> None:
    """Forget a file; one that is not there is forgotten already."""
    with transaction() as session:
        session.execute(delete(ImportDraft).where(ImportDraft.id == draft_id))


def forget_drafts(*, now: datetime) -> int:
    """Forget the files that are kept long enough; say how many."""
    with transaction() as session:
        gone = session.execute(delete(ImportDraft).where(ImportDraft.created_at <= now - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _place(event: Event, draft_id: uuid.UUID) -> str:
    return binding("import_draft", "box", event.id, draft_id)

"""A letter as a value: what it says and to whom, before anybody renders or sends it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.mail.models import Outbox
from app.vault.service import Opener


@dataclass(frozen=True)
class Attachment:
    """A file beside the text; the content type may carry parameters."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One letter to one person, in their language.

    `template` names a folder in templates/emails. `context` is what the template decides
    by; `gaps` are texts that it only prints, in its own places. A letter with gaps is
    rendered once for all that share its context, so the context must then be hashable and
    hold nothing of one person. `capped` letters can be caused by a stranger, so one mailbox
    gets only a few of them a day.
    """

    to: str
    language: str
    template: str
    context: Mapping[str, Any]
    gaps: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    capped: bool = False
    unsubscribe: str | None = None
    """Where a mail program can say for its user that no more of this kind shall come."""
    neutral: bool = False
    """It comes from the neutral sender, whose name says nothing about the event."""


@dataclass(frozen=True)
class LetterKind:
    """How letters of one kind are made.

    `read` gets from the database what many of them need at once; `build` makes the letter
    of one row out of that, or gives None when it is no longer due.
    """

    build: Callable[[Outbox, Opener, Any], Letter | None]
    read: Callable[[Sequence[Outbox], datetime], Any]


def each(build: Callable[[Outbox, Opener], Letter | None]) -> LetterKind:
    """A kind of letter so rare that each reads for itself."""
    return LetterKind(lambda row, opener, _found: build(row, opener), lambda _rows, _now: None)

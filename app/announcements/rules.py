"""Decisions about announcements, on plain values."""

import enum
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from app.gazetteer.scopes import lies_within
from app.registration.rules import RegistrationState

SUBJECT_LENGTH = 150
BODY_LENGTH = 5_000
"""A letter stays below 30 kB in every script: Persian takes two bytes a letter, and a third more
on the way, once as text and once as HTML."""


class AnnouncementState(enum.StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    """It waits for its hour; then the mailer puts its letters into the outbox."""
    SENDING = "sending"
    """Its letters are in the outbox, or have left."""
    PAUSED = "paused"
    """Its letters are in the outbox and are held back."""
    CANCELLED = "cancelled"


State = AnnouncementState
CAN_EDIT = frozenset({State.DRAFT})
CAN_SCHEDULE = frozenset({State.DRAFT})
CAN_PAUSE = frozenset({State.SENDING})
CAN_RESUME = frozenset({State.PAUSED})
CAN_CANCEL = frozenset({State.DRAFT, State.SCHEDULED, State.SENDING, State.PAUSED})
GOES_OUT = frozenset({State.SENDING, State.PAUSED})
"""A letter that a mailer has in hand while the others are paused still leaves."""

REACHED = (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED)
"""Who can be written to. A pending address may be a stranger's, and the others have left."""


def choose_language(wanted: str, written: Iterable[str], order: Sequence[str]) -> str:
    """The language of the text that somebody gets: their own, else the event's first that is there.

    :param written: the languages that the announcement has a text in; at least one
    """
    there = list(written)
    for language in (wanted, *order):
        if language in there:
            return language
    return there[0]


def may_see(written_for: Sequence[str], scope: Sequence[str]) -> bool:
    """Whether an account sees an announcement.

    :param written_for: the part of the world that its author was bound to; none means everywhere
    :param scope: the part of the world that the account is bound to; none means everywhere
    """
    return lies_within(written_for, scope)


def unfinished(texts: Mapping[str, tuple[str, str]]) -> list[str]:
    """The languages that have a subject without a body, or the other way round."""
    return [code for code, (subject, body) in texts.items() if bool(subject) != bool(body)]


def is_clean(text: str, *, lines: bool = False) -> bool:
    """Whether a text holds no control characters; line breaks and tabs only where lines may be."""
    allowed = "\n\t" if lines else ""
    return not any(
        unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and c not in allowed for c in text
    )

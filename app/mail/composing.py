"""From rows to letters that are ready to leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import db
from app.mail import bounces, cap, pacing, smtp
from app.mail.draft import Draft
from app.mail.errors import DATABASE_IS_AWAY, UnknownLetter
from app.mail.letter import LetterKind
from app.mail.models import Outbox
from app.mail.rendering import render
from app.vault.service import Opener


@dataclass(frozen=True)
class _Unreadable:
    """What the letters of one kind need could not be read; only they suffer for it."""

    error: Exception


class Composer:
    """Makes letters with the mailer's key, out of what their packages know."""

    def __init__(
        self, letters: Mapping[str, LetterKind], opener: Opener, bounces_to: str | None
    ) -> None:
        self._letters, self._opener, self._bounces_to = letters, opener, bounces_to

    def read(self, rows: Sequence[Outbox], now: datetime) -> dict[str, Any]:
        """What the letters of each kind need from the database."""
        by_kind: dict[str, list[Outbox]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append(row)
        return {
            kind: _read(self._letters[kind], alike, now)
            for kind, alike in by_kind.items()
            if kind in self._letters
        }

    def write(self, row: Outbox, found: Mapping[str, Any], now: datetime) -> Draft | None:
        """The letter of a row; None when it is no longer due.

        :raises UnknownLetter: when no package makes letters of this kind
        """
        kind = self._letters.get(row.kind)
        if kind is None:
            raise UnknownLetter
        needed = found.get(row.kind)
        if isinstance(needed, _Unreadable):
            raise needed.error
        letter = kind.build(row, self._opener, needed)
        if letter is None:
            return None
        return Draft(
            row,
            smtp.to_message(letter, render(letter), row.id, now),
            to=letter.to,
            address=bounces.address_index(row.event_id, letter.to),
            domain=pacing.domain_index(letter.to),
            mailbox=cap.mailbox_index(letter.to) if letter.capped else None,
            return_to=bounces.return_address(self._bounces_to, row.id),
        )


def _read(kind: LetterKind, rows: Sequence[Outbox], now: datetime) -> Any:
    try:
        return kind.read(rows, now)
    except DATABASE_IS_AWAY:
        raise
    except Exception as error:
        db.session.rollback()
        return _Unreadable(error)

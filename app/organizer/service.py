"""Acts that are the desk's own: opening names, taking a list out, an example of a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import update
from uuid_utils.compat import uuid7

from app.audit import log
from app.audit import queries as audit
from app.audit.models import AuditEntry
from app.audit.rules import A_WHILE, becomes_unusual
from app.database import transaction
from app.events.models import Event
from app.mail import outbox
from app.organizer.letters import TEST
from app.staff.person import SignedIn
from app.staff.service import tell_owners
from app.vault.keyfiles import MAILER
from app.vault.rules import binding
from app.vault.service import current_vault

MANY_OPENED = "people.many_opened"


@dataclass(frozen=True)
class Export:
    """What is taken out. Filters and columns name nobody."""

    kind: str
    filters: dict[str, str]
    columns: Sequence[str] = ()
    """Empty for all of them."""
    marked: bool = False
    """Its first line says who took it."""

    @property
    def detail(self) -> dict[str, Any]:
        """What the log says of it."""
        return {"file": self.kind, "filters": self.filters, "columns": list(self.columns)} | (
            {"marked": True} if self.marked else {}
        )


def note_export(*, event_id: int, person: SignedIn, export: Export, now: datetime) -> UUID:
    """Write down who takes out which list; the owners are told, once an hour for each account.

    Gives the entry, which `count_exported` completes once it is known how much has left.
    """
    with transaction() as session:
        if not audit.has_happened("registrations.exported", person.actor, now - A_WHILE):
            tell_owners(session, "staff.export_made", now=now, event_id=event_id, by=person.id)
        entry = log.record(
            session,
            actor=person.actor,
            action="registrations.exported",
            now=now,
            event_id=event_id,
            detail=export.detail,
        )
    return entry.id


def count_exported(*, entry_id: UUID, export: Export, rows: int) -> None:
    """Write down how many rows a list had, or had until its reader went away."""
    detail = {**export.detail, "rows": rows}
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == entry_id).values(detail=detail))


def note_team_opened(*, event_id: int, person: SignedIn, names: int, now: datetime) -> None:
    """Write down who opened the addresses of how many colleagues; a team is never unusual."""
    if not names:
        return
    with transaction() as session:
        log.record(
            session,
            actor=person.actor,
            action="team.opened",
            now=now,
            event_id=event_id,
            detail={"names": names},
        )


def note_log_read(*, event_id: int, person: SignedIn, names: int, now: datetime) -> None:
    """Write down that the log showed addresses of colleagues, unless they were opened lately.

    Once an hour: a log that is filled with its own reading could not be read.
    """
    if names and not audit.has_happened("team.opened", person.actor, now - A_WHILE):
        note_team_opened(event_id=event_id, person=person, names=names, now=now)


class Acting(Protocol):
    """Whoever the log names: an account, or a tool."""

    @property
    def actor(self) -> log.Actor: ...


@dataclass(frozen=True)
class Reading:
    """Names that were opened, and on the way to what. The log never says which ones."""

    action: str
    names: int
    about_id: UUID | None = None


def note_reading(*, event_id: int, person: Acting, reading: Reading, now: datetime) -> None:
    """Write down who opened how many names; once they are unusually many, owners are told."""
    if not reading.names:
        return
    with transaction() as session:
        before = audit.count_opened(person.actor, now - A_WHILE)
        log.record(
            session,
            actor=person.actor,
            action=reading.action,
            now=now,
            event_id=event_id,
            about_id=reading.about_id,
            opened=reading.names,
        )
        if becomes_unusual(before, reading.names):
            log.record(
                session,
                actor=person.actor,
                action=MANY_OPENED,
                now=now,
                event_id=event_id,
                detail={"names": before + reading.names},
            )


def choose_letters(*, event_id: int, neutral: bool, actor: str, now: datetime) -> None:
    """Let the letters to all attendees say nothing about the event, or let each one choose."""
    with transaction() as session:
        event = session.get_one(Event, event_id, populate_existing=True)
        event.neutral_letters = neutral
        # The sign-up form tells of it.
        event.version += 1
        log.record(
            session,
            actor=actor,
            action="mail.neutral_on" if neutral else "mail.neutral_off",
            now=now,
            event_id=event_id,
        )


def send_test(*, event_id: int, letter: str, language: str, to: str, now: datetime) -> None:
    """Owe an example of a letter to the address of whoever asked for it."""
    row_id = uuid7()
    box = current_vault().seal(
        MAILER,
        {"email": to},
        bound_to=binding("outbox", "contact_box", event_id, row_id),
        now=now,
    )
    with transaction() as session:
        outbox.enqueue(
            session,
            kind=TEST,
            event_id=event_id,
            now=now,
            row_id=row_id,
            contact_box=box,
            parameters={"letter": letter, "language": language},
        )

"""Sign up, confirm, ask for the link again."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.events import rules as event_rules
from app.events.models import Event, EventState
from app.events.queries import EventHead
from app.locations import seats
from app.locations.seats import Seated
from app.mail import outbox
from app.registration import rules
from app.registration.errors import (
    AlreadyEnded,
    LocationFull,
    SignUpClosed,
)
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import RegistrationState as State
from app.registration.service import addresses, waiting
from app.registration.service.holds import expire_overdue_at
from app.registration.service.rows import SIGN_UP, Row
from app.vault import keyfiles
from app.vault import rules as vault_rules
from app.vault.service import Vault, current_vault


@dataclass(frozen=True)
class Wishes:
    """What the form said. An empty address asks for a sign-up by receipt."""

    email: str
    name: str
    party_size: int
    language: str
    submission: str
    waits: bool = False
    """Where too few seats are left, put them on the waiting list."""
    neutral_letters: bool = False
    """Letters that say nothing about the event."""


@dataclass(frozen=True)
class Receipt:
    """What the person takes away."""

    code: str
    opens: uuid.UUID | None
    """The registration, when there is no address to which its link could be sent."""


def sign_up(
    *, event: Event | EventHead, location: Seated, wishes: Wishes, now: datetime
) -> Receipt:
    """Hold seats, store the sealed sign-up and owe its letter: all of it or nothing.

    A known and an unknown address do exactly the same work; the letter tells them apart.
    Without an address there is nobody to write to, and the sign-up stands at once.

    :raises SignUpClosed: before and after the sign-up window
    :raises LocationFull: when fewer seats are left
    """
    if not event_rules.sign_up_is_open(
        event.sign_up_opens_at,
        event.sign_up_closes_at,
        now,
        published=event.state == EventState.PUBLISHED,
    ):
        raise SignUpClosed
    vault = current_vault()
    row, code = _sealed(vault, event, location, wishes, now)
    try:
        _store(row, location)
    except LocationFull:
        ended = expire_overdue_at(location_id=location.id, now=now)
        # Nobody could be told of a free seat who left no address.
        if wishes.waits and row["contact_box"] is not None:
            waiting.join(row, location, now=now)
        elif ended:
            _store(row, location)
        else:
            raise
    except IntegrityError:
        earlier = queries.find_by_submission(event.id, row["submission_index"])
        if earlier is None:
            raise
        # What is stored decides: a form that is sent again without its address must not hand
        # out the link that only the letter may carry.
        return Receipt(code, earlier.id if earlier.address_index is None else None)
    return Receipt(code, row["id"] if row["address_index"] is None else None)


def confirm(*, registration_id: uuid.UUID, now: datetime) -> None:
    """Let a sign-up count. Whoever was confirmed elsewhere with this address moves here.

    :raises AlreadyEnded: when it was cancelled
    :raises LocationFull: when its hold had ended and the seats are gone
    """
    try:
        _confirm(registration_id, now)
    except (IntegrityError, OperationalError, AlreadyEnded):
        # Two links of one address pressed at once, or a deadlock: the second finds the first.
        _confirm(registration_id, now)


def send_link(*, event: Event, email: str, language: str, now: datetime) -> None:
    """Owe a letter with the personal link; the mailer finds out whether there is one."""
    row_id = uuid7()
    box = current_vault().seal(
        keyfiles.mailer_audience(event.key_id),
        {"email": email, "language": language},
        bound_to=vault_rules.binding("outbox", "contact_box", event.id, row_id),
        now=now,
    )
    with transaction() as session:
        outbox.enqueue(
            session,
            kind="registration.link",
            event_id=event.id,
            now=now,
            row_id=row_id,
            contact_box=box,
        )


def _sealed(
    vault: Vault, event: Event | EventHead, location: Seated, wishes: Wishes, now: datetime
) -> tuple[Row, str]:
    """The row to be stored, and the receipt code that finds it."""
    row_id = uuid7()
    address = vault_rules.normalise_address(wishes.email)
    # With a corrected address, the same form is another sign-up.
    submission = f"{wishes.submission}\0{address}"
    code = rules.receipt_code(vault.files.index_key, submission)

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        place = vault_rules.binding("registration", column, event.id, row_id)
        return vault.seal(audience, values, bound_to=place, now=now)

    contact_box = None
    if address:
        mailer = keyfiles.mailer_audience(event.key_id)
        contact_box = seal(mailer, "contact_box", {"email": wishes.email})
    identity = {"name": wishes.name, "email": wishes.email, "note": ""}
    row = {
        "id": row_id,
        "event_id": event.id,
        "location_id": location.id,
        "party_size": wishes.party_size,
        "language": wishes.language,
        "state": State.PENDING if address else State.CONFIRMED,
        "identity_box": seal(keyfiles.event_audience(event.key_id), "identity_box", identity),
        "contact_box": contact_box,
        "address_index": vault.index(f"address:{event.id}", address) if address else None,
        "submission_index": vault.index(f"submission:{event.id}", submission),
        "receipt_index": vault.index(f"receipt:{event.id}", code),
        "consent_version": event.consent_version,
        "neutral_letters": wishes.neutral_letters,
        "created_at": now,
        "held_until": now + timedelta(minutes=event.hold_minutes) if address else None,
        "confirmed_at": None if address else now,
    }
    return row, code


def _store(row: Row, location: Seated) -> None:
    with transaction() as session:
        # First the row: sent twice, the form stops here, even if it took the last seats itself.
        session.execute(SIGN_UP, row)
        if not seats.take(session, location, row["party_size"]):
            raise LocationFull
        if row["contact_box"] is not None:
            outbox.enqueue(
                session,
                kind="registration.confirm",
                event_id=row["event_id"],
                about_id=row["id"],
                now=row["created_at"],
            )


def _confirm(registration_id: uuid.UUID, now: datetime) -> None:
    with transaction() as session:
        registration = queries.get_registration(registration_id, for_change=True)
        if registration.state == State.CONFIRMED:
            return
        if registration.state not in rules.CAN_CONFIRM:
            raise AlreadyEnded
        _leave_earlier_place(session, registration, now)
        if registration.state == State.EXPIRED and not seats.take(
            session, registration.location, registration.party_size
        ):
            raise LocationFull
        _mark_confirmed(session, registration, now)
        if registration.contact_box is not None:
            outbox.enqueue(
                session,
                kind="registration.confirmed",
                event_id=registration.event_id,
                about_id=registration.id,
                now=now,
            )
        addresses.owe(session, registration, now=now)


def _leave_earlier_place(session: Session, registration: Registration, now: datetime) -> None:
    if registration.address_index is None:
        return
    earlier = queries.find_confirmed(registration.event_id, registration.address_index)
    if earlier is None:
        return
    ended = session.execute(
        update(Registration)
        .where(Registration.id == earlier.id, Registration.state == State.CONFIRMED)
        .values(state=State.CANCELLED, ended_at=now, sequence=Registration.sequence + 1)
        # As the row is now: its holder may have moved it since we looked.
        .returning(Registration.location_id, Registration.party_size)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if ended:
        waiting.give_back(session, ended.location_id, ended.party_size, now=now)
        log.record(
            session,
            actor=log.HOLDER,
            action="registration.moved_to_another",
            now=now,
            event_id=earlier.event_id,
            about_id=earlier.id,
        )


def _mark_confirmed(session: Session, registration: Registration, now: datetime) -> None:
    marked = session.execute(
        update(Registration)
        .where(Registration.id == registration.id, Registration.state == registration.state)
        .values(
            state=State.CONFIRMED,
            confirmed_at=now,
            held_until=None,
            ended_at=None,
            sequence=Registration.sequence + 1,
        )
    )
    if not marked.rowcount:  # type: ignore[attr-defined]
        # The hold ended, or somebody cancelled, between our look and our write.
        raise AlreadyEnded

"""Registrations, acts on many of them, and their links."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from app.database import db, transaction
from app.events.models import Event
from app.locations import seats
from app.locations.models import Location
from app.registration.models import BulkAct, Registration, RegistrationState
from app.registration.rules import UNDO_WINDOW, BulkKind
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault
from app.web.tokens import make_token
from tests.factories.rows import NOW, save


def make_registration(
    *,
    location: Location,
    now: datetime = NOW,
    name: str = "Ann",
    email: str | None = "ann@example.org",
    note: str = "",
    receipt: str | None = None,
    **values: Any,
) -> Registration:
    """Ann's confirmed registration for one, sealed for real, her seat taken."""
    row_id, event_id = uuid7(), location.event_id
    state = values.get("state", RegistrationState.CONFIRMED)
    confirmed = state == RegistrationState.CONFIRMED
    registration = Registration(
        **{
            "id": row_id,
            "event_id": event_id,
            "location_id": location.id,
            "party_size": 1,
            "language": "en",
            "state": state,
            **_sealed(row_id, event_id, {"name": name, "email": email or "", "note": note}, now),
            "receipt_index": current_vault().index(
                f"receipt:{event_id}", receipt or secrets.token_hex(6)
            ),
            "consent_version": 1,
            "created_at": now,
            "held_until": now + timedelta(days=1) if state == RegistrationState.PENDING else None,
            "confirmed_at": now if confirmed else None,
            **values,
        }
    )
    with transaction() as session:
        if state in (RegistrationState.CONFIRMED, RegistrationState.PENDING):
            assert seats.take(session, location, registration.party_size)
        session.add(registration)
    return registration


def _sealed(row_id: UUID, event_id: int, person: dict[str, str], now: datetime) -> dict[str, Any]:
    """Who it is, in the columns that the web server cannot open."""
    vault, email = current_vault(), person["email"]
    key_id = db.session.get_one(Event, event_id).key_id

    def box(audience: Any, content: dict[str, str], column: str) -> bytes:
        place = binding("registration", column, event_id, row_id)
        return vault.seal(audience, content, bound_to=place, now=now)

    mail: dict[str, Any] = {}
    if email:
        mail = {
            "contact_box": box(mailer_audience(key_id), {"email": email}, "contact_box"),
            "address_index": vault.index(f"address:{event_id}", normalise_address(email)),
        }
    return {
        "identity_box": box(event_audience(key_id), person, "identity_box"),
        "submission_index": vault.index(f"submission:{event_id}", secrets.token_urlsafe()),
        **mail,
    }


def make_bulk_act(*, event: Event, act_id: UUID, now: datetime = NOW) -> None:
    """An act on many that found nobody to change, and can be taken back."""
    save(
        BulkAct(
            id=act_id,
            event_id=event.id,
            kind=BulkKind.CANCEL,
            actor="organizer:1",
            scope=[],
            number=0,
            made_at=now,
            undo_until=now + UNDO_WINDOW,
        )
    )


def link_of(registration: Registration) -> str:
    """The path of somebody's personal link."""
    token = make_token("registration", registration.id, registration.token_version)
    return f"/r/{token}"

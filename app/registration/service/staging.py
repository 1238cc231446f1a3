"""The people of a file, sealed part by part, until all of them are signed up at once."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from app.database import Base, transaction
from app.events.models import Event
from app.registration.errors import LocationNotOpen
from app.registration.models import StagedSignUp
from app.registration.people_file import Imported
from app.registration.queries import importing as queries
from app.registration.rules import receipt_code
from app.registration.service.rows import Row
from app.vault import keyfiles
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault

KEPT_FOR = timedelta(hours=1)
_STAGE = insert(Base.metadata.tables[StagedSignUp.__tablename__])


def stage(*, act_id: uuid.UUID, event: Event, people: Sequence[Imported], now: datetime) -> None:
    """Seal a part of a file; nobody is signed up yet. The same part sent twice is one.

    :raises LocationNotOpen: when one has closed since the file was looked through
    """
    places = queries.open_places(event.id, {person.location for person in people})
    if any(person.location not in places for person in people):
        raise LocationNotOpen
    # Ahead of the transaction: a data key that is rolled back would open nothing.
    rows = [_row(act_id, event, one, places[one.location].id, now) for one in people]
    if not rows:
        return
    try:
        with transaction() as session:
            session.execute(_STAGE, rows)
    except IntegrityError:
        # Two clicks: the other one has done this part.
        return


def forget(*, act_id: uuid.UUID) -> None:
    """Give an import up."""
    with transaction() as session:
        session.execute(delete(StagedSignUp).where(StagedSignUp.act_id == act_id))


def forget_staged(*, now: datetime) -> int:
    """Forget what was left behind by imports that nobody brought to their end; say how many."""
    with transaction() as session:
        old = StagedSignUp.staged_at <= now - KEPT_FOR
        gone = session.execute(delete(StagedSignUp).where(old))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _row(act_id: uuid.UUID, event: Event, person: Imported, location_id: int, now: datetime) -> Row:
    vault, row_id = current_vault(), uuid7()
    submission = f"import {act_id} {person.line}"
    code = receipt_code(vault.files.index_key, submission)

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        place = binding("registration", column, event.id, row_id)
        return vault.seal(audience, values, bound_to=place, now=now)

    identity = {"name": person.name, "email": person.email, "note": person.note}
    mailer = keyfiles.mailer_audience(event.key_id)
    address = normalise_address(person.email)
    return {
        "act_id": act_id,
        "line": person.line,
        "id": row_id,
        "event_id": event.id,
        "location_id": location_id,
        "party_size": person.party_size,
        "language": person.language,
        "identity_box": seal(keyfiles.event_audience(event.key_id), "identity_box", identity),
        "contact_box": seal(mailer, "contact_box", {"email": person.email}),
        "address_index": vault.index(f"address:{event.id}", address),
        "submission_index": vault.index(f"submission:{event.id}", submission),
        "receipt_index": vault.index(f"receipt:{event.id}", code),
        "consent_version": event.consent_version,
        "staged_at": now,
    }

"""Second factors, apps, passkeys and recovery codes: the SELECTs on them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.database import db
from app.staff.errors import PasskeyNotFound
from app.staff.models import OrganizerPasskey, OrganizerTotp, RecoveryCode


def has_factor(organizer_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether an account has an app that works, or a passkey."""
    of_app = (OrganizerTotp.organizer_id == organizer_id, OrganizerTotp.confirmed_at.is_not(None))
    return or_(
        exists().where(*of_app), exists().where(OrganizerPasskey.organizer_id == organizer_id)
    )


def find_app(organizer_id: int) -> OrganizerTotp | None:
    """The app of an account, confirmed or not; the row is held until a transaction ends."""
    found = select(OrganizerTotp).where(OrganizerTotp.organizer_id == organizer_id)
    return db.session.scalar(found.with_for_update().execution_options(populate_existing=True))


def has_app(organizer_id: int) -> bool:
    """Whether an account has an app that works."""
    works = (OrganizerTotp.organizer_id == organizer_id, OrganizerTotp.confirmed_at.is_not(None))
    return bool(db.session.scalar(select(exists().where(*works))))


def has_second_factor(organizer_id: int) -> bool:
    """Whether a sign-in of this account needs more than the password."""
    return bool(db.session.scalar(select(has_factor(organizer_id))))


def passkeys_of(organizer_id: int) -> Sequence[OrganizerPasskey]:
    """An account's passkeys, the oldest first."""
    found = select(OrganizerPasskey).where(OrganizerPasskey.organizer_id == organizer_id)
    return db.session.scalars(found.order_by(OrganizerPasskey.id)).all()


def get_passkey(organizer_id: int, passkey_id: uuid.UUID) -> OrganizerPasskey:
    """One of an account's passkeys.

    :raises PasskeyNotFound: no such one, or another account's
    """
    found = select(OrganizerPasskey).where(
        OrganizerPasskey.organizer_id == organizer_id, OrganizerPasskey.id == passkey_id
    )
    return _or_none_found(db.session.scalar(found))


def get_credential(organizer_id: int, credential_id: bytes) -> OrganizerPasskey:
    """One of an account's passkeys, by what the authenticator calls it; held, as it counts.

    :raises PasskeyNotFound: no such one, or another account's
    """
    found = select(OrganizerPasskey).where(
        OrganizerPasskey.organizer_id == organizer_id,
        OrganizerPasskey.credential_id == credential_id,
    )
    return _or_none_found(
        db.session.scalar(found.with_for_update().execution_options(populate_existing=True))
    )


def is_known_passkey(credential_id: bytes) -> bool:
    """Whether any account has this passkey."""
    found = exists().where(OrganizerPasskey.credential_id == credential_id)
    return bool(db.session.scalar(select(found)))


def _or_none_found(row: OrganizerPasskey | None) -> OrganizerPasskey:
    if row is None:
        raise PasskeyNotFound
    return row


def count_recovery_codes(organizer_id: int) -> int:
    """How many recovery codes an account has left."""
    counted = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(counted.where(RecoveryCode.organizer_id == organizer_id)) or 0

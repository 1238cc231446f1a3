"""Reading sealed data keys."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.database import db
from app.vault.models import SealedKey


def sealed_keys(ids: Collection[bytes]) -> Sequence[SealedKey]:
    """The sealed data keys with these ids, in one statement for each thousand."""
    wanted = sorted(ids)
    found: list[SealedKey] = []
    for start in range(0, len(wanted), 1000):
        chunk = wanted[start : start + 1000]
        found += db.session.scalars(select(SealedKey).where(SealedKey.id.in_(chunk))).all()
    return found


def sealed_keys_to_rewrap(audience: str) -> Sequence[SealedKey]:
    """Data keys of this audience that are still expensive to open."""
    return db.session.scalars(
        select(SealedKey).where(SealedKey.audience == audience, SealedKey.rewrapped.is_(None))
    ).all()

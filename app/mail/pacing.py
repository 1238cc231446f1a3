"""Not too much at once: a domain that refuses rests, and an hour has a budget.

A domain is known by its blind index only. One that answers "later" to several letters in a
row rests for a while, longer each time; its letters wait without using up their tries, and
delay nobody else.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.mail import rules
from app.mail.models import Pace
from app.vault.rules import normalise_address
from app.vault.service import current_vault

EVERYBODY = b""
"""The row of the installation's own budget."""


def domain_index(address: str) -> bytes:
    """The blind index of the domain behind an address."""
    return current_vault().index("domain", normalise_address(address).rpartition("@")[2])


def paces(session: Session, domains: Collection[bytes]) -> Mapping[bytes, Pace]:
    """What is known of these domains and of the budget; nothing of most."""
    wanted = {*domains, EVERYBODY}
    found = session.scalars(
        select(Pace).where(Pace.domain_index.in_(wanted)).execution_options(populate_existing=True)
    )
    return {pace.domain_index: pace for pace in found}


def note_refusal(session: Session, domain: bytes, *, now: datetime) -> datetime | None:
    """A domain said "later" once more; after several in a row it rests until the given moment."""
    insert = _insert(session)
    failures = session.scalar(
        insert(Pace)
        .values(domain_index=domain, failures=1, letters=0)
        .on_conflict_do_update(
            index_elements=[Pace.domain_index], set_={"failures": Pace.failures + 1}
        )
        .returning(Pace.failures)
    )
    rest = rules.rest_after(failures or 0)
    if rest is None:
        return None
    session.get_one(Pace, domain, populate_existing=True).rest_until = now + rest
    return now + rest


def note_success(session: Session, domain: bytes) -> None:
    """A domain takes letters again."""
    session.execute(
        delete(Pace).where(Pace.domain_index == domain).execution_options(synchronize_session=False)
    )


def spend(session: Session, letters: int, *, now: datetime) -> None:
    """Count letters against the budget of this hour."""
    hour = rules.hour_of(now)
    # The count begins anew when another hour has begun.
    before = case((Pace.hour == hour, Pace.letters), else_=0)
    session.execute(
        _insert(session)(Pace)
        .values(domain_index=EVERYBODY, failures=0, hour=hour, letters=letters)
        .on_conflict_do_update(
            index_elements=[Pace.domain_index], set_={"hour": hour, "letters": before + letters}
        )
    )


def spent(pace: Pace | None, now: datetime) -> int:
    """How many letters have left in this hour."""
    if pace is None or pace.hour != rules.hour_of(now):
        return 0
    return pace.letters


def next_hour(now: datetime) -> datetime:
    """When the budget begins anew."""
    return rules.hour_of(now) + timedelta(hours=1)


def _insert(session: Session) -> type[postgresql.Insert] | type[sqlite.Insert]:
    return postgresql.Insert if session.get_bind().dialect.name == "postgresql" else sqlite.Insert

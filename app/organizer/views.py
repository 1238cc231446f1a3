"""Saved views: kept, shared, and shown with what whoever looks may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from app.audit import log
from app.database import db, transaction
from app.gazetteer.scopes import touches
from app.organizer.errors import TooManyViews
from app.organizer.models import SavedView
from app.staff.person import SignedIn

MOST = 30
"""Of one account, for one event."""

Address = dict[str, str | list[str]]


@dataclass(frozen=True)
class View:
    """A saved view, as one account may use it."""

    id: int
    name: str
    address: Address
    shared: bool
    own: bool
    left_out: bool
    """It names something that this account may not see, or that is there no more."""


@dataclass(frozen=True)
class Kept:
    """What shall be kept."""

    name: str
    address: Address
    shared: bool


def fit(
    address: Address, *, names: Collection[str], columns: Collection[str], scope: Collection[str]
) -> tuple[Address, bool]:
    """Leave out of an address what is not known or not allowed; say whether anything was.

    :param scope: the countries that the account is bound to; empty means everywhere
    """
    fitting: Address = {}
    for name, value in address.items():
        if name == "columns":
            known = [column for column in value if column in columns]
            fitting |= {"columns": known} if known else {}
        elif name in names and (name != "country" or touches(scope, str(value))):
            fitting[name] = value
    return fitting, fitting != address


def views_of(
    event_id: int, person: SignedIn, *, names: Collection[str], columns: Collection[str]
) -> list[View]:
    """The own views of an account and those that others share, by name."""
    return [
        _seen(row, person, *fit(row.address, names=names, columns=columns, scope=person.scope))
        for row in _rows(event_id, person.id)
    ]


def keep(*, event_id: int, person: SignedIn, kept: Kept, now: datetime) -> None:
    """Keep a view; the same name once more replaces it.

    :raises TooManyViews: when the account has as many as it may have
    """
    with transaction() as session:
        mine = (SavedView.event_id == event_id, SavedView.organizer_id == person.id)
        session.execute(delete(SavedView).where(*mine, SavedView.name == kept.name))
        if (session.scalar(select(func.count(SavedView.id)).where(*mine)) or 0) >= MOST:
            raise TooManyViews
        session.add(
            SavedView(
                event_id=event_id,
                organizer_id=person.id,
                name=kept.name,
                address=kept.address,
                shared=kept.shared,
                created_at=now,
            )
        )
        _note("view.kept", event_id=event_id, person=person, now=now)


def remove(*, event_id: int, view_id: int, person: SignedIn, now: datetime) -> None:
    """Forget an own view; twice is once, and that of somebody else stays."""
    with transaction() as session:
        gone = session.execute(
            delete(SavedView).where(
                SavedView.event_id == event_id,
                SavedView.organizer_id == person.id,
                SavedView.id == view_id,
            )
        )
        if gone.rowcount:  # type: ignore[attr-defined]
            _note("view.removed", event_id=event_id, person=person, now=now)


def _rows(event_id: int, organizer_id: int) -> Sequence[SavedView]:
    wanted = select(SavedView).where(
        SavedView.event_id == event_id,
        or_(SavedView.organizer_id == organizer_id, SavedView.shared),
    )
    return db.session.scalars(wanted.order_by(SavedView.name, SavedView.id)).all()


def _seen(row: SavedView, person: SignedIn, address: Address, left_out: bool) -> View:
    own = row.organizer_id == person.id
    return View(row.id, row.name, address, row.shared, own, left_out)


def _note(action: str, *, event_id: int, person: SignedIn, now: datetime) -> None:
    log.record(db.session(), actor=person.actor, action=action, now=now, event_id=event_id)

"""On how many screens links are in use just now."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import false, func, select, true

from app.database import db
from app.livestream.models import BlockedViewer, ScreenNow
from app.registration.models import Registration
from app.registration.rules import RegistrationState

FEW = 3
"""Links on so many screens are named, so that one that was passed on can be seen."""
MOST_NAMED = 10
MOST_CANCELLED = 5000


class Standing(NamedTuple):
    """How one link stands just now."""

    is_closed: bool
    """Whether organizers closed the picture for it."""
    screens: frozenset[str]
    """The names of the screens that are on with it."""


class LinkUse(NamedTuple):
    """One link, by the name of its viewer in media paths."""

    viewer: str
    screens: int


class LinksNow(NamedTuple):
    """How many links are in use on how many screens."""

    by_screens: dict[int, int]
    fullest: list[LinkUse]


def screens_of(event_id: int, viewer: str, now: datetime) -> Collection[str]:
    """Return the names of the screens that are on with a link."""
    return db.session.scalars(
        select(ScreenNow.screen).where(
            ScreenNow.event_id == event_id, ScreenNow.viewer == viewer, ScreenNow.until > now
        )
    ).all()


def standing_of(event_id: int, viewer: str, now: datetime) -> Standing:
    """Return whether a link is closed and which screens are on with it, with one statement."""
    on = select(ScreenNow.screen, false()).where(
        ScreenNow.event_id == event_id, ScreenNow.viewer == viewer, ScreenNow.until > now
    )
    closed = select(BlockedViewer.viewer, true()).where(
        BlockedViewer.event_id == event_id, BlockedViewer.viewer == viewer
    )
    rows = db.session.execute(on.union_all(closed)).all()
    return Standing(
        any(is_closed for _name, is_closed in rows),
        frozenset(name for name, is_closed in rows if not is_closed),
    )


def links_now(event_id: int, now: datetime) -> LinksNow:
    """Count links by their screens, and name the few that are on many."""
    screens = func.count().label("screens")
    uses = (
        select(ScreenNow.viewer, screens)
        .where(ScreenNow.event_id == event_id, ScreenNow.until > now)
        .group_by(ScreenNow.viewer)
        .subquery()
    )
    counted = db.session.execute(
        select(uses.c.screens, func.count()).group_by(uses.c.screens).order_by(uses.c.screens)
    )
    by_screens = {row[0]: row[1] for row in counted}
    if max(by_screens, default=0) < FEW:
        return LinksNow(by_screens, [])
    named = db.session.execute(
        select(uses)
        .where(uses.c.screens >= FEW)
        .order_by(uses.c.screens.desc(), uses.c.viewer)
        .limit(MOST_NAMED)
    )
    return LinksNow(by_screens, [LinkUse(*row) for row in named])


def cancelled_lately(event_id: int, now: datetime, within: timedelta) -> list[Registration]:
    """Return the sign-ups that were cancelled a short while ago; their passes may still run."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == event_id,
                Registration.state == RegistrationState.CANCELLED,
                Registration.ended_at > now - within,
            )
            .order_by(Registration.ended_at.desc())
            .limit(MOST_CANCELLED)
        )
    )

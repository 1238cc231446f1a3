"""Counting the screens of a link: short-lived rows with random names."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.database import transaction
from app.livestream import rules
from app.livestream.errors import TooManyScreens
from app.livestream.models import ScreenNow
from app.livestream.queries.screens import screens_of


def count_in(
    *, event_id: int, viewer: str, screen: str, until: datetime, most: int | None, now: datetime
) -> int:
    """Let a screen watch with a link, and return how many are on with it.

    :param until: the screen is forgotten then
    :param most: how many the event allows; None for no limit
    :raises TooManyScreens: others are on already, as many as the event allows
    """
    with transaction() as session:
        if most:
            _one_after_the_other(session, viewer)
        others = set(screens_of(event_id, viewer, now))
        if not rules.has_room(others, screen, most):
            raise TooManyScreens
        _keep(session, ScreenNow(event_id=event_id, viewer=viewer, screen=screen, until=until))
    return len(others | {screen})


def leave(*, event_id: int, viewer: str, screen: str) -> None:
    """Forget a screen whose page was closed."""
    with transaction() as session:
        session.execute(
            delete(ScreenNow).where(
                ScreenNow.event_id == event_id,
                ScreenNow.viewer == viewer,
                ScreenNow.screen == screen,
            )
        )


def take_over(*, event_id: int, viewer: str) -> None:
    """Forget every screen of a link, so that another can watch; they end with their passes."""
    with transaction() as session:
        session.execute(
            delete(ScreenNow).where(ScreenNow.event_id == event_id, ScreenNow.viewer == viewer)
        )


def forget_ended(*, now: datetime) -> None:
    """Drop the screens that are off."""
    with transaction() as session:
        session.execute(delete(ScreenNow).where(ScreenNow.until <= now))


def _keep(session: Session, row: ScreenNow) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(ScreenNow).values(
        event_id=row.event_id, viewer=row.viewer, screen=row.screen, until=row.until
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=("event_id", "viewer", "screen"), set_={"until": row.until}
        )
    )


def _one_after_the_other(session: Session, viewer: str) -> None:
    """Two screens of one link that come at once: the second sees the first."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(viewer))))

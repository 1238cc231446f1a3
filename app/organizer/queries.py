"""What the desk alone asks for: events in any state, and cities' names for many rows."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.gazetteer.models import City


def all_events() -> Sequence[Event]:
    """Every event, drafts and archived ones as well, the newest first."""
    return db.session.scalars(select(Event).order_by(Event.starts_at.desc(), Event.id)).all()


def city_labels(city_ids: Collection[int]) -> Mapping[int, dict[str, str]]:
    """The names of these cities by language, in one statement."""
    if not city_ids:
        return {}
    rows = db.session.execute(select(City.id, City.labels).where(City.id.in_(city_ids)))
    return dict(rows.all())

"""What the demo must know before it is loaded."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.database import db
from app.demo.places import Place
from app.events.models import Event, EventState
from app.gazetteer.models import City
from app.registration.models import Registration


def find_slug(slug: str) -> Event | None:
    """The event under an address, in any state."""
    return db.session.scalar(select(Event).where(Event.slug == slug))


def is_unfinished(event: Event) -> bool:
    """Whether a load of the demo was broken off: only its last act publishes the event."""
    return event.state == EventState.DRAFT and not db.session.scalar(
        select(Registration.id).where(Registration.event_id == event.id).limit(1)
    )


def count_events() -> int:
    """How many events there are."""
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def cities() -> Sequence[Place]:
    """Every city with people, in the order of their ids."""
    columns = (
        *(City.id, City.name, City.country, City.region, City.latitude, City.longitude),
        *(City.timezone, City.population, City.labels),
    )
    rows = db.session.execute(select(*columns).where(City.population > 0).order_by(City.id))
    return [Place(*row) for row in rows]

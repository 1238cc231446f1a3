"""What a page can look like besides its usual look: nothing found, over, full, refused."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import update

from app.database import Base, db, transaction
from app.events.kept import forget_all
from app.events.models import EventState
from app.livestream.rules import BroadcastState
from app.locations.models import LocationState
from app.registration.rules import RegistrationState
from app.web.references import reference_of
from tests import factories
from tests.standing.shown.site import Site


def states(site: Site) -> Iterator[tuple[str, str]]:
    """The name and path of each state; the site is in it until the next one is asked for."""
    desk, here = f"/organizer/{site.event.slug}", f"/en/{site.event.slug}"
    mine = factories.link_of(site.registration)
    addresses = {
        "nothing there": "/en/nowhere/",
        "no such link": "/r/not-a-token",
        "nothing found": f"{here}/locations?q=zzzzzz",
        "found": f"{here}/locations?q=berlin",
        "near": f"{here}/locations?near=52.5,13.4",
        "in a country": f"{here}/locations?country=DE",
        "a point that is none": f"{here}/locations?near=a,b",
        "nobody found": f"{desk}/registrations?q=zzzzzz",
        "no location found": f"{desk}/locations?q=zzzzzz",
        "nothing in the log": f"{desk}/log?action=zzzzzz",
    }
    yield from addresses.items()
    for state in BroadcastState:
        _set(site, "broadcast", event_id=site.event.id)(state=state)
        yield f"watch: {state.value}", f"{mine}/watch"
        yield f"live desk: {state.value}", f"{desk}/live"
    for state in RegistrationState:
        _set(site, "registration", id=site.registration.id)(
            state=state, waiting_since=site.now if state == "waitlisted" else None
        )
        yield f"sign-up: {state.value}", mine
        yield f"person: {state.value}", f"{desk}/registrations/{reference_of(site.registration.id)}"
    _set(site, "registration", id=site.registration.id)(state="confirmed", waiting_since=None)
    for state in LocationState:
        host = factories.make_host(
            event=site.event, email=f"{state.value}@example.org", state=state
        )
        yield f"host: {state.value}", factories.host_link_of(host)
    _set(site, "location", id=site.location.id)(capacity=site.location.taken)
    place = f"{here}/locations/{site.location.public_id}"
    yield "full location", place
    yield "sign up where it is full", f"{here}/sign-up?location={site.location.public_id}"
    yield "full among others", f"{here}/locations?country=DE"
    _set(site, "event", id=site.event.id)(state=EventState.CLOSED)
    yield "event that is over", f"{here}/"
    yield "sign up when it is over", f"{here}/sign-up?location={site.location.public_id}"
    yield "sign-up when it is over", mine
    yield from _nothing_yet(site)


def _nothing_yet(site: Site) -> Iterator[tuple[str, str]]:
    """A second event, of which nothing is there."""
    _set(site, "event", id=site.event.id)(state=EventState.PUBLISHED)
    factories.make_event(now=site.now, slug="fresh")
    yield "two events", "/en/"
    yield "fresh event", "/en/fresh/"
    yield "fresh locations", "/en/fresh/locations"
    for page in (
        *("", "/registrations", "/locations", "/offers", "/announcements", "/mail", "/messages"),
        *("/live", "/event", "/event/history", "/team", "/log", "/places"),
        *("/registrations/duplicates", "/registrations/import", "/tokens", "/webhooks"),
    ):
        yield f"fresh desk{page}", f"/organizer/fresh{page}"


def _set(site: Site, table: str, **where: Any) -> Callable[..., None]:
    """Change a row as nobody could, and let every page see it."""

    def change(**values: Any) -> None:
        rows = Base.metadata.tables[table]
        with transaction() as session:
            session.execute(update(rows).filter_by(**where).values(**values))
        db.session.remove()
        forget_all()

    return change

"""What tools read: each function answers one operation."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from app import clock
from app.api import operations, rules
from app.api.access import Bearer, bearer
from app.api.document import openapi
from app.api.errors import BadParameters, ScopeMissing
from app.api.routes.blueprint import api, serves
from app.api.shapes import counts_shape, event_shape, location_shape, registration_shape
from app.events import queries as events
from app.events.errors import EventNotFound
from app.events.models import Event
from app.gazetteer.queries import labels_of
from app.locations.errors import LocationNotFound
from app.locations.models import LocationKind, LocationState
from app.locations.queries import desk as locations_desk
from app.organizer import service as organizer
from app.organizer.figures import figures_of
from app.organizer.people import people_of
from app.registration.errors import RegistrationNotFound
from app.registration.models import Registration
from app.registration.queries import desk as registrations_desk
from app.registration.rules import RegistrationState
from app.web.access import public
from app.web.answers import as_json
from app.web.links import public_url
from app.web.references import read_reference, reference_of

Asked = dict[str, Any]
READ = "people.read_by_tool"


@api.get("/openapi.json")
@public
def document() -> ResponseReturnValue:
    return as_json(openapi(public_url()))


@serves(operations.EVENTS)
def _events() -> Any:
    event = events.get_by_id(bearer().event_id)
    return {"rows": [event_shape(event, events.texts_of(event.id))], "next": None}


@serves(operations.EVENT)
def _event(event: str) -> Any:
    found = _own_event(event)
    return event_shape(found, events.texts_of(found.id))


@serves(operations.LOCATIONS)
def _locations(event: str, asked: Asked) -> Any:
    found, who = _own_event(event), bearer()
    page = locations_desk.page_of_locations(
        found.id,
        _location_filters(who, asked),
        countries=(),
        older=_number(asked["after"]),
        size=asked["limit"],
    )
    return {"rows": _location_shapes(page.rows, asked["language"], who), "next": page.older}


@serves(operations.LOCATION_ALONE)
def _location(event: str, location: str, asked: Asked) -> Any:
    found, who = _own_event(event), bearer()
    row = locations_desk.get_any(found.id, location, countries=())
    is_offered = row.state == LocationState.APPROVED and row.listed
    if not is_offered and not _sees_all(who):
        raise LocationNotFound
    return _location_shapes([row], asked["language"], who)[0]


@serves(operations.COUNTS)
def _counts(event: str) -> Any:
    found, now = _own_event(event), clock.now()
    return counts_shape(found, figures_of(found, bearer(), now), now)


@serves(operations.REGISTRATIONS)
def _registrations(event: str, asked: Asked) -> Any:
    found = _own_event(event)
    filters = registrations_desk.Filters(
        state=RegistrationState(asked["state"]) if asked["state"] else None,
        country=asked["country"] or "",
        location=asked["location"] or "",
    )
    page = registrations_desk.page_of_registrations(
        found.id, filters, countries=(), older=_after(found, asked["after"]), size=asked["limit"]
    )
    more = reference_of(page.rows[-1].id) if page.older else None
    return {"rows": _people(found, list(page.rows)), "next": more}


@serves(operations.REGISTRATION)
def _registration(event: str, registration: str) -> Any:
    found, row_id = _own_event(event), read_reference(registration)
    if row_id is None:
        raise RegistrationNotFound
    row = registrations_desk.get_registration(found.id, row_id, countries=())
    return _people(found, [row], about_id=row.id)[0]


def _own_event(slug: str) -> Event:
    """The event of the token; any other one is not there for it.

    :raises EventNotFound: another one, or none
    """
    event = events.find_event(slug)
    if event is None or event.id != bearer().event_id:
        raise EventNotFound
    return event


def _people(
    event: Event, rows: list[Registration], about_id: UUID | None = None
) -> list[dict[str, Any]]:
    who = bearer()
    people = people_of(rows, event.id, who.opener)
    # Written down before it is given: who read how many, never whom.
    reading = organizer.Reading(READ, len(people), about_id)
    organizer.note_reading(event_id=event.id, person=who, reading=reading, now=clock.now())
    return [registration_shape(row, event.timezone, people.get(row.id)) for row in rows]


def _location_shapes(rows: Any, language: str, who: Bearer) -> list[dict[str, Any]]:
    labels = labels_of({row.city_id for row in rows if row.city_id})
    return [
        location_shape(row, language, labels.get(row.city_id or 0, {}), for_staff=_sees_all(who))
        for row in rows
    ]


def _location_filters(who: Bearer, asked: Asked) -> locations_desk.Filters:
    """What was asked for, within what everybody may see where the token sees no more."""
    chosen = asked["state"]
    if not _sees_all(who):
        if chosen:
            raise ScopeMissing(rules.LOCATIONS_STAFF)
        chosen = LocationState.APPROVED
    return locations_desk.Filters(
        kind=asked["kind"] and LocationKind(asked["kind"]),
        state=LocationState(chosen) if chosen else None,
        country=asked["country"] or "",
        listed=None if _sees_all(who) else True,
    )


def _sees_all(who: Bearer) -> bool:
    return rules.LOCATIONS_STAFF in who.scopes


def _number(after: str | None) -> str | None:
    if after is not None and not (after.isdecimal() and len(after) < 12):
        raise BadParameters({"after": "the `next` of a page of this list"})
    return after


def _after(event: Event, after: str | None) -> registrations_desk.Cursor | None:
    """The place of the row that a page ended with; a cursor with its time in it would tell."""
    if after is None:
        return None
    row_id = read_reference(after)
    try:
        row = registrations_desk.get_registration(event.id, row_id or UUID(int=0), countries=())
    except RegistrationNotFound:
        raise BadParameters({"after": "the `next` of a page of this list"}) from None
    return registrations_desk.Cursor.of(row)

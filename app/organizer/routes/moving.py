"""Where somebody can be moved: a search, and the location that was chosen."""

from typing import Any

from flask import request

from app import clock
from app.gazetteer.scopes import covers
from app.locations import queries as locations
from app.locations import search as location_search
from app.locations import snapshot
from app.locations.asked import Asked
from app.locations.errors import LocationNotFound
from app.locations.models import Location
from app.locations.queries.desk import ids_within
from app.locations.sight import PublicLocation
from app.organizer.routes.desk import Desk


def found_places(desk: Desk) -> dict[str, Any]:
    """What was asked for in the address, and the open locations that fit and the account sees."""
    asked = Asked.read({"q": request.args.get("q", "")})
    places: list[PublicLocation] = []
    if asked.text:
        finder = snapshot.finder(desk.event.id, clock.now())
        places = location_search.choices(
            desk.event.id, finder.spots, finder.online, asked, desk.language
        )
    scope = desk.person.scope
    if scope:
        ids = [place.public_id for place in places]
        seen = ids_within(desk.event.id, ids, countries=scope)
        places = [place for place in places if place.public_id in seen]
    return {"asked": asked, "places": places}


def destination(desk: Desk, public_id: str) -> Location:
    """The location of that code.

    :raises LocationNotFound: when there is none where this account may move people
    """
    location = locations.get_location(desk.event.id, public_id)
    if not covers(desk.person.scope, location.country, location.region):
        raise LocationNotFound
    return location

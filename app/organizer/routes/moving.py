"""Where somebody can be moved: a search, and the location that was chosen."""

from typing import Any

from flask import request

from app import clock
from app.locations import queries as locations
from app.locations import search as location_search
from app.locations import snapshot
from app.locations.errors import LocationNotFound
from app.locations.models import Location
from app.locations.sight import PublicLocation
from app.organizer.routes.desk import Desk


def found_places(desk: Desk) -> dict[str, Any]:
    """What was asked for in the address, and the open locations that fit and the account sees."""
    asked = location_search.Asked.read({"q": request.args.get("q", "")})
    places: list[PublicLocation] = []
    if asked.text:
        finder = snapshot.finder(desk.event.id, clock.now())
        places = location_search.choices(
            desk.event.id, finder.spots, finder.online, asked, desk.language
        )
    scope = desk.person.scope
    return {
        "asked": asked,
        "places": [place for place in places if not scope or place.country in scope],
    }


def destination(desk: Desk, public_id: str) -> Location:
    """The location of that code.

    :raises LocationNotFound: when there is none where this account may move people
    """
    location = locations.get_location(desk.event.id, public_id)
    if desk.person.scope and location.country not in desk.person.scope:
        raise LocationNotFound
    return location

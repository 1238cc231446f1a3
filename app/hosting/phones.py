"""A phone that checks people in: the cookie that it holds, and the door that it stands at.

Whoever photographs a guest's code gets nothing from it: the code's address says nothing to a
browser without this cookie, and the same to every browser.
"""

import enum
import uuid
from datetime import datetime, timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from app.hosting import queries, rules
from app.hosting.models import Host
from app.hosting.queries.doors import DeskDoor, find_door
from app.locations.models import Location
from app.web import tokens
from app.web.tokens import BadToken, Opened

COOKIE, PATH = "door", "/door"
ONE_DAY = timedelta(days=1)


class Kind(enum.StrEnum):
    """Who gave the phone its door."""

    HOST = "door of a host"
    """The cookie is good for checking in, as the host's link is, and for nothing else."""
    DESK = "door of an organizer"
    """It names a location and opens nothing: the desk asks who is signed in."""


def stand_at(host: Host, response: Response, *, now: datetime) -> Response:
    """Let this browser check people in at a host's door."""
    return _keep(response, _seal(Kind.HOST, host.id, host.token_version, now))


def point_to(location: Location, response: Response, *, now: datetime) -> Response:
    """Let this browser open codes at the desk's page of a location's door."""
    return _keep(response, _seal(Kind.DESK, uuid.UUID(int=location.id), 1, now))


def leave(response: Response) -> Response:
    """Let this browser forget its door."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, secure=_secure(), samesite="Lax")
    return response


def find_host(*, now: datetime) -> Host | None:
    """The host whose door this browser is at; None when the evening is over or the link revoked."""
    opened = _read(Kind.HOST, now)
    host = queries.find_host(opened.id) if opened else None
    if opened is None or host is None or host.token_version != opened.version:
        return None
    return None if rules.door_is_over(host.event.ends_at, now) else host


def find_desk_door(*, now: datetime) -> DeskDoor | None:
    """The location whose page at the desk this browser opens codes on; None as above."""
    opened = _read(Kind.DESK, now)
    found = find_door(opened.id.int) if opened else None
    return None if found is None or rules.door_is_over(found.ends_at, now) else found


def _seal(kind: Kind, row_id: uuid.UUID, version: int, now: datetime) -> str:
    return tokens.make_token(_purpose(kind, now), row_id, version)


def _read(kind: Kind, now: datetime) -> Opened | None:
    value = request.cookies.get(COOKIE, "")
    # Sealed for a day, and read on that and the next: an evening does not end at midnight.
    for day in (now, now - ONE_DAY):
        try:
            return tokens.read_token(_purpose(kind, day), value)
        except BadToken:
            continue
    return None


def _purpose(kind: Kind, day: datetime) -> str:
    return f"{kind.value} {day.date().isoformat()}"


def _keep(response: Response, value: str) -> Response:
    response.set_cookie(
        COOKIE,
        value,
        max_age=2 * ONE_DAY,
        path=PATH,
        secure=_secure(),
        httponly=True,
        # Strict would be held back when the camera opens the address.
        samesite="Lax",
    )
    return response


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])

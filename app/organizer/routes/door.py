"""The door of a location, on an organizer's phone."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.hosting import doors, phones
from app.hosting.doors import Said
from app.hosting.forms.door import DoorForm
from app.locations.errors import LocationNotFound
from app.locations.models import Location, LocationKind
from app.locations.queries import desk as locations
from app.locations.sight import public_view
from app.organizer.people import people_of
from app.organizer.routes.desk import Desk, note_reading, open_desk, organizer, show
from app.staff.access import requires

SECTION = "organizer.locations"
PATH = "/<event>/locations/<location>/door"
MOST_SHOWN = 300


@organizer.get(PATH)
@requires("people.read")
def door(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    return _page(desk, found, DoorForm(formdata=None))


@organizer.post(PATH)
@requires("people.write")
def tick_off(event: str, location: str) -> ResponseReturnValue:
    (desk, found), form = _open(event, location), DoorForm()
    if not form.validate_on_submit():
        return _page(desk, found, form), 422
    undo, actor = bool(form.undo.data), desk.person.actor
    answer = doors.press(found, form.meant, undo=undo, actor=actor, now=clock.now())
    if answer.said == Said.UNKNOWN:
        form.code.errors = [answer.words]
        return _page(desk, found, form), 422
    return desk.back(
        "organizer.door",
        answer.words,
        "warn" if answer.said == Said.CAME_BEFORE else "good",
        location=location,
    )


@organizer.post(PATH + "/phone")
@requires("people.write")
def take_door(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    said = _("This phone’s camera opens the codes of guests here now.")
    answer = desk.back("organizer.door", said, location=found.public_id)
    return phones.point_to(found, answer, now=clock.now())


def _open(event: str, public_id: str) -> tuple[Desk, Location]:
    """A location that has a door.

    :raises LocationNotFound: when people watch there at home
    """
    desk = open_desk(event)
    found = locations.get_any(desk.event.id, public_id, countries=desk.person.scope)
    if found.kind == LocationKind.ONLINE:
        raise LocationNotFound
    return desk, found


def _page(desk: Desk, found: Location, form: DoorForm) -> str:
    parties, asked = doors.door_of(found), request.args.get("code", "")[:40]
    shown = parties[:MOST_SHOWN]
    names = {}
    # Only when somebody asks for them: a phone at a door is seen by others.
    if request.args.get("names") and desk.opener is not None:
        guests = [party.guest for party in shown]
        names = {
            id_: one.name for id_, one in people_of(guests, desk.event.id, desk.opener).items()
        }
        note_reading(desk, "people.listed", len(shown))
    return show(
        "door.html",
        desk,
        SECTION,
        place=public_view(found, desk.language),
        form=form,
        asked=bool(asked),
        party=doors.find(desk.event.id, parties, asked) if asked else None,
        parties=shown,
        more=len(parties) - len(shown),
        heads=doors.count(parties),
        names=names,
        may_open=desk.opener is not None,
        may_change=desk.person.may("people.write"),
    )

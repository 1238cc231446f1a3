"""The event's colour and logo, as its public pages and letters have them."""

from contextlib import closing
from typing import NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.events.colours import DARK, LIGHT, Ground, lowest_contrast, nearest_readable, tint
from app.events.errors import ColourUnreadable, LogoTooLarge, LogoUnreadable
from app.events.service import looking
from app.organizer.editing import SECTION, tabs
from app.organizer.look_forms import ColourForm, LogoForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import PUBLIC_PAGES_FOLLOW
from app.staff.access import requires

HERE = "organizer.event_look"
OURS = "#2f3a8f"
"""The accent of the style sheet, for an event that has no colour."""


class Shown(NamedTuple):
    """A shade on what it stands on, and how well it can be read there."""

    shade: str
    ground: Ground
    contrast: float


@organizer.get("/<event>/event/look")
@requires("event.write")
def event_look(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    colour = ColourForm(formdata=None, data={"colour": desk.event.colour or OURS})
    return _page(desk, colour, LogoForm(formdata=None))


@organizer.post("/<event>/event/look/colour")
@requires("event.write")
def choose_colour(event: str) -> ResponseReturnValue:
    desk, form, logo = open_desk(event), ColourForm(), LogoForm(formdata=None)
    if request.form.get("act") == "remove":
        looking.choose_colour(colour=None, **desk.acting())
        return desk.back(HERE, PUBLIC_PAGES_FOLLOW)
    if request.form.get("nearest"):
        form.colour.data = request.form["nearest"]
    if not form.validate():
        return _page(desk, form, logo), 422
    try:
        looking.choose_colour(colour=form.colour.data, **desk.acting())
    except ColourUnreadable:
        form.colour.errors = [_("Words in this colour are hard to read on light pages.")]
        nearest = nearest_readable(form.colour.data, LIGHT)
        return _page(desk, form, logo, nearest=nearest), 422
    return desk.back(HERE, PUBLIC_PAGES_FOLLOW)


@organizer.post("/<event>/event/look/logo")
@requires("event.write")
def put_logo(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), LogoForm()
    if request.form.get("act") == "remove":
        looking.put_logo(file=None, **desk.acting())
        return desk.back(HERE, PUBLIC_PAGES_FOLLOW)
    colour = ColourForm(formdata=None, data={"colour": desk.event.colour or OURS})
    if not form.validate():
        return _page(desk, colour, form), 422
    try:
        with closing(form.logo.data) as file:
            looking.put_logo(file=file.read(), **desk.acting())
    except LogoTooLarge:
        form.logo.errors = [_("Please choose a smaller one: up to 1 MB and 4000 pixels a side.")]
        return _page(desk, colour, form), 422
    except LogoUnreadable:
        form.logo.errors = [_("Please choose a picture: PNG, JPEG or WebP.")]
        return _page(desk, colour, form), 422
    return desk.back(HERE, PUBLIC_PAGES_FOLLOW)


def _page(desk: Desk, colour: ColourForm, logo: LogoForm, *, nearest: str = "") -> str:
    shades = tint(desk.event.colour or OURS)
    assert shades is not None
    pairs = ((shades.light.accent, LIGHT), (shades.dark.accent, DARK))
    return show(
        "event_look.html",
        desk,
        SECTION,
        tabs=tabs(desk, HERE),
        colour_form=colour,
        logo_form=logo,
        nearest=nearest,
        shown=[Shown(shade, ground, lowest_contrast(shade, ground)) for shade, ground in pairs],
    )

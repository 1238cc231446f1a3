"""An event's colour and logo: chosen at the desk, seen on pages, in letters, on the card."""

from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from app.events.models import Event, EventState
from app.locations.models import Location
from tests import factories, pages
from tests.pages import open_page

DESK = "/organizer/summit/event/look"
PLUM, YELLOW = "#7a1f5c", "#ffdd00"


def style_on(client: FlaskClient, path: str) -> str:
    """The address of the event's own style sheet on a page."""
    tree = LexborHTMLParser(client.get(path).text)
    found = (node.attributes["href"] or "" for node in tree.css("link[rel=stylesheet]"))
    return next((href for href in found if href.startswith("/look/")), "")


def test_a_colour_is_on_every_page_of_the_event_and_can_be_taken_away(
    organizer_client: FlaskClient, event: Event, location: Location
) -> None:
    page = open_page(organizer_client, DESK)
    assert page.submit(organizer_client, "/look/colour", colour=PLUM).status_code == 303
    places = ("", "locations", f"sign-up?location={location.public_id}", "host", "link")
    (style,) = {style_on(organizer_client, f"/en/summit/{place}") for place in places}
    answer = organizer_client.get(style)
    assert answer.mimetype == "text/css"
    assert f"--accent:{PLUM}" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert organizer_client.get(style, headers=known).status_code == 304
    assert style_on(organizer_client, "/organizer/summit/") == ""
    page = open_page(organizer_client, DESK)
    page.submit(organizer_client, "/look/colour", act="remove")
    assert style_on(organizer_client, "/en/summit/") == ""


def test_a_colour_that_is_hard_to_read_is_refused_and_the_nearest_shade_offered(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, DESK)
    refused = pages.check(
        page.submit(organizer_client, "/look/colour", colour=YELLOW), DESK, status=422
    )
    assert refused.form("/look/colour").fields["colour"] == YELLOW
    nearest = refused.tree.css_first("button[name=nearest]").attributes["value"]
    assert nearest
    assert refused.submit(organizer_client, "/look/colour", nearest=nearest).status_code == 303
    assert nearest in organizer_client.get(style_on(organizer_client, "/en/summit/")).text
    again = page.submit(organizer_client, "/look/colour", colour="url(//evil)}")
    assert again.status_code == 422


def test_a_page_that_was_kept_for_a_minute_gets_the_new_colour_and_the_new_logo(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    factories.give_look(event=event, now=now, colour="#003366")
    old = style_on(organizer_client, "/en/summit/")
    factories.give_look(event=event, now=now, colour=PLUM)
    answer = organizer_client.get(old)
    assert PLUM in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_a_logo_stands_in_the_head_of_the_pages(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, DESK)
    file = (BytesIO(factories.picture_file("JPEG")), "logo.jpg")
    assert page.submit(organizer_client, "/look/logo", logo=file).status_code == 303
    tree = LexborHTMLParser(organizer_client.get("/en/summit/").text)
    picture = tree.css_first(".mark img").attributes
    assert (picture["width"], picture["height"]) == ("307", "96")
    answer = organizer_client.get(picture["src"] or "")
    assert answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    open_page(organizer_client, DESK).submit(organizer_client, "/look/logo", act="remove")
    assert not open_page(organizer_client, "/en/summit/").tree.css(".logo")
    assert organizer_client.get(picture["src"] or "").status_code == 404


@pytest.mark.parametrize("file", [b"<svg/>", b""])
def test_what_is_no_picture_is_refused_in_words(
    organizer_client: FlaskClient, event: Event, file: bytes
) -> None:
    page = open_page(organizer_client, DESK)
    answer = page.submit(organizer_client, "/look/logo", logo=(BytesIO(file), "logo.png"))
    assert pages.check(answer, DESK, status=422).all(".error")


def test_nobody_learns_of_a_draft_by_its_looks(
    organizer_client: FlaskClient, event: Event, app: Flask, now: datetime
) -> None:
    draft = factories.make_event(now=now, slug="secret", state=EventState.DRAFT)
    factories.give_look(event=draft, now=now)
    assert organizer_client.get("/look/secret/000000000000.css").status_code == 404
    assert organizer_client.get("/look/secret/000000000000-1x1.png").status_code == 404
    assert organizer_client.get("/look/nothing/000000000000.css").status_code == 404


def test_the_card_carries_colour_and_logo(client: FlaskClient, event: Event, now: datetime) -> None:
    def corner() -> tuple[object, object]:
        card = Image.open(BytesIO(client.get("/lights/summit.jpg").data)).convert("RGB")
        return card.getpixel((1190, 625)), card.getpixel((60, 560))

    plain = corner()
    factories.give_look(event=event, now=now)
    band, logo = corner()
    assert isinstance(band, tuple)
    assert isinstance(logo, tuple)
    assert all(abs(a - b) < 12 for a, b in zip(band, (0x7A, 0x1F, 0x5C), strict=True))
    assert (band, logo) != plain
    assert logo[0] > 150

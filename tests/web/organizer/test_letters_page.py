"""Every letter can be seen in every language, and be sent to oneself as an example."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.mail.models import Outbox
from app.mail.rendering import render
from app.organizer.specimens import SPECIMENS, letter
from app.web.headers import LETTER_POLICY
from app.web.languages import LANGUAGES
from config import ROOT
from tests.fixtures.databases import on_one_database
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of
from tests.pages import open_page

LIST = "/organizer/summit/mail/letters"
PATH = f"{LIST}/reminder.day"


def test_every_template_has_an_example() -> None:
    folders = {path.name for path in (ROOT / "templates/emails").iterdir() if path.is_dir()}
    assert {template for template, _context in SPECIMENS.values()} == folders


@on_one_database
def test_every_kind_of_letter_has_an_example(app: Flask) -> None:
    assert set(app.extensions["letters"]) - set(SPECIMENS) == {"organizer.test"}


@on_one_database
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", SPECIMENS)
def test_every_example_is_whole(app: Flask, event: Event, name: str, language: str) -> None:
    words = render(letter(name, event, language, "own@example.org"))
    assert words.subject
    assert words.text.strip()
    assert f'<html lang="{language}"' in words.html
    assert len(words.html.encode()) < 30_000
    assert "<img" not in words.html
    if language == "fa" and name not in ("announcement", "location.message"):
        arabic = [c for c in words.subject + words.text if "\u0600" <= c <= "\u06ff"]
        assert len(arabic) > 60


@on_one_database
def test_where_when_and_how_many_stand_together(app: Flask, event: Event) -> None:
    lines = render(letter("registration.confirmed", event, "en", "own@example.org")).text
    block = next(part for part in lines.split("\n\n") if part.startswith("Where: "))
    assert [line.partition(":")[0].strip() for line in block.splitlines() if ": " in line] == [
        *("Where", "When", "How many", "Door code")
    ]


@on_one_database
def test_what_a_letter_asks_stands_apart_from_place_and_time(app: Flask, event: Event) -> None:
    said = render(letter("host.prove", event, "en", "own@example.org")).text
    assert "(time in Istanbul)\n\nThen an organizer reads" in said


@on_one_database
def test_every_example_speaks_the_other_languages_too(app: Flask, event: Event) -> None:
    for language in set(LANGUAGES) - {"en", "fa"}:
        direction = "rtl" if language == "ar" else "ltr"
        for name in SPECIMENS:
            words = render(letter(name, event, language, "own@example.org"))
            assert words.subject
            assert f'<html lang="{language}" dir="{direction}"' in words.html


@on_one_database
@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("staff.invitation", "/invitation/example"),
        ("staff.new_sign_in", "/password"),
        ("staff.export_made", "/sign-in"),
        ("staff.reset", "/reset/example"),
        ("staff.second_factor", "/password"),
        ("staff.webhook_off", "/"),
    ],
)
def test_an_example_to_the_team_leads_where_the_letter_leads(
    app: Flask, event: Event, name: str, page: str
) -> None:
    words = render(letter(name, event, "en", "own@example.org"))
    assert f"/organizer{page}\n" in words.text
    assert f'/organizer{page}"' in words.html


def test_a_letter_is_shown_in_a_frame_that_can_do_nothing(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{PATH}/fa")
    frame = page.tree.css_first("iframe")
    assert "sandbox" in frame.attributes
    assert not frame.attributes["sandbox"]
    answer = organizer_client.get(frame.attributes["src"])
    assert answer.headers["Content-Security-Policy"] == LETTER_POLICY
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert 'dir="rtl"' in answer.text
    assert page.tree.css_first("pre.letter-text").text().startswith("فردا")


def test_the_list_leads_to_every_letter(organizer_client: FlaskClient, event: Event) -> None:
    page = open_page(organizer_client, LIST)
    assert len(page.links(f"{LIST}/")) == len(SPECIMENS) * len(LANGUAGES)
    assert open_page(organizer_client, "/organizer/summit/mail").links(LIST)


@on_one_database
@pytest.mark.parametrize("path", ["reminder.day/xx", "nothing/en", "../en"])
def test_what_is_no_letter_is_not_found(
    organizer_client: FlaskClient, event: Event, path: str
) -> None:
    assert organizer_client.get(f"{LIST}/{path}").status_code == 404


def test_an_example_goes_to_the_own_address_and_nowhere_else(
    organizer_client: FlaskClient, event: Event, deliver: Callable[[], None], smtp: Mailbox
) -> None:
    page = open_page(organizer_client, f"{PATH}/fa")
    answer = page.submit(organizer_client, "/test", to="somebody@example.org")
    assert answer.status_code == 303
    row = db.session.scalars(select(Outbox)).one()
    assert "omar@example.org" not in str(row.parameters)
    deliver()
    received = smtp.to("omar@example.org")
    assert len(received) == len(smtp.letters) == 1
    assert received[0]["Content-Language"] == "fa"
    assert "/r/example" in text_of(received[0])

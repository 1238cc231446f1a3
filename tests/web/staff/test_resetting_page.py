"""A forgotten password: the page that asks for a letter, and the page behind its link."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events.models import Event
from app.staff.models import Organizer
from tests.acts.staff.people import person as in_session
from tests.acts.staff.people import turn_on
from tests.factories import NOW, PASSWORD, make_organizer, make_reset
from tests.pages import Page, check, open_page, sign_in

ASK = "/organizer/forgotten"
MONA = "mona@example.org"
NEW = "seven herons over the lake"


@pytest.fixture
def mona(organizer: Organizer, event: Event) -> Organizer:
    return make_organizer(email=MONA)


def path_for(somebody: Organizer) -> str:
    return f"/organizer/reset/{make_reset(somebody)}"


def choose(client: FlaskClient, path: str, **more: str) -> Page:
    page = open_page(client, path)
    return Page(page.submit(client, "/reset/", password=NEW, again=NEW, **more), path)


def test_a_known_and_an_unknown_address_get_the_same_answer(app: Flask, mona: Organizer) -> None:
    answers = []
    for email in (MONA, "eva@example.org"):
        client = app.test_client()
        answer = open_page(client, ASK).submit(client, ASK, email=email)
        assert (answer.status_code, answer.location) == (303, ASK)
        answers.append(open_page(client, ASK).text)
    assert answers[0] == answers[1]
    assert "If that address is of the team, a link is on its way." in answers[0]


def test_nobody_asks_for_one_address_more_than_three_times_an_hour(
    client: FlaskClient, mona: Organizer
) -> None:
    page = open_page(client, ASK)
    said = [page.submit(client, ASK, email=MONA).status_code for _ in range(4)]
    assert said == [303, 303, 303, 429]
    assert page.submit(client, ASK, email="eva@example.org").status_code == 303
    assert check(page.submit(client, ASK, email=""), ASK, status=422)


def test_a_new_password_opens_numbers_only_and_the_pages_say_so(
    app: Flask, client: FlaskClient, mona: Organizer, event: Event
) -> None:
    path = path_for(mona)
    for _looking_changes_nothing in range(2):
        assert "With a new one you see numbers only" in open_page(client, path).text
    differing = open_page(client, path).submit(client, "/reset/", password=NEW, again="other")
    check(differing, path, status=422)
    assert choose(client, path).response.location == "/organizer/sign-in"
    assert client.get(path).status_code == 404
    assert sign_in(client, MONA, NEW).status_code == 303
    for shown in ("/organizer/summit/", "/organizer/password"):
        assert "An owner who holds the key can give it to you" in open_page(client, shown).text
    assert client.get("/organizer/summit/registrations").status_code == 403
    assert client.get("/organizer/summit/team").status_code == 403
    owner = app.test_client()
    sign_in(owner, "omar@example.org", PASSWORD)
    team = open_page(owner, "/organizer/summit/team")
    assert "password reset" in team.text
    assert team.submit(owner, f"/team/{mona.id}/key").status_code == 303
    assert "password reset" not in open_page(owner, "/organizer/summit/team").text
    assert client.get("/organizer/summit/team").status_code == 200


def test_where_nobody_else_holds_the_key_the_page_names_the_recovery_key(
    client: FlaskClient, organizer: Organizer
) -> None:
    page = open_page(client, path_for(organizer))
    assert "flask organizer recover" in page.text
    assert page.forms("/reset/") == []


def test_the_form_asks_for_a_code_where_there_is_a_second_factor(
    client: FlaskClient, mona: Organizer
) -> None:
    turn_on(in_session(MONA, NOW), NOW)
    page = choose(client, path_for(mona), code="000000")
    check(page.response, page.path, status=422)
    assert "This code is wrong" in page.text

"""The team is told by letter of a sign-in from a new browser, and of a list that was taken out."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.mail.models import Outbox
from app.staff.models import Organizer, StaffRole
from tests import factories
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of
from tests.pages import open_page, sign_in

OMAR = "omar@example.org"
LIST = "/organizer/summit/registrations.csv"

Act = Callable[[], None]


def enter(browser: FlaskClient, password: str = factories.PASSWORD) -> None:
    assert sign_in(browser, OMAR, password).status_code == 303


def leave(browser: FlaskClient) -> None:
    form = open_page(browser, "/organizer/password").forms("/sign-out")[0]
    assert browser.post(form.action, data=form.fields).status_code == 303


def owed() -> list[str]:
    return list(db.session.scalars(select(Outbox.kind).order_by(Outbox.id)))


def test_a_new_browser_is_told_of_and_a_known_one_is_not(
    app: Flask, organizer: Organizer, event: Event, deliver: Act, smtp: Mailbox
) -> None:
    first, second = app.test_client(), app.test_client()
    enter(first)
    assert owed() == []
    leave(first)
    enter(first)
    assert owed() == []
    enter(second)
    assert owed() == ["staff.new_sign_in"]
    deliver()
    letter = smtp.to(OMAR)[0]
    assert letter["Subject"] == "Somebody signed in at localhost"
    assert "/organizer/password" in text_of(letter)
    assert "127.0.0.1" not in letter.as_string()


def test_another_password_makes_every_other_browser_new(
    app: Flask, organizer: Organizer, event: Event
) -> None:
    mine, other = app.test_client(), app.test_client()
    enter(mine)
    enter(other)
    page = open_page(mine, "/organizer/password")
    changed = "another long password"
    page.submit(mine, "/password", current=factories.PASSWORD, password=changed, again=changed)
    before = len(owed())
    leave(mine)
    enter(mine, changed)
    assert len(owed()) == before
    enter(other, changed)
    assert len(owed()) == before + 1


def test_owners_hear_once_an_hour_that_a_list_was_taken_out(
    app: Flask, organizer: Organizer, event: Event, deliver: Act, smtp: Mailbox
) -> None:
    factories.make_organizer(email="mona@example.org", role=StaffRole.MANAGER)
    mona = app.test_client()
    assert sign_in(mona, "mona@example.org", factories.PASSWORD).status_code == 303
    for _twice in range(2):
        assert mona.get(LIST).status_code == 200
    deliver()
    assert [letter["Subject"] for letter in smtp.letters] == ["A list was taken out at localhost"]
    assert smtp.to(OMAR) == smtp.letters
    assert "mona" not in text_of(smtp.letters[0])

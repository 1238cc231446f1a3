"""Where somebody is signed in, and when that ends."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit.queries import latest_entries
from app.database import db
from app.staff.models import Organizer, OrganizerSession
from app.staff.rules import SessionLimits
from tests.factories import PASSWORD, make_organizer
from tests.fixtures.application import StandingClock
from tests.pages import open_page, sign_in

PAGE = "/organizer/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def browser(app: Flask, user_agent: str = "", email: str = "omar@example.org") -> FlaskClient:
    """Another browser, signed in."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    assert sign_in(client, email, PASSWORD).status_code == 303
    return client


def is_open(client: FlaskClient) -> bool:
    return client.get(PAGE).status_code == 200


def test_each_session_is_listed_by_its_browser_and_ended_by_itself(
    app: Flask, organizer: Organizer, time: StandingClock
) -> None:
    left_behind = browser(app, FIREFOX)
    time.moment += timedelta(minutes=30)
    here = browser(app)
    page = open_page(here, PAGE)
    assert page.all("tbody th") == ["unknown this one", "Firefox · Linux"]
    assert "30 minutes ago" in page.text
    assert "60 minutes without use, and after 12 hours" in page.text
    form = page.form("/end") if len(page.forms("/end")) == 1 else page.forms("/end")[0]
    assert here.post(form.action, data=form.fields).location == PAGE
    assert not is_open(left_behind)
    page = open_page(here, PAGE)
    assert page.all("tbody th") == ["unknown this one"]
    assert page.forms("/end") == []
    assert latest_entries("staff.")[0].action == "staff.session_ended"


def test_all_others_end_at_once_and_this_one_stays(app: Flask, organizer: Organizer) -> None:
    others, here = [browser(app), browser(app)], browser(app)
    page = open_page(here, PAGE)
    page.submit(here, "/others/end")
    assert [is_open(client) for client in (*others, here)] == [False, False, True]


def test_nobody_ends_a_session_of_somebody_else(app: Flask, organizer: Organizer) -> None:
    make_organizer(email="maya@example.org")
    maya, omar = browser(app, email="maya@example.org"), browser(app)
    hers = db.session.query(OrganizerSession).order_by(OrganizerSession.id).first()
    assert hers is not None
    browser(app)
    action = open_page(omar, PAGE).forms("/end")[0].action
    token = open_page(omar, PAGE).forms("/end")[0].fields
    foreign = action.replace(action.split("/")[3], str(hers.id))
    assert foreign != action
    assert omar.post(foreign, data=token).status_code == 303
    assert is_open(maya)
    assert "staff.session_ended" not in [entry.action for entry in latest_entries("staff.")]


def test_the_database_does_not_tell_the_browser(app: Flask, organizer: Organizer) -> None:
    browser(app, FIREFOX)
    row = db.session.query(OrganizerSession).one()
    assert row.browser_box
    assert b"Firefox" not in row.browser_box


def test_the_limits_that_an_operator_sets_hold_from_the_next_request_on(
    app: Flask, organizer: Organizer, time: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = browser(app)
    limits = SessionLimits(idle=timedelta(minutes=10), whole=timedelta(hours=1))
    monkeypatch.setitem(app.config, "SESSION_LIMITS", limits)
    for _ in range(6):
        time.moment += timedelta(minutes=9)
        assert is_open(here)
    time.moment += timedelta(minutes=6)
    assert not is_open(here)
    again = browser(app)
    time.moment += timedelta(minutes=10)
    assert not is_open(again)

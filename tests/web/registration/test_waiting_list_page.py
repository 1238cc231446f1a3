"""A full location offers its waiting list, on the form and on the personal page."""

from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from tests.factories import link_of, make_location
from tests.pages import check, open_page

FIELDS = {"email": "ann@example.org", "party_size": "1", "consent": "on"}


def test_a_full_location_offers_its_waiting_list(client: FlaskClient, event: Event) -> None:
    full = make_location(event=event, capacity=1, taken=1)
    page = open_page(client, f"/en/summit/sign-up?location={full.public_id}")
    assert "Join the waiting list" in page.text
    assert page.submit(client, "/sign-up", **FIELDS).status_code == 422
    nowhere = {**FIELDS, "email": ""}
    assert page.submit(client, "/sign-up", **nowhere, waits="yes").status_code == 422
    answer = page.submit(client, "/sign-up", **FIELDS, waits="yes")
    assert (answer.status_code, answer.location) == (303, "/en/summit/signed-up")
    stored = db.session.scalars(select(Registration)).one()
    assert stored.state == State.WAITLISTED
    assert "You are on the waiting list" in open_page(client, link_of(stored)).text


def test_a_party_that_is_too_large_for_what_is_left_may_wait_or_shrink(
    client: FlaskClient, event: Event
) -> None:
    nearly = make_location(event=event, capacity=2, taken=1)
    page = open_page(client, f"/en/summit/sign-up?location={nearly.public_id}")
    assert "waiting list" not in page.text
    answer = page.submit(client, "/sign-up", **{**FIELDS, "party_size": "2"})
    again = check(answer, "/en/summit/sign-up", status=422)
    assert again.all("form button") == ["Join the waiting list", "Sign up"]
    assert again.submit(client, "/sign-up", party_size="1").status_code == 303

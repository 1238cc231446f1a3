"""The invitation page, one's own password, and what public pages must not notice."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from app.events.models import Event
from app.staff import queries, service
from app.staff.accounts import address_index
from app.staff.models import StaffRole
from app.staff.teams import EventKey
from app.web.tokens import make_token
from tests import factories
from tests.acts.staff.people import person
from tests.factories import PASSWORD, make_organizer
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of
from tests.pages import check, open_page, sign_in

ACCOUNT = "/organizer/password"
MAYA = "maya@example.org"


@pytest.fixture
def invitation(app: Flask, now: datetime) -> str:
    """The path of Maya's invitation."""
    make_organizer(email="omar@example.org")
    invitation_id = service.invite(
        inviter=person("omar@example.org", now),
        invitation=service.Invitation(MAYA, StaffRole.MANAGER, language="fa"),
        now=now,
    )
    return f"/organizer/invitation/{make_token('invitation', invitation_id, 1)}"


def test_the_letter_in_the_mailbox_leads_to_the_invitation(
    app: Flask, smtp: Mailbox, invitation: str
) -> None:
    answer = app.test_cli_runner().invoke(args=["mail", "deliver", "--once"])
    assert answer.exit_code == 0, answer.output
    (letter,) = smtp.to(MAYA)
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        assert f"http://localhost{invitation}" in part.get_content()
    assert "omar@" not in letter.as_string().lower()
    assert "omar" not in text_of(letter).lower()


def test_looking_at_an_invitation_accepts_nothing(client: FlaskClient, invitation: str) -> None:
    page = open_page(client, invitation)
    assert page.tree.css_first("html").attributes["lang"] == "fa"
    assert queries.find_by_address(address_index(MAYA)) is None


def test_an_accepted_invitation_leads_to_the_sign_in_page(
    client: FlaskClient, invitation: str
) -> None:
    page = open_page(client, invitation)
    answer = page.submit(client, "", password=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/organizer/sign-in")
    assert open_page(client, "/organizer/sign-in").tree.css_first(".notice.good") is not None
    assert sign_in(client, MAYA, PASSWORD).status_code == 303
    check(client.get(invitation), invitation, status=404)


def test_whoever_has_an_account_by_now_signs_in_and_joins_without_another_password(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    other = factories.make_event(slug="other")
    make_organizer(email="omar@example.org")
    place = service.Invitation(MAYA, StaffRole.MANAGER, event=EventKey(event.id, event.key_id))
    omar = person("omar@example.org", now)
    invitation_id = service.invite(inviter=omar, invitation=place, now=now)
    link = f"/organizer/invitation/{make_token('invitation', invitation_id, 1)}"
    stale = open_page(client, link)
    account = service.NewAccount(MAYA, PASSWORD, StaffRole.VIEWER, event=other.slug)
    service.create(account=account, now=now)

    answer = stale.submit(client, "", password="another password", again="another password")
    page = check(answer, link, status=422)
    assert page.tree.css_first("input[type=password]") is None
    sign_in(client, "omar@example.org", PASSWORD)
    assert "another address" in open_page(client, link).text
    open_page(client, link).submit(client, "/sign-out")
    [way] = open_page(client, link).links("/sign-in")
    page = open_page(client, way)
    answer = page.submit(client, "/sign-in", email=MAYA, password=PASSWORD)
    assert answer.location == link
    assert open_page(client, link).submit(client, "").status_code == 303
    assert {slug: post.role for slug, post in person(MAYA, now).posts.items()} == {
        "summit": "manager",
        "other": "viewer",
    }
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), (PASSWORD, "something else"), ("", "")]
)
def test_a_password_that_cannot_be_taken_is_explained(
    client: FlaskClient, invitation: str, password: str, again: str
) -> None:
    page = open_page(client, invitation)
    page = check(page.submit(client, "", password=password, again=again), invitation, status=422)
    assert page.tree.css_first("#error-summary a") is not None
    assert queries.find_by_address(address_index(MAYA)) is None


def test_an_invitation_ends_after_a_week(
    client: FlaskClient, invitation: str, time: StandingClock
) -> None:
    page = open_page(client, invitation)
    time.moment += timedelta(days=7)
    assert page.submit(client, "", password=PASSWORD, again=PASSWORD).status_code == 404
    check(client.get(invitation), invitation, status=404)


def test_a_link_that_we_did_not_make_opens_nothing(client: FlaskClient) -> None:
    other_purpose = make_token("registration", uuid7(), 1)
    for token in (other_purpose, other_purpose[:-1], "x" * 46, "%00"):
        assert client.get(f"/organizer/invitation/{token}").status_code == 404


def test_another_password_keeps_this_browser_and_ends_the_others(
    app: Flask, client: FlaskClient
) -> None:
    make_organizer(email="omar@example.org")
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, "omar@example.org", PASSWORD)
    page = open_page(client, ACCOUNT)
    answer = page.submit(
        client, ACCOUNT, current=PASSWORD, password="another long one", again="another long one"
    )
    assert (answer.status_code, answer.location) == (303, ACCOUNT)
    assert open_page(client, ACCOUNT).tree.css_first(".notice.good") is not None
    assert other.get(ACCOUNT).status_code == 303


def test_another_password_needs_the_present_one(client: FlaskClient) -> None:
    make_organizer(email="omar@example.org")
    sign_in(client, "omar@example.org", PASSWORD)
    page = open_page(client, ACCOUNT)
    answer = page.submit(
        client,
        ACCOUNT,
        current="not this one",
        password="another long one",
        again="another long one",
    )
    page = check(answer, ACCOUNT, status=422)
    assert "This is not your present password." in page.text
    assert "another long" not in page.response.text

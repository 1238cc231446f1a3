"""Setting up a second factor in a browser, signing in with it, and an event that asks for one."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.events.models import Event
from app.staff import codes
from app.staff.models import Organizer, StaffRole
from tests.authenticator import Authenticator
from tests.factories import PASSWORD, make_organizer
from tests.fixtures.application import StandingClock
from tests.pages import Page, check, open_page, sign_in

PAGE = "/organizer/second-factor"
PASSKEYS = f"{PAGE}/passkeys"
CODE = "/organizer/sign-in/code"
OMAR = "omar@example.org"


def secret_on(page: Page) -> bytes:
    """The secret as its reader types it into an app."""
    return codes.read(page.all("#secret")[0])


def turn_on(client: FlaskClient, time: StandingClock) -> tuple[bytes, list[str]]:
    open_page(client, PAGE).submit(client, f"{PAGE}/begin")
    page = open_page(client, PAGE)
    assert page.tree.css_first(".qr svg") is not None
    secret = secret_on(page)
    form = page.form(f"{PAGE}/confirm")
    form.fields["confirm-code"] = codes.code_at(secret, time.moment)
    assert client.post(form.action, data=form.fields).status_code == 303
    page = open_page(client, PAGE)
    assert not page.all("#secret")
    return secret, page.all("#recovery-codes code")


def question_on(page: Page) -> str:
    """What the page's script asks an authenticator."""
    return str(page.tree.css_first("form[data-passkey]").attributes["data-question"])


def test_a_code_is_asked_for_and_half_a_sign_in_opens_nothing(
    app: Flask, organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    secret, paper = turn_on(organizer_client, time)
    assert len(paper) == 10
    open_page(organizer_client, PAGE).submit(organizer_client, f"{PAGE}/kept")
    assert open_page(organizer_client, PAGE).all("#recovery-codes code") == []

    other = app.test_client()
    assert other.get(CODE).location == "/organizer/sign-in"
    page = open_page(other, "/organizer/sign-in", query_string={"next": "/organizer/summit/log"})
    answer = page.submit(other, "/organizer/sign-in", email=OMAR, password=PASSWORD)
    assert answer.location == f"{CODE}?next=/organizer/summit/log"
    for path in ("/organizer/password", PAGE, "/organizer/summit/", "/organizer/summit/log"):
        assert other.get(path).location.startswith("/organizer/sign-in?"), path
    page = open_page(other, answer.location)
    wrong = check(page.submit(other, CODE, code="000000"), CODE, status=422)
    assert "This code is wrong" in wrong.text
    time.moment += timedelta(minutes=1)
    answer = page.submit(other, CODE, code=codes.code_at(secret, time.moment))
    assert answer.location == "/organizer/summit/log"
    assert other.get(answer.location).status_code == 200
    assert other.get(CODE).location == "/organizer/sign-in"


def test_a_passkey_does_what_a_code_does(
    app: Flask, organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    key = Authenticator(origin="http://localhost", host="localhost")
    page = open_page(organizer_client, PAGE)
    wrong = check(
        page.submit(organizer_client, PASSKEYS, **{"passkey-name": "Ring"}), PAGE, status=422
    )
    assert "was not taken" in wrong.text
    answer = {"passkey-name": "Ring", "passkey-answer": key.make(question_on(wrong))}
    assert wrong.submit(organizer_client, PASSKEYS, **answer).location == PAGE
    page = open_page(organizer_client, PAGE)
    assert len(page.all("#recovery-codes code")) == 10
    (own,) = page.links(f"{PASSKEYS}/")
    assert open_page(organizer_client, own).heading == "Passkey Ring"

    other, give = app.test_client(), "/organizer/sign-in/passkey"
    assert other.post(give, data={}).status_code == 400
    assert sign_in(other, OMAR, PASSWORD).location == CODE
    page = open_page(other, CODE, query_string={"next": "/organizer/summit/log"})
    assert "needs JavaScript" in page.text
    wrong = check(page.submit(other, give, answer="{}"), CODE, status=422)
    assert "was not taken" in wrong.text
    answer = {"answer": key.sign(question_on(wrong))}
    assert wrong.submit(other, give, **answer).location == "/organizer/summit/log"
    assert other.get("/organizer/summit/log").status_code == 200

    time.moment += timedelta(minutes=15)
    page = open_page(other, open_page(other, own).submit(other, f"{own}/remove").location)
    prove = "/organizer/prove/passkey"
    check(page.submit(other, prove, answer=answer["answer"]), prove, status=422)
    signed = key.sign(question_on(page))
    assert page.submit(other, prove, answer=signed).location == own
    page = open_page(other, own)
    no = check(page.submit(other, f"{own}/remove", **{"off-current": "no"}), own, status=422)
    assert "not your present password" in no.text
    assert page.submit(other, f"{own}/remove", **{"off-current": PASSWORD}).location == PAGE
    assert "your password alone" in open_page(other, PAGE).response.text
    assert other.get(own).status_code == 404


def test_too_late_or_too_often_is_said_plainly(
    app: Flask, organizer_client: FlaskClient, time: StandingClock
) -> None:
    secret, _paper = turn_on(organizer_client, time)
    other = app.test_client()
    sign_in(other, OMAR, PASSWORD)
    page = open_page(other, CODE)
    for _ in range(10):
        assert page.submit(other, CODE, code="000000").status_code == 422
    answer = page.submit(other, CODE, code=codes.code_at(secret, time.moment))
    assert "in an hour" in check(answer, CODE, status=429).text
    time.moment += timedelta(minutes=11)
    assert page.submit(other, CODE, code="000000").location == "/organizer/sign-in"
    assert "That took too long" in open_page(other, "/organizer/sign-in").response.text


def test_an_event_that_asks_for_it_opens_to_nobody_without(
    app: Flask,
    organizer_client: FlaskClient,
    organizer: Organizer,
    event: Event,
    time: StandingClock,
) -> None:
    make_organizer(email="maya@example.org", role=StaffRole.MANAGER)
    team, demand = "/organizer/summit/team", "/organizer/summit/second-factor"
    page = open_page(organizer_client, team)
    assert page.submit(organizer_client, demand, on="1").location == PAGE
    turn_on(organizer_client, time)
    assert page.submit(organizer_client, demand, on="1").location == team
    maya = app.test_client()
    sign_in(maya, "maya@example.org", PASSWORD)
    assert maya.get("/organizer/summit/").location == PAGE
    assert maya.post("/organizer/summit/mail/retry", data={}).status_code == 400
    assert "asks everybody for a second factor" in open_page(maya, PAGE).text
    turn_on(maya, time)
    assert maya.get("/organizer/summit/").status_code == 200
    open_page(organizer_client, team).submit(organizer_client, demand)
    assert "may choose" in open_page(organizer_client, team).text

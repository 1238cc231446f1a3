"""The sign-in page, and how long a session lasts."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.database import db
from app.events.models import Event
from app.staff.models import Organizer, OrganizerSession, StaffRole
from tests.factories import PASSWORD, count_statements, make_organizer
from tests.fixtures.application import StandingClock
from tests.pages import check, open_page, sign_in

PAGE = "/organizer/sign-in"
ACCOUNT = "/organizer/password"


@pytest.fixture
def omar(app: Flask) -> Organizer:
    return make_organizer(email="omar@example.org")


def sessions() -> int:
    return db.session.scalar(select(func.count()).select_from(OrganizerSession)) or 0


def is_signed_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_the_right_password_leads_to_the_desk(client: FlaskClient, omar: Organizer) -> None:
    answer = sign_in(client, "omar@example.org", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/organizer/")
    page = open_page(client, ACCOUNT)
    assert "omar@example.org" in page.response.text


def test_another_spelling_of_the_address_is_the_same_account(
    client: FlaskClient, omar: Organizer
) -> None:
    assert sign_in(client, "  Omar@EXAMPLE.org ", PASSWORD).status_code == 303


def test_unknown_address_and_wrong_password_get_the_same_answer(
    client: FlaskClient, omar: Organizer
) -> None:
    answers = []
    for email, password in (("omar@example.org", "wrong"), ("eva@example.org", PASSWORD)):
        page = check(sign_in(client, email, password), PAGE, status=422)
        assert f'value="{email}"' in page.response.text
        assert PASSWORD not in page.response.text
        answers.append(page.text)
    assert answers[0] == answers[1]
    assert not is_signed_in(client)


def test_an_empty_form_says_what_is_missing(client: FlaskClient, omar: Organizer) -> None:
    page = check(sign_in(client, "", ""), PAGE, status=422)
    assert "Please type your address." in page.text
    assert "Please type your password." in page.text


@pytest.mark.parametrize(
    "typed", ["a\x00b@example.org", "x" * 300, "\ud83d@example.org", "علی@example.org"]
)
def test_odd_addresses_are_refused_calmly(client: FlaskClient, omar: Organizer, typed: str) -> None:
    typed = typed.encode("utf-8", "replace").decode()
    assert sign_in(client, typed, PASSWORD).status_code == 422


def test_a_form_without_its_token_is_refused(client: FlaskClient, omar: Organizer) -> None:
    answer = client.post(PAGE, data={"email": "omar@example.org", "password": PASSWORD})
    assert answer.status_code == 400
    assert sessions() == 0


def test_sign_in_leads_nowhere_else(client: FlaskClient, omar: Organizer) -> None:
    page = open_page(client, PAGE, query_string={"next": "https://evil.example/"})
    assert page.form(PAGE).fields["next"] == ""
    answer = page.submit(
        client, PAGE, email="omar@example.org", password=PASSWORD, next="//evil.example/"
    )
    assert answer.location == "/organizer/"


def test_sign_in_leads_back_to_the_page_that_was_wanted(
    client: FlaskClient, omar: Organizer
) -> None:
    asked = client.get(ACCOUNT)
    assert (asked.status_code, asked.location) == (303, f"{PAGE}?next={ACCOUNT}")
    page = open_page(client, asked.location)
    answer = page.submit(client, PAGE, email="omar@example.org", password=PASSWORD)
    assert answer.location == ACCOUNT


def test_the_cookies_are_for_the_browser_alone(client: FlaskClient, omar: Organizer) -> None:
    answer = sign_in(client, "omar@example.org", PASSWORD)
    (key,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("organizer_key=")]
    for part in ("HttpOnly", "Path=/organizer", "SameSite=Lax"):
        assert part in key
    assert "Secure" not in key  # this installation is served over plain HTTP


def test_a_session_cookie_from_before_is_worth_nothing(
    client: FlaskClient, omar: Organizer
) -> None:
    open_page(client, PAGE)
    before = client.get_cookie("gatherwide")
    sign_in(client, "omar@example.org", PASSWORD)
    after = client.get_cookie("gatherwide")
    assert before
    assert after
    assert before.value != after.value
    client.set_cookie("gatherwide", before.value)
    assert not is_signed_in(client)


def test_after_sign_out_the_old_cookies_are_refused(client: FlaskClient, omar: Organizer) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    kept = [client.get_cookie("gatherwide"), client.get_cookie("organizer_key", path="/organizer")]
    page = open_page(client, ACCOUNT)
    form = page.forms("sign-out")[0]
    assert client.post(form.action, data=form.fields).location == PAGE
    assert sessions() == 0
    for cookie in kept:
        assert cookie is not None
        client.set_cookie(cookie.key, cookie.value, path=cookie.path)
    assert not is_signed_in(client)


def test_a_session_forged_with_the_secret_key_lacks_the_key_cookie(
    app: Flask, client: FlaskClient, omar: Organizer
) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    stolen = client.get_cookie("gatherwide")
    assert stolen
    eve = app.test_client()
    eve.set_cookie("gatherwide", stolen.value)
    assert not is_signed_in(eve)
    eve.set_cookie("organizer_key", "A" * 43 + "=", path="/organizer")
    assert not is_signed_in(eve)
    assert is_signed_in(client)


def test_signing_out_everywhere_ends_the_other_devices(
    app: Flask, client: FlaskClient, omar: Organizer
) -> None:
    other = app.test_client()
    sign_in(other, "omar@example.org", PASSWORD)
    sign_in(client, "omar@example.org", PASSWORD)
    form = open_page(client, ACCOUNT).forms("sign-out")[-1]
    client.post(form.action, data={**form.fields, "everywhere": "1"})
    assert not is_signed_in(client)
    assert not is_signed_in(other)


def test_an_idle_hour_ends_a_session(
    client: FlaskClient, omar: Organizer, time: StandingClock
) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    time.moment += timedelta(minutes=59)
    assert is_signed_in(client)
    time.moment += timedelta(minutes=59)
    assert is_signed_in(client)
    time.moment += timedelta(minutes=60)
    assert not is_signed_in(client)


def test_twelve_hours_end_a_session_however_busy(
    client: FlaskClient, omar: Organizer, time: StandingClock
) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    for _half_hour in range(23):
        time.moment += timedelta(minutes=30)
        assert is_signed_in(client)
    time.moment += timedelta(minutes=30)
    assert not is_signed_in(client)


def tries_until_limited(client: FlaskClient, email: str) -> TestResponse:
    """What is answered in the end: where the window slides on meanwhile, a try or two get by."""
    for _try in range(4):
        answer = sign_in(client, email, "")
        if answer.status_code == 429:
            break
    return answer


def test_the_eleventh_try_for_one_account_must_wait(client: FlaskClient, omar: Organizer) -> None:
    for _try in range(10):
        assert sign_in(client, "omar@example.org", "").status_code == 422
    answer = tries_until_limited(client, "OMAR@example.org")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60


def test_one_client_tries_at_most_twenty_addresses_a_minute(
    client: FlaskClient, omar: Organizer
) -> None:
    for number in range(20):
        assert sign_in(client, f"someone{number}@example.org", "").status_code == 422
    assert tries_until_limited(client, "omar@example.org").status_code == 429


def test_knowing_who_asks_takes_one_statement(client: FlaskClient, omar: Organizer) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    with count_statements() as statements:
        assert is_signed_in(client)
    assert len(statements) == 1


def test_public_pages_do_not_ask_who_is_signed_in(client: FlaskClient, omar: Organizer) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    with count_statements() as statements:
        answer = client.get("/healthz")
    assert not statements
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_language_of_the_desk_is_chosen_by_a_form(client: FlaskClient, omar: Organizer) -> None:
    form = open_page(client, PAGE).form("/organizer/language")
    answer = client.post(form.action, data={**form.fields, "language": "fa"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = open_page(client, PAGE)
    assert page.tree.css_first("html").attributes["lang"] == "fa"
    page.submit(client, PAGE, email="omar@example.org", password=PASSWORD)
    assert open_page(client, ACCOUNT).tree.css_first("html").attributes["lang"] == "fa"


def test_a_closed_account_is_out_at_its_next_request(client: FlaskClient, omar: Organizer) -> None:
    sign_in(client, "omar@example.org", PASSWORD)
    found = db.session.get_one(Organizer, omar.id)
    found.active = False
    db.session.commit()
    assert not is_signed_in(client)
    assert sign_in(client, "omar@example.org", PASSWORD).status_code == 422


def test_a_viewer_sees_numbers_and_is_refused_the_rest(client: FlaskClient, event: Event) -> None:
    make_organizer(email="vera@example.org", role=StaffRole.VIEWER)
    sign_in(client, "vera@example.org", PASSWORD)
    assert client.get(f"/organizer/{event.slug}/").status_code == 200
    for page in ("registrations", "registrations.csv", "team", "mail"):
        assert client.get(f"/organizer/{event.slug}/{page}").status_code == 403

"""Whoever takes many names out shows once more that it is them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.audit.queries import latest_entries
from app.locations.models import Location
from app.staff import codes
from app.staff.models import Organizer
from tests.factories import PASSWORD, make_registration
from tests.fixtures.application import StandingClock
from tests.pages import check, open_page
from tests.web.staff.test_second_factor_page import turn_on

CSV = "/organizer/summit/registrations.csv"
FILTERED = f"{CSV}?region=Bayern+%26+mehr&kind=hall"
PROVE = "/organizer/prove"
WHILE = timedelta(minutes=15)


def test_an_old_proof_leads_over_the_password_to_the_very_same_file(
    organizer_client: FlaskClient, location: Location, time: StandingClock
) -> None:
    make_registration(location=location)
    # A link that only ever downloads would save the page that asks for the password.
    assert not open_page(organizer_client, FILTERED.replace(".csv", "")).tree.css("a[download]")
    time.moment += WHILE - timedelta(seconds=1)
    assert organizer_client.get(FILTERED).mimetype == "text/csv"
    time.moment += timedelta(seconds=1)
    answer = organizer_client.get(FILTERED)
    assert answer.status_code == 303
    assert answer.location.startswith(f"{PROVE}?next=")
    page = open_page(organizer_client, answer.location)
    assert FILTERED.replace(".csv", "") in page.links("/registrations")
    wrong = check(page.submit(organizer_client, PROVE, password="no"), PROVE, status=422)
    assert "not your present password" in wrong.text
    assert organizer_client.get(CSV).status_code == 303
    answer = wrong.submit(organizer_client, PROVE, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, FILTERED)
    assert organizer_client.get(answer.location).mimetype == "text/csv"
    assert [entry.action for entry in latest_entries()][:2] == [
        "registrations.exported",
        "staff.proven",
    ]


def test_an_account_with_a_second_factor_is_asked_for_its_code(
    organizer_client: FlaskClient, location: Location, time: StandingClock
) -> None:
    secret, paper = turn_on(organizer_client, time)
    time.moment += WHILE
    workbook = "/organizer/summit/registrations.xlsx"
    page = open_page(organizer_client, organizer_client.get(workbook).location)
    answer = page.submit(organizer_client, PROVE, code="000000")
    assert "This code is wrong" in check(answer, PROVE, status=422).text
    # The password alone does not do any more.
    answer = page.submit(organizer_client, PROVE, password=PASSWORD, code=None)
    assert answer.status_code == 422
    answer = page.submit(organizer_client, PROVE, code=codes.code_at(secret, time.moment))
    assert answer.location == workbook
    assert organizer_client.get(workbook).status_code == 200
    time.moment += WHILE
    page = open_page(organizer_client, PROVE)
    assert page.submit(organizer_client, PROVE, code=paper[0]).location == "/organizer/"


def test_another_password_does_not_stand_in_for_the_second_factor(
    organizer_client: FlaskClient, location: Location, time: StandingClock
) -> None:
    turn_on(organizer_client, time)
    time.moment += WHILE
    page, other = open_page(organizer_client, "/organizer/password"), "four geese cross it"
    page.submit(
        organizer_client, "/organizer/password", current=PASSWORD, password=other, again=other
    )
    assert organizer_client.get(CSV).location.startswith(PROVE)


def test_whoever_finds_an_open_screen_sets_up_no_app_of_their_own(
    organizer_client: FlaskClient, organizer: Organizer, time: StandingClock
) -> None:
    page = open_page(organizer_client, "/organizer/second-factor")
    time.moment += WHILE
    answer = page.submit(organizer_client, "/second-factor/begin")
    assert answer.location == f"{PROVE}?next=/organizer/second-factor"
    assert "Set it up" in open_page(organizer_client, "/organizer/second-factor").text


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/en/summit/"])
def test_a_proof_leads_nowhere_else(
    organizer_client: FlaskClient, organizer: Organizer, wanted: str
) -> None:
    page = open_page(organizer_client, PROVE, query_string={"next": wanted})
    answer = page.submit(organizer_client, PROVE, password=PASSWORD, next=wanted)
    assert answer.location == "/organizer/"


def test_ten_passwords_in_a_quarter_of_an_hour_are_enough(
    organizer_client: FlaskClient, organizer: Organizer
) -> None:
    page = open_page(organizer_client, PROVE)
    answers = [page.submit(organizer_client, PROVE, password="no") for _try in range(12)]
    assert answers[9].status_code == 422
    assert answers[-1].status_code == 429

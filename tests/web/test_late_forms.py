"""A form that comes too late is given back with what was typed, to pages of ours alone."""

from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from tests import pages

OURS = {"Sec-Fetch-Site": "same-origin"}
STRANGE = {"Sec-Fetch-Site": "cross-site"}
WORDS = 'Anna & "Bo" <ann@example.org>'
SIGN_UP = "/en/summit/sign-up"
WRITE = "/organizer/summit/announcements"


def test_a_form_without_a_living_token_comes_back_whole_and_can_be_sent(
    client: FlaskClient, location: Location
) -> None:
    page = pages.open_page(client, f"{SIGN_UP}?location={location.public_id}")
    fields = page.forms("/sign-up")[0].fields | {"name": WORDS, "email": "ann@example.org"}
    fields |= {"csrf_token": "of an earlier day", "consent": "yes"}
    answer = client.post(SIGN_UP, data=fields, headers=OURS)
    late = pages.check(answer, SIGN_UP, status=400)
    assert late.forms("/sign-up")[0].fields["name"] == WORDS
    assert late.submit(client, "/sign-up").status_code == 303


def test_what_strangers_send_and_what_no_page_may_repeat_does_not_come_back(
    client: FlaskClient, event: Event
) -> None:
    for headers, fields in (
        (STRANGE, {"name": WORDS}),
        ({}, {"name": WORDS}),
        (OURS, {"name": WORDS, "password": "secret"}),
    ):
        answer = client.post(SIGN_UP, data=fields, headers=headers)
        assert answer.status_code == 400
        assert "Anna" not in answer.text


def test_whoever_was_signed_out_while_writing_finds_it_again(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = pages.open_page(organizer_client, WRITE)
    fields = page.forms("/announcements")[0].fields | {"subject_en": WORDS}
    organizer_client.delete_cookie("organizer_key", path="/organizer")
    answer = organizer_client.post(WRITE, data=fields, headers=OURS)
    late = pages.check(answer, WRITE, status=401)
    assert late.forms("/announcements")[0].fields["subject_en"] == WORDS
    assert "/organizer/sign-in" in answer.text

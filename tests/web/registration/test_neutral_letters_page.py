"""Letters that say nothing: by a tick on the form, and by the organizers' button for everybody."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of
from tests.pages import open_page

FORM = "/en/summit/sign-up"
DESK = "/organizer/summit/mail"


def first_letter(
    client: FlaskClient,
    location: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
    email: str,
    **ticked: str,
) -> str:
    """Sign up over the page; what the letter says that asks to confirm, its subject in front."""
    page = open_page(client, f"{FORM}?location={location.public_id}")
    answer = page.submit(client, FORM, email=email, consent="y", **ticked)
    assert answer.status_code == 303
    deliver()
    (letter,) = smtp.to(email)
    return f"{letter['From']} {letter['Subject']}\n{text_of(letter)}"


def names_the_event(words: str) -> bool:
    return "Nowruz" in words


def test_a_tick_on_the_form_is_enough(
    client: FlaskClient, location: Location, deliver: Callable[[], None], smtp: Mailbox
) -> None:
    told = first_letter(client, location, deliver, smtp, "ann@example.org")
    assert names_the_event(told)
    told = first_letter(client, location, deliver, smtp, "bea@example.org", neutral_letters="y")
    assert not names_the_event(told)
    assert location.name not in told
    assert "http://localhost/r/" in told


def test_organizers_switch_it_on_for_everybody_and_off_again(
    organizer_client: FlaskClient,
    event: Event,
    location: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
) -> None:
    for wanted, state in (("yes", "on for everybody"), ("no", "each one chooses")):
        desk = open_page(organizer_client, DESK)
        assert desk.submit(organizer_client, "/mail/neutral", wanted=wanted).status_code == 303
        assert state in open_page(organizer_client, DESK).text
        visitor = organizer_client.application.test_client()
        told = first_letter(visitor, location, deliver, smtp, f"{wanted}@example.org")
        assert names_the_event(told) is (wanted == "no")

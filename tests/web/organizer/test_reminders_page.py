"""Choosing reminders on the desk, and saying that the stream is on."""

from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from app.reminders import queries
from app.reminders.rules import Reminder
from tests import factories
from tests.pages import open_page

PATH = "/organizer/summit/reminders"


def test_what_is_ticked_is_sent(organizer_client: FlaskClient, event: Event) -> None:
    page = open_page(organizer_client, PATH)
    ticked = page.tree.css("input[name=reminders][checked]")
    assert [node.attributes["value"] for node in ticked] == ["day", "hour"]
    answer = page.submit(organizer_client, "/choose", reminders=["week", "thanks", "nonsense"])
    assert answer.status_code == 303
    assert queries.reminders_of(event.id) == (Reminder.WEEK, Reminder.THANKS)


def test_everybody_is_told_once_that_the_stream_is_on(
    organizer_client: FlaskClient, event: Event, location: Location
) -> None:
    factories.make_registration(location=location)
    page = open_page(organizer_client, PATH)
    answer = page.submit(organizer_client, "/reminders/live")
    assert answer.status_code == 303
    page = open_page(organizer_client, PATH)
    assert "1 letter is on its way" in page.text
    assert page.forms("/reminders/live") == []

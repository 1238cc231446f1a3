"""Keys for encoders, as Omar makes them before the day."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from app.events.models import Event
from app.livestream.rules import StreamRole
from app.livestream.service import directing
from app.livestream.service.directing import NewStream
from tests.fixtures.application import StandingClock
from tests.pages import open_page

PAGE = "/organizer/summit/live/encoders"


def publish(client: FlaskClient, name: str, key: str) -> int:
    """What nginx-rtmp asks."""
    return client.post("/ingest/publish", data={"name": name, "key": key}).status_code


def test_a_key_is_shown_once_opens_its_feed_until_its_end_and_can_be_taken_back(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    assert "Add a stream" in open_page(organizer_client, PAGE).text
    new = NewStream(StreamRole.PRIMARY, "main", ("en", "fa"))
    directing.add_stream(event_id=event.id, new=new, actor="organizer:1", now=time.moment)
    page = open_page(organizer_client, PAGE)
    wrong = page.submit(organizer_client, "/encoders", hours="9000", language="xx")
    assert wrong.status_code == 422
    made = page.submit(organizer_client, "/encoders", hours="6", language="fa")
    assert made.status_code == 303
    shown = open_page(organizer_client, made.location)
    assert "rtmp://localhost/ingest" in shown.text
    feed, key = re.findall(r"(summit_main_fa)\?key=([\w-]+)", shown.text)[0]
    guest = organizer_client.application.test_client()
    assert publish(guest, feed, key) == 204
    for name, given in ((feed, ""), (feed, key[:-1]), ("summit_main", key), ("other_main_fa", key)):
        assert publish(guest, name, given) == 403
    listening = {"name": feed, "call": "update_play"}
    assert guest.post("/ingest/publish", data=listening).status_code == 204
    assert key not in open_page(organizer_client, PAGE).text
    time.moment += timedelta(minutes=10)
    assert key not in open_page(organizer_client, made.location).text
    taken = open_page(organizer_client, PAGE).submit(organizer_client, "/revoke")
    assert (taken.status_code, publish(guest, feed, key)) == (303, 403)
    log = open_page(organizer_client, "/organizer/summit/live").all(".history li span")
    assert log[0].startswith("Took back a key for an encoder of main")
    again = open_page(organizer_client, PAGE)
    made = again.forms("/live/encoders")[0]
    answer = organizer_client.post(PAGE, data={**made.fields, "hours": "24", "language": ""})
    key = re.findall(r"key=([\w-]+)", open_page(organizer_client, answer.location).text)[0]
    assert publish(guest, "summit_main", key) == 204
    time.moment += timedelta(hours=24)
    assert publish(guest, "summit_main", key) == 403, "its time is over"

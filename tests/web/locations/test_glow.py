"""Where the map of lights glows, as anybody may ask."""

from datetime import timedelta

from flask.testing import FlaskClient

from app.events.models import Event
from tests import factories
from tests.fixtures.application import StandingClock


def test_the_map_glows_when_ten_locations_have_filled_and_says_nothing_else(
    client: FlaskClient, event: Event, time: StandingClock
) -> None:
    halls = [factories.make_location(event=event, capacity=1) for _ in range(12)]
    assert client.get("/lights/summit.json").json == {"glowing": []}
    for hall in halls[:9]:
        factories.make_registration(location=hall, email=f"{hall.id}@example.org")
    time.moment += timedelta(seconds=61)
    assert client.get("/lights/summit.json").json == {"glowing": []}
    factories.make_registration(location=halls[9], email="ten@example.org")
    time.moment += timedelta(seconds=61)
    answer = client.get("/lights/summit.json")
    assert len(answer.json["glowing"]) == 1
    assert answer.headers["Cache-Control"] == "public, max-age=60"

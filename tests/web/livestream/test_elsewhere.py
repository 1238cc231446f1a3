"""A player elsewhere: offered by organizers, loaded only by a watcher's own press."""

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.events.models import Event
from app.livestream.rules import BroadcastState as State
from app.locations.models import Location
from app.registration.models import Registration
from app.web.headers import CONTENT_SECURITY_POLICY
from tests.factories import A_VIDEO, link_of, make_broadcast, make_registration
from tests.pages import open_page

DESK = "/organizer/summit/live/elsewhere"
HERE = "watch/elsewhere/www.youtube-nocookie.com/dQw4w9WgXcQ"


@pytest.fixture
def anns(location: Location) -> Registration:
    return make_registration(location=location)


def policy_of(client: FlaskClient, path: str) -> str:
    return client.get(path).headers["Content-Security-Policy"]


def test_it_says_what_it_gives_away_and_loads_nothing_before_the_press(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event, elsewhere=[A_VIDEO])
    watch = open_page(client, f"{link_of(anns)}/watch")
    assert watch.links("elsewhere") == [f"{link_of(anns)}/{HERE}"]
    assert not watch.tree.css("iframe[src^=http]")
    asks = open_page(client, f"{link_of(anns)}/{HERE}")
    assert "your address on the internet" in asks.text
    assert asks.tree.css_first("iframe") is None
    assert policy_of(client, f"{link_of(anns)}/{HERE}") == CONTENT_SECURITY_POLICY
    out = asks.tree.css_first("a[href='https://www.youtube.com/watch?v=dQw4w9WgXcQ']").attributes
    assert "noreferrer" in out["rel"]
    load = asks.links("load=yes")[0]
    answer = client.get(load)
    frame = HTMLParser(answer.text).css_first("iframe").attributes
    assert frame["src"] == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert frame["referrerpolicy"] == "strict-origin"
    allowed = "frame-src https://www.youtube-nocookie.com https://tube.example.org;"
    assert allowed in answer.headers["Content-Security-Policy"]


def test_only_what_is_offered_now_is_there(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    gone = [A_VIDEO | {"host": "player.vimeo.com", "video": "76979871"}, A_VIDEO]
    make_broadcast(event=event, elsewhere=gone)
    assert len(open_page(client, f"{link_of(anns)}/watch").links("elsewhere")) == 1
    for rest in (HERE.replace("dQw", "eQw"), "watch/elsewhere/player.vimeo.com/76979871"):
        assert client.get(f"{link_of(anns)}/{rest}?load=yes").status_code == 404


def test_before_and_after_the_event_nothing_is_offered(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event, state=State.ENDED, elsewhere=[A_VIDEO])
    assert open_page(client, f"{link_of(anns)}/watch").links("elsewhere") == []
    assert client.get(f"{link_of(anns)}/{HERE}").status_code == 404


def test_organizers_offer_a_video_and_take_it_away(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, DESK)
    wrong = page.submit(organizer_client, "/live/elsewhere", address="https://vimeo.com/1")
    assert wrong.status_code == 422
    assert "www.youtube-nocookie.com, tube.example.org" in wrong.text
    assert 'value="https://vimeo.com/1"' in wrong.text
    for _twice in range(2):
        right = page.submit(
            organizer_client, "/live/elsewhere", address="https://youtu.be/dQw4w9WgXcQ"
        )
        assert right.status_code == 303
    again = open_page(organizer_client, DESK)
    assert again.text.count("youtube.com/watch?v=dQw4w9WgXcQ") == 1
    for status in (303, 404):
        assert again.submit(organizer_client, "/remove").status_code == status
    assert "our own stream alone" in open_page(organizer_client, DESK).text

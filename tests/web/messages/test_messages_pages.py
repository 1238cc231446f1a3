"""Messages in the browser: the sender's page, the desk's queue, the wall."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from app.messages import service
from app.messages.rules import MessageState
from app.messages.senders import wall_key
from app.registration.models import Registration
from tests import pages
from tests.factories import link_of, make_registration
from tests.fixtures.application import StandingClock
from tests.pages import open_page
from tests.walls import make_message, make_wall

DESK, WALL = "/organizer/summit/messages", "/en/summit/wall"
RUDE = '<script>alert("x")</script> & \u202eevil'


@pytest.fixture
def ann(event: Event, location: Location) -> Registration:
    make_wall(event=event)
    return make_registration(location=location)


def test_from_the_sender_over_the_desk_onto_the_wall(
    client: FlaskClient, organizer_client: FlaskClient, ann: Registration, time: StandingClock
) -> None:
    mine = f"{link_of(ann)}/messages"
    assert open_page(client, link_of(ann)).links("/messages") == [mine]
    page = open_page(client, mine)
    video = "https://youtu.be/abc?si=me"
    answer = page.submit(client, mine, text=RUDE, video=video, country="y")
    assert (answer.status_code, answer.location) == (303, mine)
    assert "Waits to be read" in open_page(client, mine).text
    assert "evil" not in client.get(WALL).text
    queue = open_page(organizer_client, DESK)
    assert queue.all(".queue .said-text") == ['<script>alert("x")</script> & evil']
    assert "ann@example.org" not in queue.response.text
    assert queue.submit(organizer_client, "/decide", to="approve").status_code == 303
    assert "To read 0" in open_page(organizer_client, DESK).text
    assert queue.submit(organizer_client, "/decide", to="approve").status_code == 303
    assert "Somebody was faster" in open_page(organizer_client, DESK).text
    time.moment += timedelta(seconds=6)
    wall = open_page(client, WALL)
    assert wall.all(".said-text") == ['<script>alert("x")</script> & evil']
    assert "Germany" in wall.text
    link = wall.tree.css_first(".said a").attributes
    assert link["href"] == "https://youtu.be/abc"
    assert link["rel"] == "noopener noreferrer nofollow"
    assert "Video on another website: youtu.be" in wall.text
    frame = open_page(client, "/fa/summit/wall/newest")
    assert frame.response.headers["Cache-Control"] == "public, max-age=10"
    watch = open_page(client, f"{link_of(ann)}/watch")
    assert watch.tree.css_first("iframe.wall-frame").attributes["src"] == f"{WALL}/newest"
    assert watch.links("/messages") == [mine]
    assert watch.links("/wall") == [WALL]
    assert open_page(client, mine).submit(client, "/withdraw").status_code == 303
    time.moment += timedelta(seconds=6)
    assert "evil" not in open_page(client, WALL).text + open_page(client, mine).text


def test_bad_input_is_asked_for_again_with_what_was_typed(
    client: FlaskClient, ann: Registration
) -> None:
    mine = f"{link_of(ann)}/messages"
    page = open_page(client, mine)
    for fields, said in (
        ({"text": " \u202e "}, "Please write a few words."),
        ({"text": "x" * 281}, "Please write at most 280 characters."),
        ({"text": "look at https://x.example"}, "Links in the text are not shown."),
        ({"text": "look", "video": "https://x.example/v"}, "Only links to these websites"),
    ):
        answer = page.submit(client, mine, **fields)
        again = pages.check(answer, mine, status=422)
        assert said in again.text
        assert again.form(mine).fields["text"].strip() == fields["text"].strip()
    for text in ("one", "two", "three"):
        assert page.submit(client, mine, text=text).status_code == 303
    full = page.submit(client, mine, text="four")
    assert full.headers["Retry-After"] == "600"
    assert pages.check(full, mine, status=429).form(mine).fields["text"].strip() == "four"


def test_a_wall_for_those_who_watch_opens_with_their_key_alone(
    client: FlaskClient,
    organizer_client: FlaskClient,
    event: Event,
    ann: Registration,
    time: StandingClock,
) -> None:
    make_message(registration=ann, text="Among ourselves")
    page = open_page(organizer_client, DESK)
    page.submit(organizer_client, "/messages/wall", **{"wall-is_public": None})
    time.moment += timedelta(seconds=6)
    for path in (WALL, f"{WALL}/newest", f"{WALL}?key=x", f"{WALL}?key=ü"):
        closed = open_page(client, path, status=403)
        assert "for those who watch" in closed.text
        assert "Among" not in closed.text
    source = open_page(client, f"{link_of(ann)}/watch").links("/wall")[0]
    assert source == f"{WALL}?key={wall_key(event)}"
    assert open_page(client, source).all(".said-text") == ["Among ourselves"]
    assert open_page(client, source.replace("/en/", "/fa/")).links("/en/")[0] == source


def test_the_wall_has_pages(client: FlaskClient, ann: Registration) -> None:
    for number in range(30):
        make_message(registration=ann, text=f"Message {number}", pinned=number == 3)
    first = open_page(client, WALL)
    assert first.all(".said-text")[0] == "Message 3"
    assert "Pinned" in first.text
    assert len(first.all(".said-text")) == 24
    second = open_page(client, f"{WALL}?page=2")
    assert len(second.all(".said-text")) == 6
    assert not second.tree.css("meta[http-equiv]")
    assert open_page(client, f"{WALL}?page=99").all(".said-text") == second.all(".said-text")


def test_the_desk_silences_and_hears_again(
    organizer_client: FlaskClient, client: FlaskClient, event: Event, ann: Registration
) -> None:
    make_message(registration=ann, text="Rude", state=MessageState.WAITING)
    page = open_page(organizer_client, DESK)
    assert page.submit(organizer_client, "/silence").status_code == 303
    mine = f"{link_of(ann)}/messages"
    assert "No messages are taken from here just now." in open_page(client, mine).text
    page = open_page(organizer_client, DESK)
    assert page.submit(organizer_client, "/speak", sender="nonsense").status_code == 303
    assert page.submit(organizer_client, "/speak").status_code == 303
    assert open_page(client, mine).form(mine)
    service.arrange(event_id=event.id, takes=False, is_public=True, actor="x", now=ann.created_at)
    assert page.submit(organizer_client, "/speak").status_code == 303

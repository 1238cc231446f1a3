"""The screen of a room: its own link, what it plays and counts, and the printed sheet."""

import pytest
from flask.testing import FlaskClient

from app.database import db
from app.events.kept import forget_all
from app.events.models import Event
from app.hosting.models import Host
from app.livestream.models import DialIn
from app.livestream.rules import BroadcastState as State
from app.livestream.service import blocking
from app.locations.models import LocationState
from tests.factories import NOW, host_link_of, make_broadcast, make_host, save
from tests.pages import open_page


@pytest.fixture
def host(event: Event) -> Host:
    return make_host(event=event)


def screen_of(client: FlaskClient, host: Host) -> str:
    """As the host finds it."""
    prepare = open_page(client, host_link_of(host)).links("/prepare")
    (link,) = open_page(client, prepare[0]).links("/screen/")
    return link


def test_the_screen_holds_its_player_before_there_is_a_picture(
    client: FlaskClient, event: Event, host: Host
) -> None:
    make_broadcast(event=event, state=State.SCHEDULED)
    path = screen_of(client, host)
    page = open_page(client, path)
    assert "It has not begun yet" in page.text
    live = page.tree.css_first("#live").attributes
    assert "data-whole" in live
    assert live["data-beat"]
    video = page.tree.css_first("video").attributes
    assert client.get(video["src"]).status_code == 200
    assert client.post(video["data-renew"]).json["prefix"].startswith("/live/")
    assert page.all("kbd") == ["F", "L", "B", "C", "C"]


def test_the_link_of_a_screen_opens_nothing_else(client: FlaskClient, host: Host) -> None:
    token = screen_of(client, host).rpartition("/")[2]
    for path in (f"/h/{token}", f"/h/{token}/doors", f"/r/{token}"):
        assert client.get(path).status_code == 404
    assert client.get(f"/screen/{host_link_of(host).rpartition('/')[2]}").status_code == 404


def test_heads_are_counted_at_the_screen(client: FlaskClient, event: Event, host: Host) -> None:
    page = open_page(client, screen_of(client, host))
    assert page.submit(client, "/heads", heads="۴").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Host, host.id).heads == 4
    wrong = page.submit(client, "/heads", heads="many")
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.get_data(as_text=True)


def test_a_closed_location_and_a_link_that_was_passed_on_get_no_picture(
    client: FlaskClient, event: Event, host: Host
) -> None:
    make_broadcast(event=event)
    path = screen_of(client, host)
    blocking.block(event_id=event.id, pasted=f"http://x{path}", actor="organizer:1", now=NOW)
    forget_all()
    assert client.get(path).status_code == 403
    assert client.post(f"{path}/pass.json").status_code == 403
    location = host.location
    location.state = LocationState.CLOSED
    db.session.commit()
    assert client.get(path).status_code == 410


def test_the_sheet_holds_the_link_and_the_numbers(
    client: FlaskClient, event: Event, host: Host
) -> None:
    make_broadcast(event=event)
    path = screen_of(client, host)
    number = DialIn(event_id=event.id, country="DE", number="+49 30 12", code="7#", language="fa")
    save(number)
    forget_all()
    page = open_page(client, f"{host_link_of(host)}/sheet")
    assert f"http://localhost{path}" in page.text
    assert "+49 30 12" in page.text
    assert page.tree.css_first(".qr svg")

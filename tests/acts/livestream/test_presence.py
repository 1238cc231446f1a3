"""How many watch: from a page's beats to the desk, with and without nginx, as numbers alone."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.kept import forget_all
from app.events.models import Event
from app.livestream import counter
from app.livestream.counter import Lines
from app.livestream.models import Broadcast, PresenceMinute, PresenceNow
from app.livestream.presence import Closed, watchers_at
from app.livestream.queries.audience import audience_of, find_most, fullest_places
from app.livestream.rules import BroadcastState
from app.livestream.service.presence import forget_old, keep_counts
from app.livestream.service.telling import tell_watchers
from app.livestream.snapshot import live_of
from app.locations.models import Location
from app.purge import service as purge
from app.registration.service.counting import fold_counters
from tests import factories
from tests.factories import NOW, link_of, make_broadcast, make_registration
from tests.fixtures.application import StandingClock
from tests.pages import open_page

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def new_counter(app: Flask) -> None:
    """The application is shared by all tests, and time goes back for each."""
    counter.init_app(app)


@pytest.fixture
def twelve(event: Event, location: Location) -> Location:
    """A hall where twelve have signed up."""
    make_registration(location=location, party_size=12, now=NOW)
    fold_counters(now=NOW)
    return location


def beat(client: FlaskClient, ticket: str, *tabs: str) -> None:
    for tab in tabs:
        assert client.post(f"/seen?l={ticket}&v={tab}").status_code == 204


def a_minute_later(client: FlaskClient, time: StandingClock, ticket: str) -> None:
    time.moment += MINUTE + timedelta(seconds=8)
    beat(client, ticket, "ffff")
    forget_all()


def test_a_page_that_plays_is_counted_and_the_figure_is_rounded(
    client: FlaskClient, event: Event, twelve: Location, time: StandingClock
) -> None:
    make_broadcast(event=event)
    online = factories.make_online_location(event=event)
    own = make_registration(location=online, party_size=21, email="bea@example.org", now=NOW)
    fold_counters(now=NOW)
    page = open_page(client, f"{link_of(own)}/watch")
    address = str(page.tree.css_first("#live").attributes["data-beat"])
    ticket = address.rpartition("=")[2]
    beat(client, ticket, *(f"{number:x}" for number in range(21)))
    assert client.get("/en/summit/status.json").json["watching"] == ""
    a_minute_later(client, time, ticket)
    assert audience_of(event.id, time.now()) == [("DE", 21, 1)]
    assert tell_watchers(now=time.now()) == 1
    assert client.get("/en/summit/status.json").json["watching"] == "About 20 people are watching"
    assert "۲۰ نفر" in client.get("/fa/summit/status.json").json["watching"]
    assert "About 20 people are watching" in open_page(client, page.path).text


def test_what_everybody_is_told_follows_no_single_watcher(event: Event) -> None:
    location = factories.make_online_location(event=event)
    make_registration(location=location, party_size=60, now=NOW)
    fold_counters(now=NOW)
    make_broadcast(event=event)
    turns, told = [0], set()
    for screens in (*range(1, 60), *range(59, 0, -1)):
        keep_counts(counter="a", closed=Closed(NOW, {location.id: screens}))
        if tell_watchers(now=NOW):
            forget_all()
            turns.append(screens)
            told.add(live_of(event, NOW).watchers)
    # It turns after ten to nineteen, and nobody can know beforehand after how many.
    assert len(turns) > 4
    assert all(10 <= abs(after - before) < 20 for before, after in pairwise(turns))
    assert not {number for number in told if number % 10}
    # What is not on has no watchers, and the next time begins with none.
    keep_counts(counter="a", closed=Closed(NOW, {location.id: 60}))
    tell_watchers(now=NOW)
    broadcast = db.session.get_one(Broadcast, event.id, populate_existing=True)
    assert broadcast.watchers_told == 60
    broadcast.state = BroadcastState.ENDED
    db.session.commit()
    assert tell_watchers(now=NOW) == 1
    assert db.session.get_one(Broadcast, event.id, populate_existing=True).watchers_told == 0


def test_without_scripts_the_frame_counts(
    client: FlaskClient, event: Event, twelve: Location, time: StandingClock
) -> None:
    make_broadcast(event=event)
    own = make_registration(location=twelve, email="bea@example.org", now=NOW)
    page = open_page(client, f"{link_of(own)}/watch")
    frame = str(page.tree.css_first("noscript").text()) or page.response.get_data(as_text=True)
    address = frame.partition('<iframe class="status-frame" src="')[2].partition('"')[0]
    address = address.replace("&amp;", "&")
    client.get(address)
    client.get(address)
    a_minute_later(client, time, counter.ticket_of(twelve.id))
    assert audience_of(event.id, time.now()) == [("DE", 1, 1)]


def test_a_flood_moves_no_figure_beyond_those_who_signed_up(event: Event, twelve: Location) -> None:
    home = factories.make_home(event=event)
    factories.make_host(event=event, location=home, heads=4)
    iran = factories.make_online_location(event=event, country="IR")
    counts = {twelve.id: 5000, home.id: 1, iran.id: 30, 999_999: 3}
    keep_counts(counter="a", closed=Closed(NOW, counts))
    assert audience_of(event.id, NOW) == [("DE", 16, 2), ("IR", 1, 1)]
    places = fullest_places(event.id, NOW, country="", most=9)
    assert [(place.id, place.screens, place.watchers) for place in places] == [
        (twelve.id, 5000, watchers_at(5000, 12, None)),
        (home.id, 1, watchers_at(1, 0, 4)),
        (iran.id, 30, watchers_at(30, 0, None)),
    ]
    assert [place.id for place in fullest_places(event.id, NOW, country="IR", most=9)] == [iran.id]


def test_no_history_of_a_location_stays_and_counters_of_several_servers_add_up(
    event: Event, twelve: Location
) -> None:
    for number, name in enumerate("abab"):
        keep_counts(counter=name, closed=Closed(NOW + number // 2 * MINUTE, {twelve.id: 2}))
    rows = db.session.execute(select(PresenceNow.counter, PresenceNow.minute)).all()
    assert sorted(rows) == [("a", NOW + MINUTE), ("b", NOW + MINUTE)]
    assert audience_of(event.id, NOW + MINUTE)[0].watchers == 4
    assert find_most(event.id) == (NOW, 4)
    assert audience_of(event.id, NOW + 5 * MINUTE) == []
    forget_old(now=NOW + 5 * MINUTE)
    assert db.session.scalars(select(PresenceNow)).all() == []


def test_the_purge_takes_the_counts(event: Event, twelve: Location) -> None:
    keep_counts(counter="a", closed=Closed(NOW, {twelve.id: 2}))
    purge.purge_due(now=event.purge_at)
    for table in (PresenceNow, PresenceMinute):
        assert db.session.scalars(select(table)).all() == []


def test_lines_are_read_once_whole_and_cut_off(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "seen.log"
    file.write_bytes(b"1 a b\n2 c")
    with Lines(file) as lines:
        assert lines.read() == b"1 a b"
        with file.open("ab") as nginx:
            nginx.write(b" d\n")
            nginx.flush()
            assert lines.read() == b"2 c d"
            assert lines.read() == b""
            assert file.stat().st_size == 0
            nginx.write(b"3 e f\n")
            nginx.flush()
            assert lines.read() == b"3 e f"


def test_the_desk_shows_countries_and_locations(
    organizer_client: FlaskClient, event: Event, twelve: Location
) -> None:
    path = f"/organizer/{event.slug}/live/watchers"
    assert "Nobody just now" in open_page(organizer_client, path).text
    keep_counts(counter="a", closed=Closed(NOW, {twelve.id: 3}))
    page = open_page(organizer_client, path)
    assert "Germany" in page.text
    assert "Old Mill" in page.text
    assert "Old Mill" not in open_page(organizer_client, f"{path}?country=IR").text

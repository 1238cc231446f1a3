"""Trying out one's device before the day, with the test picture that every event has."""

import pytest
from flask.testing import FlaskClient

from app.livestream.rules import BroadcastState
from app.locations.models import Location
from app.registration.models import Registration
from app.registration.rules import RegistrationState
from tests import pages
from tests.factories import link_of, make_broadcast, make_registration
from tests.pages import open_page


@pytest.fixture
def anns(location: Location) -> Registration:
    return make_registration(location=location)


def test_long_before_the_day_and_without_any_stream_the_test_picture_plays(
    client: FlaskClient, anns: Registration
) -> None:
    page = open_page(client, f"{link_of(anns)}/check")
    source = str(page.tree.css_first("video").attributes["src"])
    assert source.endswith("/summit/test-picture/main.en.m3u8")
    master = client.get(source)
    assert master.status_code == 200
    for track in ("video", "a", "b"):
        assert f"{track}/index.m3u8" in master.text
        folder = source.rpartition("/")[0]
        assert client.get(f"{folder}/{track}/index.m3u8").status_code == 200
    chips = [link for link in page.links() if "/check?a=" in link]
    assert len(chips) == 2
    other = open_page(client, chips[1])
    assert str(other.tree.css_first("video").attributes["src"]).endswith("main.fa.m3u8")


def test_while_another_stream_is_live_it_is_still_the_test_picture(
    client: FlaskClient, anns: Registration
) -> None:
    make_broadcast(event=anns.event, state=BroadcastState.ENDED)
    page = open_page(client, f"{link_of(anns)}/check?s=backup&a=xx")
    assert "/test-picture/main.en.m3u8" in str(page.tree.css_first("video").attributes["src"])


def test_the_countdown_leads_there(client: FlaskClient, anns: Registration) -> None:
    assert open_page(client, f"{link_of(anns)}/watch").links("/check") == [f"{link_of(anns)}/check"]


def test_without_scripts_it_says_what_to_look_for(client: FlaskClient, anns: Registration) -> None:
    page = open_page(client, f"{link_of(anns)}/check")
    assert "later" in (page.tree.css_first("#check").attributes["class"] or "")
    assert "No sound: look whether" in page.text
    assert "it is now" in page.text


def test_only_for_who_is_confirmed(client: FlaskClient, location: Location) -> None:
    pending = make_registration(location=location, state=RegistrationState.PENDING)
    pages.check(client.get(f"{link_of(pending)}/check"), "check", status=403)

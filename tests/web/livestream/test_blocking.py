"""A link that was passed on: an organizer pastes it, and whoever has it gets no picture."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.events.models import Event
from app.livestream import queries
from app.locations.models import Location
from app.registration.models import Registration
from app.registration.service import changing
from tests import pages
from tests.factories import (
    link_of,
    make_broadcast,
    make_event,
    make_location,
    make_registration,
    media_prefix_of,
)
from tests.fixtures.application import StandingClock
from tests.pages import open_page

DESK = "/organizer/summit/live"
REST = "/summit/test-picture"


@pytest.fixture
def anns(event: Event, location: Location) -> Registration:
    make_broadcast(event=event)
    return make_registration(location=location)


def paste(omar: FlaskClient, link: str) -> int:
    form = next(
        one for one in open_page(omar, DESK).forms("/live/blocked") if "block-link" in one.fields
    )
    return omar.post(f"{DESK}/blocked", data={**form.fields, "block-link": link}).status_code


@pytest.mark.parametrize("kind", ["personal link", "media address", "viewer's name"])
def test_at_once_there_is_no_page_no_pass_and_no_picture(
    organizer_client: FlaskClient,
    event: Event,
    location: Location,
    anns: Registration,
    time: StandingClock,
    kind: str,
) -> None:
    eve, prefix = organizer_client.application.test_client(), media_prefix_of(anns)
    others = media_prefix_of(make_registration(location=location, email="bo@example.org"))
    pasted = {
        "personal link": f" http://localhost{link_of(anns)}/watch?a=fa ",
        "media address": f"http://localhost{prefix}{REST}/main.fa.m3u8",
        "viewer's name": prefix.split("/")[4],
    }
    assert eve.get(f"{prefix}{REST}/main.fa.m3u8").status_code == 200
    assert paste(organizer_client, pasted[kind]) == 303
    time.moment += timedelta(seconds=1)
    for file in ("main.fa.m3u8", "sound.fa.m3u8", "video/index.m3u8", "video/init.mp4"):
        assert eve.get(f"{prefix}{REST}/{file}").status_code == 403
        assert eve.get(f"{others}{REST}/{file}").status_code == 200
    assert eve.post(f"{link_of(anns)}/watch/pass.json", data={"screen": "e1"}).status_code == 403
    for page in ("watch", "trouble"):
        answer = eve.get(f"{link_of(anns)}/{page}")
        assert "The picture is closed for this link" in pages.check(answer, page, status=403).text
        assert "/live/" not in answer.text
    assert open_page(eve, link_of(anns)).links("/watch"), "the sign-up stays as it is"


def test_a_new_link_is_another_viewer(
    organizer_client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    assert paste(organizer_client, link_of(anns)) == 303
    changing.resend(registration_id=anns.id, actor="organizer:1", now=time.moment)
    time.moment += timedelta(seconds=1)
    anns.token_version += 1
    assert open_page(organizer_client, f"{link_of(anns)}/watch").tree.css_first("video")


def test_the_picture_can_be_opened_again(
    organizer_client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    assert paste(organizer_client, link_of(anns)) == 303
    assert paste(organizer_client, link_of(anns)) == 303
    assert len(queries.blocked_in(event.id)) == 1
    page = open_page(organizer_client, DESK)
    assert "Closed the picture for" in page.text
    assert page.submit(organizer_client, "/open").status_code == 303
    assert queries.blocked_in(event.id) == []
    time.moment += timedelta(seconds=1)
    assert organizer_client.get(f"{media_prefix_of(anns)}{REST}/main.m3u8").status_code == 200
    assert page.submit(organizer_client, "/open").status_code == 404


def test_what_is_no_link_of_this_event_is_asked_for_again(
    organizer_client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    elsewhere = make_event(slug="other", now=time.moment)
    theirs = make_registration(location=make_location(event=elsewhere), email="cy@example.org")
    token = link_of(anns).rpartition("/")[2]
    for link in (
        *("", "nonsense", "http://localhost/en/summit/", "/live/x/y/z", "ABCDEFGH23456722"),
        *(f"/r/{token[:-1]}", f"/r/{token[:-2]}xx", link_of(theirs), "<script>", "۱۲۳" * 200),
    ):
        assert paste(organizer_client, link) == 422, link
    assert queries.blocked_in(event.id) == []

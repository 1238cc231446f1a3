"""On how many screens a personal link is used at once: counted, shown, limited, forgotten."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db
from app.events.kept import forget_all
from app.events.models import Event
from app.livestream.models import ScreenNow
from app.livestream.service import directing, screens
from app.locations.models import Location
from app.registration.models import Registration
from app.registration.service import changing
from tests.factories import link_of, make_broadcast, make_registration
from tests.fixtures.application import StandingClock
from tests.pages import open_page

OTHER = "Your link is in use on 1 other screen."
PLAYLIST = "/summit/test-picture/video/index.m3u8"


@pytest.fixture
def anns(event: Event, location: Location) -> Registration:
    make_broadcast(event=event)
    return make_registration(location=location)


def allow(event: Event, most: int | None, time: StandingClock) -> None:
    directing.arrange(
        event_id=event.id,
        door_opens_at=None,
        switches_itself=True,
        screens_per_link=most,
        actor="organizer:1",
        now=time.moment,
    )
    forget_all()


def join(client: FlaskClient, anns: Registration, screen: str) -> tuple[int, str]:
    """What a page's script does when it begins: the status, and what is said of the others."""
    answer = client.post(f"{link_of(anns)}/watch/pass.json", data={"screen": screen})
    return answer.status_code, answer.get_json()["screens"] if answer.is_json else ""


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(ScreenNow)) or 0


def test_the_person_reads_that_others_watch_until_they_are_gone(
    client: FlaskClient, anns: Registration, time: StandingClock
) -> None:
    assert join(client, anns, "a1") == (200, "")
    assert join(client, anns, "a1") == (200, ""), "the same page, loaded again"
    assert join(client, anns, "b2") == (200, OTHER)
    assert OTHER.replace("1 other screen", "2 other screens") in client.get(
        f"{link_of(anns)}/watch"
    ).get_data(as_text=True)
    left = client.post(f"{link_of(anns)}/watch/left", data={"screen": "b2"})
    assert (left.status_code, join(client, anns, "a1")) == (204, (200, ""))
    assert join(client, anns, "b2") == (200, OTHER)
    time.moment += timedelta(minutes=21)
    assert join(client, anns, "c3") == (200, ""), "both closed without a word"
    screens.forget_ended(now=time.moment)
    assert count() == 1, "nothing is kept of them"


def test_what_a_player_without_scripts_fetches_counts_for_some_minutes(
    client: FlaskClient, anns: Registration, time: StandingClock
) -> None:
    page = open_page(client, f"{link_of(anns)}/watch")
    assert count() == 0, "opening a page changes nothing"
    source = page.tree.css_first("video").attributes["src"] or ""
    prefix = "/".join(source.split("/")[:5])
    assert client.get(f"{prefix}{PLAYLIST}").status_code == 200
    assert join(client, anns, "a1") == (200, OTHER)
    time.moment += timedelta(minutes=2)
    assert client.get(f"{prefix}/summit/holds").status_code == 200
    time.moment += timedelta(minutes=2)
    assert join(client, anns, "a1") == (200, OTHER)
    time.moment += timedelta(minutes=2)
    assert join(client, anns, "a1") == (200, "")


def test_the_event_limits_them_and_whoever_comes_last_may_take_over(
    client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    allow(event, 1, time)
    steady = open_page(client, f"{link_of(anns)}/watch").tree.css_first("video").attributes
    assert join(client, anns, "a1")[0] == 200
    assert join(client, anns, "b2")[0] == 403
    prefix = "/".join((steady["src"] or "").split("/")[:5])
    assert client.get(f"{prefix}{PLAYLIST}").status_code == 403
    for path in ("watch", "trouble"):
        full = open_page(client, f"{link_of(anns)}/{path}", status=403)
        assert full.heading == "Your link is in use elsewhere"
        assert "/live/" not in full.response.text
    assert full.submit(client, "/watch/here").status_code == 303
    assert join(client, anns, "b2") == (200, "")
    assert join(client, anns, "a1")[0] == 403, "its pass is not renewed"


def test_a_flood_of_made_up_screens_ends_at_fifty(client: FlaskClient, anns: Registration) -> None:
    statuses = {join(client, anns, f"{number:x}")[0] for number in range(50)}
    assert statuses == {200}
    assert join(client, anns, "ffff")[0] == 403
    for name in ("", "not hex", "0" * 9):
        assert join(client, anns, name)[0] == 400
    assert count() == 50


def test_organizers_see_how_many_and_close_a_link_that_is_everywhere(
    organizer_client: FlaskClient, event: Event, location: Location, anns: Registration
) -> None:
    guest = organizer_client.application.test_client()
    bo = make_registration(location=location, email="bo@example.org")
    assert join(guest, bo, "1")[0] == 200
    for number in range(4):
        assert join(guest, anns, f"{number:x}")[0] == 200
    page = open_page(organizer_client, "/organizer/summit/live/watchers")
    assert "1 screen 1 link 4 screens 1 link" in page.text
    assert page.submit(organizer_client, "/live/blocked").status_code == 303
    forget_all()
    assert (join(guest, anns, "0")[0], join(guest, bo, "1")[0]) == (403, 200)
    desk = open_page(organizer_client, "/organizer/summit/live")
    chosen = {"arrange-screens_per_link": "2"}
    assert desk.submit(organizer_client, "/live/arrange", **chosen).status_code == 303
    forget_all()
    assert [join(guest, bo, name)[0] for name in ("1", "2", "3")] == [200, 200, 403]
    wrong = {"arrange-screens_per_link": "-1"}
    assert desk.submit(organizer_client, "/live/arrange", **wrong).status_code == 422


def test_whoever_cancels_loses_the_picture_at_once(
    client: FlaskClient, anns: Registration, time: StandingClock
) -> None:
    page = open_page(client, f"{link_of(anns)}/watch")
    source = page.tree.css_first("video").attributes["src"] or ""
    assert client.get(source).status_code == 200
    changing.cancel(registration_id=anns.id, actor="holder", now=time.moment)
    time.moment += timedelta(seconds=16)
    assert client.get(source).status_code == 403
    assert join(client, anns, "a1")[0] == 403

"""The watch page: what it shows when, to whom, and in which language."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.events.kept import forget_all
from app.events.models import Event
from app.livestream.rules import BroadcastState as State
from app.locations.models import Location
from app.registration.models import Registration
from app.registration.rules import RegistrationState
from tests.factories import link_of, make_broadcast, make_programme_item, make_registration
from tests.fixtures.application import StandingClock
from tests.pages import Page, open_page


@pytest.fixture
def anns(location: Location) -> Registration:
    return make_registration(location=location)


def watch(client: FlaskClient, own: Registration, query: str = "") -> Page:
    return open_page(client, f"{link_of(own)}/watch{query}")


def source(page: Page) -> str:
    return str(page.tree.css_first("video").attributes["src"])


def test_the_personal_page_leads_there(client: FlaskClient, anns: Registration) -> None:
    page = open_page(client, link_of(anns))
    assert page.links("/watch") == [f"{link_of(anns)}/watch"]


def test_before_the_day_it_says_when_it_begins_where_the_watcher_is(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_programme_item(event=event)
    page = watch(client, anns)
    assert page.tree.css_first("video") is None
    assert "open" in page.tree.css_first("details.fold").attributes
    assert page.all("details.fold li") == ["Friday 5 March 2027 13:00 Opening · Lina"]
    assert "It has not begun yet" in page.text
    assert "5 March 2027, 13:00 , Berlin time" in page.text
    assert "in 7 weeks" in page.text


def test_captions_are_links_that_choose_another_master(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event)
    page = watch(client, anns)
    assert "captions" not in source(page)
    chosen = [link.attributes for link in page.tree.css("a[data-captions]")]
    assert [one["data-captions"] for one in chosen] == ["", "en", "fa"]
    assert chosen[0]["aria-current"] == "true"
    read = open_page(client, chosen[2]["href"])
    assert source(read).endswith("/main.en.captions-fa.m3u8")
    assert "captions-fa" in source(open_page(client, read.links("a=fa")[0]))
    assert "captions" not in source(watch(client, anns, "?c=xx"))
    assert "captions" not in source(watch(client, anns, "?c=fa&sound=only"))


def test_half_an_hour_before_the_door_opens_by_itself(
    client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    make_broadcast(event=event, state=State.SCHEDULED)
    time.moment = event.starts_at - timedelta(minutes=31)
    assert watch(client, anns).tree.css_first("video") is None
    time.moment = event.starts_at - timedelta(minutes=30)
    page = watch(client, anns)
    assert "The door is open" in page.text
    assert source(page)


def test_the_organizers_can_open_the_door_at_another_time(
    client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    opens = event.starts_at - timedelta(hours=5)
    make_broadcast(event=event, state=State.SCHEDULED, door_opens_at=opens)
    time.moment = opens
    assert source(watch(client, anns))


def test_live_it_plays_the_language_of_the_page(
    client: FlaskClient, event: Event, location: Location
) -> None:
    make_broadcast(event=event)
    for language in ("en", "fa"):
        own = make_registration(location=location, language=language, email=f"{language}@x.example")
        page = watch(client, own)
        assert source(page).endswith(f"/summit/test-picture/main.{language}.m3u8")
        assert client.get(source(page)).status_code == 200


def test_another_language_is_a_link_that_needs_no_script(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event)
    persian = next(link for link in watch(client, anns).links("a=fa"))
    page = open_page(client, persian)
    assert source(page).endswith("/main.fa.m3u8")
    assert page.tree.css_first("a.chip[aria-current]").text() == "فارسی"


def test_sound_alone_and_the_backup_are_links_as_well(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event)
    page = watch(client, anns, "?a=fa")
    sound = open_page(client, page.links("sound=only")[0])
    assert source(sound).endswith("/test-picture/sound.fa.m3u8")
    assert sound.tree.css_first("video.sound-only") is not None
    backup = open_page(client, page.links("s=backup")[0])
    assert source(backup).endswith("/test-picture-2/main.fa.m3u8")


@pytest.mark.parametrize("query", ["?a=xx", "?a=%00", "?s=replay", "?s=%22%3E", "?sound=loud"])
def test_a_choice_that_is_none_is_left_alone(
    client: FlaskClient, event: Event, anns: Registration, query: str
) -> None:
    make_broadcast(event=event)
    assert source(watch(client, anns, query)).endswith("/test-picture/main.en.m3u8")


@pytest.mark.parametrize(
    ("state", "words", "plays"),
    [
        (State.TEST, "This is a test picture", True),
        (State.INTERRUPTED, "comes back by itself", True),
        (State.ENDED, "It is over", False),
        # Nobody has added a recording.
        (State.REPLAY, "It is over", False),
    ],
)
def test_each_state_says_what_to_do(
    client: FlaskClient, event: Event, anns: Registration, state: State, words: str, plays: bool
) -> None:
    make_broadcast(event=event, state=state)
    page = watch(client, anns)
    assert words in page.text
    assert (page.tree.css_first("video") is not None) == plays


def test_it_says_what_is_on_and_how_to_listen_by_telephone(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event)
    page = watch(client, anns)
    assert "+49 30 23125 014" in page.text
    assert page.tree.css_first("noscript iframe") is not None


@pytest.mark.parametrize(
    "state",
    [
        RegistrationState.PENDING,
        RegistrationState.CANCELLED,
        RegistrationState.EXPIRED,
        RegistrationState.WAITLISTED,
    ],
)
def test_whoever_is_not_confirmed_gets_neither_picture_nor_pass(
    client: FlaskClient, event: Event, location: Location, state: RegistrationState
) -> None:
    make_broadcast(event=event)
    own = make_registration(location=location, state=state)
    for path in ("watch", "trouble"):
        page = open_page(client, f"{link_of(own)}/{path}", status=403)
        assert "not confirmed" in page.text
        assert b"/live/" not in page.response.data
    assert client.post(f"{link_of(own)}/watch/pass.json", data={"screen": "a1"}).status_code == 403


def test_the_trouble_page_is_small_and_has_every_other_way(
    client: FlaskClient, event: Event, anns: Registration
) -> None:
    make_broadcast(event=event)
    page = open_page(client, f"{link_of(anns)}/trouble")
    assert len(page.response.data) < 5_000
    assert page.tree.css("link[rel=stylesheet], script, img, video") == []
    assert "/sound.en.m3u8" in page.response.text
    assert "+44 20 7946 0014" in page.text


def test_a_pass_is_renewed_for_the_same_viewer(
    client: FlaskClient, event: Event, anns: Registration, time: StandingClock
) -> None:
    make_broadcast(event=event)
    before = source(watch(client, anns)).split("/")
    fresh = client.post(f"{link_of(anns)}/watch/pass.json", data={"screen": "a1"}).get_json()
    assert fresh["expires_in"] == 20 * 60
    _empty, live, signature, _expiry, viewer = fresh["prefix"].split("/")
    assert (live, viewer.partition("_")[0]) == ("live", before[4].partition("_")[0])
    assert signature != before[2]
    rest = "/summit/test-picture/video/index.m3u8"
    time.moment += timedelta(minutes=21)
    assert client.get(f"{fresh['prefix']}{rest}").status_code == 410
    assert client.get(f"{'/'.join(before[:5])}{rest}").status_code == 200, "without scripts"
    time.moment += timedelta(hours=6)
    assert client.get(f"{'/'.join(before[:5])}{rest}").status_code == 410


def test_without_a_media_secret_there_is_no_player(
    client: FlaskClient, event: Event, anns: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_broadcast(event=event)
    monkeypatch.setitem(client.application.extensions, "gate", None)
    forget_all()
    page = watch(client, anns)
    assert page.tree.css_first("video") is None
    assert "+49 30" in page.text

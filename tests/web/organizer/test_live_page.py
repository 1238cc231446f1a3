"""The live desk, as Omar uses it on the evening."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from app.events.models import Event
from app.livestream import queries
from app.livestream.health import Health, Trouble
from app.livestream.rules import BroadcastState, StreamRole
from app.livestream.service import directing, watch
from app.livestream.service.directing import NewStream
from app.staff.models import StaffRole
from tests import factories, pages
from tests.pages import open_page

DESK = "/organizer/summit/live"


def state_of(client: FlaskClient) -> str:
    return str(client.get("/en/summit/status.json").get_json()["state"])


def stream_fields(**changed: object) -> dict[str, object]:
    return {
        "stream-role": "primary",
        "stream-path": "main",
        "stream-qualities": ["360p"],
        "stream-languages": ["en", "fa"],
        "stream-captions": ["fa"],
        **changed,
    }


def test_from_nothing_to_live_with_a_stream_and_a_message(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, DESK)
    assert "Qualities of the picture" in page.all("fieldset > legend"), "its ticks are one group"
    assert page.submit(organizer_client, "/live/streams", **stream_fields()).status_code == 303
    page = open_page(organizer_client, DESK)
    token = page.forms("/live/state")[0].fields["csrf_token"]
    answer = organizer_client.post(f"{DESK}/state", data={"csrf_token": token, "to": "live"})
    assert answer.status_code == 303
    words = {"notice-text_en": "Welcome <b>all</b>", "notice-text_fa": "خوش آمدید"}
    assert page.submit(organizer_client, "/live/notices", **words).status_code == 303
    page = open_page(organizer_client, DESK)
    assert "Welcome <b>all</b>" in page.text
    assert page.all(".history li span")[0].startswith("Posted a message")
    status = organizer_client.get("/fa/summit/status.json").get_json()
    assert (status["state"], status["stream"]) == ("live", "main")
    assert status["notices"][0]["text"] == "خوش آمدید"


def test_a_turn_that_somebody_else_took_first_is_told(
    organizer_client: FlaskClient, event: Event
) -> None:
    factories.make_broadcast(event=event)
    page = open_page(organizer_client, DESK)
    token = page.forms("/live/state")[0].fields["csrf_token"]
    for to in ("scheduled", "nonsense", ""):
        organizer_client.post(f"{DESK}/state", data={"csrf_token": token, "to": to})
        assert "Somebody was faster" in open_page(organizer_client, DESK).text
    assert state_of(organizer_client) == "live"


@pytest.mark.parametrize(
    "changed",
    [
        {"stream-path": ""},
        {"stream-path": "../etc"},
        {"stream-path": "file:///etc/passwd"},
        {"stream-path": "http://169.254.169.254/"},
        {"stream-path": "Main"},
        {"stream-path": "test-picture"},
        {"stream-qualities": []},
        {"stream-languages": ["xx"]},
        {"stream-captions": ["xx"]},
        {"stream-role": "link"},
    ],
)
def test_a_stream_that_cannot_be_is_asked_for_again(
    organizer_client: FlaskClient, event: Event, changed: dict[str, object]
) -> None:
    page = open_page(organizer_client, DESK)
    factories.make_broadcast(event=event)
    answer = page.submit(organizer_client, "/live/streams", **stream_fields(**changed))
    pages.check(answer, DESK, status=422)
    assert len(queries.streams_of(event.id)) == 2


def test_a_message_needs_words(organizer_client: FlaskClient, event: Event) -> None:
    page = open_page(organizer_client, DESK)
    answer = page.submit(organizer_client, "/live/notices")
    again = pages.check(answer, DESK, status=422)
    assert "in at least one language" in again.text


def test_numbers_come_and_go(organizer_client: FlaskClient, event: Event) -> None:
    page = open_page(organizer_client, DESK)
    number = {"number-country": "DE", "number-language": "en", "number-number": "+49 30 1"}
    assert page.submit(organizer_client, "/live/numbers", **number).status_code == 303
    bad = page.submit(organizer_client, "/live/numbers", **number | {"number-number": "call me"})
    assert bad.status_code == 422
    page = open_page(organizer_client, DESK)
    assert "+49 30 1" in page.text
    assert page.submit(organizer_client, "/remove").status_code == 303
    broadcast = queries.find_told(event.id)
    assert broadcast is not None
    assert broadcast.numbers == []


@pytest.mark.parametrize("role", [StaffRole.COORDINATOR, StaffRole.VIEWER])
def test_who_looks_after_people_does_not_steer_the_stream(
    client: FlaskClient, organizer_client: FlaskClient, event: Event, role: StaffRole
) -> None:
    factories.make_organizer(email="vera@example.org", role=role)
    vera = client.application.test_client()
    pages.sign_in(vera, "vera@example.org", factories.PASSWORD)
    assert vera.get(DESK).status_code == 403
    assert DESK not in open_page(vera, "/organizer/summit/").links()


def test_the_door_and_the_switching_are_arranged(
    organizer_client: FlaskClient, event: Event
) -> None:
    fields = {"arrange-door_opens_at": "2027-03-05T18:30"}
    page = open_page(organizer_client, DESK)
    form = page.forms("/live/arrange")[0]
    assert form.fields["arrange-switches_itself"] == "y"
    answer = organizer_client.post(
        f"{DESK}/arrange", data={"csrf_token": form.fields["arrange-csrf_token"], **fields}
    )
    assert answer.status_code == 303
    broadcast = queries.find_broadcast(event.id)
    assert broadcast is not None
    assert not broadcast.switches_itself
    assert broadcast.door_opens_at == datetime(2027, 3, 5, 18, 30, tzinfo=ZoneInfo(event.timezone))
    page = open_page(organizer_client, DESK)
    assert page.forms("/live/arrange")[0].fields["arrange-door_opens_at"] == "2027-03-05T18:30"
    bad = page.submit(organizer_client, "/live/arrange", **{"arrange-door_opens_at": "soon"})
    assert bad.status_code == 422


def test_the_health_of_each_stream_and_who_watches(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    factories.make_broadcast(event=event)
    main, spare = queries.streams_of(event.id)
    assert "flask livestream watch" not in open_page(organizer_client, DESK).text
    encoder = NewStream(StreamRole.BACKUP, "main", ["en"])
    directing.add_stream(event_id=event.id, new=encoder, actor="organizer:1", now=now)
    assert "flask livestream watch" in open_page(organizer_client, DESK).text
    watch.take_watch(holder="a", now=now)
    seconds = timedelta(seconds=1)
    well = Health(now, now, status=200, newest="7", well_at=now - 3 * seconds, bitrate=640_000)
    still = Health(now, now, Trouble.STILL, 200, "8", now - 14 * seconds)
    watch.write_health(seen={main.id: (still, []), spare.id: (well, ["fa"]), 999_999: (well, [])})
    page = open_page(organizer_client, DESK)
    assert "flask livestream watch" not in page.text
    assert "stands still" in page.text
    assert "newest piece 14 s ago" in page.text
    assert "640 kbit/s" in page.text
    assert "No sound in: فارسی" in page.text


def test_a_recording_is_offered_once_there_is_one(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    factories.make_broadcast(event=event, state=BroadcastState.ENDED)
    assert "Show the recording" not in open_page(organizer_client, DESK).all("summary")
    recording = NewStream(StreamRole.REPLAY, "evening", ["en"])
    directing.add_stream(event_id=event.id, new=recording, actor="organizer:1", now=now)
    assert "Show the recording" in open_page(organizer_client, DESK).all("summary")


def test_what_the_watcher_did_stands_in_the_log(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    factories.make_broadcast(event=event)
    main, spare = queries.streams_of(event.id)
    assert watch.switch(
        event_id=event.id, away_from=main.id, to=spare.id, why=Trouble.STILL, now=now
    )
    line = open_page(organizer_client, DESK).all(".history li span")[0]
    assert line.startswith("Left a stream that was ill (stands still) for test-picture-2")
    assert line.endswith("by itself")

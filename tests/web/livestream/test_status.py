"""The status that all watchers share: small, the same for everybody, cacheable for a second."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from app.events.kept import forget_all
from app.events.models import Event, ProgrammeItem, ProgrammeText
from app.livestream.models import Notice
from app.livestream.rules import BroadcastState as State
from tests.factories import NOW, make_broadcast, save
from tests.fixtures.application import StandingClock
from tests.pages import open_page


def test_it_is_there_before_anybody_has_set_a_stream_up(client: FlaskClient, event: Event) -> None:
    status = client.get("/en/summit/status.json").get_json()
    assert status["v"] == 0
    assert status["state"] == "scheduled"
    assert status["stream"] is None
    assert status["poll_s"] == 20


def test_live_it_names_stream_session_and_notices_in_its_language(
    client: FlaskClient, event: Event, time: StandingClock
) -> None:
    make_broadcast(event=event)
    save(session_at(event, event.starts_at))
    save(notice(event, {"en": "Begins late", "fa": "دیر آغاز می‌شود"}))
    time.moment = event.starts_at + timedelta(minutes=5)
    forget_all()
    for language, title, text in (
        ("en", "Opening", "Begins late"),
        ("fa", "گشایش", "دیر آغاز می‌شود"),
    ):
        answer = client.get(f"/{language}/summit/status.json")
        status = answer.get_json()
        assert (status["state"], status["stream"]) == ("live", "test-picture")
        assert status["session"]["title"] == title
        assert status["notices"] == [{"urgent": True, "text": text}]
        assert status["poll_s"] == 5
        assert len(answer.data) < 1_000


def test_caches_may_keep_it_for_a_second_and_it_sets_no_cookie(
    client: FlaskClient, event: Event
) -> None:
    first = client.get("/en/summit/status.json")
    assert first.headers["Cache-Control"] == "public, max-age=1"
    assert "Set-Cookie" not in first.headers
    etag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/en/summit/status.json", headers=etag).status_code == 304


def test_a_thousand_pages_in_a_second_ask_the_database_once(
    client: FlaskClient, event: Event, time: StandingClock
) -> None:
    broadcast = make_broadcast(event=event)
    assert client.get("/en/summit/status.json").get_json()["state"] == "live"
    broadcast.state = State.ENDED
    save(broadcast)
    assert client.get("/fa/summit/status.json").get_json()["state"] == "live"
    time.moment += timedelta(seconds=1)
    assert client.get("/en/summit/status.json").get_json()["state"] == "ended"


def test_the_twin_without_scripts_refreshes_itself_and_only_we_may_frame_it(
    client: FlaskClient, event: Event
) -> None:
    make_broadcast(event=event)
    save(session_at(event, event.starts_at))
    save(notice(event, {"en": "<b>Begins</b> late"}))
    page = open_page(client, "/en/summit/status")
    refresh = page.tree.css_first("meta[http-equiv=refresh]")
    assert int(refresh.attributes["content"] or "") == 15
    assert page.response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page.tree.css_first("li.urgent").text() == "<b>Begins</b> late"
    # It is the same in every zone, so it tells no hour that the page around it tells otherwise.
    assert page.tree.css_first("#on-next").text() == "Opening"


def test_an_event_that_is_not_public_has_no_status(client: FlaskClient) -> None:
    assert client.get("/en/nowhere/status.json").status_code == 404
    assert client.get("/en/nowhere/status").status_code == 404


def session_at(event: Event, starts_at: datetime) -> ProgrammeItem:
    item = ProgrammeItem(
        event_id=event.id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), speakers=[]
    )
    item.texts = [
        ProgrammeText(language=language, title=title, summary="")
        for language, title in (("en", "Opening"), ("fa", "گشایش"))
    ]
    return item


def notice(event: Event, texts: dict[str, str]) -> Notice:
    return Notice(id=uuid7(), event_id=event.id, urgent=True, texts=texts, created_at=NOW)

"""Editing the event, as Omar does it, and as two people do it at once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events import queries
from app.events.models import Event, EventState
from app.staff.models import StaffRole
from tests import factories, pages
from tests.fixtures.application import StandingClock
from tests.pages import open_page

DESK = "/organizer/summit/event"


def test_texts_are_seen_before_they_are_kept_and_the_public_page_follows_at_once(
    organizer_client: FlaskClient, event: Event
) -> None:
    organizer_client.get("/en/summit/")
    page = open_page(organizer_client, f"{DESK}/texts")
    typed = {"headline_en": "Sing", "body_en": "**Loud** <script>alert(1)</script>"}
    look = page.submit(organizer_client, "/texts", **typed, act="look")
    shown = pages.check(look, DESK, status=200)
    assert "<strong>Loud</strong>" in look.text
    assert "<script>alert" not in look.text
    assert "Sing" not in organizer_client.get("/en/summit/").text
    assert shown.submit(organizer_client, "/texts").status_code == 303
    assert "Sing" in organizer_client.get("/en/summit/").text


def test_a_text_without_a_title_is_asked_for_and_what_was_typed_stays(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{DESK}/texts")
    answer = page.submit(organizer_client, "/texts", title_fa="", summary_fa="با هم")
    again = pages.check(answer, DESK, status=422)
    assert again.form("/texts").fields["summary_fa"] == "با هم"
    assert "Missing:" in again.text


def test_two_people_do_not_overwrite_each_other(
    organizer_client: FlaskClient, event: Event
) -> None:
    mine = open_page(organizer_client, f"{DESK}/texts")
    theirs = open_page(organizer_client, f"{DESK}/texts")
    assert theirs.submit(organizer_client, "/texts", title_en="Theirs").status_code == 303
    both = pages.check(mine.submit(organizer_client, "/texts", title_en="Mine"), DESK, status=422)
    assert both.form("/texts").fields["title_en"] == "Mine"
    assert any("Theirs" in words for words in both.all(".theirs"))
    assert both.submit(organizer_client, "/texts").status_code == 303
    assert "Mine" in organizer_client.get("/en/summit/").text


def test_every_saving_can_be_read_and_brought_back(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{DESK}/texts")
    page.submit(organizer_client, "/texts", summary_en="We sing together.")
    revision = open_page(organizer_client, f"{DESK}/history/2")
    assert "sing" in revision.all("ins")[0]
    assert "watch" in revision.all("del")[0]
    first = open_page(organizer_client, f"{DESK}/history/1")
    assert first.submit(organizer_client, "/restore").status_code == 303
    assert "We watch together." in organizer_client.get("/en/summit/").text
    assert [row.act for row in queries.revisions_of(event.id)] == ["restored", "texts", "before"]
    assert organizer_client.get(f"{DESK}/history/9").status_code == 404


def test_the_programme_grows_moves_and_shrinks(organizer_client: FlaskClient, event: Event) -> None:
    for title, begins, ends in (("Song", "10:00", "10:30"), ("Talk", "10:30", "12:00")):
        page = open_page(organizer_client, f"{DESK}/programme")
        typed = {"starts_at": f"2027-03-05T{begins}", "ends_at": f"2027-03-05T{ends}"}
        typed |= {"title_en": title, "speakers": "Lina\nOmid", "speakers_fa": "لینا"}
        answer = page.submit(organizer_client, "/programme/add", **typed, title_fa=f"{title} فا")
        assert answer.status_code == 303, answer.text
    song, talk = queries.programme_of(event.id)
    talk_id, end = talk.id, talk.ends_at
    page = open_page(organizer_client, f"{DESK}/programme")
    assert page.submit(organizer_client, f"/{talk.id}/move", to="earlier").status_code == 303
    moved = queries.programme_of(event.id)
    assert [item.id for item in moved] == [talk.id, song.id]
    assert (moved[0].starts_at < moved[1].starts_at, moved[1].ends_at) == (True, end)
    public = organizer_client.get("/fa/summit/").text
    assert public.index("Talk فا") < public.index("Song فا")
    assert "لینا" in public
    page = open_page(organizer_client, f"{DESK}/programme/{talk_id}")
    assert page.submit(organizer_client, "/remove").status_code == 303
    assert len(queries.programme_of(event.id)) == 1
    assert organizer_client.get(f"{DESK}/programme/{talk_id}").status_code == 404


def test_settings_are_checked_kept_and_compared(
    organizer_client: FlaskClient, event: Event
) -> None:
    page, late = (open_page(organizer_client, DESK) for _ in range(2))
    address = "/event/settings"
    wrong = page.submit(organizer_client, address, timezone="Mars/Olympus")
    assert wrong.status_code == 422
    wrong = page.submit(organizer_client, address, ends_at="2026-01-01T10:00")
    assert "after the beginning" in pages.check(wrong, DESK, status=422).text
    kept = page.submit(
        organizer_client,
        address,
        max_party_size="7",
        accepts_no_address="y",
        languages=["en", "fa"],
    )
    assert kept.status_code == 303
    found = queries.get_event("summit")
    assert (found.max_party_size, found.accepts_no_address) == (7, True)
    other = late.submit(organizer_client, address, max_party_size="3", languages=["en", "fa"])
    assert "7" in pages.check(other, DESK, status=422).all(".theirs")[0]


def test_a_draft_is_seen_with_its_link_until_the_link_ends(
    app: Flask, client: FlaskClient, organizer: object, now: datetime
) -> None:
    factories.make_event(now=now, state=EventState.DRAFT, preview_id=None)
    pages.sign_in(client, "omar@example.org", factories.PASSWORD)
    eve = app.test_client()
    assert open_page(client, DESK).submit(client, "/preview", act="new").status_code == 303
    link = open_page(client, DESK).tree.css_first("#preview-link").text().strip()
    path = link[link.index("/p/") :]
    answer = eve.get(path)
    assert pages.check(answer, path, status=200).text.count("Preview") >= 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.headers.getlist("Set-Cookie")
    assert eve.get("/en/summit/").status_code == 404
    open_page(client, DESK).submit(client, "/preview", act="end")
    assert eve.get(path).status_code == 404
    assert open_page(client, DESK).submit(client, "/state", to="published").status_code == 303
    assert eve.get("/en/summit/").status_code == 200


@pytest.mark.parametrize("role", [StaffRole.COORDINATOR, StaffRole.VIEWER])
def test_others_of_the_team_read_nothing_of_it(
    client: FlaskClient, organizer: object, event: Event, role: StaffRole
) -> None:
    scope = ("DE",) if role == StaffRole.COORDINATOR else ()
    factories.make_organizer(email="vera@example.org", role=role, scope=scope)
    pages.sign_in(client, "vera@example.org", factories.PASSWORD)
    for path in (DESK, f"{DESK}/texts", f"{DESK}/programme", f"{DESK}/history"):
        assert client.get(path).status_code == 403
    assert not open_page(client, "/organizer/summit/").links(DESK)


def test_what_was_taken_out_of_the_programme_comes_back_at_a_press_unless_somebody_was_faster(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    item_id = factories.make_programme_item(event=event, title="Songs")
    removal = open_page(organizer_client, f"{DESK}/programme/{item_id}")
    removal.submit(organizer_client, f"/{item_id}/remove")
    gone = open_page(organizer_client, f"{DESK}/programme")
    assert "Songs" not in " ".join(gone.all("ol"))
    assert gone.submit(organizer_client, "/restore").headers["Location"].endswith("/programme")
    back = open_page(organizer_client, f"{DESK}/programme")
    assert "Songs" in " ".join(back.all("ol"))
    assert queries.programme_of(event.id)[0].speakers == ["Lina"]
    # The same press from a page that has grown old changes nothing.
    again = gone.submit(organizer_client, "/restore")
    assert "Somebody was faster" in open_page(organizer_client, again.headers["Location"]).text
    assert len(queries.programme_of(event.id)) == 1
    factories.make_programme_item(event=event, title="Tea")
    assert open_page(organizer_client, f"{DESK}/programme").forms("/restore")
    time.moment += timedelta(minutes=10)
    assert not open_page(organizer_client, f"{DESK}/programme").forms("/restore")


def test_each_language_folds_the_first_one_open_and_one_with_a_fault_as_well(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{DESK}/programme")
    folds = [node.attributes for node in page.tree.css("details.language-fold")]
    assert ["open" in one for one in folds] == [True, False]
    typed = {"title_en": "Tea", "summary_fa": "چای", "ends_at": "2027-03-05T14:00"}
    answer = page.submit(organizer_client, "/add", **typed)
    again = pages.check(answer, DESK, status=422)
    folds = [node.attributes for node in again.tree.css("details.language-fold")]
    assert ["open" in one for one in folds] == [True, True]

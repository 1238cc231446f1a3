"""Other tools read an event: what a token opens, and what it does not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.api import access
from app.api.models import ApiToken
from app.audit import queries as audit
from app.database import db
from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import Location, LocationState
from app.organizer.publishing import publish_figures
from app.purge.service import purge_due
from app.registration.models import Registration
from app.staff.models import EventKeyGrant, Organizer
from app.staff.service.accounts import end_access
from app.web.references import read_reference
from tests import factories, pages
from tests.fixtures.application import StandingClock
from tests.web.api.conftest import DESK, EVENT, Ask, MakeToken


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem details of an answer."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert "Set-Cookie" not in answer.headers
    found: dict[str, Any] = answer.get_json()
    assert found["status"] == status
    return found


def test_a_token_reads_names_page_by_page_and_the_log_says_how_many(
    location: Location, make_token: MakeToken, ask: Ask, now: datetime
) -> None:
    for number in range(5):
        moment = now - timedelta(hours=number)
        factories.make_registration(location=location, email=f"ann{number}@x.org", now=moment)
    token = make_token("people.read")
    path, rows, cursors, pages_seen = f"{EVENT}/registrations?limit=2", [], [], 0
    while path:
        answer = ask(path, token)
        assert answer.status_code == 200
        page = answer.get_json()
        rows += page["rows"]
        pages_seen += 1
        cursors += [page["next"]] if page["next"] else []
        path = page["next"] and f"{EVENT}/registrations?limit=2&after={page['next']}"
    assert pages_seen == 3
    assert [row["email"] for row in rows] == [f"ann{number}@x.org" for number in range(5)]
    assert {row["name"] for row in rows} == {"Ann"}
    assert all(row["signed_up"].endswith(":00:00+01:00") for row in rows)
    one = ask(f"{EVENT}/registrations/{rows[0]['id']}", token).get_json()
    assert one == rows[0]
    told = [row["id"] for row in rows]
    # Neither what a sign-up is called nor the way to the next page tells the moment in it.
    ids = db.session.scalars(select(Registration.id).order_by(Registration.created_at.desc()))
    assert [read_reference(text) for text in told] == list(ids)
    assert all(row_id.hex[:8] not in text for text, row_id in zip(told, ids, strict=False))
    assert cursors == [told[1], told[3]]
    assert ask(f"{EVENT}/registrations/{told[0][::-1]}", token).status_code == 404
    assert ask(f"{EVENT}/registrations?after={'x' * 46}", token).status_code == 422
    read = [entry for entry in audit.latest_entries("people.") if entry.opened]
    assert [entry.opened for entry in read] == [1, 1, 2, 2]
    assert {entry.actor for entry in read} == {f"token:{token.split('_')[1]}"}


def test_what_is_filtered_is_what_is_given(
    event: Event, location: Location, make_token: MakeToken, ask: Ask
) -> None:
    home = factories.make_online_location(event=event, country="FR")
    factories.make_registration(location=location)
    factories.make_registration(location=home, email="bob@x.org")
    token = make_token()
    found = ask(f"{EVENT}/registrations?country=FR&state=confirmed", token).get_json()["rows"]
    assert [row["email"] for row in found] == ["bob@x.org"]
    assert ask(f"{EVENT}/registrations?state=cancelled", token).get_json()["rows"] == []
    # A misspelled filter must not give out everybody.
    fault = problem(ask(f"{EVENT}/registrations?contry=FR&limit=900&after=x", token), 422)
    assert {one["parameter"] for one in fault["errors"]} == {"contry", "limit"}
    assert problem(ask(f"{EVENT}/registrations?after=x", token), 422)["errors"]


def test_a_token_sees_of_locations_what_its_scope_says(
    event: Event, location: Location, make_token: MakeToken, ask: Ask
) -> None:
    hidden = factories.make_location(event=event, name="Cellar", listed=False)
    waits = factories.make_location(event=event, name="Barn", state=LocationState.PROVEN)
    public, staff = make_token("locations.read"), make_token("locations.staff")
    seen = ask(f"{EVENT}/locations", public).get_json()["rows"]
    assert [row["title"] for row in seen] == ["Old Mill"]
    assert "taken" not in seen[0]
    assert "Mill Lane" not in str(seen)
    for place in (hidden, waits):
        problem(ask(f"{EVENT}/locations/{place.public_id}", public), 404)
    assert problem(ask(f"{EVENT}/locations?state=proven", public), 403)["scope"] == (
        "locations.staff"
    )
    every = ask(f"{EVENT}/locations", staff).get_json()["rows"]
    assert {row["title"]: row["state"] for row in every} == {
        "Old Mill": "approved",
        "Cellar": "approved",
        "Barn": "proven",
    }
    assert ask(f"{EVENT}/locations/{waits.public_id}?language=fa", staff).status_code == 200
    problem(ask(f"{EVENT}/registrations", staff), 403)


def test_numbers_are_tens_without_the_right_and_exact_with_it(
    location: Location, make_token: MakeToken, ask: Ask
) -> None:
    factories.make_registration(location=location, party_size=19)
    assert ask(f"{EVENT}/counts", make_token("counts.read")).get_json()["at"] is None
    publish_figures(now=factories.NOW)
    forget_all()
    rounded = ask(f"{EVENT}/counts", make_token("counts.read")).get_json()
    exact = ask(f"{EVENT}/counts", make_token("counts.exact")).get_json()
    assert (rounded["exact"], rounded["people"], rounded["states"]["confirmed"]) == (False, 10, 0)
    assert (exact["exact"], exact["people"], exact["states"]["confirmed"]) == (True, 19, 1)
    assert exact["countries"] == [{"country": "DE", "offered": 1, "locations": 1, "people": 19}]


def test_a_token_ends_when_it_is_revoked_when_it_runs_out_and_when_its_maker_leaves(
    organizer_client: FlaskClient,
    organizer: Organizer,
    make_token: MakeToken,
    ask: Ask,
    time: StandingClock,
) -> None:
    first, second, third = make_token(), make_token(), make_token(days=365)
    assert ask("/api/v1/events", first).get_json()["rows"][0]["slug"] == "summit"
    token_id = first.split("_")[1]
    pages.open_page(organizer_client, DESK).submit(organizer_client, f"/{token_id}/revoke")
    problem(ask("/api/v1/events", first), 401)
    time.moment += timedelta(days=91)
    problem(ask("/api/v1/events", second), 401)
    assert ask("/api/v1/events", third).status_code == 200
    row = db.session.get_one(Organizer, organizer.id)
    end_access(db.session(), row)
    db.session.commit()
    assert db.session.scalar(select(EventKeyGrant.key_id)) is None
    problem(ask("/api/v1/events", third), 401)


def test_whatever_else_is_sent_is_refused_as_a_problem(
    app: Flask, organizer_client: FlaskClient, make_token: MakeToken, ask: Ask, event: Event
) -> None:
    token = make_token()
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert ask("/api/v1/events", token).status_code == 200
    for wrong in ("", "gwt_", other, token + "x", "ü"):
        answer = ask("/api/v1/events", wrong)
        problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    # An owner's cookies count for nothing here.
    problem(organizer_client.get("/api/v1/events"), 401)
    factories.make_event(slug="other")
    problem(ask("/api/v1/events/other", token), 404)
    problem(ask("/api/v1/nowhere", token), 404)
    posted = app.test_client().post("/api/v1/events")
    problem(posted, 405)
    assert "GET" in posted.headers["Allow"]


def test_the_database_alone_opens_nothing(location: Location, make_token: MakeToken) -> None:
    factories.make_registration(location=location)
    token = make_token()
    secret = token.rsplit("_", 1)[1].encode()
    row = db.session.scalars(select(ApiToken)).one()
    kept = row.proof + (row.event_box or b"") + (row.shown_box or b"")
    assert secret not in kept
    assert row.shown_box is None


def test_a_token_that_ran_out_holds_no_key_and_none_outlives_the_purge(
    organizer_client: FlaskClient, event: Event, make_token: MakeToken
) -> None:
    make_token(days=30)
    ended = the_token().expires_at
    the_token().shown_box = b"never said to be kept"
    db.session.commit()
    purge_due(now=the_token().created_at + timedelta(minutes=9))
    assert the_token().shown_box is not None
    purge_due(now=ended - timedelta(seconds=1))
    assert the_token().shown_box is None
    assert the_token().event_box is not None
    purge_due(now=ended)
    assert the_token().event_box is None
    purge_due(now=event.purge_at)
    assert db.session.scalars(select(ApiToken)).all() == []


def the_token() -> ApiToken:
    db.session.rollback()
    found = select(ApiToken).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def test_too_many_requests_are_asked_to_wait(
    make_token: MakeToken, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert access.REQUESTS == "600/minute"
    monkeypatch.setattr(access, "REQUESTS", "3/minute")
    token, other = make_token(), make_token()
    statuses = [ask("/api/v1/events", token).status_code for _ in range(4)]
    assert statuses == [200] * 3 + [429]
    answer = ask("/api/v1/events/summit", token)
    problem(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0
    assert ask("/api/v1/events", other).status_code == 200

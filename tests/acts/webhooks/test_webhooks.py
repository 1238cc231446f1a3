"""Webhooks: told of changes, signed, over real HTTP; tried again, and given up with a word."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit import queries as audit
from app.database import db
from app.events.models import Event
from app.locations.models import Location, LocationState
from app.mail.models import Outbox
from app.purge.service import purge_due
from app.registration.service.changing import cancel
from app.web import fetching
from app.web.references import reference_of
from app.webhooks import rules
from app.webhooks.delivery import deliver_due
from app.webhooks.models import Webhook, WebhookMessage
from tests import factories, pages

PATH = "/organizer/summit/webhooks"
DESK = "/organizer/summit/"


class Receiver:
    """A tool's own server: it keeps what it was sent, and answers as a test wants."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(receiver.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.got]


@pytest.fixture
def receiver(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A tool on this machine, which the operator allowed."""
    receiver = Receiver()
    own = frozenset({fetching.origin(receiver.url)})
    monkeypatch.setitem(app.extensions, "webhook origins", own)
    thread = threading.Thread(target=receiver.server.serve_forever, daemon=True)
    thread.start()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()


@pytest.fixture
def secret(organizer_client: FlaskClient, event: Event, receiver: Receiver) -> str:
    """Omar adds the tool at the desk, and copies its secret."""
    answer = add(organizer_client, receiver.url)
    assert answer.status_code == 303
    shown = pages.open_page(organizer_client, PATH).all("#secret-1")[0]
    pages.open_page(organizer_client, PATH).submit(organizer_client, "/kept")
    assert pages.open_page(organizer_client, PATH).all("#secret-1") == []
    return shown


def add(client: FlaskClient, url: str) -> Any:
    page = pages.open_page(client, PATH)
    form = next(form for form in page.forms() if form.action == PATH)
    topics = [rules.REGISTRATIONS, rules.LOCATIONS]
    return client.post(PATH, data={**form.fields, "url": url, "topics": topics})


def the_webhook() -> Webhook:
    db.session.rollback()
    found = select(Webhook).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def test_a_tool_is_told_of_each_state_with_ids_alone_and_knows_who_wrote(
    location: Location, secret: str, receiver: Receiver, now: datetime
) -> None:
    ann = factories.make_registration(location=location, name="Ann Unmistakable")
    cancel(registration_id=ann.id, now=now, actor="holder")
    location.state = LocationState.CLOSED
    db.session.commit()
    assert deliver_due(now=now) == 3
    assert deliver_due(now=now) == 0
    person = {"registration": reference_of(ann.id), "location": location.public_id}
    assert [(body["type"], body["data"]) for body in receiver.bodies] == [
        ("registration.confirmed", {"state": "confirmed", **person}),
        ("registration.cancelled", {"state": "cancelled", **person}),
        ("location.closed", {"state": "closed", "location": location.public_id}),
    ]
    for headers, body in receiver.got:
        assert b"Unmistakable" not in body
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{digest}"
        assert abs(int(headers["webhook-timestamp"]) - now.timestamp()) < 1
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 3


def test_the_database_holds_no_secret_in_clear(secret: str, receiver: Receiver) -> None:
    row = the_webhook()
    assert row.shown_box is None
    assert base64.b64decode(secret.removeprefix("whsec_")) not in row.secret_box
    assert secret.encode() not in row.secret_box


def test_what_does_not_arrive_is_tried_again_later_under_the_same_name(
    organizer_client: FlaskClient, secret: str, receiver: Receiver, now: datetime
) -> None:
    receiver.status = 302
    page = pages.open_page(organizer_client, PATH)
    page.submit(organizer_client, "/test")
    assert deliver_due(now=now) == 1
    # Redirects are answers, not ways.
    assert [headers["host"] for headers, _body in receiver.got] == [receiver.url[7:-5]]
    assert deliver_due(now=now + timedelta(seconds=4)) == 0
    assert "is tried again" in pages.open_page(organizer_client, PATH).text
    receiver.status = 200
    assert deliver_due(now=now + timedelta(seconds=5)) == 1
    first, second = (headers["webhook-id"] for headers, _body in receiver.got)
    assert first == second
    assert the_webhook().failures == 0
    assert "is tried again" not in pages.open_page(organizer_client, PATH).text


def test_a_tool_that_fails_too_often_is_turned_off_until_somebody_turns_it_on(
    organizer_client: FlaskClient,
    location: Location,
    secret: str,
    receiver: Receiver,
    now: datetime,
) -> None:
    receiver.status = 500
    for number in range(3):
        factories.make_registration(location=location, email=f"ann{number}@x.org")
    moment = now
    while the_webhook().active:
        moment += timedelta(hours=9)
        assert deliver_due(now=moment) == 1
    assert len(receiver.got) == rules.MOST_FAILURES
    assert [entry.action for entry in audit.latest_entries("webhook.turned")] == [
        "webhook.turned_off"
    ]
    owed = select(func.count()).select_from(Outbox).where(Outbox.kind == "staff.webhook_off")
    assert db.session.scalar(owed) == 1
    assert "A webhook is turned off" in pages.open_page(organizer_client, DESK).text
    page = pages.open_page(organizer_client, PATH)
    assert "turned off" in page.text
    factories.make_registration(location=location, email="late@x.org")
    assert deliver_due(now=moment + timedelta(days=9)) == 0
    receiver.status = 200
    page.submit(organizer_client, "/on")
    assert "A webhook is turned off" not in pages.open_page(organizer_client, DESK).text
    # One was given up after its tries; what was made while it was off is not owed.
    assert deliver_due(now=moment) == 2
    assert deliver_due(now=moment) == 0


def test_a_server_that_says_it_is_gone_is_asked_no_more(
    organizer_client: FlaskClient, secret: str, receiver: Receiver, now: datetime
) -> None:
    receiver.status = 410
    pages.open_page(organizer_client, PATH).submit(organizer_client, "/test")
    deliver_due(now=now)
    assert not the_webhook().active
    pages.open_page(organizer_client, PATH).submit(organizer_client, "/remove")
    count = select(func.count()).select_from(WebhookMessage)
    assert db.session.scalar(count) == 0


def test_what_it_was_told_is_forgotten_after_a_week_though_nothing_more_is_sent(
    organizer_client: FlaskClient, event: Event, secret: str, receiver: Receiver, now: datetime
) -> None:
    told, week = select(func.count()).select_from(WebhookMessage), rules.KEPT
    pages.open_page(organizer_client, PATH).submit(organizer_client, "/test")
    assert deliver_due(now=now) == 1
    pages.open_page(organizer_client, PATH).submit(organizer_client, "/test")
    purge_due(now=now + week)
    assert db.session.scalar(told) == 2
    purge_due(now=now + week + timedelta(seconds=1))
    # The one that has not left is still owed.
    assert db.session.scalar(told) == 1
    purge_due(now=event.purge_at)
    assert db.session.scalar(told) == 0
    assert db.session.scalar(select(func.count()).select_from(Webhook)) == 0


def test_a_secret_that_nobody_said_is_kept_is_forgotten_soon(
    organizer_client: FlaskClient, event: Event, receiver: Receiver
) -> None:
    add(organizer_client, receiver.url)
    made = the_webhook().created_at
    purge_due(now=made + rules.SHOWN_LIMIT - timedelta(seconds=1))
    assert the_webhook().shown_box is not None
    purge_due(now=made + rules.SHOWN_LIMIT)
    assert the_webhook().shown_box is None


def test_addresses_that_lead_inside_are_refused_when_saved_and_when_sent(
    app: Flask, organizer_client: FlaskClient, secret: str, receiver: Receiver, now: datetime
) -> None:
    for inside in (
        *("http://example.org/x", "https://127.0.0.1/x", "https://localhost/x", "nonsense"),
        *("https://169.254.169.254/latest", "https://[::1]/x", "https://u:p@example.org/"),
    ):
        answer = add(organizer_client, inside)
        page = pages.check(answer, PATH, status=422)
        assert "Webhooks go to public https addresses alone." in page.text, inside
    # A name that led elsewhere when it was saved: it is looked at again, each time.
    app.extensions["webhook origins"] = frozenset()
    pages.open_page(organizer_client, PATH).submit(organizer_client, "/test")
    assert deliver_due(now=now) == 1
    assert receiver.got == []
    assert the_webhook().failures == 1

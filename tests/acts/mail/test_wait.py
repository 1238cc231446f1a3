"""How long letters take just now, measured from those that left and those that still wait."""

import secrets
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import transaction
from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import Location
from app.mail import outbox
from app.mail.models import Outbox, OutboxState, Priority
from app.mail.queries import measured_wait
from tests.fixtures.application import StandingClock
from tests.pages import open_page

PATH = "/en/summit/sign-up"


def owe(event: Event, time: StandingClock, *, ago: float = 30, **values: object) -> None:
    """A letter that was owed so many seconds ago, under an id of that time."""
    created = time.now() - timedelta(seconds=ago)
    number = (int(created.timestamp() * 1000) << 80) | secrets.randbits(76)
    with transaction() as session:
        row_id = outbox.enqueue(
            session,
            kind="registration.confirm",
            event_id=event.id,
            now=created,
            row_id=uuid.UUID(int=number),
        )
        row = session.get_one(Outbox, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def sent(event: Event, time: StandingClock, waited: int, **values: object) -> None:
    owe(event, time, state=OutboxState.SENT, waited=waited, **values)  # type: ignore[arg-type]


def test_it_is_what_the_last_letters_took(app: Flask, event: Event, time: StandingClock) -> None:
    assert measured_wait(time.now()) is None
    for waited in (2, 3, 4, 5, 130):
        sent(event, time, waited)
    assert measured_wait(time.now()) == 3


def test_letters_that_still_wait_count(app: Flask, event: Event, time: StandingClock) -> None:
    for _letter in range(5):
        owe(event, time, ago=8 * 60)
    assert measured_wait(time.now()) == 8


@pytest.mark.parametrize(
    "other",
    [
        {"ago": 21 * 60},
        {"priority": Priority.BULK},
        {"state": OutboxState.FAILED},
    ],
    ids=["old", "one of many", "given up"],
)
def test_what_says_nothing_about_now_does_not_count(
    app: Flask, event: Event, time: StandingClock, other: dict[str, object]
) -> None:
    for _letter in range(5):
        owe(event, time, **other)  # type: ignore[arg-type]
    assert measured_wait(time.now()) is None


def test_a_letter_that_is_tried_again_later_speaks_for_nobody_else(
    app: Flask, event: Event, time: StandingClock
) -> None:
    for _letter in range(5):
        owe(event, time, ago=600, due=time.now() + timedelta(minutes=5))
    assert measured_wait(time.now()) is None


@pytest.mark.parametrize(
    ("waited", "told"),
    [
        (None, "It leaves as soon as you have signed up."),
        (1, "Just now letters leave within 1 minute."),
        (170, "Just now letters leave within 3 minutes."),
        (3700, "Just now letters take more than an hour."),
    ],
)
def test_the_page_after_the_form_tells_it(
    client: FlaskClient,
    event: Event,
    location: Location,
    time: StandingClock,
    waited: int | None,
    told: str,
) -> None:
    for _letter in range(0 if waited is None else 5):
        sent(event, time, waited or 0)
    forget_all()
    page = open_page(client, f"{PATH}?location={location.public_id}")
    answer = page.submit(
        client,
        "sign-up",
        email="ann@example.org",
        party_size="1",
        consent="y",
        waits=None,
        neutral_letters=None,
        name="",
    )
    assert answer.status_code == 303
    assert told in open_page(client, answer.location).text

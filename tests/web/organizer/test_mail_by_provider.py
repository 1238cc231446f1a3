"""How letters fare at large providers, in numbers that belong to no letter."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Base, db, transaction
from app.events.models import Event
from app.locations.models import Location
from app.mail import outbox, pacing, queries
from app.mail.models import Pace
from app.mail.queries import AtProvider
from app.mail.rules import RESTS
from app.staff.models import EventKeyGrant
from tests import factories
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox
from tests.pages import open_page

PATH = "/organizer/summit/mail"
ANSWERS = {
    "ann@gmail.com": None,
    "bea@googlemail.com": "550 5.1.1 Unknown",
    "cem@gmail.com": "450 4.2.0 Greylisted",
    "dan@her-own.example": None,
    "eli@his-own.example": None,
}


@pytest.fixture
def delivered(
    event: Event,
    location: Location,
    time: StandingClock,
    deliver: Callable[[], None],
    smtp: Mailbox,
) -> None:
    """Five letters, some refused, by a mailer that went on to its next round."""
    for email, answer in ANSWERS.items():
        if answer:
            smtp.refusals[email] = answer
        own = factories.make_registration(location=location, email=email)
        with transaction() as session:
            outbox.enqueue(
                session,
                kind="registration.confirmed",
                event_id=event.id,
                about_id=own.id,
                now=time.now(),
            )
    deliver()


@pytest.mark.usefixtures("delivered")
def test_they_are_counted_by_provider_and_small_domains_are_nowhere(
    event: Event, time: StandingClock
) -> None:
    assert queries.by_provider(event.id, set(), time.now()) == [
        AtProvider("Gmail", sent=1, refused=1, later=1, rests=False),
        AtProvider("", sent=2, refused=0, later=0, rests=False),
    ]
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            assert "-own.example" not in str(row), table.name
            assert "Gmail" not in str(row) or table.name == "provider_day"


@pytest.mark.usefixtures("delivered")
def test_the_desk_shows_them_and_few_only_to_whoever_holds_the_key(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    with transaction() as session:
        index = pacing.domain_index("x@googlemail.com")
        session.merge(Pace(domain_index=index, failures=9, rest_until=time.now() + RESTS[0]))
    page = open_page(organizer_client, PATH)
    assert page.all("tbody tr")[:2] == ["Gmail 1 1 1 rests", "All others 2 0 0 —"]
    with transaction() as session:
        for grant in session.scalars(select(EventKeyGrant)):
            session.delete(grant)
    page = open_page(organizer_client, PATH)
    assert page.all("tbody tr")[1] == "All others under 10 under 10 under 10 —"

"""Organizers decide on offers: who may, how often, and what the host hears."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.audit.queries import entries_about
from app.database import db, transaction
from app.events.models import Event
from app.hosting import queries
from app.hosting.errors import ApprovedByYou, HostNotFound, NotWaiting
from app.hosting.models import Host
from app.hosting.service import deciding, offering
from app.locations.models import Location, LocationState
from app.mail.delivery import Deliverer
from app.mail.models import Outbox
from tests import letters
from tests.factories import make_event, make_host, make_location
from tests.fixtures.mailbox import Mailbox

OMAR, OLGA = "organizer:1", "organizer:2"
HOMA = "homa@example.org"


def state_of(host: Host) -> LocationState:
    db.session.rollback()
    return db.session.scalars(select(Location.state).where(Location.id == host.location_id)).one()


@pytest.fixture
def offered(event: Event) -> Host:
    return make_host(event=event, state=LocationState.PROVEN)


def test_an_unproven_offer_cannot_be_decided(event: Event, now: datetime) -> None:
    host = make_host(event=event, state=LocationState.SUBMITTED)
    with pytest.raises(NotWaiting):
        deciding.approve(host_id=host.id, actor=OMAR, now=now)
    with pytest.raises(NotWaiting):
        deciding.reject(host_id=host.id, reason="No.", actor=OMAR, now=now)
    assert db.session.scalars(select(Outbox)).all() == []


def test_one_approval_opens_and_is_written_down(offered: Host, now: datetime) -> None:
    assert deciding.approve(host_id=offered.id, actor=OMAR, now=now)
    assert state_of(offered) == LocationState.APPROVED
    assert [(e.actor, e.action) for e in entries_about(offered.id)] == [(OMAR, "host.approved")]
    with pytest.raises(NotWaiting):
        deciding.approve(host_id=offered.id, actor=OLGA, now=now)


def test_two_approvals_for_homes_mean_two_people(now: datetime, app: object) -> None:
    event = make_event(now=now, home_approvals=2)
    home = make_host(event=event, state=LocationState.PROVEN)
    assert not deciding.approve(host_id=home.id, actor=OMAR, now=now)
    with pytest.raises(ApprovedByYou):
        deciding.approve(host_id=home.id, actor=OMAR, now=now)
    assert state_of(home) == LocationState.PROVEN
    assert deciding.approve(host_id=home.id, actor=OLGA, now=now)
    hall = make_location(event=event, state=LocationState.PROVEN)
    of_hall = make_host(event=event, location=hall)
    assert deciding.approve(host_id=of_hall.id, actor=OMAR, now=now)


def test_a_reason_reaches_the_host_and_is_nowhere_in_clear(
    offered: Host, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    deciding.reject(host_id=offered.id, reason="Two stairs too many.", actor=OMAR, now=now)
    row = db.session.scalars(select(Outbox)).one()
    assert "stairs" not in str(vars(row))
    mailer.run_once()
    letter = letters.text_of(smtp.to(HOMA)[0])
    assert "Two stairs too many." in letter
    assert "/summit/locations" in letter, "where to go on"
    assert state_of(offered) == LocationState.REJECTED


def test_a_question_leaves_the_offer_undecided(
    offered: Host, event: Event, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    assert queries.count_waiting(event.id, countries=()) == 1
    deciding.ask_back(host_id=offered.id, question="Is there a lift?", actor=OMAR, now=now)
    mailer.run_once()
    letter = smtp.to(HOMA)[0]
    assert "Is there a lift?" in letters.text_of(letter)
    assert "Is there a lift?" in letters.html_of(letter)
    assert queries.count_waiting(event.id, countries=()) == 0
    assert deciding.approve(host_id=offered.id, actor=OMAR, now=now)


def test_markup_in_a_reason_stays_text(
    offered: Host, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    deciding.ask_back(host_id=offered.id, question="<b>Lift</b>?", actor=OMAR, now=now)
    mailer.run_once()
    assert "&lt;b&gt;Lift" in letters.html_of(smtp.to(HOMA)[0])


def test_proving_twice_is_proving_once(event: Event, now: datetime) -> None:
    host = make_host(event=event, state=LocationState.SUBMITTED)
    for _press in range(2):
        offering.prove(host_id=host.id, now=now)
    assert [entry.action for entry in entries_about(host.id)] == ["host.proven"]


def test_trust_can_be_taken_back(offered: Host, now: datetime) -> None:
    for trusted in (True, True, False, False):
        deciding.trust(host_id=offered.id, actor=OMAR, trusted=trusted, now=now)
        assert queries.is_trusted(offered.event_id, offered.address_index) == trusted


def test_a_coordinator_sees_the_offers_of_their_countries_alone(
    offered: Host, event: Event
) -> None:
    assert queries.page_of_offers(event.id, None, countries=("DE",)).rows
    assert not queries.page_of_offers(event.id, None, countries=("IR",)).rows
    with pytest.raises(HostNotFound):
        queries.get_offer(event.id, offered.id, countries=("IR",))


def test_a_list_longer_than_a_page_goes_on(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    made = [
        make_host(event=event, email=f"h{n}@example.org", state=LocationState.PROVEN).id
        for n in range(5)
    ]
    seen, older = [], None
    while True:
        page = queries.page_of_offers(event.id, None, countries=(), older=older)
        seen += [host.id for host in page.rows]
        older = page.older
        if older is None:
            break
    assert seen == made


def test_a_decided_letter_is_not_sent_after_another_decision(
    offered: Host, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    deciding.ask_back(host_id=offered.id, question="Is there a lift?", actor=OMAR, now=now)
    with transaction() as session:
        session.get_one(Location, offered.location_id).state = LocationState.CLOSED
    mailer.run_once()
    assert smtp.to(HOMA) == []

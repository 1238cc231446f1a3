"""A guest tells the host a name: the host's own link opens it, and nothing else does."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db, transaction
from app.events.models import Event
from app.hosting.models import Host
from app.hosting.service import keeping
from app.locations.models import HostKey, Location
from app.mail.delivery import Deliverer
from app.purge.service import purge_due
from app.registration.models import GuestName, Registration
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, naming
from tests import letters, pages
from tests.factories import NOW, host_link_of, link_of, make_host, make_location, make_registration
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

HOMA, NEXT = "homa@example.org", "next@example.org"


@pytest.fixture
def host(event: Event) -> Host:
    return make_host(event=event, email=HOMA)


@pytest.fixture
def guest(host: Host) -> Registration:
    place = db.session.get_one(Location, host.location_id)
    return make_registration(location=place, party_size=2)


def host_link(host: Host, mailer: Deliverer, smtp: Mailbox, email: str = HOMA) -> str:
    """The link in the newest letter to the host."""
    keeping.resend_link(host_id=host.id, actor="organizer:1", now=NOW)
    mailer.run_once()
    return letters.link_in(smtp.to(email)[-1], "h")


def tell(guest: Registration, name: str = "Ann of the bakery") -> None:
    naming.tell_name(registration_id=guest.id, name=name, now=NOW)


def names_at_the_door(client: FlaskClient, link: str) -> list[str]:
    page = pages.open_page(client, f"{link}/doors")
    return [name for name in page.all("table td:nth-child(2)") if name]


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(GuestName)) or 0


def test_a_new_link_makes_the_key_that_an_older_location_has_not(
    client: FlaskClient, host: Host, guest: Registration, mailer: Deliverer, smtp: Mailbox
) -> None:
    with transaction() as session:
        session.delete(session.get_one(HostKey, host.location_id))
    without = pages.open_page(client, f"{host_link_of(host)}/doors")
    assert "cannot give you their names yet" in without.text
    link = host_link(host, mailer, smtp)
    tell(guest)
    assert names_at_the_door(client, link) == ["Ann of the bakery"]
    assert "cannot give" not in pages.open_page(client, f"{link}/doors").text
    assert host_link(host, mailer, smtp) != link
    assert names_at_the_door(client, host_link(host, mailer, smtp)) == ["Ann of the bakery"]


def test_a_guest_tells_the_name_changes_it_and_takes_it_back(
    client: FlaskClient, host: Host, guest: Registration, mailer: Deliverer, smtp: Mailbox
) -> None:
    door, mine = host_link(host, mailer, smtp), link_of(guest)
    assert names_at_the_door(client, door) == []
    for name in ("Ann", "  آن  از نانوایی "):
        answer = pages.open_page(client, mine).submit(client, "/name", host_name=name)
        assert answer.status_code == 303
        assert names_at_the_door(client, door) == [" ".join(name.split())]
    page = pages.open_page(client, mine)
    assert "نانوایی" not in page.text
    assert len(page.forms("name")) == 2
    assert page.submit(client, "/no-name").status_code == 303
    assert names_at_the_door(client, door) == []
    assert stored() == 0


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\u202eb", "a\0b"])
def test_a_bad_name_is_said_beside_the_field(
    client: FlaskClient, guest: Registration, name: str
) -> None:
    page = pages.open_page(client, link_of(guest))
    answer = page.submit(client, "/name", host_name=name)
    again = pages.check(answer, f"{link_of(guest)}/name", status=422)
    assert again.all("#host_name-error")
    assert stored() == 0


def test_a_link_without_its_key_says_that_names_are_there(
    client: FlaskClient, host: Host, guest: Registration, mailer: Deliverer, smtp: Mailbox
) -> None:
    tell(guest)
    link = host_link(host, mailer, smtp)
    cut = link[:49]
    wrong = f"{cut}{'A' * 22}"
    for path in (cut, wrong):
        page = pages.open_page(client, f"{path}/doors")
        assert "bakery" not in page.text
        assert "newest link" in page.text
    assert names_at_the_door(client, link) == ["Ann of the bakery"]


def test_another_host_learns_no_name(
    client: FlaskClient, host: Host, guest: Registration, mailer: Deliverer, smtp: Mailbox
) -> None:
    tell(guest)
    keeping.hand_on(host_id=host.id, email=NEXT, now=NOW)
    mailer.run_once()
    link = letters.link_in(smtp.to(NEXT)[-1], "h")
    assert names_at_the_door(client, link) == []
    tell(guest, "Ann again")
    assert names_at_the_door(client, link) == ["Ann again"]


def test_who_moves_or_cancels_has_told_nobody(
    client: FlaskClient, event: Event, host: Host, guest: Registration
) -> None:
    tell(guest)
    hall = make_location(event=event)
    changing.move(
        registration_id=guest.id, location_id=hall.id, party_size=2, actor="holder", now=NOW
    )
    assert stored() == 0
    assert not pages.open_page(client, link_of(guest)).forms("/name")  # nobody hosts the hall
    with pytest.raises(naming.NobodyToTell):
        tell(guest)
    changing.move(
        registration_id=guest.id,
        location_id=host.location_id,
        party_size=2,
        actor="holder",
        now=NOW,
    )
    tell(guest)
    changing.cancel(registration_id=guest.id, actor="holder", now=NOW)
    assert stored() == 0


def test_who_is_not_confirmed_has_nobody_to_tell(client: FlaskClient, host: Host) -> None:
    place = db.session.get_one(Location, host.location_id)
    pending = make_registration(location=place, state=State.PENDING)
    assert not pages.open_page(client, link_of(pending)).forms("/name")
    with pytest.raises(naming.AlreadyEnded):
        tell(pending)


def test_after_the_purge_neither_row_nor_key_is_left(
    event: Event, guest: Registration, time: StandingClock
) -> None:
    tell(guest)
    time.moment = event.purge_at
    purge_due(now=event.purge_at)
    assert stored() == 0
    assert db.session.scalar(select(func.count()).select_from(HostKey)) == 0

"""My letters: what was announced, whether more comes, and what letters may say."""

from collections.abc import Callable
from uuid import UUID

from flask.testing import FlaskClient

from app.announcements import queries, service
from app.database import db, transaction
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from tests import factories
from tests.pages import open_page


def page_of(registration: Registration) -> str:
    return f"{factories.link_of(registration)}/letters"


def wants_neutral(registration: Registration) -> bool:
    db.session.expire_all()
    return db.session.get_one(Registration, registration.id).neutral_letters


def test_the_personal_page_leads_there(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    assert open_page(client, factories.link_of(ann)).links("/letters") == [page_of(ann)]


def test_who_gave_no_address_is_not_led_there(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location, email=None)
    assert open_page(client, factories.link_of(ann)).links("/letters") == []


def test_announcements_and_reminders_are_switched_off_and_on_again(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    for off in (True, False):
        answer = open_page(client, page_of(ann)).submit(
            client, "/letters/announcements", wanted="no" if off else "yes"
        )
        assert answer.status_code == 303
        assert ann.address_index
        assert queries.is_unsubscribed(event.id, ann.address_index) is off


def test_neutral_letters_are_switched_on_and_off_again(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    for wanted in ("yes", "no"):
        page = open_page(client, page_of(ann))
        assert page.submit(client, "/neutral", wanted=wanted).status_code == 303
        assert wants_neutral(ann) is (wanted == "yes")


def test_what_the_organizers_chose_for_all_is_told_and_not_asked(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    with transaction() as session:
        session.get_one(Event, event.id).neutral_letters = True
    page = open_page(client, page_of(ann))
    assert "The organizers chose this for everybody" in page.text
    assert page.forms("/neutral") == []


def test_only_what_has_left_to_somebody_stands_on_their_page(
    client: FlaskClient,
    event: Event,
    location: Location,
    deliver: Callable[[], None],
) -> None:
    ann = factories.make_registration(location=location)
    sara = factories.make_registration(location=location, email="sara@x.org", language="fa")
    told = announce(event, {"en": ("To all", "Bring a **lamp**.")})
    announce(event, {"en": ("Later", "Not yet.")})
    send(event, told)
    assert "To all" not in open_page(client, page_of(ann)).text
    deliver()
    page = open_page(client, page_of(ann))
    assert "To all" in page.text
    assert "Later" not in page.text
    assert page.tree.css_first(".prose strong").text() == "lamp"
    assert open_page(client, page_of(sara)).tree.css_first("html").attributes["dir"] == "rtl"


def announce(event: Event, texts: dict[str, tuple[str, str]]) -> UUID:
    return factories.make_announcement(event=event, texts=texts)


def send(event: Event, announcement: UUID) -> None:
    service.schedule(
        event_id=event.id,
        announcement_id=announcement,
        send_at=factories.NOW,
        actor="organizer:1",
        now=factories.NOW,
    )

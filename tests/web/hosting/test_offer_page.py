"""Offering a location: from the form to the letter, the decision and the public page."""

import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from app.database import db, transaction
from app.events.models import Event
from app.hosting import rules
from app.hosting.models import Host
from app.hosting.service import deciding
from app.locations.models import Location, LocationState
from app.mail.delivery import Deliverer
from app.registration.rules import show_code
from app.vault.service import current_vault
from tests import letters, pages
from tests.acts.locations.world import BERLIN, load_world
from tests.factories import host_link_of, make_host
from tests.fixtures.mailbox import Mailbox

HOMA = "homa@example.org"
ADDRESS = "Rose Street 7, third floor"
OFFER = {
    "kind": "home",
    "name": "Homa's living room",
    "country": "DE",
    "city": "berlin",
    "address": ADDRESS,
    "capacity": "۱۲",
    "email": HOMA,
    "release": "confirmation",
    "listed": "yes",
    "consent": "on",
}


@pytest.fixture
def world(event: Event) -> Event:
    load_world()
    return event


def offer(client: FlaskClient, language: str = "en", **fields: Any) -> TestResponse:
    page = pages.open_page(client, f"/{language}/summit/host")
    return page.submit(client, "/host", **{**OFFER, **fields})


def place() -> Location:
    db.session.rollback()
    return db.session.scalars(select(Location)).one()


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_city_chosen_from_the_list_is_shown_again_by_its_name(
    world: Event, client: FlaskClient
) -> None:
    answer = offer(client, city=str(BERLIN), email="not an address")
    page = pages.check(answer, "/en/summit/host", status=422)
    assert page.form("/host").fields["city"] == "Berlin"


def test_an_offer_is_proven_approved_and_found(
    world: Event, organizer_client: FlaskClient, mailer: Deliverer, smtp: Mailbox
) -> None:
    client = organizer_client
    answer = offer(client)
    assert (answer.status_code, answer.location) == (303, "/en/summit/offered")
    assert "check your email" in pages.open_page(client, answer.location).text
    assert place().state == LocationState.SUBMITTED
    assert (place().capacity, place().city_id, place().name) == (12, BERLIN, "")
    mailer.run_once()
    own = letters.link_in(smtp.to(HOMA)[-1], "h")
    page = pages.open_page(client, own)
    assert place().state == LocationState.SUBMITTED
    assert page.submit(client, "/prove").status_code == 303
    assert place().state == LocationState.PROVEN
    listed = pages.open_page(client, "/organizer/summit/offers")
    desk = pages.open_page(client, listed.links("/offers/")[0])
    assert ADDRESS in desk.text
    assert HOMA in desk.text
    assert desk.submit(client, "/approve").status_code == 303
    assert place().state == LocationState.APPROVED
    mailer.run_once()
    assert letters.link_in(smtp.to(HOMA)[-1], "h") == own
    assert "A home in Berlin" in pages.open_page(client, "/en/summit/locations?q=Berlin").text


def test_the_same_form_twice_is_one_offer(world: Event, client: FlaskClient) -> None:
    page = pages.open_page(client, "/en/summit/host")
    for _sending in range(2):
        assert page.submit(client, "/host", **OFFER).status_code == 303
    assert count(Host) == 1
    assert count(Location) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "online"),
        ("city", ""),
        ("city", "x" * 10_000),
        ("country", ""),
        ("country", "ZZ"),
        ("address", " "),
        ("address", "Lane 1\x00"),
        ("address", "x" * 401),
        ("capacity", "0"),
        ("capacity", "201"),
        ("capacity", "many"),
        ("email", "homa"),
        ("release", "never"),
        ("access", "\u202eevil"),
        ("consent", None),
    ],
)
def test_what_is_missing_or_bad_is_said_and_the_rest_is_kept(
    world: Event, client: FlaskClient, field: str, value: str | None
) -> None:
    answer = offer(client, **{field: value})
    page = pages.check(answer, "/en/summit/host", status=422)
    assert page.all("#error-summary li")
    kept = page.form("/host").fields
    others = {name: typed for name, typed in OFFER.items() if name != field}
    assert {name: kept.get(name) for name in others if name != "kind"} == {
        name: typed for name, typed in others.items() if name != "kind"
    }
    assert count(Location) == 0


def test_each_fault_is_told_once_and_large_numbers_are_readable(
    world: Event, client: FlaskClient
) -> None:
    page = pages.check(offer(client, kind="", capacity="many"), "/en/summit/host", status=422)
    faults = page.all("#error-summary li")
    assert [fault for fault in faults if "choose one of the two" in fault] == [
        "What is it? – Please choose one of the two."
    ]
    assert any("from 1 to 100,000" in fault for fault in faults)


def test_a_hall_needs_a_name_and_may_be_large(world: Event, client: FlaskClient) -> None:
    assert offer(client, kind="hall", name="").status_code == 422
    assert offer(client, kind="hall", name="Old Mill", capacity="900").status_code == 303
    assert (place().name, place().address) == ("Old Mill", ADDRESS)


def test_a_city_in_any_script_by_its_number_or_by_a_button(
    world: Event, client: FlaskClient
) -> None:
    page = pages.check(offer(client, city="Berlim"), "/en/summit/host", status=422)
    choices = page.tree.css('button[name="city"]')
    assert [choice.attributes["value"] for choice in choices] == [str(BERLIN)]
    fields = [*page.form("/host").fields.items(), ("city", str(BERLIN))]
    assert client.post("/en/summit/host", data=_multi(fields)).status_code == 303
    assert offer(client, city="برلین", email="other@example.org").status_code == 303


def test_a_city_of_another_country_is_not_taken(world: Event, client: FlaskClient) -> None:
    assert offer(client, country="IR").status_code == 422
    assert offer(client, country="IR", city=str(BERLIN)).status_code == 422


def test_a_known_and_an_unknown_address_get_the_same_page(
    world: Event, client: FlaskClient
) -> None:
    offer(client)
    first = client.get("/en/summit/offered").data
    offer(client, email="new@example.org")
    assert client.get("/en/summit/offered").data == first


def test_nothing_of_the_host_is_stored_in_clear(world: Event, client: FlaskClient) -> None:
    offer(client)
    for row in (place(), db.session.scalars(select(Host)).one()):
        content = b"".join(str(value).encode() for value in vars(row).values())
        assert b"Rose Street" not in content
        assert b"homa@" not in content.lower()


def test_after_the_event_began_no_offer_is_taken(
    world: Event, client: FlaskClient, time: Any
) -> None:
    page = pages.open_page(client, "/en/summit/host")
    time.moment = world.sign_up_closes_at
    assert page.submit(client, "/host", **OFFER).status_code == 422
    assert "no longer" in pages.open_page(client, "/en/summit/host").text


def test_a_trusted_host_opens_without_waiting(
    world: Event, client: FlaskClient, mailer: Deliverer, smtp: Mailbox
) -> None:
    known = make_host(event=world, email=HOMA)
    deciding.trust(host_id=known.id, actor="organizer:1", trusted=True, now=known.created_at)
    with transaction() as session:
        session.delete(session.get_one(Host, known.id))
        session.delete(session.get_one(Location, known.location_id))
    offer(client, email="Homa@Example.org")
    mailer.run_once()
    own = letters.link_in(smtp.to("Homa@example.org")[-1], "h")
    pages.open_page(client, own).submit(client, "/prove")
    assert place().state == LocationState.APPROVED


def test_an_invitation_code_opens_what_no_list_shows(
    world: Event, organizer_client: FlaskClient, mailer: Deliverer, smtp: Mailbox
) -> None:
    client = organizer_client
    offer(client, listed="no")
    mailer.run_once()
    own = letters.link_in(smtp.to(HOMA)[-1], "h")
    pages.open_page(client, own).submit(client, "/prove")
    code = pages.open_page(client, own).all("dd .code")[0]
    ask = pages.open_page(client, "/en/summit/invitation")
    assert ask.submit(client, "/invitation", code=code).status_code == 422
    host = db.session.scalars(select(Host)).one()
    deciding.approve(host_id=host.id, actor="organizer:1", now=host.created_at)
    mailer.run_once()
    assert code in letters.text_of(smtp.to(HOMA)[-1])
    assert "A home in Berlin" not in pages.open_page(client, "/en/summit/locations").text
    answer = ask.submit(client, "/invitation", code=code.lower().replace("-", " "))
    assert answer.status_code == 303
    assert "A home in Berlin" in pages.open_page(client, answer.location).text


def test_of_a_thousand_guesses_twenty_are_read_and_then_the_right_code_waits_as_well(
    event: Event, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = show_code(_unlisted(event))
    form = pages.open_page(client, "/en/summit/invitation").form("/invitation")

    def type_in(code: str, address: str = "127.0.0.1") -> TestResponse:
        data, who = {**form.fields, "code": code}, {"REMOTE_ADDR": address}
        return client.post(form.action, data=data, environ_overrides=who)

    answers = [type_in(f"ABCDE{number:05}").status_code for number in range(22)]
    assert answers == [422] * 20 + [429] * 2
    # The other guesses without the pages that say no, which would take half a minute.
    app, here = client.application, {"REMOTE_ADDR": "127.0.0.1"}
    guess = app.view_functions["hosting.open_invitation"]
    for _number in range(22, 1_000):
        asked = app.test_request_context(form.action, method="POST", environ_overrides=here)
        with asked, pytest.raises(TooManyRequests):
            guess(lang="en", event="summit")
    refused = type_in(code)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    # Guests elsewhere are not kept out, nor is anybody kept from the other pages.
    assert type_in(code, "198.51.100.7").status_code == 303
    pages.open_page(client, "/en/summit/locations")
    later = time.time() + 2 * 600
    monkeypatch.setattr(time, "time", lambda: later)
    assert type_in(code).status_code == 303


def _unlisted(event: Event) -> str:
    """The code of a home that is on no list."""
    home = make_host(event=event).location
    code = rules.invitation_code(current_vault().files.index_key, home.public_id)
    with transaction() as session:
        place = session.get_one(Location, home.id)
        place.listed = False
        place.invitation_index = current_vault().index(f"invitation:{event.id}", code)
    return code


def test_a_replaced_link_is_gone_and_a_made_up_one_opens_nothing(
    event: Event, client: FlaskClient
) -> None:
    host = make_host(event=event)
    own = host_link_of(host)
    altered = own[:9] + ("A" if own[9] != "A" else "B") + own[10:]
    pages.open_page(client, altered, status=404)
    with transaction() as session:
        session.get_one(Host, host.id).token_version += 1
    pages.open_page(client, own, status=410)


def _multi(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found

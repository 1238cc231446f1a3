"""A coordinator of Germany, at a location there and at one in France, in this event and another."""

from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import BulkAct, Registration
from app.staff.models import StaffRole
from app.web.references import reference_of
from tests import factories, pages
from tests.fixtures.databases import on_one_database
from tests.standing.roles import Worker
from tests.standing.routes import ROUTES

CORA = Worker("coordinator", ("DE",))
NAMING = {
    name: route
    for name, route in ROUTES.items()
    if any(row in route.address for row in ("{person}", "{offer}", "{place}", "{registration}"))
    and route.audience.startswith("staff:")
    and CORA.may(route.audience)
    and not route.unbound
}
"""Every route of the team that names a location, an offer or a registration."""
REFUSED = [("summit", "foreign"), ("other", "own"), ("other", "foreign")]
"""Event and location; she works for the first event alone."""


@pytest.fixture
def own(location: Location, now: datetime) -> Registration:
    return factories.make_registration(location=location, now=now)


@pytest.fixture
def foreign(event: Event, now: datetime) -> Registration:
    paris = factories.make_location(event=event, country="FR", city="Paris")
    return factories.make_registration(location=paris, email="fr@example.org", now=now)


@pytest.fixture
def cora(app: Flask, organizer: object, event: Event) -> FlaskClient:
    """Signed in."""
    factories.make_event(slug="other")
    factories.make_organizer(email=CORA.email, role=StaffRole.COORDINATOR, scope=CORA.scope)
    client = app.test_client()
    assert pages.sign_in(client, CORA.email, factories.PASSWORD).status_code == 303
    return client


def addresses(one: Registration, second: Registration, host_id: UUID, slug: str) -> dict[str, str]:
    desk = f"/organizer/{slug}"
    where = {
        "desk": desk,
        "person": f"{desk}/registrations/{reference_of(one.id)}",
        "place": f"{desk}/locations/{one.location.public_id}",
        "offer": f"{desk}/offers/{reference_of(host_id)}",
        "registration": reference_of(one.id),
        "second": reference_of(second.id),
    }
    return {name: route.address.format(**where) for name, route in NAMING.items()}


@on_one_database
def test_only_the_own_location_in_the_own_event_is_open(
    cora: FlaskClient,
    own: Registration,
    foreign: Registration,
    event: Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Forms carry no CSRF token where she is refused, so that the guards themselves do it."""
    homes = {
        "own": factories.make_host(event=event),
        "foreign": factories.make_host(
            event=event,
            email="h@example.org",
            location=factories.make_home(event=event, country="FR"),
        ),
    }
    rows = {"own": own, "foreign": foreign}
    second = factories.make_registration(location=own.location, email="second@example.org")
    paths = addresses(own, second, homes["own"].id, "summit")
    reads = [name for name, route in NAMING.items() if route.method == "GET"]
    assert [name for name in reads if cora.get(paths[name]).status_code not in (200, 303)] == []
    monkeypatch.setitem(cora.application.config, "WTF_CSRF_ENABLED", False)
    open_to_her = []
    for slug, whose in REFUSED:
        paths = addresses(rows[whose], second, homes[whose].id, slug)
        for name, route in NAMING.items():
            if cora.open(paths[name], method=route.method).status_code != 404:
                open_to_her.append((slug, whose, name))
    assert open_to_her == []
    assert len(NAMING) > 20


@on_one_database
def test_a_foreign_location_is_no_target_and_a_foreign_guest_no_part(
    cora: FlaskClient, own: Registration, foreign: Registration, location: Location
) -> None:
    there = foreign.location.public_id
    path = "/organizer/summit/registrations"
    order = {"seen": "1", "asked": "2027-01-15T12:00:00+00:00", "submission": str(UUID(int=1))}
    tried = {
        f"{path}/{reference_of(own.id)}/move": {"location": there, "party_size": "1"},
        f"{path}/merge?ids={reference_of(own.id)},{reference_of(foreign.id)}": {
            "keep": str(own.id)
        },
        f"{path}/bulk?act=cancel&of=ticked&ids={reference_of(foreign.id)}": order,
        f"{path}/bulk?act=move&of=ticked&ids={reference_of(own.id)}": {
            **order,
            "code": there,
            "location": there,
        },
        f"/organizer/summit/locations/{location.public_id}/merge": {
            "merge-code": there,
            "merge-sure": "y",
        },
    }
    token = (
        pages.open_page(cora, f"{path}/{reference_of(own.id)}/move")
        .form("/move")
        .fields["csrf_token"]
    )
    for address, form in tried.items():
        answer = cora.post(address, data={**form, "csrf_token": token})
        assert answer.status_code in (404, 422), (address, answer.status_code)
    db.session.rollback()
    states = db.session.execute(
        select(Registration.id, Registration.state, Registration.location_id)
    )
    assert {tuple(row) for row in states} == {
        (one.id, one.state, one.location_id) for one in (own, foreign)
    }
    assert db.session.scalars(select(BulkAct)).all() == []

"""Possible duplicates: found in the opened session, side by side, merged by hand."""

from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from app.staff.models import StaffRole
from app.web.references import reference_of
from tests import factories
from tests.pages import Page, check, open_page, sign_in

PATH = "/organizer/summit/registrations"


def test_duplicates_are_found_seen_side_by_side_and_merged(
    organizer_client: FlaskClient, location: Location
) -> None:
    ann = factories.make_registration(location=location, name="Ann Lee", party_size=2)
    twin = factories.make_registration(location=location, name="Ann  lee", email="a+b@example.org")
    page = open_page(organizer_client, f"{PATH}/duplicates")
    assert "Ann" not in page.text
    found = check(page.submit(organizer_client, "/duplicates"), PATH, status=200)
    assert "One name in one city" in found.text
    opened = select(AuditEntry.opened).where(AuditEntry.action == "people.compared")
    assert db.session.scalars(opened).one() == 2

    [link] = found.links("/merge")
    sides = open_page(organizer_client, link)
    assert "a+b@example.org" in sides.text
    wrong = sides.submit(organizer_client, "/merge", keep=str(ann.id), party_size="0")
    check(wrong, link, status=422)
    done = sides.submit(organizer_client, "/merge", keep=str(ann.id), party_size="2")
    assert done.status_code == 303
    assert done.location.endswith(reference_of(ann.id))
    assert "Kept as one of several" in open_page(organizer_client, done.location).text
    other = open_page(organizer_client, f"{PATH}/{reference_of(twin.id)}")
    assert "Merged into another sign-up" in other.text
    again = check(sides.submit(organizer_client, "/merge", keep=str(ann.id)), link, status=422)
    assert "ended or changed meanwhile" in again.text


def test_merging_stays_within_scope_and_tampered_addresses_are_refused(
    client: FlaskClient, organizer: object, event: Event, location: Location
) -> None:
    german = factories.make_registration(location=location)
    french = factories.make_location(event=event, country="FR")
    pair = [
        factories.make_registration(location=french, email=f"f{number}@example.org")
        for number in range(2)
    ]
    factories.make_organizer(email="c@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    sign_in(client, "c@example.org", factories.PASSWORD)

    def page(*ids: UUID) -> str:
        return f"{PATH}/merge?ids={','.join(map(reference_of, ids))}"

    sides = open_page(client, page(pair[0].id, pair[1].id))
    assert client.get(page(pair[0].id, german.id)).status_code == 404
    token = sides.form("/merge").fields["csrf_token"]
    forged = {"csrf_token": token, "keep": str(pair[0].id), "party_size": "1"}
    assert client.post(page(pair[0].id, german.id), data=forged).status_code == 404
    for ids in ([], [pair[0].id], [german.id] * 3):
        open_page(client, page(*ids), status=422)
    open_page(client, f"{PATH}/merge?ids=x,{pair[0].id}", status=422)
    assert {row.state for row in db.session.scalars(select(Registration))} == {german.state}


def test_who_is_known_to_be_two_people_is_not_shown_again_until_it_is_taken_back(
    organizer_client: FlaskClient, location: Location
) -> None:
    for email in ("ann@example.org", "other@example.org"):
        factories.make_registration(location=location, name="Ann Lee", email=email)

    def find() -> Page:
        page = open_page(organizer_client, f"{PATH}/duplicates")
        return check(page.submit(organizer_client, "/duplicates"), PATH, status=200)

    [link] = find().links("/merge")
    sides = open_page(organizer_client, link)
    assert sides.submit(organizer_client, "/merge/apart").status_code == 303
    assert sides.submit(organizer_client, "/merge/apart").status_code == 303
    found = find()
    assert "Nobody twice" in found.text
    # No name stands there before they are opened; from there it is taken back.
    [link] = found.links("/merge")
    sides = open_page(organizer_client, link)
    assert "different people, so they are not shown" in sides.text
    sides.submit(organizer_client, "/merge/apart", back="1")
    assert "One name in one city" in find().text
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts.count("registrations.told_apart") == 1
    assert acts.count("registrations.not_apart") == 1

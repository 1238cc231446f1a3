"""Overview, team, mail, and the way to them."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.events.models import Event
from app.locations.models import Location
from app.mail import outbox
from app.mail.models import Outbox, OutboxState
from app.registration.rules import RegistrationState
from app.staff.models import Organizer, StaffRole
from app.web.references import reference_of
from tests import factories
from tests.pages import check, open_page, sign_in

BASE = "/organizer/summit"


def fail_a_letter(event: Event, now: datetime) -> None:
    with transaction() as session:
        row_id = outbox.enqueue(session, kind="registration.link", event_id=event.id, now=now)
        row = session.get_one(Outbox, row_id)
        row.state, row.error, row.tries = OutboxState.FAILED, "address refused (550)", 1


def test_home_leads_straight_to_the_only_event(organizer_client: FlaskClient, event: Event) -> None:
    answer = organizer_client.get("/organizer/")
    assert (answer.status_code, answer.location) == (303, f"{BASE}/")
    factories.make_event(slug="second")
    assert len(open_page(organizer_client, "/organizer/").links("/organizer/")) >= 2


def test_home_without_an_event_says_so(organizer_client: FlaskClient) -> None:
    assert "No event yet" in open_page(organizer_client, "/organizer/").text


def test_the_overview_counts_people_and_places(
    organizer_client: FlaskClient, event: Event, location: Location, now: datetime
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    earlier = now - timedelta(days=2)
    factories.make_registration(location=location, party_size=4, now=earlier)
    factories.make_registration(location=location, email="bob@example.org", party_size=2)
    for state in (RegistrationState.PENDING, RegistrationState.CANCELLED):
        factories.make_registration(location=paris, email=f"{state}@example.org", state=state)
    page = open_page(organizer_client, f"{BASE}/")
    figures = dict(
        zip(page.all(".numbers dt"), (int(n) for n in page.all(".numbers dd")), strict=True)
    )
    assert figures == {
        "people": 6,
        "confirmed": 2,
        "not confirmed yet": 1,
        "on the waiting list": 0,
        "cancelled": 1,
        "ended unconfirmed": 0,
        "locations taking part": 1,
        "countries": 1,
    }
    assert page.all("svg.chart path")
    by_day = page.all("details td.number")
    assert "3" in by_day
    assert "1" in by_day


def test_the_overview_costs_the_same_however_many_there_are(
    organizer_client: FlaskClient, event: Event
) -> None:
    open_page(organizer_client, f"{BASE}/")  # the process knows the event's title from then on
    with factories.count_statements() as without:
        open_page(organizer_client, f"{BASE}/")
    for n in range(20):
        place = factories.make_online_location(event=event, country=("DE", "FR", "IR")[n % 3])
        factories.make_registration(location=place, email=f"guest{n}@example.org")
    with factories.count_statements() as with_many:
        open_page(organizer_client, f"{BASE}/")
    assert len(with_many) == len(without) <= 7


def test_a_failed_letter_is_seen_and_tried_again(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    fail_a_letter(event, now)
    assert "could not be delivered" in open_page(organizer_client, f"{BASE}/").text
    page = open_page(organizer_client, f"{BASE}/mail")
    assert "address refused (550)" in page.text
    row = db.session.scalars(select(Outbox)).one()
    assert page.submit(organizer_client, f"{reference_of(row.id)}/retry").status_code == 303
    again = db.session.get_one(Outbox, row.id, populate_existing=True)
    assert again.state == OutboxState.QUEUED
    fail_a_letter(event, now)
    page = open_page(organizer_client, f"{BASE}/mail")
    assert page.submit(organizer_client, "mail/retry").status_code == 303
    assert "No letter failed" in open_page(organizer_client, f"{BASE}/mail").text


def test_only_an_owner_leads_the_team(
    client: FlaskClient, organizer: Organizer, event: Event
) -> None:
    factories.make_organizer(email="mia@example.org", role=StaffRole.MANAGER)
    sign_in(client, "mia@example.org", factories.PASSWORD)
    links = open_page(client, f"{BASE}/").links(BASE)
    assert not [link for link in links if link.endswith("/team")]
    open_page(client, f"{BASE}/team", status=403)


def test_somebody_is_invited_with_countries_by_name_or_code(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{BASE}/team")
    sent = {"email": "cora@example.org", "role": "coordinator", "scope": "france, DE"}
    assert page.submit(organizer_client, "/team", **sent).status_code == 303
    after = open_page(organizer_client, f"{BASE}/team")
    assert "cora@example.org" in after.text
    assert "France" in after.text
    withdrawn = after.submit(organizer_client, "/withdraw")
    assert withdrawn.status_code == 303
    assert "cora@example.org" not in open_page(organizer_client, f"{BASE}/team").text


def test_an_invitation_that_makes_no_sense_is_said_beside_its_field(
    organizer_client: FlaskClient, event: Event
) -> None:
    for sent in (
        {"email": "nobody"},
        {"email": ""},
        {"email": "omar@example.org"},
        {"email": "a@example.org", "role": "king"},
        {"email": "a@example.org", "role": "coordinator", "scope": ""},
        {"email": "a@example.org", "role": "coordinator", "scope": "Atlantis"},
        {"email": "a@example.org", "role": "manager", "scope": "DE"},
    ):
        page = open_page(organizer_client, f"{BASE}/team")
        answer = page.submit(organizer_client, "/team", **sent)
        assert check(answer, "team", status=422).all(".error"), sent


def test_a_role_is_changed_while_its_holder_is_at_work(
    app: Flask, organizer_client: FlaskClient, organizer: Organizer, event: Event
) -> None:
    mia = factories.make_organizer(email="mia@example.org", role=StaffRole.MANAGER)
    her_page, hers = f"{BASE}/team/{mia.id}", app.test_client()
    sign_in(hers, "mia@example.org", factories.PASSWORD)
    open_form = open_page(hers, f"{BASE}/mail")
    team = open_page(organizer_client, f"{BASE}/team")
    assert her_page in team.links(f"{BASE}/team/")
    page = open_page(organizer_client, her_page)
    assert "mia@example.org" in page.text
    sent = {"role": "coordinator", "scope": "Narnia"}
    assert (
        "Narnia"
        in check(page.submit(organizer_client, her_page, **sent), her_page, status=422).text
    )
    sent["scope"] = "Germany: Bremen, FR"
    assert page.submit(organizer_client, her_page, **sent).status_code == 303
    assert "Germany: Bremen, France" in open_page(organizer_client, f"{BASE}/team").text
    assert open_page(organizer_client, her_page).form(her_page).fields["role"] == "coordinator"
    # Her next request has the rights of her new role, whether she looks or acts.
    assert open_form.submit(hers, "/mail/neutral", wanted="yes").status_code == 403
    assert "Mail" not in open_page(hers, f"{BASE}/registrations").all("nav a")
    log = open_page(organizer_client, f"{BASE}/log").text
    assert "Changed somebody's role" in log
    assert "Coordinator · Germany: Bremen · France" in log
    # Whoever leads alone stays, and nobody reaches an account of another team.
    page = open_page(organizer_client, f"{BASE}/team/{organizer.id}")
    refused = page.submit(organizer_client, f"/team/{organizer.id}", role="viewer")
    assert "make another owner first" in check(refused, her_page, status=422).text
    open_page(organizer_client, f"{BASE}/team/4711", status=404)


def test_a_member_is_removed_while_at_work_and_the_last_owner_stays(
    app: Flask, organizer_client: FlaskClient, organizer: Organizer, event: Event
) -> None:
    factories.make_organizer(email="mia@example.org", role=StaffRole.MANAGER)
    mia = app.test_client()
    sign_in(mia, "mia@example.org", factories.PASSWORD)
    open_form, names = open_page(mia, f"{BASE}/mail"), f"{BASE}/registrations"
    assert mia.get(names).status_code == 200
    page = open_page(organizer_client, f"{BASE}/team")
    assert "mia@example.org" in page.text
    assert page.submit(organizer_client, "/remove").status_code == 303
    # Her next request finds the desk closed, whether she looks or acts.
    assert mia.get(names).location.startswith("/organizer/sign-in")
    assert open_form.submit(mia, "/mail/neutral", wanted="yes").status_code in (303, 401)
    assert mia.get(names).status_code == 303
    after = open_page(organizer_client, f"{BASE}/team")
    assert "mia@example.org" not in after.text
    token = after.form("/team").fields["csrf_token"]
    organizer_client.post(f"{BASE}/team/{organizer.id}/remove", data={"csrf_token": token})
    assert "Somebody must lead the team" in open_page(organizer_client, f"{BASE}/team").text

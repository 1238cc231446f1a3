"""Saved views, and addresses that somebody tampered with."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.organizer.models import SavedView
from app.organizer.views import fit
from app.staff.models import EventMember, Organizer, StaffRole
from tests import factories
from tests.fixtures.databases import on_one_database
from tests.pages import check, open_page, sign_in

PATH = "/organizer/summit/registrations"


def kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(SavedView)) or 0


def test_a_view_leaves_out_what_is_not_allowed_or_not_known() -> None:
    address = {"country": "DE", "state": "pending", "columns": ["name", "shoe"], "sort": "x"}
    known = {"names": ("country", "state"), "columns": ("name", "email")}
    assert fit(address, **known, scope=()) == (  # type: ignore[arg-type]
        {"country": "DE", "state": "pending", "columns": ["name"]},
        True,
    )
    fine = {"country": "DE", "columns": ["name"]}
    assert fit(fine, **known, scope=("DE",)) == (fine, False)  # type: ignore[arg-type]
    assert fit(fine, **known, scope=("FR",)) == ({"columns": ["name"]}, True)  # type: ignore[arg-type]


def test_views_are_kept_replaced_shared_within_scope_and_removed_by_their_owner(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{PATH}?country=DE&columns=email&columns=state")
    answer = page.submit(organizer_client, "/views", name="Germans  daily", shared="y")
    assert answer.status_code == 303
    assert page.submit(organizer_client, "/views", name="Germans daily", shared="y").location
    page.submit(organizer_client, "/views", name="Mine")
    assert kept() == 2
    nameless = page.submit(organizer_client, "/views", name=" ")
    assert "Please give it a name." in check(nameless, PATH, status=422).text
    listed = open_page(organizer_client, PATH)
    [shown] = {link for link in listed.links("country=DE") if "columns=email" in link}
    open_page(organizer_client, shown)

    factories.make_organizer(email="c@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    other = organizer_client.application.test_client()
    sign_in(other, "c@example.org", factories.PASSWORD)
    theirs = open_page(other, PATH)
    assert "Germans daily" in theirs.text
    assert "without what you may not see" in theirs.text
    assert "Mine" not in theirs.text
    assert not theirs.links("country=DE")
    view = db.session.scalars(select(SavedView).where(SavedView.shared)).one()
    token = theirs.form("/views").fields["csrf_token"]
    other.post(f"{PATH}/views/{view.id}/remove", data={"csrf_token": token})
    assert kept() == 2
    [first, *_rest] = [form for form in listed.forms("/remove") if f"/{view.id}/" in form.action]
    organizer_client.post(first.action, data=first.fields)
    assert kept() == 1


@on_one_database
def test_a_kept_view_opens_no_more_than_its_owner_may_see_today(
    client: FlaskClient, organizer: Organizer, location: Location
) -> None:
    factories.make_registration(location=location)
    cora = factories.make_organizer(
        email="c@example.org", role=StaffRole.COORDINATOR, scope=("DE",)
    )
    sign_in(client, "c@example.org", factories.PASSWORD)
    page = open_page(client, f"{PATH}?country=DE&columns=name")
    page.submit(client, "/views", name="Mine")
    [kept_as] = set(open_page(client, PATH).links("country=DE"))
    assert open_page(client, kept_as).all("tbody th") == ["Ann"]
    member = update(EventMember).where(EventMember.organizer_id == cora.id)
    for lost, status in (
        (member.values(scope=["FR"]), 422),
        (member.values(role=StaffRole.VIEWER, scope=[]), 403),
        (member.values(left_at=factories.NOW), 404),
    ):
        db.session.execute(lost)
        db.session.commit()
        answer = client.get(kept_as)
        assert answer.status_code == status
        assert b"<tbody" not in answer.data


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("older=nonsense", 400),
        ("newer=%00", 400),
        ("older=" + "A" * 400, 400),
        ("region=%00", 422),
        ("region=" + "x" * 200, 422),
        ("state=gone", 422),
        ("country=%F0%9F%92%A9", 422),
        ("since=0001-01-01", 422),
        ("location=%00", 422),
        ("sort=name&columns=shoe&columns=%00", 200),
    ],
)
def test_a_tampered_address_is_refused_and_breaks_nothing(
    organizer_client: FlaskClient, event: Event, query: str, status: int
) -> None:
    open_page(organizer_client, f"{PATH}?{query}", status=status)

"""Every route of the team, tried by every role, in another event, and from another country."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.database import Base, db
from app.events.models import Event
from app.staff import service as staff
from app.staff.models import EventMember, StaffRole
from app.staff.rules import PERMISSIONS
from app.staff.teams import EventKey
from app.vault.service import current_vault
from tests import factories, pages
from tests.acts.staff.people import person
from tests.fixtures.databases import on_one_database
from tests.standing.roles import AT_HOME, AWAY, ROLES, Worker
from tests.standing.routes import ROUTES

TEAM = {name: route for name, route in ROUTES.items() if route.audience.startswith("staff:")}
OF_ONE_PLACE = ("{person}", "{offer}", "{place}")
OF_ALL_PLACES = ("{told}", "/bulk/{")
"""Made for everybody: whoever is bound to countries does not see them."""
OF_ONE_EVENT = (*OF_ONE_PLACE, *OF_ALL_PLACES, "{item_id}", "/history/1")
OF_THE_DESK = ("{desk}", *OF_ONE_PLACE, "{told}")
NOTHING_TO_SEE = {"city", "city_name", "name_key"}
"""Reference data, which no page of the team changes."""


@pytest.fixture
def without_tokens(visit: object, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms carry no CSRF token, so that the guards themselves have to refuse."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def visit(app: Flask, paths: dict[str, str]) -> Callable[..., int]:
    """Try a route as one of the team; the status of the answer out."""
    factories.make_event(slug="other")
    clients = {worker: signed_in(app, worker) for worker in (*AT_HOME, *AWAY)}

    def visit(worker: Worker, name: str, slug: str = "summit") -> int:
        path = paths[name].replace("/organizer/summit/", f"/organizer/{slug}/")
        return clients[worker].open(path, method=TEAM[name].method).status_code

    return visit


def signed_in(app: Flask, worker: Worker) -> FlaskClient:
    factories.make_organizer(email=worker.email, role=worker.as_role, scope=worker.scope)
    client = app.test_client()
    assert pages.sign_in(client, worker.email, factories.PASSWORD).status_code == 303
    return client


def contents() -> dict[str, list[str]]:
    """Every row of every table, but for reference data."""
    db.session.rollback()
    return {
        table.name: sorted(map(str, db.session.execute(select(table))))
        for table in Base.metadata.sorted_tables
        if table.name not in NOTHING_TO_SEE
    }


def test_the_rules_are_those_that_were_decided() -> None:
    given = {role: set(told.split()) for role, told in ROLES.items()}
    rules = {role: set(may) - {"key.hold", "log.read"} for role, may in PERMISSIONS.items()}
    assert rules == given
    assert {route.audience.removeprefix("staff:") for route in TEAM.values()} <= given["owner"]


@on_one_database
def test_routes_ask_for_a_proof_exactly_where_the_table_says_so(app: Flask) -> None:
    asking = {name for name, view in app.view_functions.items() if hasattr(view, "asks_proof")}
    assert asking == {name for name, route in ROUTES.items() if route.proof}


@pytest.mark.usefixtures("without_tokens")
@on_one_database
def test_what_a_role_may_not_do_is_refused_and_changes_nothing(visit: Callable[..., int]) -> None:
    refused = [(worker, name) for worker in AT_HOME for name in TEAM if not _may(worker, name)]
    before = contents()
    opened = [(w.role, name) for w, name in refused if visit(w, name) != 403]
    assert opened == []
    assert contents() == before
    assert len(refused) > 150


@pytest.mark.usefixtures("without_tokens")
@on_one_database
def test_no_row_is_reached_through_another_event_or_from_another_country(
    visit: Callable[..., int],
) -> None:
    owner = AT_HOME[0]
    foreign = [(owner, n, "other") for n in TEAM if _is_about(OF_ONE_EVENT, n)]
    foreign += [(owner, n, "nowhere") for n in TEAM if "{desk}" in TEAM[n].address]
    away = [
        (worker, name, "summit")
        for worker in (*AWAY, *AT_HOME)
        for name in TEAM
        if _may(worker, name) and _is_hidden(worker, name)
    ]
    before = contents()
    reached = [(w.role, name, s) for w, name, s in foreign + away if visit(w, name, s) != 404]
    assert reached == []
    assert contents() == before
    assert len(foreign) > 80
    assert len(away) > 20


@pytest.mark.usefixtures("without_tokens")
@on_one_database
def test_whoever_works_for_another_event_alone_finds_no_page_of_this_one(
    visit: Callable[..., int],
) -> None:
    summit = db.session.scalars(select(Event).where(Event.slug == "summit")).one()
    gone = update(EventMember).where(EventMember.event_id == summit.id)
    db.session.execute(gone.values(left_at=factories.NOW))
    db.session.commit()
    owner, before = AT_HOME[0], contents()
    desk = [name for name, route in TEAM.items() if route.address.startswith(OF_THE_DESK)]
    assert [name for name in desk if visit(owner, name) != 404] == []
    assert contents() == before
    assert len(desk) > 100


@pytest.mark.usefixtures("visit")
@on_one_database
def test_whoever_leads_another_event_is_here_what_this_one_says(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each role of this event once more, by an account that owns the other one."""
    clients = {worker: leader_elsewhere(app, worker) for worker in AT_HOME[1:]}
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    wrong, before = [], contents()
    for worker, client in clients.items():
        for name, route in TEAM.items():
            path = f"/organizer/summit{route.address.removeprefix('{desk}')}"
            # Whether there is one with this number is asked after the right.
            path = path.replace("{colleague}", "1")
            if "{" in path or not route.address.startswith("{desk}"):
                continue
            if not _may(worker, name) and client.open(path, method=route.method).status_code != 403:
                wrong.append((worker.role, name))
    assert wrong == []
    # A look at the team is written down, and nothing else has changed.
    assert {name for name, rows in contents().items() if rows != before[name]} <= {"audit_entry"}


def leader_elsewhere(app: Flask, worker: Worker) -> FlaskClient:
    """Somebody who owns the other event, and was let into this one as a worker of the table."""
    email = f"leads-{worker.email}"
    account = staff.NewAccount(email, factories.PASSWORD, StaffRole.OWNER, event="other")
    paper = current_vault().files.keys_dir.parent / "recovery-key.txt"
    staff.create(account=account, recovery_key=paper.read_text("utf-8"), now=factories.NOW)
    summit = db.session.scalars(select(Event).where(Event.slug == "summit")).one()
    event = EventKey(summit.id, summit.key_id)
    place = staff.Invitation(email, worker.as_role, worker.scope, event=event)
    by = person(AT_HOME[0].email, factories.NOW)
    assert staff.add(inviter=by, invitation=place, now=factories.NOW)
    client = app.test_client()
    assert pages.sign_in(client, email, factories.PASSWORD).status_code == 303
    for page in ("/organizer/other/team", "/organizer/new"):
        assert client.get(page).status_code == 200
    return client


@on_one_database
def test_what_a_role_may_do_is_open_to_it(visit: Callable[..., int]) -> None:
    # What each page shows the owner is looked at elsewhere.
    for worker in AT_HOME[1:]:
        for name, route in TEAM.items():
            may = _may(worker, name) and not _is_hidden(worker, name)
            if route.method == "GET" and may:
                assert visit(worker, name) in (200, 303), (worker.role, name)


def _may(worker: Worker, name: str) -> bool:
    route = TEAM[name]
    return worker.may(route.audience) and not (route.unbound and worker.scope)


def _is_hidden(worker: Worker, name: str) -> bool:
    """Whether a row is another account's, or somebody's countries keep it from them."""
    if TEAM[name].own:
        return True
    if worker in AWAY and _is_about(OF_ONE_PLACE, name):
        return True
    return bool(worker.scope) and _is_about(OF_ALL_PLACES, name)


def _is_about(rows: tuple[str, ...], name: str) -> bool:
    return any(row in TEAM[name].address for row in rows)

"""Who may use a route is written on it, and held."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import Base, db
from tests.standing.routes import HOLDER, PUBLIC, ROUTES

READING = {"HEAD", "OPTIONS"}
POSTS = sorted(
    name for name, route in ROUTES.items() if route.method == "POST" and route.needs_token
)
STAFF = sorted(name for name, route in ROUTES.items() if route.audience.startswith("staff:"))


def test_every_route_is_listed_with_its_method_and_audience(app: Flask) -> None:
    found = {
        rule.endpoint: (
            *sorted((rule.methods or set()) - READING),
            getattr(app.view_functions[rule.endpoint], "audience", None),
        )
        for rule in app.url_map.iter_rules()
    }
    assert found == {name: (route.method, route.audience) for name, route in ROUTES.items()}


def test_every_address_of_the_list_leads_to_its_endpoint(app: Flask, paths: dict[str, str]) -> None:
    adapter = app.url_map.bind("localhost")
    found = {
        name: adapter.match(path.partition("?")[0], method=ROUTES[name].method)[0]
        for name, path in paths.items()
    }
    assert found == {name: name for name in ROUTES}


def test_a_post_without_its_token_is_refused_and_changes_nothing(
    organizer_client: FlaskClient, paths: dict[str, str]
) -> None:
    before = rows_of_all_tables()
    for name in POSTS:
        answer = organizer_client.post(paths[name], data={"email": "eve@example.org"})
        assert answer.status_code == 400, name
    assert rows_of_all_tables() == before


def test_a_staff_page_sends_eve_to_the_sign_in(
    app: Flask, client: FlaskClient, paths: dict[str, str]
) -> None:
    before = rows_of_all_tables()
    app.config["WTF_CSRF_ENABLED"] = False  # so that the guard itself has to refuse
    try:
        for name in STAFF:
            answer = client.open(paths[name], method=ROUTES[name].method)
            assert answer.status_code == 303, name
            assert answer.location.startswith("/organizer/sign-in"), name
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert rows_of_all_tables() == before


def test_personal_pages_do_not_open_with_a_token_of_another_kind(
    client: FlaskClient, paths: dict[str, str]
) -> None:
    holders = {name: path for name, path in paths.items() if ROUTES[name][:2] == ("GET", HOLDER)}
    assert holders
    for path in holders.values():
        token = next(part for part in path.split("/") if len(part) == 46)
        other = token[:-2] + ("AA" if not token.endswith("AA") else "BB")
        assert client.get(path.replace(token, other)).status_code == 404


def test_no_route_but_the_public_ones_works_for_everybody(paths: dict[str, str]) -> None:
    assert {route.audience for route in ROUTES.values() if route.cached} == {PUBLIC}
    assert set(paths) == set(ROUTES)


def rows_of_all_tables() -> dict[str, int]:
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }

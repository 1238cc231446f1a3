"""What holds for every page: its headers, its outline, its cookies, both languages."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.events.models import Event
from app.web.headers import HEADERS
from tests import pages
from tests.fixtures.databases import on_one_database
from tests.standing.routes import PUBLIC, ROUTES, VIEWER

GETS = sorted(name for name, route in ROUTES.items() if route.method == "GET")
PUBLIC_GETS = [name for name in GETS if ROUTES[name].audience == PUBLIC]
WITH_A_FORM = {
    "hosting.invitation",
    "hosting.offer",
    "registration.link",
    "registration.sign_up",
    "staff.forgotten",
    "staff.sign_in",
}
FRAMED = {"messages.newest", "livestream.status_frame", "organizer.specimen_html"}
LETTERS = {"organizer.specimen_html"}
FRAME_HEADERS = {"Content-Security-Policy", "X-Frame-Options"}
NOWHERE = {
    "/en/summit/locations/nowhere": 404,
    "/xx/": 404,
    "/r/not-a-token": 404,
    "/static/missing.css": 404,
    "/en/summit/sign-up": 302,
}


def test_every_page_is_whole_and_its_cache_is_as_listed(
    organizer_client: FlaskClient, paths: dict[str, str]
) -> None:
    for name in GETS:
        answer = organizer_client.get(paths[name])
        # To a tool's address no cookie counts, not even an owner's.
        for_tools = ROUTES[name].audience.startswith("token:")
        expected = (401,) if for_tools else (200, 302, 303)
        assert answer.status_code in expected, f"{name}: {answer.status}"
        if answer.status_code == 200 and answer.mimetype == "text/html" and name not in LETTERS:
            pages.check(answer, paths[name], status=200)
        cache = answer.headers["Cache-Control"]
        if ROUTES[name].audience == VIEWER:
            assert cache.startswith("private, "), f"{name}: {cache}"
            continue
        cached = cache.startswith("public, max-age=")
        assert cached == ROUTES[name].cached, f"{name}: {cache}"
        assert cached or "no-store" in cache, f"{name}: {cache}"
        assert set(headers_missing(answer)) == (FRAME_HEADERS if name in FRAMED else set()), name


@on_one_database
def test_every_page_is_whole_in_persian(
    organizer_client: FlaskClient, paths: dict[str, str]
) -> None:
    for name in GETS:
        path = paths[name].replace("/en/", "/fa/")
        answer = organizer_client.get(path, headers={"Accept-Language": "fa-IR, en;q=0.5"})
        if answer.status_code == 200 and answer.mimetype == "text/html" and name not in LETTERS:
            page = pages.check(answer, path, status=200)
            if "/fa/" in path:
                assert page.tree.css_first("html").attributes["dir"] == "rtl", name


@on_one_database
def test_no_cookie_is_set_before_a_form_is_shown(
    client: FlaskClient, paths: dict[str, str]
) -> None:
    for name in PUBLIC_GETS:
        answer = client.application.test_client().get(paths[name])
        assert bool(answer.headers.getlist("Set-Cookie")) == (name in WITH_A_FORM), name
        if ROUTES[name].cached:
            assert "Cookie" not in answer.headers.get("Vary", ""), name


@on_one_database
def test_an_error_is_a_page_of_ours_with_the_same_headers(
    client: FlaskClient, event: Event
) -> None:
    for path, status in NOWHERE.items():
        answer = client.get(path)
        assert answer.status_code == status, path
        assert headers_missing(answer) == {}, path
        assert "no-store" in answer.headers["Cache-Control"], path
        if status >= 400:
            pages.check(answer, path, status=status)


@on_one_database
def test_static_files_carry_the_policy_and_open_to_no_other_site(
    app: Flask, client: FlaskClient
) -> None:
    address = app.extensions["assets"].own["css/gatherwide.css"]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    for header in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Resource-Policy",
    ):
        assert answer.headers[header] == HEADERS[header]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_policy_lets_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert not [word for word in ("unsafe", "http", "*", "nonce") if word in policy]
    assert [part for part in policy.split("; ") if "blob:" in part] == [
        "media-src 'self' blob: data:"
    ]


def headers_missing(answer: TestResponse) -> dict[str, str | None]:
    """What the answer says instead of each header of ours."""
    found = {name: answer.headers.get(name) for name in HEADERS}
    return {name: found[name] for name, value in HEADERS.items() if found[name] != value}

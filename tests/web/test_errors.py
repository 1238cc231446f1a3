"""Every error is a page of ours, with its status, in the reader's language, and keeps quiet."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events.models import Event
from app.web.tokens import BadToken
from tests import pages
from tests.fixtures.databases import on_one_database

pytestmark = on_one_database
WORDS = "ann@example.org"


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A page that breaks with somebody's address in the exception's words."""

    def fail(**_arguments: object) -> str:
        raise ValueError(WORDS)

    monkeypatch.setitem(app.view_functions, "events.home", fail)
    return "/en/"


def test_a_page_that_is_not_there_is_a_404_in_both_languages(
    client: FlaskClient, event: Event
) -> None:
    english = pages.open_page(client, "/en/nowhere/", status=404)
    persian = pages.open_page(client, "/fa/nowhere/", status=404)
    assert english.heading != persian.heading
    assert persian.tree.css_first("html").attributes["dir"] == "rtl"


def test_an_error_repeats_nothing_of_the_address(client: FlaskClient) -> None:
    page = pages.open_page(client, f"/en/{WORDS}/?q={WORDS}", status=404)
    assert WORDS not in page.text


def test_an_unexpected_error_says_nothing_of_itself(
    client: FlaskClient, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = pages.open_page(client, broken, status=500)
    assert WORDS not in page.response.text
    assert "ValueError" not in page.response.text
    assert "ValueError" in caplog.text
    assert WORDS not in caplog.text


def test_a_link_that_is_cut_is_a_404_that_says_what_to_do(client: FlaskClient) -> None:
    page = pages.open_page(client, "/r/cut", status=404)
    assert page.heading


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/healthz", 405),
        ("DELETE", "/en/", 405),
        ("GET", "/xx/", 404),
        ("GET", "/en/%00/", 404),
        ("GET", "/en/%ff%fe/", 404),
    ],
)
def test_a_strange_request_is_answered_with_its_status(
    method: str, path: str, status: int, client: FlaskClient
) -> None:
    pages.check(client.open(path, method=method), path, status=status)


def test_another_host_is_refused(client: FlaskClient) -> None:
    answer = client.get("/en/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


def test_a_huge_body_is_refused(client: FlaskClient) -> None:
    answer = client.post("/organizer/sign-in", data={"email": "a" * 5_000_000})
    assert answer.status_code == 413


def test_a_form_without_its_token_says_to_send_it_again(client: FlaskClient) -> None:
    answer = client.post("/organizer/sign-in", data={"email": WORDS})
    page = pages.check(answer, "/organizer/sign-in", status=400)
    assert WORDS not in page.response.text


def test_a_bad_token_is_answered_wherever_it_is_read(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_arguments: object) -> str:
        raise BadToken

    monkeypatch.setitem(app.view_functions, "events.home", fail)
    pages.open_page(client, "/en/", status=404)

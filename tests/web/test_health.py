"""/healthz says that the process is up, /readyz that it can do its work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from tests.factories import count_statements


def test_a_process_that_is_up_says_so_without_asking_the_database(client: FlaskClient) -> None:
    with count_statements() as statements:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert statements == []


def test_a_monitor_on_the_machine_may_ask_by_number_and_no_foreign_host(
    make_config: Callable[..., Config], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'never-opened.sqlite'}"
    site = create_app(make_config(url, PUBLIC_URL="https://summit.example")).test_client()
    hosts = ("https://summit.example", "http://127.0.0.1:8000", "http://evil.example")
    answers = [site.get("/healthz", base_url=host).status_code for host in hosts]
    assert answers == [200, 200, 400]


def test_a_process_that_can_work_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ready"] is True
    assert set(answer.json["checks"].values()) <= {"ok"}
    assert answer.json["figures"] == {"oldest_letter_seconds": 0}


@pytest.mark.parametrize("fault", ["keys are missing", None])
def test_one_fault_is_enough_not_to_be_ready(
    fault: str | None, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions["readiness"], "keys", lambda: fault)
    answer = client.get("/readyz")
    assert answer.status_code == (503 if fault else 200)
    assert answer.json is not None
    assert answer.json["checks"]["keys"] == (fault or "ok")


def test_a_check_that_breaks_shows_its_kind_and_nothing_of_its_words(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str | None:
        raise ConnectionError("postgresql://omar:secret@db")

    monkeypatch.setitem(app.extensions["readiness"], "database", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "ConnectionError" in answer.text
    assert "secret" not in answer.text

"""/healthz says that the process is up, /readyz that it can do its work."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import count_statements


def test_a_process_that_is_up_says_so_without_asking_the_database(client: FlaskClient) -> None:
    with count_statements() as statements:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert statements == []


def test_a_process_that_can_work_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ready"] is True
    assert set(answer.json["checks"].values()) <= {"ok"}


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

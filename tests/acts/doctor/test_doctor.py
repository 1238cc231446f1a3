"""`flask doctor`."""

import pytest
from flask import Flask

from app.doctor.cli import doctor
from app.vault.keyfiles import KeyFiles
from tests import factories
from tests.fixtures.mailbox import Mailbox


def test_a_healthy_installation_is_told_so(
    app: Flask, smtp: Mailbox, organizer: object, healthy_files: None
) -> None:
    answer = app.test_cli_runner().invoke(doctor)
    assert "!!" not in answer.output
    assert answer.exit_code == 0


def test_a_key_that_others_may_read_is_named(app: Flask, key_files: KeyFiles) -> None:
    path = key_files.keys_dir / "index.key"
    path.chmod(0o644)
    try:
        answer = app.test_cli_runner().invoke(doctor)
    finally:
        path.chmod(0o600)
    assert "others may read index.key" in answer.output
    assert answer.exit_code == 1


def test_a_key_that_nobody_took_is_named(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(doctor)
    assert "flask organizer create" in answer.output
    assert answer.exit_code == 1


def test_a_relay_that_does_not_answer_is_named(app: Flask, smtp: Mailbox) -> None:
    state = app.extensions["mail"]
    state.port, right = 1, state.port
    try:
        answer = app.test_cli_runner().invoke(doctor)
    finally:
        state.port = right
    assert "does not take us (ConnectionRefusedError)" in answer.output
    assert answer.exit_code == 1


def test_one_user_for_web_and_mailer_is_wrong_where_people_come_from_outside(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "public_url", "https://summit.example")
    answer = app.test_cli_runner().invoke(doctor)
    assert "give each a user of its own" in answer.output


def test_an_event_that_hides_behind_a_page_of_ours_is_named(app: Flask) -> None:
    factories.make_event(slug="password")
    answer = app.test_cli_runner().invoke(doctor)
    assert "password: pages of ours stand there; rename the event" in answer.output
    assert answer.exit_code == 1


def test_the_doctor_speaks_without_tables(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions["migrate"].__dict__, "directory", "/nowhere")
    answer = app.test_cli_runner().invoke(doctor)
    assert "cannot be checked" in answer.output
    assert answer.exit_code == 1

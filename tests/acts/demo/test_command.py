"""What `flask demo load` and `make run` say and leave behind."""

import stat
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.database import db
from app.demo.cli import cli
from app.events.models import Event
from app.staff.models import EventKeyGrant, Organizer


def test_loading_tells_how_far_it_is_and_what_is_there(app: Flask, world: None) -> None:
    answer = app.test_cli_runner().invoke(cli, ["load", "--locations", "5", "--registrations", "9"])
    assert answer.exit_code == 0
    assert "100 %" in answer.output
    assert "5 locations" in answer.output


def test_loading_twice_is_refused_in_one_line(app: Flask, world: None) -> None:
    runner, small = app.test_cli_runner(), ["load", "--locations", "1", "--registrations", "1"]
    runner.invoke(cli, small)
    answer = runner.invoke(cli, small)
    assert answer.exit_code == 1
    assert "The demo is here already." in answer.output


def test_numbers_below_zero_are_refused(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(cli, ["load", "--locations", "-1"])
    assert answer.exit_code == 2


def test_preparing_makes_the_demo_and_its_organizer_once(
    app: Flask, world: None, tmp_path: Path
) -> None:
    owner_file = tmp_path / "demo-owner"
    for _ in range(2):
        answer = app.test_cli_runner().invoke(cli, ["prepare", "--owner-file", str(owner_file)])
        assert answer.exit_code == 0, answer.output
    assert len(db.session.scalars(select(Event.id)).all()) == 1
    assert len(db.session.scalars(select(Organizer.id)).all()) == 1
    assert len(db.session.scalars(select(EventKeyGrant.key_id)).all()) == 1
    assert stat.S_IMODE(owner_file.stat().st_mode) == 0o600
    assert owner_file.read_text("utf-8").startswith("owner@demo.example\n")

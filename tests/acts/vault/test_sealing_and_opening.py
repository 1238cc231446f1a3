"""The web process seals what it cannot read again; whoever holds the private key opens it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.database import db, transaction
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from app.vault.errors import BoxDoesNotOpen, KeyMissing
from app.vault.keyfiles import MAILER, KeyFiles, event_audience, mailer_audience
from app.vault.models import SealedKey
from app.vault.rules import binding
from app.vault.service import MAX_AGE, MAX_ROWS, Opener, current_vault
from tests.factories import count_statements, make_registration
from tests.fixtures.application import KeyBytes

HERE = binding("registration", "identity_box", 1, "row")
EVENT = event_audience(1)


@pytest.fixture
def omar(all_keys: KeyBytes, key_files: KeyFiles) -> Opener:
    """Whoever holds the event's private key."""
    return Opener(EVENT, all_keys[key_files.unclaimed_key_file(1)])


@pytest.fixture
def mailer(key_files: KeyFiles) -> Opener:
    """The mailer's process."""
    return Opener(MAILER, key_files.mailer_private_key())


def test_omar_reads_what_was_sealed_for_the_event(app: Flask, omar: Opener, now: datetime) -> None:
    box = current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    assert omar.open(box, HERE) == {"name": "Ann"}


def test_the_mailer_reads_addresses_and_no_names(
    app: Flask, omar: Opener, mailer: Opener, location: Location
) -> None:
    ann = make_registration(location=location)
    place = binding("registration", "contact_box", ann.event_id, ann.id)
    assert ann.contact_box is not None
    assert mailer.open(ann.contact_box, place) == {"email": "ann@example.org"}
    name = binding("registration", "identity_box", ann.event_id, ann.id)
    with pytest.raises(BoxDoesNotOpen):
        mailer.open(ann.identity_box, name)
    with pytest.raises(BoxDoesNotOpen):
        omar.open(ann.contact_box, place)


def test_a_box_opens_in_no_other_row(
    app: Flask, omar: Opener, location: Location, event: Event
) -> None:
    ann = make_registration(location=location)
    eve = make_registration(location=location, name="Eve", email="eve@example.org")
    with transaction() as session:
        session.execute(
            update(Registration)
            .where(Registration.id == eve.id)
            .values(identity_box=ann.identity_box)
        )
    with pytest.raises(BoxDoesNotOpen):
        omar.open(ann.identity_box, binding("registration", "identity_box", event.id, eve.id))


def test_with_everything_the_web_process_can_read_nothing_opens(
    app: Flask, key_files: KeyFiles, location: Location
) -> None:
    """The thief takes the whole database and the web server's keys, but was not there before."""
    ann = make_registration(location=location, name="Ann Unmistakable")
    current_vault().forget()
    place = binding("registration", "identity_box", ann.event_id, ann.id)
    readable = [path.read_bytes() for path in key_files.keys_dir.iterdir()]
    readable += [sealed for (sealed,) in db.session.execute(select(SealedKey.sealed))]
    secrets = {part[start : start + 96] for part in readable for start in range(0, len(part), 32)}
    for secret in secrets:
        if len(secret) == 96:
            with pytest.raises(BoxDoesNotOpen):
                Opener(EVENT, secret).open(ann.identity_box, place)
    assert b"Unmistakable" not in b"".join(readable)


def test_no_row_shows_a_name_or_an_address(app: Flask, location: Location) -> None:
    make_registration(location=location, name="Ann Unmistakable", email="ann@unmistakable.org")
    row = db.session.execute(select(Registration.__table__)).one()
    assert "nmistakable" not in repr(tuple(row))


def test_one_data_key_serves_many_rows_and_ends_after_a_while(app: Flask, now: datetime) -> None:
    vault = current_vault()
    for moment in (now, now, now + MAX_AGE - timedelta(seconds=1)):
        vault.seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=moment)
    assert data_keys() == 1
    vault.seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now + MAX_AGE)
    assert data_keys() == 2


def test_a_data_key_ends_after_so_many_rows(app: Flask, now: datetime) -> None:
    for _ in range(MAX_ROWS + 1):
        current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    assert data_keys() == 2


def test_a_clock_that_goes_back_makes_a_new_data_key(app: Flask, now: datetime) -> None:
    current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now - timedelta(hours=1))
    assert data_keys() == 2


def test_sealing_under_a_known_data_key_asks_nothing_of_the_database(
    app: Flask, now: datetime
) -> None:
    current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    with count_statements() as statements:
        current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    assert statements == []


def test_a_data_key_is_dated_to_the_hour_only(app: Flask, now: datetime) -> None:
    late = now + timedelta(minutes=42)
    current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=late)
    assert db.session.scalars(select(SealedKey.created_at)).one() == now


def test_many_boxes_are_prepared_with_one_statement(
    app: Flask, omar: Opener, now: datetime
) -> None:
    boxes = [
        current_vault().seal(EVENT, {"name": str(n)}, bound_to=HERE, now=now + n * MAX_AGE)
        for n in range(20)
    ]
    with count_statements() as statements:
        omar.prepare(boxes)
        assert [omar.open(box, HERE)["name"] for box in boxes] == [str(n) for n in range(20)]
    assert len(statements) == 1


def test_rewrapped_data_keys_open_the_same_boxes(
    app: Flask, omar: Opener, all_keys: KeyBytes, key_files: KeyFiles, now: datetime
) -> None:
    box = current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    omar.rewrap()
    db.session.expire_all()
    assert db.session.scalars(select(SealedKey.rewrapped)).one() is not None
    again = Opener(EVENT, all_keys[key_files.unclaimed_key_file(1)])
    assert again.open(box, HERE) == {"name": "Ann"}
    with count_statements() as statements:
        omar.rewrap()
    assert len(statements) == 1


def test_a_box_whose_data_key_is_gone_does_not_open(
    app: Flask, omar: Opener, now: datetime
) -> None:
    box = current_vault().seal(EVENT, {"name": "Ann"}, bound_to=HERE, now=now)
    with transaction() as session:
        session.delete(session.scalars(select(SealedKey)).one())
    with pytest.raises(BoxDoesNotOpen):
        omar.open(box, HERE)


def test_once_the_events_keys_are_destroyed_nobody_opens_anything(
    app: Flask, omar: Opener, mailer: Opener, location: Location, key_files: KeyFiles
) -> None:
    ann = make_registration(location=location)
    assert ann.contact_box is not None
    key_files.destroy_event_keys(1)
    for opener, column, box in (
        (omar, "identity_box", ann.identity_box),
        (mailer, "contact_box", ann.contact_box),
    ):
        with pytest.raises(KeyMissing):
            opener.open(box, binding("registration", column, ann.event_id, ann.id))


def test_each_event_key_has_an_audience_of_its_own_at_the_mailer() -> None:
    assert mailer_audience(1) != mailer_audience(2)


def test_without_keys_sealing_says_which_file_is_missing(
    app: Flask, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(KeyMissing, match=r"event-9\.public"):
        current_vault().seal(event_audience(9), {"name": "Ann"}, bound_to=HERE, now=now)


def data_keys() -> int:
    return db.session.scalar(select(func.count()).select_from(SealedKey)) or 0

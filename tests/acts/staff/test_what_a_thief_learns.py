"""Whoever has the database, the web server's files or a cookie alone opens nothing."""

import os
from collections.abc import Iterator
from datetime import datetime
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from app.database import Base, db
from app.registration.models import Registration
from app.staff import queries, service, unlock
from app.staff.accounts import address_index, hash_password
from app.vault.errors import BoxDoesNotOpen
from app.vault.keyfiles import event_audience
from app.vault.models import SealedKey
from app.vault.rules import binding, decrypt, derive_key
from app.vault.service import Opener, current_vault
from tests.acts.staff.people import PASSWORD, name_read_by, person
from tests.factories import make_organizer

OMAR = "omar@example.org"


def every_stored_value() -> Iterator[bytes]:
    """All bytes in all tables."""
    for table in Base.metadata.tables.values():
        columns = [c for c in table.columns if isinstance(c.type, LargeBinary)]
        for column in columns:
            yield from (v for v in db.session.scalars(select(column)) if v is not None)


def what_the_web_process_reads(app: Flask) -> dict[str, bytes]:
    """Every secret of a web server whose mailer has a user of its own."""
    files = {path.name: path.read_bytes() for path in current_vault().files.keys_dir.iterdir()}
    return {**files, "SECRET_KEY": str(app.config["SECRET_KEY"]).encode()}


def test_the_web_process_opens_nothing_that_it_stored(
    app: Flask, anns: Registration, now: datetime
) -> None:
    make_organizer(email=OMAR)
    service.sign_in(email=OMAR, password=PASSWORD, now=now)
    stored, secrets = list(every_stored_value()), what_the_web_process_reads(app)
    assert len(stored) > 10
    assert all(b"Ann" not in value and b"ann@" not in value for value in stored)
    keys = [key for value in secrets.values() for key in (value, derive_key(value, "x"))]
    keys += [value[:32] for value in stored if len(value) >= 32]
    for box, key in product(stored, keys):
        if len(key) not in (16, 24, 32):
            continue
        with pytest.raises(BoxDoesNotOpen):
            decrypt(key, box, purpose="")
    # What has the length of a private key is tried as one.
    place = binding("registration", "identity_box", anns.event_id, anns.id)
    for value in [*secrets.values(), *stored]:
        for start in range(0, max(len(value) - 96, 0) + 1, 32):
            candidate = value[start : start + 96]
            if len(candidate) == 96:
                with pytest.raises(BoxDoesNotOpen):
                    Opener(event_audience(1), candidate).open(anns.identity_box, place)


def test_the_same_thief_with_the_password_would_have_opened_it(
    app: Flask, anns: Registration, now: datetime
) -> None:
    make_organizer(email=OMAR)
    assert name_read_by(person(OMAR, now), anns) == "Ann"


def test_the_database_without_the_index_key_cannot_even_test_a_password(
    app: Flask, now: datetime
) -> None:
    make_organizer(email=OMAR)
    organizer = queries.find_by_address(address_index(OMAR))
    assert organizer is not None
    files = current_vault().files
    kept, files.index_key = files.index_key, os.urandom(32)
    try:
        assert address_index(OMAR) != organizer.address_index
        begun = hash_password(PASSWORD)
        assert begun.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
        with pytest.raises(BoxDoesNotOpen):
            unlock.unlock(
                unlock_secret_without_index_key(),
                organizer.address_index,
                organizer.private_box,
                organizer.unlock_salt,
            )
    finally:
        files.index_key = kept


def unlock_secret_without_index_key() -> bytes:
    """What a thief of the database would try: the right password, and a key of his own."""
    return current_vault().index("organizer unlock", PASSWORD)


def test_a_cookie_without_its_session_s_row_opens_nothing(
    app: Flask, anns: Registration, now: datetime
) -> None:
    make_organizer(email=OMAR)
    begun = service.sign_in(email=OMAR, password=PASSWORD, now=now)
    found = queries.find_session(begun.session_id)
    assert found is not None
    kept = found.session.keys_box
    service.sign_out(organizer_id=begun.organizer.id, session_id=begun.session_id, now=now)
    assert queries.find_session(begun.session_id) is None
    later = service.sign_in(email=OMAR, password=PASSWORD, now=now)
    other = queries.find_session(later.session_id)
    assert other is not None
    for box in (value for value in every_stored_value() if value != kept):
        for session_id in (begun.session_id, later.session_id):
            with pytest.raises(BoxDoesNotOpen):
                unlock.take_up(box, begun.cookie_key, session_id)


def test_a_session_s_row_without_its_cookie_opens_nothing(app: Flask, now: datetime) -> None:
    make_organizer(email=OMAR)
    begun = service.sign_in(email=OMAR, password=PASSWORD, now=now)
    found = queries.find_session(begun.session_id)
    assert found is not None
    for key in what_the_web_process_reads(app).values():
        with pytest.raises(BoxDoesNotOpen):
            unlock.take_up(found.session.keys_box, key[:32].ljust(32, b"\0"), begun.session_id)


def test_without_the_shredding_key_nobody_opens_anything(
    app: Flask, anns: Registration, now: datetime
) -> None:
    make_organizer(email=OMAR)
    omar = person(OMAR, now)
    assert omar.opener(1) is not None
    (current_vault().files.keys_dir / "event-1.shred").unlink()
    again = person(OMAR, now)
    assert again.opener(1) is None
    for key in (os.urandom(32), bytes(32)):
        with pytest.raises(BoxDoesNotOpen):
            unlock.open_grant(
                again.grants[1],
                key_id=1,
                shred_key=key,
                private_key=again.private_key,
                holder=again.address_index,
            )


def test_a_grant_moved_to_another_account_opens_nothing(app: Flask, now: datetime) -> None:
    make_organizer(email=OMAR)
    make_organizer(email="maya@example.org")
    omar, maya = person(OMAR, now), person("maya@example.org", now)
    with pytest.raises(BoxDoesNotOpen):
        unlock.open_grant(
            omar.grants[1],
            key_id=1,
            shred_key=current_vault().files.shred_key(1),
            private_key=maya.private_key,
            holder=maya.address_index,
        )


def test_a_new_data_key_is_opened_cheaply_after_the_next_sign_in(
    app: Flask, anns: Registration, now: datetime
) -> None:
    make_organizer(email=OMAR)
    omar = person(OMAR, now)
    from_the_table = {row.id: row.rewrapped for row in sealed_for_organizers()}
    assert from_the_table
    assert all(from_the_table.values())
    assert name_read_by(omar, anns) == "Ann"


def sealed_for_organizers() -> list[SealedKey]:
    """The data keys of what organizers may open."""
    return list(
        db.session.scalars(select(SealedKey).where(SealedKey.audience == event_audience(1)))
    )

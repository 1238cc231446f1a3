"""Whoever has the database, the web server's files or a cookie alone opens nothing."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from app.database import Base, db
from app.registration.models import Registration
from app.staff import queries, service, unlock
from app.staff.accounts import address_index, hash_password
from app.staff.models import EventKeyGrant, Organizer, OrganizerSession
from app.vault.errors import BoxDoesNotOpen
from app.vault.keyfiles import RECOVERY, event_audience
from app.vault.models import SealedKey
from app.vault.rules import binding, decrypt, derive_key, read_recovery_key
from app.vault.service import Opener, current_vault
from tests.acts.staff.people import PASSWORD, name_read_by, person
from tests.factories import make_organizer

OMAR = "omar@example.org"


class Thief:
    """Tries all that he has against all that is stored, in every way that we open it ourselves."""

    def __init__(self, loot: Iterable[bytes]) -> None:
        self.loot = set(loot)
        self.short = {part for value in self.loot for part in _parts(value, 32)}
        self.short |= {sha256(value).digest() for value in self.loot}

    def reads(self, registration: Registration) -> str | None:
        """The name inside a registration, if he finds a way to it."""
        place = binding("registration", "identity_box", registration.event_id, registration.id)
        for key in self.event_keys():
            with suppress(BoxDoesNotOpen):
                return str(
                    Opener(event_audience(1), key).open(registration.identity_box, place)["name"]
                )
        return None

    def event_keys(self) -> set[bytes]:
        """What may be the event's private key: as it lies, from a grant, or from the paper."""
        own = self.own_keys()
        found, files = own | self.long_parts(), current_vault().files
        for grant in db.session.scalars(select(EventKeyGrant)):
            holder = db.session.get_one(Organizer, grant.organizer_id).address_index
            for key in own | self.long_parts():
                with suppress(BoxDoesNotOpen):
                    found.add(
                        unlock.open_grant(
                            grant.sealed,
                            key_id=1,
                            shred_key=files.shred_key(1),
                            private_key=key,
                            holder=holder,
                        )
                    )
        paper = (files.keys_dir / "event-1.recovery").read_bytes()
        for secret in self.loot:
            with suppress(BoxDoesNotOpen):
                found.add(decrypt(derive_key(secret, RECOVERY), paper, purpose=RECOVERY))
        return found

    def own_keys(self) -> set[bytes]:
        """Organizers' own private keys, from a session's row or without the password."""
        found = set()
        for row in db.session.scalars(select(OrganizerSession)):
            for key in self.short:
                with suppress(BoxDoesNotOpen):
                    found.add(unlock.take_up(row.keys_box, key, row.id).private_key)
        for row in db.session.scalars(select(Organizer)):
            for key in self.short:
                with suppress(BoxDoesNotOpen):
                    purpose = f"own key of {row.address_index.hex()}"
                    found.add(decrypt(key, row.private_box, purpose=purpose))
        return found

    def long_parts(self) -> set[bytes]:
        return {part for value in self.loot for part in _parts(value, 96)}


def _parts(value: bytes, length: int) -> Iterator[bytes]:
    for start in range(0, len(value) - length + 1, 32):
        yield value[start : start + length]


def every_stored_value() -> Iterator[bytes]:
    """All bytes in all tables."""
    for table in Base.metadata.tables.values():
        for column in (c for c in table.columns if isinstance(c.type, LargeBinary)):
            yield from (v for v in db.session.scalars(select(column)) if v is not None)


def what_the_web_process_reads(app: Flask) -> dict[str, bytes]:
    """Every secret of a web server whose mailer has a user of its own."""
    files = {path.name: path.read_bytes() for path in current_vault().files.keys_dir.iterdir()}
    return {**files, "SECRET_KEY": str(app.config["SECRET_KEY"]).encode()}


def test_nothing_that_the_web_process_reads_opens_a_name(
    app: Flask, anns: Registration, now: datetime
) -> None:
    event_key = current_vault().files.take_unclaimed_key(1)
    assert event_key
    make_organizer(email=OMAR)
    begun = service.sign_in(email=OMAR, password=PASSWORD, now=now)
    loot = [*every_stored_value(), *what_the_web_process_reads(app).values()]
    assert all(b'"Ann"' not in value and b"ann@" not in value for value in loot)
    assert Thief(loot).reads(anns) is None
    # The same thief succeeds with any one of the secrets that lie elsewhere.
    assert Thief([*loot, begun.cookie_key]).reads(anns) == "Ann"
    assert Thief([*loot, event_key]).reads(anns) == "Ann"


def test_the_same_thief_with_the_recovery_key_opens_the_name(
    app: Flask, anns: Registration, now: datetime, recovery_key: str
) -> None:
    make_organizer(email=OMAR)
    loot = [*every_stored_value(), *what_the_web_process_reads(app).values()]
    assert Thief([*loot, read_recovery_key(recovery_key)]).reads(anns) == "Ann"


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
        assert begun.startswith("$argon2id$")
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

"""From a password to the event's key, on plain bytes."""

import os

import pytest

from app.staff import unlock
from app.vault.errors import BoxDoesNotOpen
from app.vault.rules import generate_key_pair

OMAR, EVE = b"o" * 32, b"e" * 32
SECRET, SHRED = b"s" * 32, b"x" * 32
EVENT_KEY = b"k" * 96


def test_the_password_that_locked_a_key_opens_it() -> None:
    keys = unlock.make_own_keys(SECRET, OMAR)
    private = unlock.unlock(SECRET, OMAR, keys.locked, keys.salt)
    assert len(private) == 96
    with pytest.raises(BoxDoesNotOpen):
        unlock.unlock(b"t" * 32, OMAR, keys.locked, keys.salt)
    with pytest.raises(BoxDoesNotOpen):
        unlock.unlock(SECRET, EVE, keys.locked, keys.salt)


def test_a_grant_opens_for_its_holder_only() -> None:
    omar, eve = generate_key_pair(), generate_key_pair()
    sealed = unlock.seal_grant(
        EVENT_KEY, key_id=1, shred_key=SHRED, public_key=omar.public, holder=OMAR
    )

    def opened(private: bytes, holder: bytes, shred: bytes = SHRED, key_id: int = 1) -> bytes:
        return unlock.open_grant(
            sealed, key_id=key_id, shred_key=shred, private_key=private, holder=holder
        )

    assert opened(omar.private, OMAR) == EVENT_KEY
    for wrong in (
        lambda: opened(eve.private, OMAR),
        lambda: opened(omar.private, EVE),
        lambda: opened(omar.private, OMAR, shred=os.urandom(32)),
        lambda: opened(omar.private, OMAR, key_id=2),
    ):
        with pytest.raises(BoxDoesNotOpen):
            wrong()


def test_a_session_s_row_opens_with_its_own_cookie_only() -> None:
    unlocked = unlock.Unlocked(b"p" * 96, "omar@example.org")
    kept = unlock.keep(unlocked, b"c" * 32, "session 1")
    assert unlock.take_up(kept, b"c" * 32, "session 1") == unlocked
    for cookie_key, session_id in ((b"d" * 32, "session 1"), (b"c" * 32, "session 2")):
        with pytest.raises(BoxDoesNotOpen):
            unlock.take_up(kept, cookie_key, session_id)


def test_a_session_s_row_has_one_length_for_every_address() -> None:
    lengths = {
        len(unlock.keep(unlock.Unlocked(b"p" * 96, label), b"c" * 32, 1))
        for label in ("o@example.org", "omar.the.organizer@summit.example.org")
    }
    assert len(lengths) == 1

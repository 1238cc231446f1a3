"""Feeds of encoders by name, and the keys that open them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from app.livestream.ingest import Feed, is_key, key_of, read_feed

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
KEY = uuid.UUID(int=7)
SECRET = b"what the web server alone knows"


@pytest.mark.parametrize(
    "feed", [Feed("summit", "main"), Feed("global-summit", "main-2", "fa"), Feed("s", "m", "zh")]
)
def test_a_feed_is_found_by_its_name(feed: Feed) -> None:
    assert read_feed(feed.name) == feed


@pytest.mark.parametrize(
    "name",
    ["", "main", "_", "summit_", "_main", "a_b_c_d", "summit__fa", "x" * 150 + "_" + "y" * 90],
)
def test_what_names_no_feed_is_refused(name: str) -> None:
    assert read_feed(name) is None


def test_a_key_belongs_to_one_row_its_end_and_our_secret() -> None:
    key = key_of(SECRET, KEY, NOW)
    assert is_key(SECRET, key, KEY, NOW)
    for secret, row, end in (
        (b"another", KEY, NOW),
        (SECRET, uuid.UUID(int=8), NOW),
        (SECRET, KEY, NOW + timedelta(hours=1)),
    ):
        assert not is_key(secret, key, row, end)
    for given in ("", key[:-1], key + "a", key.swapcase(), "کلید"):
        assert not is_key(SECRET, given, KEY, NOW)

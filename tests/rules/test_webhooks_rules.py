"""Webhooks on plain values."""

from datetime import timedelta

import pytest

from app.webhooks import rules
from tests.factories import NOW


@pytest.mark.parametrize(
    ("failures", "rest"),
    [(1, timedelta(seconds=5)), (2, timedelta(seconds=30)), (8, timedelta(hours=8)), (14, None)],
)
def test_a_webhook_rests_longer_each_time_and_then_eight_hours(
    failures: int, rest: timedelta | None
) -> None:
    assert rules.rest_after(failures) == (rest or timedelta(hours=8))


@pytest.mark.parametrize(
    ("failures", "status", "enough"),
    [(1, 500, False), (14, None, False), (15, None, True), (15, 500, True), (1, 410, True)],
)
def test_enough_is_enough(failures: int, status: int | None, enough: bool) -> None:
    assert rules.is_enough(failures, status) is enough


@pytest.mark.parametrize(
    ("status", "arrived"), [(200, True), (204, True), (302, False), (500, False)]
)
def test_only_a_two_hundred_says_that_it_arrived(status: int, arrived: bool) -> None:
    assert rules.is_delivered(status) is arrived


def test_a_signature_covers_name_time_and_body() -> None:
    secret = rules.write_secret(b"k" * 32)
    assert secret.startswith("whsec_")
    one = rules.sign(secret, "msg_1", NOW, b"{}")["webhook-signature"]
    others = (
        rules.sign(secret, "msg_2", NOW, b"{}"),
        rules.sign(secret, "msg_1", NOW + timedelta(seconds=1), b"{}"),
        rules.sign(secret, "msg_1", NOW, b"{ }"),
        rules.sign(rules.write_secret(b"l" * 32), "msg_1", NOW, b"{}"),
    )
    assert one not in {other["webhook-signature"] for other in others}


def test_the_body_holds_what_it_is_given_and_a_second() -> None:
    body = rules.body_of("ping", {"state": "x"}, NOW)
    assert body == (b'{"type":"ping","timestamp":"2027-01-15T12:00:00+00:00","data":{"state":"x"}}')

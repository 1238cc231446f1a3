from datetime import UTC, datetime, timedelta

import pytest

from app.events import rules
from app.events.rules import Phase

OPENS = datetime(2027, 1, 1, tzinfo=UTC)
CLOSES = datetime(2027, 3, 1, tzinfo=UTC)
ENDS = CLOSES + timedelta(hours=8)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "published", "phase"),
    [
        (OPENS - MOMENT, True, Phase.EARLY),
        (OPENS, True, Phase.OPEN),
        (CLOSES - MOMENT, True, Phase.OPEN),
        (CLOSES, True, Phase.CLOSED),
        (ENDS, True, Phase.OVER),
        (OPENS, False, Phase.OVER),
    ],
)
def test_an_event_goes_from_early_to_over(now: datetime, published: bool, phase: Phase) -> None:
    assert rules.phase_of(OPENS, CLOSES, ENDS, now, published) is phase
    assert rules.sign_up_is_open(OPENS, CLOSES, now, published) is (phase is Phase.OPEN)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [(0, None), (9, None), (10, 10), (99, 90), (999, 990), (1000, 1000), (12499, 12400)],
)
def test_small_numbers_are_hidden_and_others_rounded_down(exact: int, shown: int | None) -> None:
    assert rules.shown_count(exact) == shown


@pytest.mark.parametrize("text", ["", "A", "a b", "-a", "a\0", "ä", "a" * 61, "a/b"])
def test_what_cannot_be_a_slug_never_reaches_the_database(text: str) -> None:
    assert not rules.is_slug(text)

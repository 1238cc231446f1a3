"""When times fit together, what is missing, and how a change reads."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.events import rules
from app.events.differences import ADDED, REMOVED, SAME, changes, compare
from app.events.rules import Anchor, Fault, Settings, Slot

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GOOD = Settings(
    starts_at=NOW + 10 * DAY,
    ends_at=NOW + 10 * DAY + 8 * HOUR,
    timezone="Europe/Berlin",
    languages=("en", "fa"),
    sign_up_opens_at=NOW,
    sign_up_closes_at=NOW + 10 * DAY,
    purge_at=NOW + 40 * DAY,
    hold_minutes=60,
    max_party_size=10,
    accepts_no_address=False,
    neutral_letters=False,
    reply_to=None,
)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"ends_at": GOOD.starts_at}, {"sign_up_closes_at": None, "ends_at": Fault.ENDS_FIRST}),
        ({"sign_up_closes_at": NOW}, {"sign_up_closes_at": Fault.CLOSES_FIRST}),
        (
            {"sign_up_closes_at": GOOD.ends_at + HOUR},
            {"sign_up_closes_at": Fault.CLOSES_AFTER_END},
        ),
        ({"purge_at": GOOD.ends_at}, {"purge_at": Fault.PURGED_BEFORE_END}),
        ({"purge_at": NOW + 500 * DAY}, {"purge_at": Fault.KEPT_TOO_LONG}),
    ],
)
def test_moments_that_do_not_fit_are_named(
    changed: dict[str, datetime], faults: dict[str, Fault | None]
) -> None:
    found = rules.faults_of(replace(GOOD, **changed), NOW)
    assert found == {name: fault for name, fault in faults.items() if fault}


def test_a_purge_date_that_is_past_would_delete_at_once() -> None:
    later = GOOD.ends_at + 60 * DAY
    assert rules.faults_of(GOOD, later) == {"purge_at": Fault.PURGED_AT_ONCE}


def test_only_the_purge_archives_and_nothing_leads_back_to_a_draft() -> None:
    assert rules.may_turn("draft", "published")
    assert rules.may_turn("closed", "published")
    for state, to in (("published", "draft"), ("draft", "archived"), ("archived", "published")):
        assert not rules.may_turn(state, to)


def test_what_is_missing_is_named_by_language() -> None:
    texts = {"en": {"title": "Summit", "summary": "Come"}, "fa": {"title": "همایش", "summary": ""}}
    found = rules.missing(texts, ["en", "fa", "ar"], ("title", "summary"))
    assert found == {"fa": ("summary",), "ar": ("title", "summary")}


def test_the_same_content_has_the_same_fingerprint_and_another_one_not() -> None:
    assert rules.fingerprint({"a": 1, "b": 2}) == rules.fingerprint({"b": 2, "a": 1})
    assert rules.fingerprint(GOOD) != rules.fingerprint(replace(GOOD, max_party_size=9))


def test_neighbours_change_places_and_last_as_long_as_before() -> None:
    short, long = Slot(NOW, NOW + HOUR), Slot(NOW + 2 * HOUR, NOW + 5 * HOUR)
    first, second = rules.swapped(short, long)
    assert second == Slot(NOW, NOW + 3 * HOUR)
    assert first == Slot(NOW + 4 * HOUR, NOW + 5 * HOUR)


def test_neighbours_that_begin_together_keep_their_times() -> None:
    one, other = Slot(NOW, NOW + HOUR), Slot(NOW, NOW + 2 * HOUR)
    assert rules.swapped(one, other) == (one, other)


def test_a_change_is_told_word_by_word() -> None:
    assert compare("We watch together.", "We sing together.") == (
        (SAME, "We "),
        (REMOVED, "watch "),
        (ADDED, "sing "),
        (SAME, "together."),
    )


def test_what_did_not_change_is_cut_short() -> None:
    pieces = compare("word " * 100 + "old", "word " * 100 + "new")
    assert pieces[0].text.startswith("…")
    assert len(pieces[0].text) < 60
    assert pieces[1:] == ((REMOVED, "old"), (ADDED, "new"))


def item(title: str, hour: int) -> dict[str, object]:
    starts = NOW + hour * HOUR
    text = {"title": title, "summary": "", "speakers": []}
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + HOUR).isoformat()}
    return {**times, "speakers": ["Lina"], "texts": {"en": text}}


def test_a_thing_that_moved_is_the_same_thing_and_the_others_are_not_told() -> None:
    old = {"texts": {}, "programme": [item("Opening", 0), item("Song", 1)]}
    new = {"texts": {}, "programme": [item("Opening", 0), item("Song", 3)]}
    assert {(change.about, change.field) for change in changes(old, new)} == {
        ("Song", "starts_at"),
        ("Song", "ends_at"),
    }
    assert changes(old, old) == []
    gone = changes(old, {"texts": {}, "programme": [item("Opening", 0)]})
    assert {change.about for change in gone} == {"Song"}
    assert all(piece.kind == REMOVED for change in gone for piece in change.pieces)


def test_a_copy_keeps_the_hour_on_the_wall_across_zones_and_summer_time() -> None:
    was = Anchor(datetime(2027, 1, 15, 9, tzinfo=UTC), "Europe/Berlin")  # 10:00 there
    to = Anchor(datetime(2027, 7, 1, 6, 30, tzinfo=UTC), "Asia/Tehran")  # 10:00 there
    assert rules.moved(was.at, was, to) == to.at
    # The evening before, at 22:00.
    assert rules.moved(was.at - timedelta(hours=12), was, to) == to.at - timedelta(hours=12)
    summer = Anchor(datetime(2027, 3, 27, 9, tzinfo=UTC), "Europe/Berlin")
    # A day later clocks have gone forward: noon is noon, an hour earlier in UTC.
    assert rules.moved(was.at + timedelta(hours=26), was, summer) == datetime(
        2027, 3, 28, 10, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("title", "next_one"),
    [
        ("Summit 2027", "Summit 2028"),
        ("گردهمایی ۲۰۲۷", "گردهمایی ۲۰۲۸"),
        ("القمة ٢٠٢٧", "القمة ٢٠٢٨"),
        ("Summit", "Summit"),
    ],
)
def test_the_year_in_a_title_follows_in_any_digits(title: str, next_one: str) -> None:
    assert rules.next_title(title, 2027, 2028) == next_one


@pytest.mark.parametrize(
    ("slug", "next_one"),
    [("summit-2027", "summit-2028"), ("summit", "summit-2028"), ("2027", "event-2028")],
)
def test_a_name_in_addresses_for_the_next_year(slug: str, next_one: str) -> None:
    assert rules.next_slug(slug, 2028) == next_one
    assert rules.is_slug(rules.next_slug("a" * 60, 2028))

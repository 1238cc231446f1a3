"""What a message may hold, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.messages import rules
from app.messages.errors import BadVideo
from app.messages.rules import Decision, MessageState
from app.staff.rules import COORDINATOR, MANAGER, MESSAGES_WRITE, PERMISSIONS, VIEWER

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
WAITING, APPROVED = MessageState.WAITING, MessageState.APPROVED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hello \r\n\r\n all\tof you ", "Hello all of you"),
        ("سلام بر می\u200cخواهم", "سلام بر می\u200cخواهم"),
        ("👩\u200d🚀 on board", "👩\u200d🚀 on board"),
        ("abc\u202egnp.exe\u2066x\u2069\u200e\u200f", "abcgnp.exex"),
        ("nul\x00l \x1b[31mred\x7f", "null [31mred"),
        ("soft\u00adhyphen \ufeffand\u2060 joiner", "softhyphen and joiner"),
        ("private \ue000 and lone \ud800 halves", "private and lone halves"),
        ("Cafe\u0301", "Café"),
        ("z" + "\u0335" * 40 + "algo", "z" + "\u0335" * 4 + "algo"),
        ("<b>bold</b> & co", "<b>bold</b> & co"),
    ],
)
def test_a_message_is_one_line_of_plain_text(typed: str, kept: str) -> None:
    assert rules.clean(typed) == kept
    assert rules.clean(kept) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200c\u200d", "\u202e\u2066", "...", "\u0335"])
def test_what_cannot_be_read_is_no_message(typed: str) -> None:
    assert not rules.has_words(rules.clean(typed))


@pytest.mark.parametrize("typed", ["سلام", "42", "❤", "a"])
def test_a_word_a_number_or_a_heart_is_one(typed: str) -> None:
    assert rules.has_words(rules.clean(typed))


def test_addresses_in_the_text_are_noticed() -> None:
    for typed in ("see https://x.example", "WWW.x.example", "http:x"):
        assert rules.holds_an_address(typed)
    for typed in ("see x.example", "www, they said", "12:30"):
        assert not rules.holds_an_address(typed)


@pytest.mark.parametrize(
    ("pasted", "link"),
    [
        ("", ""),
        (" https://youtu.be/abc123?si=WhoSharedIt&t=42 ", "https://youtu.be/abc123?t=42"),
        (
            "https://www.youtube.com/watch?v=abc&feature=share&pp=me#top",
            "https://youtube.com/watch?v=abc",
        ),
        ("https://m.youtube.com/watch?v=a%22b", "https://youtube.com/watch?v=a%22b"),
        ("https://vimeo.com/12345?share=copy", "https://vimeo.com/12345"),
        ("HTTPS://APARAT.COM/v/abc", "https://aparat.com/v/abc"),
    ],
)
def test_a_link_to_a_video_loses_what_tells_who_shared_it(pasted: str, link: str) -> None:
    assert rules.video_link(pasted) == link
    assert rules.video_link(link) == link


@pytest.mark.parametrize(
    "pasted",
    [
        "http://youtube.com/watch?v=a",
        "javascript:alert(1)",
        "//youtube.com/watch",
        "youtube.com/watch?v=a",
        "https://youtube.com",
        "https://youtube.com.evil.example/watch?v=a",
        "https://evil.example/youtube.com/a",
        "https://youtube.com@evil.example/a",
        "https://user:pass@youtube.com/a",
        "https://youtube.com:8443/a",
        "https://youtube.com:x/a",
        "https://[::1/a",
        "https://yоutube.com/a",
        'https://youtube.com/a"><script>',
        "https://youtube.com/a b",
        "https://youtube.com/watch?v=" + "a" * 300,
        "nonsense",
    ],
)
def test_any_other_link_is_refused(pasted: str) -> None:
    with pytest.raises(BadVideo):
        rules.video_link(pasted)


def test_five_an_hour_and_three_that_wait() -> None:
    def ago(minutes: int) -> datetime:
        return NOW - timedelta(minutes=minutes)

    assert rules.wait_before_next([], NOW) is None
    decided = [(ago(minutes), APPROVED) for minutes in (50, 40, 30, 20)]
    assert rules.wait_before_next(decided, NOW) is None
    assert rules.wait_before_next([*decided, (ago(1), APPROVED)], NOW) == timedelta(minutes=10)
    withdrawn = [(at, MessageState.WITHDRAWN) for at, _state in decided]
    assert rules.wait_before_next([*withdrawn, (ago(1), APPROVED)], NOW) == timedelta(minutes=10)
    assert rules.wait_before_next([*decided, (ago(60), APPROVED)], NOW) is None
    waiting = [(ago(minutes), WAITING) for minutes in (500, 400)]
    assert rules.wait_before_next(waiting, NOW) is None
    assert rules.wait_before_next([*waiting, (ago(300), WAITING)], NOW) == rules.WHILE_SOME_WAIT


def test_a_decision_applies_where_it_makes_sense() -> None:
    assert rules.decided(Decision.APPROVE, WAITING, False) == (APPROVED, False)
    assert rules.decided(Decision.PIN, WAITING, False) == (APPROVED, True)
    assert rules.decided(Decision.TAKE_BACK, APPROVED, True) == (MessageState.REJECTED, False)
    assert rules.decided(Decision.APPROVE, MessageState.REJECTED, False) == (APPROVED, False)
    assert rules.decided(Decision.APPROVE, APPROVED, False) is None
    for decision in Decision:
        assert rules.decided(decision, MessageState.WITHDRAWN, False) is None


def test_a_manager_moderates_and_nobody_who_is_bound_to_countries() -> None:
    """The wall belongs to the whole event, and a message need not say where it is from."""
    assert MESSAGES_WRITE in PERMISSIONS[MANAGER]
    assert MESSAGES_WRITE not in PERMISSIONS[COORDINATOR] | PERMISSIONS[VIEWER]

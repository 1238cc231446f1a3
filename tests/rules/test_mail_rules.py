"""When a letter is tried again, and when there is no use in trying."""

import smtplib
import ssl
from datetime import UTC, datetime, timedelta

import pytest

from app.mail import rules
from app.mail.rules import (
    CONVERSATION,
    DELAYS,
    LEASE,
    Fault,
    delay_after,
    letter_fault,
    pause_after,
    relay_fault,
    still_holds,
)

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
ANN = "ann@example.org"


def refused(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({ANN: (code, b"ann@example.org says no")})


def test_waits_grow_and_go_on_for_more_than_four_hours() -> None:
    waits = [delay_after(tries) for tries in range(1, len(DELAYS) + 1)]
    assert waits == sorted(DELAYS)
    assert sum(DELAYS, timedelta()) >= timedelta(hours=4)


@pytest.mark.parametrize("tries", [len(DELAYS) + 1, len(DELAYS) + 100])
def test_there_is_no_wait_after_the_last_try(tries: int) -> None:
    assert delay_after(tries) is None


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (refused(550), Fault("address refused (550)", permanent=True)),
        (refused(452), Fault("address refused (452)")),
        (refused(421), Fault("address refused (421)")),
        (smtplib.SMTPDataError(554, ANN), Fault("letter refused (554)", permanent=True)),
        (smtplib.SMTPDataError(451, ANN), Fault("letter refused (451)")),
        (smtplib.SMTPSenderRefused(550, b"", ANN), Fault("sender refused (550)")),
        (smtplib.SMTPServerDisconnected(ANN), Fault("connection lost")),
        (TimeoutError(ANN), Fault("relay did not answer in time")),
        (ConnectionResetError(ANN), Fault("no connection to the relay")),
        ("آن@example.org", Fault("address cannot be written", permanent=True)),
        (ValueError(ANN), Fault("ValueError")),
    ],
)
def test_what_an_error_says_about_the_letter(error: Exception | str, fault: Fault) -> None:
    if isinstance(error, str):
        with pytest.raises(UnicodeEncodeError) as caught:
            error.encode("ascii")
        error = caught.value
    found = letter_fault(error, ANN)
    assert (found.reason, found.permanent) == (fault.reason, fault.permanent)
    assert ANN not in found.said


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPAuthenticationError(535, b""), "relay refused our password (535)"),
        (smtplib.SMTPConnectError(554, b""), "relay refused us (554)"),
        (ssl.SSLCertVerificationError(ANN), "relay's certificate is not trusted"),
        (ConnectionRefusedError(), "no connection to the relay"),
        (smtplib.SMTPNotSupportedError(ANN), "SMTPNotSupportedError"),
    ],
)
def test_what_an_error_says_about_the_relay_is_never_final(error: Exception, reason: str) -> None:
    assert relay_fault(error) == Fault(reason)


@pytest.mark.parametrize(
    ("lease", "holds"),
    [(None, False), (NOW, False), (NOW + CONVERSATION, True), (NOW + LEASE, True)],
)
def test_a_lease_holds_only_if_there_is_time_to_hand_over(
    lease: datetime | None, holds: bool
) -> None:
    assert still_holds(lease, NOW) is holds


def test_pauses_double_up_to_a_minute() -> None:
    assert [pause_after(n) for n in (1, 2, 3, 7, 1000)] == [1.0, 2.0, 4.0, 60.0, 60.0]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (b"5.1.1 <ann.b@example.org> User unknown", "5.1.1 … User unknown"),
        (b"5.1.1 ann.b: unknown here", "5.1.1 …: unknown here"),
        (
            b"5.1.1 ANN.B+news@EXAMPLE.ORG\r\n5.1.1 see https://x.example",
            "5.1.1 … 5.1.1 see https://x.example",
        ),
        (b"other@example.net is forwarded", "… is forwarded"),
        (b"\xff\x00 odd \x1b[31m", "\N{REPLACEMENT CHARACTER} odd [31m"),
        (b"x" * 500, "x" * 200),
    ],
)
def test_what_a_server_said_names_nobody(answer: bytes, shown: str) -> None:
    assert rules.server_words(answer, "ann.b+news@example.org") in (
        shown,
        shown.replace("ann.b", "…"),
    )


def test_a_domain_rests_longer_each_time_and_one_mailbox_does_not_make_it() -> None:
    rests = [rules.rest_after(n) for n in range(20)]
    assert rests[: rules.REFUSALS] == [None] * rules.REFUSALS
    longer = [rest for rest in rests if rest]
    assert longer == sorted(longer)
    assert max(longer) == timedelta(minutes=30)


def test_announcements_leave_a_part_of_the_budget() -> None:
    assert rules.has_budget(10**9, 0, bulk=True)
    assert [rules.has_budget(n, 10, bulk=True) for n in (8, 9, 10)] == [True, False, False]
    assert [rules.has_budget(n, 10, bulk=False) for n in (8, 9, 10)] == [True, True, False]


@pytest.mark.parametrize(
    ("waits", "minutes"),
    [
        ([], None),
        ([1.0] * 4, None),
        ([1.0] * 5, 1),
        ([60.0] * 5, 1),
        ([61.0] * 5, 2),
        ([1.0] * 95 + [600.0] * 5, 1),
        ([1.0] * 94 + [600.0] * 6, 10),
    ],
)
def test_the_wait_is_that_of_nearly_every_letter(waits: list[float], minutes: int | None) -> None:
    assert rules.minutes_to_wait(waits) == minutes

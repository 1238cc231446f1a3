"""When a letter is tried again, and when there is no use in trying."""

import math
import re
import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

LEASE = timedelta(minutes=2)
"""How long a mailer has a letter in hand before another one may take it up."""

CONVERSATION = timedelta(seconds=100)
"""The longest that handing over one letter can take: five answers of 20 seconds each."""

DELAYS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120, 240, 480))
"""Waits between tries: almost 16 hours together, longer than an evening's outage."""

MOST_TRIES = len(DELAYS) + 5
"""A letter that was taken in hand more often kills its mailer each time, and is given up."""

LETTERS_A_DAY = 3
"""How many letters that a stranger can cause one mailbox gets in a day."""

LATE = timedelta(minutes=10)
"""A letter that waits longer than this means that no mailer is at work."""


RESTS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 30))
"""How long a domain is left alone that goes on refusing."""

REFUSALS = 5
"""So many "later" in a row, of different letters, are the domain's and no single mailbox's."""

KEPT_FREE = 0.1
"""The part of the hour's budget that announcements leave to those who wait for a letter."""

SILENT = timedelta(minutes=1)
"""A mailer that was not seen for longer is not at work."""

SAID = 200
"""Letters of a server's answer that are kept."""

PROMPT = 10
"""Seconds within which a letter that somebody waits for shall be handed over."""


LATELY = timedelta(minutes=20)
FEW_LETTERS = 5
"""From fewer nobody is told how long letters take: one slow mailbox would speak for all."""


class Fault(NamedTuple):
    """Why a letter did not leave: in words that name nobody."""

    reason: str
    permanent: bool = False
    said: str = ""
    """The server's own words, without what names the reader."""


def is_silent(seen_at: datetime | None, now: datetime) -> bool:
    """Whether no mailer has been at work for a minute."""
    return seen_at is None or seen_at < now - SILENT


def delay_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None when it was the last."""
    return DELAYS[tries - 1] if 1 <= tries <= len(DELAYS) else None


def rest_after(refusals: int) -> timedelta | None:
    """How long a domain rests after so many refusals in a row; None while they are few."""
    if refusals < REFUSALS:
        return None
    return RESTS[min(refusals - REFUSALS, len(RESTS) - 1)]


def hour_of(moment: datetime) -> datetime:
    """The beginning of a moment's hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def has_budget(spent: int, budget: int, *, bulk: bool) -> bool:
    """Whether one more letter may leave in this hour; no budget means no limit."""
    return not budget or spent < budget * (1 - KEPT_FREE if bulk else 1)


def still_holds(lease: datetime | None, now: datetime) -> bool:
    """Whether a letter can be handed over before another mailer may take it up."""
    return lease is not None and now + CONVERSATION <= lease


def letter_fault(error: Exception, to: str = "") -> Fault:
    """What an error says about the letter in hand.

    Only a relay's 5xx answer to this recipient or this text is final. Whatever it says
    about us, and everything else, may be mended before the next try.

    :param to: the address, which servers like to repeat
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = max(error.recipients.values(), default=(0, b""))
        return Fault(f"address refused ({code})", _is_final(code), server_words(answer, to))
    if isinstance(error, smtplib.SMTPDataError):
        code, said = error.smtp_code, server_words(error.smtp_error, to)
        return Fault(f"letter refused ({code})", _is_final(code), said)
    if isinstance(error, smtplib.SMTPSenderRefused):
        said = server_words(error.smtp_error, to)
        return Fault(f"sender refused ({error.smtp_code})", said=said)
    if isinstance(error, UnicodeError):
        return Fault("address cannot be written", permanent=True)
    return relay_fault(error)


def server_words(answer: bytes | str, to: str) -> str:
    """What a server said, in one line, without the address or any part that could name somebody."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    local = to.rpartition("@")[0]
    for naming in (to, local, local.partition("+")[0]):
        if naming:
            text = re.sub(rf"(?<!\w){re.escape(naming)}(?!\w)", "…", text, flags=re.IGNORECASE)
    words = ("…" if "@" in word else word for word in text.split())
    return "".join(c for c in " ".join(words) if c.isprintable())[:SAID]


def relay_fault(error: Exception) -> Fault:
    """What an error says about the way to the relay; never final."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault("relay's certificate is not trusted")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Fault(f"relay refused our password ({error.smtp_code})")
    if isinstance(error, smtplib.SMTPResponseException):
        return Fault(f"relay refused us ({error.smtp_code})")
    # The library tells of a silent relay as of one that hung up; what it caught says which.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Fault("relay did not answer in time")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Fault("connection lost")
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return Fault("no connection to the relay")
    return Fault(type(error).__name__)


def pause_after(failures: int) -> float:
    """Seconds to leave a relay or a database alone that did not answer so many times."""
    return float(min(2 ** max(failures - 1, 0), 60))


def _is_final(code: int) -> bool:
    return 500 <= code <= 599


def minutes_to_wait(waits: Sequence[float]) -> int | None:
    """Within how many minutes nearly every letter of these left; None where they are too few.

    :param waits: seconds; of a letter that still waits, those until now
    """
    if len(waits) < FEW_LETTERS:
        return None
    nearly_all = sorted(waits)[math.ceil(len(waits) * 0.95) - 1]
    return max(1, math.ceil(nearly_all / 60))

"""Announcements as the desk shows them: where each stands, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.announcements.letters import text_for
from app.announcements.models import Announcement
from app.announcements.rules import AnnouncementState
from app.mail.batches import count_batches
from app.mail.models import OutboxState


@dataclass(frozen=True)
class Progress:
    """The letters of one announcement."""

    total: int
    waiting: int
    sent: int
    failed: int
    suppressed: int


@dataclass(frozen=True)
class Announced:
    """One announcement in a list."""

    announcement: Announcement
    subject: str
    status: str
    """A key of ANNOUNCEMENT_STATES."""
    progress: Progress


def announced(found: Sequence[Announcement], language: str, order: list[str]) -> list[Announced]:
    """What a list shows of announcements, with one statement for all of their letters."""
    counts = count_batches([one.id for one in found])
    lines = []
    for one in found:
        progress = progress_of(counts[one.id])
        subject = text_for(one, language, order).subject
        lines.append(Announced(one, subject, _status(one, progress), progress))
    return lines


def progress_of(number: Mapping[OutboxState, int]) -> Progress:
    """How far a batch has come."""
    return Progress(
        total=sum(number.values()),
        waiting=number[OutboxState.QUEUED] + number[OutboxState.HELD],
        sent=number[OutboxState.SENT],
        failed=number[OutboxState.FAILED],
        suppressed=number[OutboxState.SUPPRESSED],
    )


def _status(one: Announcement, progress: Progress) -> str:
    if one.state == AnnouncementState.SENDING and not progress.waiting:
        return "sent"
    return one.state.value

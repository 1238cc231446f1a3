"""Which of the letters in hand may leave now: bounces, resting domains, daily cap, budget."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.mail import cap, outbox, pacing, rules
from app.mail.draft import Draft
from app.mail.models import Bounced, Outbox, Priority

CAME_BACK = "letters to this address came back"
RESTS = "its domain takes no letters just now"
NO_BUDGET = "this hour's budget is used up"


@dataclass
class Admission:
    """What may leave, and what became of the rest. Everything else is written down already."""

    leave: list[Draft]
    suppressed: list[Outbox] = field(default_factory=list)
    deferred: list[Outbox] = field(default_factory=list)
    troubled: set[bytes] = field(default_factory=set)
    """Domains that refused lately; one that takes a letter is well again."""


def admit(session: Session, drafts: Sequence[Draft], *, now: datetime, budget: int) -> Admission:
    """Decide for each letter inside the caller's transaction, and write down what stays.

    :param budget: how many letters may leave in an hour; 0 for any number
    """
    admission = Admission([])
    known = pacing.paces(session, {draft.domain for draft in drafts})
    admission.troubled = set(known) - {pacing.EVERYBODY}
    silenced = _silenced(session, drafts)
    for draft in drafts:
        pace = known.get(draft.domain)
        if (_scope(draft), draft.address) in silenced:
            _suppress(session, admission, draft, CAME_BACK, now)
        elif pace and pace.rest_until and pace.rest_until > now:
            defer(session, draft, until=pace.rest_until, reason=RESTS)
            admission.deferred.append(draft.row)
        else:
            admission.leave.append(draft)
    _spend(session, admission, pacing.spent(known.get(pacing.EVERYBODY), now), budget, now)
    _count(session, admission, now)
    return admission


def defer(session: Session, draft: Draft, *, until: datetime, reason: str = RESTS) -> None:
    """Let a letter wait without using up a try."""
    outbox.defer(session, draft.row, until=until, reason=reason)


def _silenced(session: Session, drafts: Sequence[Draft]) -> set[tuple[int, bytes]]:
    asked = {(_scope(draft), draft.address) for draft in drafts}
    place = tuple_(Bounced.scope, Bounced.address_index)
    rows = session.execute(select(Bounced.scope, Bounced.address_index).where(place.in_(asked)))
    return {(scope, index) for scope, index in rows}


def _spend(session: Session, admission: Admission, spent: int, budget: int, now: datetime) -> None:
    if not budget:
        return
    leave: list[Draft] = []
    for draft in admission.leave:
        bulk = draft.row.priority == Priority.BULK
        if rules.has_budget(spent + len(leave), budget, bulk=bulk):
            leave.append(draft)
        else:
            defer(session, draft, until=pacing.next_hour(now), reason=NO_BUDGET)
            admission.deferred.append(draft.row)
    admission.leave = leave
    if leave:
        pacing.spend(session, len(leave), now=now)


def _count(session: Session, admission: Admission, now: datetime) -> None:
    counted = [(draft.row, draft.mailbox) for draft in admission.leave if draft.mailbox]
    if not counted:
        return
    refused = cap.count(session, counted, now.date())
    for draft in [draft for draft in admission.leave if draft.row in refused]:
        _suppress(session, admission, draft, "daily cap", now)
    admission.leave = [draft for draft in admission.leave if draft.row not in refused]


def _suppress(
    session: Session, admission: Admission, draft: Draft, reason: str, now: datetime
) -> None:
    outbox.mark_suppressed(session, draft.row, now=now, reason=reason)
    admission.suppressed.append(draft.row)


def _scope(draft: Draft) -> int:
    return draft.row.event_id or 0

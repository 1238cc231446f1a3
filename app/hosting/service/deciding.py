"""Organizers approve an offer, reject it, ask back, and trust a host."""

import uuid
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.events.models import Event
from app.hosting import queries, rules
from app.hosting.errors import ApprovedByYou, NotWaiting
from app.hosting.models import Host, HostApproval, TrustedHost
from app.hosting.service.opening import open_location
from app.locations.models import LocationKind, LocationState
from app.mail import outbox
from app.vault import keyfiles
from app.vault.rules import binding
from app.vault.service import current_vault


def approve(*, host_id: uuid.UUID, actor: str, now: datetime) -> bool:
    """Say yes to an offer; the last yes that it needs opens the location.

    :return: whether it is open now
    :raises NotWaiting: when its address is not proven, or it was decided before
    :raises ApprovedByYou: when it needs somebody else's yes as well
    """
    with transaction() as session:
        host = _waiting(host_id)
        given = queries.approvals_of(host_id)
        if actor in given:
            raise ApprovedByYou
        needed = rules.approvals_needed(
            is_home=host.location.kind == LocationKind.HOME,
            home_approvals=host.event.home_approvals,
            trusted=False,
        )
        session.add(HostApproval(host_id=host_id, actor=actor, approved_at=now))
        if len(given) + 1 >= needed:
            open_location(session, host, actor=actor, now=now)
            return True
        host.asked_at = None
        _note(session, host, "host.approved_first", actor=actor, now=now)
        return False


def reject(*, host_id: uuid.UUID, reason: str, actor: str, now: datetime) -> None:
    """Say no to an offer, with a reason that the host can read.

    :raises NotWaiting: when it was decided before
    """
    words = _seal_words(queries.get_host(host_id), reason, now)
    with transaction() as session:
        host = _waiting(host_id)
        host.location.state = LocationState.REJECTED
        host.decided_at, host.asked_at = now, None
        _tell(session, host, "host.rejected", words, actor=actor, now=now)


def ask_back(*, host_id: uuid.UUID, question: str, actor: str, now: datetime) -> None:
    """Ask the host something before deciding; the offer leaves the queue until the answer.

    :raises NotWaiting: when it was decided before
    """
    words = _seal_words(queries.get_host(host_id), question, now)
    with transaction() as session:
        host = _waiting(host_id)
        host.asked_at = now
        _tell(session, host, "host.asked_back", words, actor=actor, now=now)


def trust(*, host_id: uuid.UUID, actor: str, trusted: bool, now: datetime) -> None:
    """Let the further offers of a host open without waiting, or no longer."""
    with transaction() as session:
        host = queries.get_host(host_id)
        known = session.get(TrustedHost, (host.event_id, host.address_index))
        if trusted and known is None:
            session.add(
                TrustedHost(
                    event_id=host.event_id, address_index=host.address_index, trusted_at=now
                )
            )
        elif known is not None and not trusted:
            session.delete(known)
        action = "host.trusted" if trusted else "host.trusted_no_more"
        _note(session, host, action, actor=actor, now=now)


def set_home_approvals(*, event_id: int, approvals: int, actor: str, now: datetime) -> None:
    """Choose how many organizers must approve a home: one, or two."""
    with transaction() as session:
        event = session.get_one(Event, event_id)
        event.home_approvals = 2 if approvals > 1 else 1
        log.record(
            session,
            actor=actor,
            action="event.home_approvals",
            now=now,
            event_id=event_id,
            detail={"approvals": event.home_approvals},
        )


class _Words(NamedTuple):
    """An organizer's words to a host: for the letter, and for the team's own memory."""

    letter_id: uuid.UUID
    letter_box: bytes
    desk_box: bytes


def _seal_words(host: Host, words: str, now: datetime) -> _Words:
    vault, letter_id, key_id = current_vault(), uuid7(), host.event.key_id
    return _Words(
        letter_id,
        vault.seal(
            keyfiles.mailer_audience(key_id),
            {"words": words},
            bound_to=binding("outbox", "contact_box", host.event_id, letter_id),
            now=now,
        ),
        vault.seal(
            keyfiles.event_audience(key_id),
            {"words": words},
            bound_to=binding("host", "question_box", host.event_id, host.id),
            now=now,
        ),
    )


def _waiting(host_id: uuid.UUID) -> Host:
    host = queries.get_host(host_id, for_change=True)
    if host.location.state != LocationState.PROVEN:
        raise NotWaiting
    return host


def _tell(
    session: Session, host: Host, kind: str, words: _Words, *, actor: str, now: datetime
) -> None:
    host.question_box = words.desk_box
    _note(session, host, kind, actor=actor, now=now)
    outbox.enqueue(
        session,
        kind=kind,
        event_id=host.event_id,
        about_id=host.id,
        row_id=words.letter_id,
        contact_box=words.letter_box,
        now=now,
    )


def _note(session: Session, host: Host, action: str, *, actor: str, now: datetime) -> None:
    log.record(
        session, actor=actor, action=action, now=now, event_id=host.event_id, about_id=host.id
    )

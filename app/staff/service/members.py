"""Who works for which event; inside the transaction of the act that it belongs to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.staff import rules, teams
from app.staff.models import EventMember, Organizer, StaffRole
from app.staff.person import Post
from app.staff.teams import EventKey
from app.vault.errors import KeyMissing
from app.vault.keyfiles import event_audience
from app.vault.rules import binding
from app.vault.service import current_vault


def seal_identity(email: str, index: bytes, key_id: int, now: datetime) -> bytes:
    """An address for an event's organizers, bound to its own index: it moves from an invitation
    to its account."""
    return current_vault().seal(
        event_audience(key_id),
        {"email": email.strip(), "name": ""},
        bound_to=binding("organizer", "identity_box", None, index.hex()),
        now=now,
    )


def seal_for_each(
    email: str, index: bytes, events: Iterable[EventKey], now: datetime
) -> dict[int, bytes]:
    """An address sealed for the organizers of each event whose keys are there, by event.

    As all sealing, it comes before the act's transaction.
    """
    boxes = {}
    for event in events:
        try:
            boxes[event.id] = seal_identity(email, index, event.key_id, now)
        except KeyMissing:
            continue
    return boxes


def join(
    session: Session,
    organizer: Organizer,
    event_id: int,
    *,
    box: bytes | None,
    now: datetime,
    post: Post | None = None,
) -> None:
    """Let an account work for an event.

    :param post: as what; None for what it is there already, or was made as
    """
    row = session.get(EventMember, (event_id, organizer.id), populate_existing=True)
    made = row is None or row.left_at is not None
    if row is None:
        row = EventMember(event_id=event_id, organizer_id=organizer.id, joined_at=now)
        session.add(row)
    if made or post is not None:
        row.role = StaffRole(post.role) if post else organizer.role
        row.scope = rules.countries_of(list(post.scope)) if post else list(organizer.scope)
    row.left_at = None
    row.identity_box = box or row.identity_box


def leave(organizer: Organizer, now: datetime, event_id: int | None = None) -> None:
    """End an account's work for an event, or for all; only its number stays."""
    for row in teams.memberships_of(organizer.id):
        if event_id in (None, row.event_id):
            row.left_at, row.identity_box = now, None


def seal_own_address(organizer: Organizer, boxes: dict[int, bytes]) -> None:
    """Put an account's address where its new colleagues could not know it."""
    for row in teams.memberships_of(organizer.id):
        if row.identity_box is None:
            row.identity_box = boxes.get(row.event_id)

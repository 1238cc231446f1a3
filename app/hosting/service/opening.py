"""The step that both a trusted host's proof and the last approval end with."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import log
from app.hosting.models import Host
from app.locations.models import LocationState
from app.mail import outbox


def open_location(session: Session, host: Host, *, actor: str, now: datetime) -> None:
    """Let people sign up at an offered location, and owe its host the good news."""
    host.location.state = LocationState.APPROVED
    host.decided_at, host.asked_at = now, None
    log.record(
        session,
        actor=actor,
        action="host.approved",
        now=now,
        event_id=host.event_id,
        about_id=host.id,
    )
    outbox.enqueue(session, kind="host.approved", event_id=host.event_id, about_id=host.id, now=now)

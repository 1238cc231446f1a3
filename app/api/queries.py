"""Reading tokens."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.api.models import ApiToken
from app.database import db
from app.staff.models import EventMember, Organizer, StaffRole


def find_token(token_id: str, now: datetime) -> ApiToken | None:
    """A token that has not run out, whose maker still leads its event's team."""
    found = (
        select(ApiToken)
        .join(Organizer, Organizer.id == ApiToken.organizer_id)
        .join(
            EventMember,
            (EventMember.organizer_id == Organizer.id)
            & (EventMember.event_id == ApiToken.event_id),
        )
        .where(
            ApiToken.id == token_id,
            ApiToken.expires_at > now,
            Organizer.active,
            EventMember.left_at.is_(None),
            EventMember.role == StaffRole.OWNER,
        )
    )
    return db.session.scalar(found.execution_options(populate_existing=True))


def tokens_of(event_id: int) -> Sequence[ApiToken]:
    """The tokens of an event, the newest first; those that have run out as well."""
    found = select(ApiToken).where(ApiToken.event_id == event_id)
    return db.session.scalars(found.order_by(ApiToken.created_at.desc(), ApiToken.id)).all()

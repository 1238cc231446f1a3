"""Reading tokens."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.api.models import ApiToken
from app.database import db
from app.staff.models import Organizer, StaffRole


def find_token(token_id: str, now: datetime) -> ApiToken | None:
    """A token that has not run out, whose maker still leads the team."""
    found = (
        select(ApiToken)
        .join(Organizer, Organizer.id == ApiToken.organizer_id)
        .where(
            ApiToken.id == token_id,
            ApiToken.expires_at > now,
            Organizer.active,
            Organizer.role == StaffRole.OWNER,
        )
    )
    return db.session.scalar(found.execution_options(populate_existing=True))


def tokens_of(event_id: int) -> Sequence[ApiToken]:
    """The tokens of an event, the newest first; those that have run out as well."""
    found = select(ApiToken).where(ApiToken.event_id == event_id)
    return db.session.scalars(found.order_by(ApiToken.created_at.desc(), ApiToken.id)).all()

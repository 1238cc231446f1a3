"""Reading webhooks and what they are owed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.database import db
from app.webhooks.errors import WebhookNotFound
from app.webhooks.models import Webhook, WebhookMessage

SHOWN = 30


def webhooks_of(event_id: int) -> Sequence[Webhook]:
    """The webhooks of an event, the oldest first."""
    found = select(Webhook).where(Webhook.event_id == event_id)
    return db.session.scalars(found.order_by(Webhook.created_at, Webhook.id)).all()


def get_webhook(session: Session, event_id: int, webhook_id: str) -> Webhook:
    """A webhook of this event, held until the transaction ends.

    :raises WebhookNotFound: when there is none
    """
    found = select(Webhook).where(Webhook.id == webhook_id, Webhook.event_id == event_id)
    row = session.scalar(found.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise WebhookNotFound
    return row


def latest_messages(event_id: int) -> Sequence[WebhookMessage]:
    """What the webhooks of an event were told last, the newest first."""
    found = select(WebhookMessage).join(Webhook).where(Webhook.event_id == event_id)
    return db.session.scalars(found.order_by(WebhookMessage.id.desc()).limit(SHOWN)).all()


def first_waiting(session: Session, now: datetime) -> WebhookMessage | None:
    """The oldest message that may leave now, held until the transaction ends."""
    found = (
        select(WebhookMessage)
        .join(Webhook)
        .where(
            Webhook.active,
            or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now),
            WebhookMessage.ended_at.is_(None),
            or_(WebhookMessage.lease.is_(None), WebhookMessage.lease <= now),
        )
        .order_by(WebhookMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=WebhookMessage)
        .execution_options(populate_existing=True)
    )
    return session.scalar(found)

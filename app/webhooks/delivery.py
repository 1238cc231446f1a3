"""Messages leave: claimed under a lease, signed, sent, and written down; the mailer does it.

A process that dies after sending and before writing down sends the message again under the
same id. While a webhook fails, all that it is owed rests with it, in its order.
"""

from datetime import datetime
from uuid import UUID

import structlog

from app.audit import log as audit
from app.database import db, transaction
from app.staff.service import tell_owners
from app.vault.keyfiles import MAILER
from app.vault.service import Opener, current_vault
from app.web import fetching
from app.web.fetching import AddressForbidden, NoAnswer, Question
from app.web.references import reference_of
from app.webhooks import queries, rules, service
from app.webhooks.models import Webhook, WebhookMessage

log = structlog.get_logger("gatherwide")

SECONDS = 10
MOST_BYTES = 64 * 1024
"""Of an answer that nobody reads."""
A_RUN = 200


def deliver_due(*, now: datetime) -> int:
    """Send what is due, and say how many messages left our hands."""
    opener: Opener | None = None
    for number in range(A_RUN):
        claimed = _claim(now)
        if claimed is None:
            return number
        if opener is None:
            opener = Opener(MAILER, current_vault().files.mailer_private_key())
        webhook = db.session.get_one(Webhook, claimed.webhook_id)
        _settle(claimed, _send(opener, webhook, claimed, now), now)
    return A_RUN


def _claim(now: datetime) -> WebhookMessage | None:
    with transaction() as session:
        message = queries.first_waiting(session, now)
        if message is not None:
            message.lease = now + rules.LEASE
            message.tries += 1
        return message


def _send(opener: Opener, webhook: Webhook, message: WebhookMessage, now: datetime) -> int | None:
    """The status of the answer; None where there was none, or the address leads inside."""
    box, place = webhook.secret_box, service.place_of(webhook.event_id, webhook.id)
    secret = str(opener.open(box, place)["secret"])
    body = rules.body_of(message.topic, _data_of(message), now)
    headers = rules.sign(secret, rules.message_id(webhook.id, message.id), now, body)
    try:
        answer = fetching.fetch(
            webhook.url,
            own=service.own_origins(),
            most_bytes=MOST_BYTES,
            seconds=SECONDS,
            question=Question("POST", body, headers),
        )
    except (AddressForbidden, NoAnswer) as error:
        log.warning("webhook did not leave", webhook=webhook.id, reason=type(error).__name__)
        return None
    return answer.status


def _settle(message: WebhookMessage, status: int | None, now: datetime) -> None:
    """Write down what became of a message, and what that means for its webhook."""
    with transaction() as session:
        row = session.get(WebhookMessage, message.id, populate_existing=True)
        webhook = session.get(
            Webhook, message.webhook_id, populate_existing=True, with_for_update=True
        )
        if row is None or webhook is None:
            return  # removed while it was under way
        row.tried_at, row.status, row.lease = now, status, None
        row.arrived = status is not None and rules.is_delivered(status)
        if row.arrived:
            webhook.failures, webhook.rests_until = 0, None
        else:
            webhook.failures += 1
            webhook.rests_until = now + rules.rest_after(webhook.failures)
        if row.arrived or row.tries >= rules.MOST_TRIES:
            row.ended_at = now
        if not row.arrived and rules.is_enough(webhook.failures, status):
            webhook.active = False
            audit.record(
                session,
                actor=audit.CLOCK,
                action="webhook.turned_off",
                now=now,
                event_id=webhook.event_id,
                detail={"webhook": webhook.id},
            )
            tell_owners(session, "staff.webhook_off", now=now, event_id=webhook.event_id)


def _data_of(message: WebhookMessage) -> dict[str, str]:
    kind, _dot, state = message.topic.partition(".")
    data = {"state": state} if state else {}
    if kind == "registration" and message.registration:
        data["registration"] = reference_of(UUID(message.registration))
    if message.location:
        data["location"] = message.location
    return data

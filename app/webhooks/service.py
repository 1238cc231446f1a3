"""What happens to webhooks: one function, one act, one transaction."""

import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.events.models import Event
from app.staff import unlock
from app.staff.person import SignedIn
from app.staff.queries import get_organizer
from app.vault.keyfiles import MAILER
from app.vault.rules import binding
from app.vault.service import current_vault
from app.web import fetching
from app.web.fetching import AddressForbidden
from app.webhooks import queries, rules
from app.webhooks.models import Webhook, WebhookMessage
from config import Config

SHOWN = "secret of a webhook"


@dataclass(frozen=True)
class NewWebhook:
    """What an owner says of a new webhook."""

    url: str
    topics: Collection[str]


def init_app(app: Flask, config: Config) -> None:
    """Tell the application where webhooks may go inside the network."""
    app.extensions["webhook origins"] = frozenset(map(fetching.origin, config.webhook_origins))


def own_origins() -> frozenset[str]:
    """Where webhooks may go although it lies inside the network."""
    found: frozenset[str] = current_app.extensions["webhook origins"]
    return found


def add_webhook(*, maker: SignedIn, event: Event, webhook: NewWebhook, now: datetime) -> None:
    """Tell an address of changes from now on.

    :raises AddressForbidden: it leads into a network, or is not https
    :raises NoAnswer: nobody knows its name
    """
    own = own_origins()
    if fetching.origin(webhook.url) not in own and not webhook.url.startswith("https://"):
        raise AddressForbidden
    fetching.check(webhook.url, own=own)
    row_id = secrets.token_hex(8)
    secret = rules.write_secret(os.urandom(rules.SECRET_BYTES))
    row = Webhook(
        id=row_id,
        event_id=event.id,
        url=webhook.url,
        registrations=rules.REGISTRATIONS in webhook.topics,
        locations=rules.LOCATIONS in webhook.topics,
        secret_box=current_vault().seal(
            MAILER, {"secret": secret}, bound_to=place_of(event.id, row_id), now=now
        ),
        shown_box=unlock.seal_to_self(
            get_organizer(maker.id).public_key, secret, what=SHOWN, holder=maker.address_index
        ),
        maker_id=maker.id,
        created_at=now,
    )
    with transaction() as session:
        _forget_shown(session, maker)
        session.add(row)
        _note(session, "webhook.added", row, maker.actor, now)


def remove_webhook(*, actor: str, event_id: int, webhook_id: str, now: datetime) -> None:
    """Tell it nothing any more; what it was owed goes with it.

    :raises WebhookNotFound: when there is none
    """
    with transaction() as session:
        row = queries.get_webhook(session, event_id, webhook_id)
        _note(session, "webhook.removed", row, actor, now)
        session.delete(row)


def turn_on(*, actor: str, event_id: int, webhook_id: str, now: datetime) -> None:
    """Try again, at once, what has waited since it was turned off.

    :raises WebhookNotFound: when there is none
    """
    with transaction() as session:
        row = queries.get_webhook(session, event_id, webhook_id)
        row.active, row.failures, row.rests_until = True, 0, None
        _note(session, "webhook.turned_on", row, actor, now)


def send_test(*, event_id: int, webhook_id: str) -> None:
    """Owe it a message that says nothing but "ping".

    :raises WebhookNotFound: when there is none
    """
    with transaction() as session:
        row = queries.get_webhook(session, event_id, webhook_id)
        row.rests_until = None
        session.add(WebhookMessage(webhook_id=row.id, topic=rules.PING))


def secret_shown(person: SignedIn, row: Webhook, now: datetime) -> str:
    """The secret, for whoever made the webhook some minutes ago; else ''."""
    if row.maker_id != person.id or now >= row.created_at + rules.SHOWN_LIMIT:
        return ""
    return person.open_own(row.shown_box, SHOWN)


def forget_shown_secrets(*, person: SignedIn) -> None:
    """Show them no more: they are kept elsewhere."""
    with transaction() as session:
        _forget_shown(session, person)


def forget_old(*, now: datetime) -> None:
    """Delete messages a week after their end, and secrets that are shown to nobody any more."""
    with transaction() as session:
        ended = WebhookMessage.ended_at < now - rules.KEPT
        session.execute(delete(WebhookMessage).where(ended))
        shown = Webhook.shown_box.is_not(None), Webhook.created_at <= now - rules.SHOWN_LIMIT
        session.execute(update(Webhook).where(*shown).values(shown_box=None))


def place_of(event_id: int, webhook_id: str) -> str:
    """The one place where a secret's box opens."""
    return binding("webhook", "secret_box", event_id, webhook_id)


def _forget_shown(session: Session, person: SignedIn) -> None:
    shown = update(Webhook).where(Webhook.maker_id == person.id, Webhook.shown_box.is_not(None))
    session.execute(shown.values(shown_box=None))


def _note(session: Session, action: str, row: Webhook, actor: str, now: datetime) -> None:
    log.record(
        session,
        actor=actor,
        action=action,
        now=now,
        event_id=row.event_id,
        detail={"webhook": row.id},
    )

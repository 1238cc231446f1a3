"""What happens to tokens: one function, one act, one transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.api import rules
from app.api.credentials import EventKey, proof_of, seal_event_key
from app.api.models import ApiToken
from app.audit import log
from app.database import transaction
from app.events.models import Event
from app.staff import unlock
from app.staff.errors import HoldsNoKey
from app.staff.person import SignedIn
from app.staff.queries import get_organizer

SHOWN = "new API token"


@dataclass(frozen=True)
class NewToken:
    """What an owner says of a new token."""

    name: str
    scopes: frozenset[str]
    days: int


def make_token(*, maker: SignedIn, event: Event, token: NewToken, now: datetime) -> str:
    """Make a token for a tool, and keep it for its maker's eyes for some minutes.

    :returns: the token, which no table holds in a form that the server can read
    :raises HoldsNoKey: its maker cannot open the event's names; tokens hang on that key
    """
    event_key = maker.event_key(event.key_id)
    if event_key is None:
        raise HoldsNoKey
    token_id, secret = secrets.token_hex(8), secrets.token_urlsafe(rules.SECRET_BYTES)
    written = rules.write_token(token_id, secret)
    scopes = rules.with_included(set(token.scopes))
    key = EventKey(event.key_id, event_key)
    row = ApiToken(
        id=token_id,
        event_id=event.id,
        organizer_id=maker.id,
        key_id=event.key_id,
        name=token.name,
        scopes=scopes,
        proof=proof_of(secret),
        event_box=seal_event_key(key, token_id=token_id, secret=secret, files=maker.files)
        if rules.PEOPLE_READ in scopes
        else None,
        shown_box=_seal_for(maker, written),
        created_at=now,
        expires_at=now + timedelta(days=token.days),
    )
    with transaction() as session:
        _forget_shown(session, maker)
        session.add(row)
        log.record(
            session,
            actor=maker.actor,
            action="api.token_made",
            now=now,
            event_id=event.id,
            detail={"token": token_id, "scopes": scopes},
        )
    return written


def revoke_token(*, actor: str, event_id: int, token_id: str, now: datetime) -> bool:
    """End a token; its next request is refused. Say whether there was one."""
    with transaction() as session:
        ended = session.execute(
            delete(ApiToken)
            .where(ApiToken.id == token_id, ApiToken.event_id == event_id)
            .returning(ApiToken.id)
        ).all()
        if ended:
            log.record(
                session,
                actor=actor,
                action="api.token_revoked",
                now=now,
                event_id=event_id,
                detail={"token": token_id},
            )
    return bool(ended)


def token_shown(person: SignedIn, row: ApiToken, now: datetime) -> str:
    """The whole token, for whoever made it some minutes ago; else ''."""
    if row.organizer_id != person.id or not rules.is_shown(row.created_at, now):
        return ""
    return person.open_own(row.shown_box, SHOWN)


def forget_shown_tokens(*, person: SignedIn) -> None:
    """Show them no more: they are kept elsewhere."""
    with transaction() as session:
        _forget_shown(session, person)


def forget_old(*, now: datetime) -> None:
    """Delete what no token needs: keys of those that ran out, copies shown to nobody any more."""
    with transaction() as session:
        ended = ApiToken.event_box.is_not(None), ApiToken.expires_at <= now
        session.execute(update(ApiToken).where(*ended).values(event_box=None))
        shown = ApiToken.shown_box.is_not(None), ApiToken.created_at <= now - rules.SHOWN_LIMIT
        session.execute(update(ApiToken).where(*shown).values(shown_box=None))


def note_use(*, token_id: str, now: datetime) -> None:
    """Remember the hour of a token's use."""
    with transaction() as session:
        used = update(ApiToken).where(ApiToken.id == token_id)
        session.execute(used.values(used_at=rules.hour_of(now)))


def _forget_shown(session: Session, person: SignedIn) -> None:
    shown = update(ApiToken).where(ApiToken.organizer_id == person.id)
    session.execute(shown.where(ApiToken.shown_box.is_not(None)).values(shown_box=None))


def _seal_for(maker: SignedIn, written: str) -> bytes:
    public_key = get_organizer(maker.id).public_key
    return unlock.seal_to_self(public_key, written, what=SHOWN, holder=maker.address_index)

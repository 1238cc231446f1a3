"""Who asks: a token in `Authorization: Bearer`, and nothing else. No cookie counts here."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from flask import Response, g, request

from app import clock
from app.api import queries, rules, service
from app.api.credentials import open_event_key, proves
from app.api.errors import ScopeMissing, TokenRefused
from app.api.models import ApiToken
from app.audit import log
from app.staff import rules as staff
from app.vault.errors import BoxDoesNotOpen, KeyMissing
from app.vault.keyfiles import event_audience
from app.vault.service import Opener, current_vault
from app.web.access import mark
from app.web.limits import client_key, comes_from_this_machine, limiter

View = TypeVar("View", bound=Callable[..., Any])

REQUESTS = "600/minute"
"""Of one token, over all addresses of the API."""
REFUSALS = "60/minute"
"""Of one client, before it is asked to wait."""


@dataclass(frozen=True)
class Bearer:
    """A token for the length of one request."""

    id: str
    event_id: int
    key_id: int
    scopes: frozenset[str]
    actor: log.Actor
    scope: tuple[str, ...] = ()
    """No token is bound to countries."""
    opener: Opener | None = field(default=None, repr=False)
    """What opens names; only with the scope for people."""

    def may(self, permission: str) -> bool:
        """Whether this token sees people, or numbers as exact as if it did."""
        if permission == staff.PEOPLE_READ:
            return rules.COUNTS_EXACT in self.scopes
        return False


def takes(scope: str | None) -> Callable[[View], View]:
    """Only a token with this scope may use the view; it finds the token in `bearer()`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.api_bearer = _bearer(clock.now())
            if scope is not None and scope not in g.api_bearer.scopes:
                raise ScopeMissing(scope)
            return view(*args, **kwargs)

        limited = limiter.shared_limit(lambda: REQUESTS, scope="api", key_func=_token_key)(guarded)
        limited = limiter.shared_limit(
            REFUSALS,
            scope="api refused",
            key_func=client_key,
            deduct_when=_was_refused,
            exempt_when=comes_from_this_machine,
        )(limited)
        return mark(limited, f"token:{scope or 'any'}")  # type: ignore[return-value]

    return decorate


def bearer() -> Bearer:
    """Whose request this is; for views behind `takes`."""
    found: Bearer = g.api_bearer
    return found


def _bearer(now: datetime) -> Bearer:
    written = rules.read_token(_sent())
    row = queries.find_token(written.id, now) if written else None
    if written is None or row is None or not proves(written.secret, row.proof):
        raise TokenRefused
    if row.used_at != rules.hour_of(now):
        service.note_use(token_id=row.id, now=now)
    return Bearer(
        id=row.id,
        event_id=row.event_id,
        key_id=row.key_id,
        scopes=frozenset(row.scopes),
        actor=log.Actor(f"token:{row.id}"),
        opener=_opener(row, written.secret),
    )


def _opener(row: ApiToken, secret: str) -> Opener | None:
    if row.event_box is None:
        return None
    files = current_vault().files
    try:
        key = open_event_key(
            row.event_box, key_id=row.key_id, token_id=row.id, secret=secret, files=files
        )
    except (BoxDoesNotOpen, KeyMissing):
        return None
    return Opener(event_audience(row.key_id), key)


def _sent() -> str:
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if kind.lower() == "bearer" else ""


def _token_key() -> str:
    """What counts a token's requests: not the token itself, as it may be kept in Redis."""
    return hashlib.sha256(_sent().encode()).hexdigest() if _sent() else client_key()


def _was_refused(response: Response) -> bool:
    return response.status_code == 401

"""Who is signed in, and which views their role opens."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app import clock
from app.staff import accounts, queries, rules, unlock
from app.staff.browsers import Browser, family_of
from app.staff.person import SignedIn, person_of
from app.staff.service import SignIn, browser_mark, note_sight
from app.vault.errors import BoxDoesNotOpen
from app.web import late_forms
from app.web.access import mark

View = TypeVar("View", bound=Callable[..., Any])

COOKIE = "organizer_key"
BROWSER = "organizer_browser"
"""Stays when the session ends, for a year: says that this browser has been used before."""
YEAR = 365 * 24 * 60 * 60
SESSION = "staff_session"
HALF = "staff_half"
SIGNED_OUT = _l("You were signed out meanwhile")
TYPED = "staff_typed"
MOST_TYPED = 1500
"""Characters of a form that fit into a cookie."""


def requires(permission: str) -> Callable[[View], View]:
    """Only accounts whose role includes this permission may use the view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if find_current() is None:
                return _sign_in_first()
            person = current()
            if not person.may(permission):
                abort(403)
            if person.lacks_second_factor and permission != rules.ACCOUNT_OWN:
                return redirect(url_for("staff.second_factor"), 303)
            return view(*args, **kwargs)

        return mark(guarded, f"staff:{permission}")  # type: ignore[return-value]

    return decorate


def _sign_in_first() -> ResponseReturnValue:
    """The sign-in; whoever was just sending a form keeps what they typed."""
    page = late_forms.given_back(SIGNED_OUT, sign_in=url_for("staff.sign_in"))
    if page:
        return page, 401
    # Only the path: a search's words do not belong into another address.
    wanted = rules.safe_next(request.path) if request.method == "GET" else None
    return redirect(url_for("staff.sign_in", next=wanted), 303)


def proven_lately(back: str = "", *, keeps_form: bool = False) -> Callable[[View], View]:
    """Under `requires`: whoever gave their second factor, or password, long ago gives it again.

    From there the way leads back to the same address; from a POST, to the page `back`, which
    is about the same event.

    :param keeps_form: that page asks for `kept_form`, and the form holds no secret
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if rules.is_proven(current().proven_at, clock.now()):
                return view(*args, **kwargs)
            wanted = url_for(back, **(request.view_args or {})) if back else _this_address()
            if keeps_form:
                _keep_form()
            return redirect(url_for("staff.prove", next=wanted), 303)

        guarded.asks_proof = True  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def kept_form() -> MultiDict[str, str] | None:
    """What was typed at this page before a proof was asked for, once; None where nothing was."""
    path, fields = session.pop(TYPED, ("", []))
    return MultiDict((name, value) for name, value in fields) if path == request.path else None


def _keep_form() -> None:
    """Let the browser keep what was typed, in its own signed cookie; a long form is not kept."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    if sum(len(name) + len(value) for name, value in fields) <= MOST_TYPED:
        session[TYPED] = [request.path, fields]


def _this_address() -> str | None:
    """Path and query, spelled so that `safe_next` knows it again. A file's query is its filters:
    what is searched goes by POST."""
    query = urlencode(list(request.args.items(multi=True)))
    return rules.safe_next(f"{request.path}?{query}" if query else request.path)


def current() -> SignedIn:
    """Whoever is signed in; for views behind `requires`, where there is always somebody.

    On a page of an event it is the account as it works for that one; for whoever does not, the
    event is as good as none.
    """
    person, slug = find_current(), (request.view_args or {}).get("event")
    if person is None:
        abort(403)
    here = person if slug is None else person.at(slug)
    if here is None:
        abort(404)
    return here


def find_current() -> SignedIn | None:
    """Whoever is signed in, or None; one statement, once in a request."""
    if "staff_person" not in g:
        g.staff_person = _load(clock.now())
    person: SignedIn | None = g.staff_person
    return person


def current_session_id() -> uuid.UUID:
    """The row of this browser's session."""
    return uuid.UUID(session[SESSION])


def begin(begun: SignIn, response: Response) -> Response:
    """Let the browser keep a new session, and with it the only key to its row."""
    accounts.remember(begun.organizer)
    session[SESSION] = str(begun.session_id)
    g.pop("staff_person", None)
    key = urlsafe_b64encode(begun.cookie_key).decode()
    _keep(response, COOKIE, key, int(accounts.session_limits().whole.total_seconds()))
    _keep(response, BROWSER, browser_mark(begun.organizer), YEAR)
    return response


def begin_half(begun: SignIn, response: Response) -> Response:
    """Let the browser keep half a sign-in: it is signed in to nothing yet."""
    session[HALF] = str(begun.session_id)
    key = urlsafe_b64encode(begun.cookie_key).decode()
    _keep(response, COOKIE, key, int(rules.HALF_LIMIT.total_seconds()))
    return response


def find_half() -> tuple[uuid.UUID, bytes] | None:
    """The half sign-in of this browser and the key to it, or None."""
    half_id, cookie_key = _from_cookies(HALF)
    return (half_id, cookie_key) if half_id and cookie_key else None


def this_browser() -> Browser:
    """The mark that an earlier sign-in left in this browser, and its family."""
    mark = request.cookies.get(BROWSER, "")
    return Browser(mark if mark.isascii() else "", family_of(request.user_agent.string))


def _keep(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=rules.DESK,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        # Strict would lose the session on every link that comes from a mail.
        samesite="Lax",
    )


def end(response: Response) -> Response:
    """Let the browser forget the session and its key."""
    accounts.forget()
    g.pop("staff_person", None)
    response.delete_cookie(
        COOKIE,
        path=rules.DESK,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _load(now: datetime) -> SignedIn | None:
    session_id, cookie_key = _from_cookies(SESSION)
    if session_id is None or cookie_key is None:
        return None
    found = queries.find_session(session_id)
    if found is None or not _is_valid(found, now):
        return None
    try:
        unlocked = unlock.take_up(found.session.keys_box, cookie_key, session_id)
    except BoxDoesNotOpen:
        return None
    person = person_of(
        found.organizer,
        unlocked,
        found.grants,
        found.posts,
        second_factor=found.second_factor,
        demanded=found.demanded,
        proven_at=found.session.proven_at,
    )
    # The one write that a GET may cause. Nobody would call it a change: it only moves the
    # moment from which an hour of idleness is counted, at most once a minute.
    if rules.is_due_to_be_seen(found.session.seen_at, now):
        note_sight(session_id=session_id, now=now)
    return person


def _is_valid(found: queries.SessionAndGrants, now: datetime) -> bool:
    row = found.session
    return accounts.is_remembered(found.organizer) and rules.session_is_alive(
        row.created_at, row.seen_at, now, accounts.session_limits()
    )


def _from_cookies(name: str) -> tuple[uuid.UUID | None, bytes | None]:
    try:
        session_id = uuid.UUID(session.get(name, ""))
        cookie_key = urlsafe_b64decode(request.cookies.get(COOKIE, ""))
    except (ValueError, NotBase64):
        return None, None
    return session_id, cookie_key if len(cookie_key) == unlock.COOKIE_KEY_BYTES else None

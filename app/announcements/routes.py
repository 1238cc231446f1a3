"""Announcements as their readers have them: what was sent, and hearing no more of them.

One link opens everything about a sign-up; the one under each announcement opens nothing
but "no more of these".
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.announcements import queries, service
from app.announcements.letters import UNSUBSCRIBE, text_for, words_of
from app.events.queries import text_of
from app.extensions import csrf
from app.registration.models import Registration
from app.registration.queries.attendee import get_registration
from app.registration.routes.opening import open_link
from app.registration.service import changing
from app.web import languages, tokens
from app.web.access import holder

announcements = Blueprint("announcements", __name__)


@announcements.get("/unsubscribe/<token>")
@holder
def unsubscribe(token: str) -> ResponseReturnValue:
    own = _open(token)
    index = own.address_index
    done = index is None or queries.is_unsubscribed(own.event_id, index)
    return _page(own, token, done=done)


@announcements.post("/unsubscribe/<token>")
# A mail program presses this for its user, with nothing but the link (RFC 8058).
@csrf.exempt  # type: ignore[untyped-decorator]
@holder
def unsubscribe_now(token: str) -> ResponseReturnValue:
    own = _open(token)
    service.unsubscribe(registration_id=own.id)
    return _page(own, token, done=True)


@announcements.post("/unsubscribe/<token>/undo")
# The page before it may answer a mail program, and then sets no cookie; the link is the secret.
@csrf.exempt  # type: ignore[untyped-decorator]
@holder
def subscribe_again(token: str) -> ResponseReturnValue:
    service.subscribe(registration_id=_open(token).id)
    return redirect(url_for("announcements.unsubscribe", token=token), 303)


@announcements.get("/r/<token>/letters")
@holder
def letters(token: str) -> ResponseReturnValue:
    own = open_link(token)
    order, index = own.event.languages, own.address_index
    found = queries.announcements_to(own.id)
    return render_template(
        "announcements/letters.html",
        registration=own,
        event=own.event,
        title=text_of(own.event, own.language).title,
        token=token,
        texts=[words_of(text_for(one, own.language, order)) for one in found],
        subscribed=index is not None and not queries.is_unsubscribed(own.event_id, index),
    )


@announcements.post("/r/<token>/letters/announcements")
@holder
def choose_announcements(token: str) -> ResponseReturnValue:
    own = open_link(token)
    act = service.subscribe if request.form.get("wanted") == "yes" else service.unsubscribe
    act(registration_id=own.id)
    return redirect(url_for("announcements.letters", token=token), 303)


@announcements.post("/r/<token>/letters/neutral")
@holder
def choose_neutral(token: str) -> ResponseReturnValue:
    own = open_link(token)
    wanted = request.form.get("wanted") == "yes"
    changing.choose_letters(registration_id=own.id, neutral=wanted)
    return redirect(url_for("announcements.letters", token=token), 303)


def _open(token: str) -> Registration:
    own = get_registration(tokens.read_token(UNSUBSCRIBE, token).id)
    languages.use(own.language)
    return own


def _page(own: Registration, token: str, *, done: bool) -> str:
    title = text_of(own.event, own.language).title
    return render_template(
        "announcements/unsubscribe.html",
        event=own.event,
        title=title,
        token=token,
        done=done,
        can_undo=own.address_index is not None,
    )

"""Sending messages from one's own link, and the wall where those that were approved stand."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.events import queries as event_queries
from app.events.queries import EventHead
from app.events.snapshot import event_name
from app.gazetteer.countries import country_name
from app.messages import queries, rules, service, snapshot
from app.messages.errors import NotTaken, TooMany, WallClosed
from app.messages.forms import MessageForm
from app.messages.rules import MessageState
from app.messages.senders import tag_of
from app.messages.snapshot import Said, WallNow
from app.registration.models import Registration
from app.registration.routes.opening import open_link
from app.registration.rules import RegistrationState
from app.web.access import holder, public
from app.web.caching import cacheable
from app.web.errors import error_page
from app.web.headers import allow_framing
from app.web.limits import comes_from_this_machine, limiter

WALL_SECONDS = 10
REFRESH_SECONDS = 30
CLOSED = (
    _l("This wall is for those who watch"),
    _l("Please open it from your own page. The link in your letter leads there."),
)
WORDS = {
    MessageState.WAITING: (_l("Waits to be read"), "warn"),
    MessageState.APPROVED: (_l("On the wall"), "good"),
    MessageState.REJECTED: (_l("Not shown"), "off"),
}
"""What a sender is told of each message, and the kind of its tag."""
messages = Blueprint("messages", __name__)


@messages.get("/r/<token>/messages")
@holder
def mine(token: str) -> ResponseReturnValue:
    return _page(open_link(token), token, MessageForm(formdata=None))


@messages.post("/r/<token>/messages")
@holder
@limiter.limit("30 per hour", exempt_when=comes_from_this_machine)
def send(token: str) -> ResponseReturnValue:
    own, form = open_link(token), MessageForm()
    if not form.validate():
        return _page(own, token, form), 422
    try:
        service.send(registration_id=own.id, new=form.message(), now=clock.now())
    except TooMany as refused:
        form.text.errors = [_("That is all we can take from you for now. Please try again later.")]
        return _page(own, token, form), 429, {"Retry-After": str(refused.wait_seconds)}
    except NotTaken:
        flash(_("No messages are taken from here just now."), "warn")
    else:
        flash(_("Thank you. Your message appears once somebody of the team has read it."), "good")
    return redirect(url_for("messages.mine", token=token), 303)


@messages.post("/r/<token>/message/<uuid:message_id>/withdraw")
@holder
def withdraw(token: str, message_id: uuid.UUID) -> ResponseReturnValue:
    own = open_link(token)
    service.withdraw(registration_id=own.id, message_id=message_id)
    flash(_("Your message is deleted. It leaves the wall within a minute."), "good")
    return redirect(url_for("messages.mine", token=token), 303)


@messages.get("/<language:lang>/<event>/wall")
@public
def wall(lang: str, event: str) -> Response:
    head, found = _open_wall(event)
    pages = max(1, -(-len(found.said) // snapshot.A_PAGE))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    first = (page - 1) * snapshot.A_PAGE
    said = found.said[first : first + snapshot.A_PAGE]
    return _shown("wall.html", head, lang, found, said=said, page=page, pages=pages)


@messages.get("/<language:lang>/<event>/wall/newest")
@public
def newest(lang: str, event: str) -> Response:
    """For the frame in the watch page: the same for all who watch, so that caches hold it."""
    head, found = _open_wall(event)
    said = found.said[: snapshot.NEWEST]
    return allow_framing(_shown("newest.html", head, lang, found, said=said))


@messages.errorhandler(WallClosed)
def wall_closed(_error: WallClosed) -> tuple[str, int]:
    return error_page(403, CLOSED)


def _open_wall(slug: str) -> tuple[EventHead, WallNow]:
    head = event_queries.get_head(slug)
    found = snapshot.wall_of(head.id, clock.now())
    if not found.opens_for(head, request.args.get("key", "")):
        raise WallClosed
    return head, found


def _shown(
    template: str,
    head: EventHead,
    lang: str,
    found: WallNow,
    *,
    said: Sequence[Said],
    **context: object,
) -> Response:
    body = render_template(
        f"messages/{template}",
        event=event_name(head, lang, clock.now()),
        slug=head.slug,
        key=snapshot.key_for(head, found),
        refresh=REFRESH_SECONDS,
        said=said,
        countries={one.country: country_name(one.country, lang) for one in said},
        **context,
    )
    return cacheable(body, seconds=WALL_SECONDS)


def _page(own: Registration, token: str, form: MessageForm) -> str:
    event, now = own.event, clock.now()
    tag, confirmed = tag_of(event, own.id), own.state == RegistrationState.CONFIRMED
    found = snapshot.wall_of(event.id, now)
    sent = [one for one in queries.sent_by(event.id, tag) if one.state in WORDS]
    return render_template(
        "messages/mine.html",
        event=event,
        title=event_queries.text_of(event, own.language).title,
        token=token,
        form=form,
        may_send=found.takes and confirmed and not queries.is_silenced(event.id, tag),
        sent=sent,
        words=WORDS,
        country=country_name(own.location.country, own.language),
        longest=rules.LONGEST,
        wall=snapshot.seen_from(event, now),
    )

"""Not hearing of announcements any more, by whoever has the link from one of them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.announcements import queries, service
from app.announcements.letters import UNSUBSCRIBE
from app.events.queries import text_of
from app.extensions import csrf
from app.registration.models import Registration
from app.registration.queries.attendee import get_registration
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


def _open(token: str) -> Registration:
    own = get_registration(tokens.read_token(UNSUBSCRIBE, token).id)
    languages.use(own.language)
    return own


def _page(own: Registration, token: str, *, done: bool) -> str:
    title = text_of(own.event, own.language).title
    return render_template(
        "announcements/unsubscribe.html", event=own.event, title=title, token=token, done=done
    )

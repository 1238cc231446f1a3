"""The host's own page: whoever has the link sees the location, its door list and its poster."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app import clock
from app.events import queries as event_queries
from app.hosting import queries, rules
from app.hosting.errors import HostLinkRevoked
from app.hosting.forms.place import DetailsForm, SeatsForm
from app.hosting.forms.steering import (
    ButtonForm,
    CloseForm,
    DigestForm,
    HandOnForm,
    HeadsForm,
    MessageForm,
)
from app.hosting.models import Host
from app.hosting.routes.blueprint import hosting
from app.hosting.service import closing, offering
from app.locations.models import LocationKind, LocationState
from app.locations.rules import released_from
from app.locations.sight import host_view
from app.registration.rules import show_code
from app.vault.service import current_vault
from app.web import languages, links, tokens
from app.web.access import holder
from app.web.qr import draw_qr


@hosting.get("/h/<token>")
@holder
def mine(token: str) -> ResponseReturnValue:
    return show(open_link(token), token)


@hosting.post("/h/<token>/prove")
@holder
def prove(token: str) -> ResponseReturnValue:
    host = open_link(token)
    offering.prove(host_id=host.id, now=clock.now())
    flash(_("Thank you. Your address works, and the organizers have your offer."), "good")
    return back(token)


@hosting.get("/h/<token>/poster")
@holder
def poster(token: str) -> ResponseReturnValue:
    host = open_link(token)
    said = about(host, token)
    return render_template("hosting/poster.html", **said, qr=draw_qr(said["page"]))


def open_link(token: str) -> Host:
    """The host behind a link.

    :raises BadToken: when we did not make it
    :raises HostLinkRevoked: when a newer one has replaced it
    """
    opened = tokens.read_token("host", token)
    host = queries.get_host(opened.id)
    languages.use(host.language)
    if host.token_version != opened.version:
        raise HostLinkRevoked
    return host


def back(token: str) -> ResponseReturnValue:
    """To the host's page, after an act."""
    return redirect(url_for("hosting.mine", token=token), 303)


def show(host: Host, token: str, **forms: FlaskForm) -> str:
    """The host's page, with forms as they were sent."""
    location, event, now = host.location, host.event, clock.now()
    is_closed = location.state == LocationState.CLOSED
    moment = released_from(location.release, location.released_at, event.starts_at)
    return render_template(
        "hosting/mine.html",
        **about(host, token),
        heads=queries.heads_at(location.id),
        is_released=moment is not None and moment <= now,
        is_over=now >= event.starts_at,
        undo_until=closing.closed_lately(location, now, by_host=True) if is_closed else None,
        messages_a_day=rules.MESSAGES_A_DAY,
        forms=_forms(host) | forms,
    )


def details_form(host: Host, **arguments: Any) -> DetailsForm:
    """The form of what is said about a location."""
    return DetailsForm(offered=host.event.languages, shown_in=host.language, **arguments)


def is_home(host: Host) -> bool:
    """Whether the location is somebody's home."""
    return host.location.kind == LocationKind.HOME


def _forms(host: Host) -> dict[str, FlaskForm]:
    location = host.location
    said = {
        "languages": location.languages,
        "access": location.access,
        "release": location.release.value,
        "listed": "yes" if location.listed else "no",
    }
    return {
        "button": ButtonForm(formdata=None),
        "seats": SeatsForm(
            formdata=None, is_home=is_home(host), data={"capacity": str(location.capacity or "")}
        ),
        "details": details_form(host, formdata=None, data=said),
        "heads": HeadsForm(formdata=None),
        "message": MessageForm(formdata=None),
        "digests": DigestForm(formdata=None),
        "hand_on": HandOnForm(formdata=None, prefix="new"),
        "close": CloseForm(formdata=None, prefix="close"),
    }


def about(host: Host, token: str) -> dict[str, Any]:
    """What each of the host's pages says about the location."""
    location, event = host.location, host.event
    code = rules.invitation_code(current_vault().files.index_key, location.public_id)
    return {
        "host": host,
        "token": token,
        "event": event,
        "text": event_queries.text_of(event, host.language),
        "location": host_view(location, host.language),
        "is_open": location.state == LocationState.APPROVED,
        "page": links.absolute(
            "locations.show", event=event.slug, lang=host.language, location=location.public_id
        ),
        "invitation": None if location.listed else show_code(code),
    }

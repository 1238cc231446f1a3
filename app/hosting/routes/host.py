"""The host's own page: whoever has the link sees and steers the location."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import queries as event_queries
from app.hosting import queries, rules
from app.hosting.errors import HostLinkRevoked
from app.hosting.forms import ButtonForm
from app.hosting.models import Host
from app.hosting.routes.blueprint import hosting
from app.hosting.service import offering
from app.locations.sight import public_view
from app.vault.service import current_vault
from app.web import languages, links, tokens
from app.web.access import holder


@hosting.get("/h/<token>")
@holder
def mine(token: str) -> ResponseReturnValue:
    return _page(_open(token), token)


@hosting.post("/h/<token>/prove")
@holder
def prove(token: str) -> ResponseReturnValue:
    host = _open(token)
    offering.prove(host_id=host.id, now=clock.now())
    flash(_("Thank you. Your address works, and the organizers have your offer."), "good")
    return _back(token)


def _open(token: str) -> Host:
    opened = tokens.read_token("host", token)
    host = queries.get_host(opened.id)
    languages.use(host.language)
    if host.token_version != opened.version:
        raise HostLinkRevoked
    return host


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("hosting.mine", token=token), 303)


def _page(host: Host, token: str) -> str:
    location = host.location
    code = rules.invitation_code(current_vault().files.index_key, location.public_id)
    return render_template(
        "hosting/mine.html",
        host=host,
        token=token,
        event=host.event,
        text=event_queries.text_of(host.event, host.language),
        place=location,
        location=public_view(location, host.language),
        page=links.absolute(
            "locations.show", event=host.event.slug, lang=host.language, location=location.public_id
        ),
        invitation=None if location.listed else rules.show_code(code),
        form=ButtonForm(formdata=None),
    )

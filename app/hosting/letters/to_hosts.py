"""The letters to hosts. They repeat nothing that a stranger typed."""

from typing import Any

from app.events.colours import tint
from app.events.queries import text_of
from app.hosting import queries, rules
from app.hosting.models import Host
from app.locations.models import LocationState
from app.locations.names import host_secret
from app.locations.sight import public_view
from app.mail.letter import Letter, LetterKind, each
from app.mail.models import Outbox
from app.registration.queries.names import find_key
from app.registration.rules import show_code
from app.vault.rules import binding
from app.vault.service import Opener, current_vault
from app.web import links, tokens


def prove(row: Outbox, mailer: Opener) -> Letter | None:
    """To whoever offered a location: the link that proves the address."""
    host = _still(row, LocationState.SUBMITTED)
    return _letter(host, "host_prove", mailer, capped=True) if host else None


def approved(row: Outbox, mailer: Opener) -> Letter | None:
    """That the location is open, with the host's link, and its code where it is not listed."""
    host = _still(row, LocationState.APPROVED)
    if host is None:
        return None
    location = host.location
    code = rules.invitation_code(current_vault().files.index_key, location.public_id)
    page = links.absolute(
        "locations.show", lang=host.language, event=host.event.slug, location=location.public_id
    )
    invitation = None if location.listed else show_code(code)
    return _letter(host, "host_approved", mailer, invitation=invitation, page=page)


def asked_back(row: Outbox, mailer: Opener) -> Letter | None:
    """What the organizers want to know before they decide."""
    host = _still(row, LocationState.PROVEN)
    return _letter(host, "host_asked_back", mailer, words=_words(row, mailer)) if host else None


def rejected(row: Outbox, mailer: Opener) -> Letter | None:
    """That the organizers said no, and why, with the finder, from which both other ways go on."""
    host = _still(row, LocationState.REJECTED)
    if host is None:
        return None
    finder = links.absolute("locations.search", lang=host.language, event=host.event.slug)
    return _letter(host, "host_rejected", mailer, words=_words(row, mailer), finder=finder)


def new_link(row: Outbox, mailer: Opener) -> Letter | None:
    """The host's link, after it was handed on or sent anew; those sent before are dead."""
    host = _still(row, *LocationState)
    return _letter(host, "host_link", mailer, capped=True) if host else None


LETTERS: dict[str, LetterKind] = {
    "host.prove": each(prove),
    "host.approved": each(approved),
    "host.asked_back": each(asked_back),
    "host.rejected": each(rejected),
    "host.link": each(new_link),
}


def link_of(host: Host, mailer: Opener) -> str:
    """The host's own page, with the key to the names that guests give."""
    location = host.location
    secret = host_secret(find_key(location.id), host.event, location.public_id, mailer)
    token = tokens.make_token("host", host.id, host.token_version)
    return links.absolute("hosting.mine", token=tokens.with_secret(token, secret))


def address_of(host: Host, mailer: Opener) -> str:
    """The host's mail address."""
    place = binding("host", "contact_box", host.event_id, host.id)
    return str(mailer.open(host.contact_box, place)["email"])


def _still(row: Outbox, *states: LocationState) -> Host | None:
    """The host, unless the offer went on so far that the letter is no longer due."""
    host = queries.find_host(row.about_id) if row.about_id else None
    return host if host and host.location.state in states else None


def _words(row: Outbox, mailer: Opener) -> str:
    """What an organizer wrote to the host; sealed until the letter leaves."""
    if row.contact_box is None:
        return ""
    place = binding("outbox", "contact_box", row.event_id, row.id)
    return str(mailer.open(row.contact_box, place)["words"])


def _letter(
    host: Host, template: str, mailer: Opener, *, capped: bool = False, **context: Any
) -> Letter:
    event, language = host.event, host.language
    return Letter(
        to=address_of(host, mailer),
        language=language,
        template=template,
        context={
            "event": event,
            "tint": tint(event.colour),
            "text": text_of(event, language),
            "location": public_view(host.location, language),
            "link": link_of(host, mailer),
            **context,
        },
        reply_to=event.reply_to,
        capped=capped,
    )

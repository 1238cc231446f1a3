"""To guests about their location: its address, what becomes of it, and its host's words."""

from typing import Any

from app.events.colours import tint
from app.events.queries import text_of
from app.hosting import queries as hosts
from app.hosting import rules
from app.locations.addresses import guest_secret
from app.locations.models import LocationState
from app.locations.rules import rounded_km
from app.locations.sight import AddressState, Visit, guest_view, public_view, public_views
from app.mail.letter import Attachment, Letter, LetterKind, each
from app.mail.models import Outbox
from app.registration import calendar, facts, neutral
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State
from app.vault.rules import binding
from app.vault.service import Opener
from app.web import links, tokens


def address(row: Outbox, mailer: Opener) -> Letter | None:
    """The address of the location, at the moment that its host chose."""
    registration = _still(row, State.CONFIRMED)
    if registration is None or not _is_still_there(row, registration):
        return None
    location, event = registration.location, registration.event
    visit = Visit(event.key_id, event.starts_at, row.due, guest_secret(location, mailer))
    seen = guest_view(location, registration.language, visit)
    if seen.address_state != AddressState.SHOWN:
        return None
    return _letter(registration, "address", mailer, row, address=seen.address)


def changed(row: Outbox, mailer: Opener) -> Letter | None:
    """That something about the location is different, and which other one is nearest."""
    return _about(row, mailer, "location_changed")


def moved(row: Outbox, mailer: Opener) -> Letter | None:
    """That the location, or everybody at it, is somewhere else now, and what else is near."""
    return _about(row, mailer, "location_moved")


def closed(row: Outbox, mailer: Opener) -> Letter | None:
    """That the location does not take place, with the nearest other one."""
    registration = _still(row, *HOLDS_SEATS, State.WAITLISTED)
    if registration is None or registration.location.state != LocationState.CLOSED:
        return None
    return _letter(registration, "location_closed", mailer, row, **_elsewhere(registration, mailer))


def message(row: Outbox, mailer: Opener) -> Letter | None:
    """A host's own words. They are shown as what they are: written by the host."""
    registration = _still(row, State.CONFIRMED)
    if registration is None or row.contact_box is None or not _is_still_there(row, registration):
        return None
    # Whatever a host writes may name the place, and nothing but this letter could carry it.
    if neutral.is_wanted(registration, registration.event):
        return None
    place = binding("outbox", "contact_box", row.event_id, row.id)
    words = mailer.open(row.contact_box, place)["words"]
    return _letter(registration, "location_message", mailer, row, words=words)


LETTERS: dict[str, LetterKind] = {
    "registration.address": each(address),
    rules.CHANGED: each(changed),
    rules.MOVED: each(moved),
    rules.CLOSED: each(closed),
    rules.MESSAGE: each(message),
}


def _about(row: Outbox, mailer: Opener, template: str) -> Letter | None:
    registration = _still(row, *HOLDS_SEATS, State.WAITLISTED)
    if registration is None:
        return None
    return _letter(registration, template, mailer, row, **_elsewhere(registration, mailer))


def _elsewhere(registration: Registration, mailer: Opener) -> dict[str, Any]:
    """The nearest other location with enough seats, if any, and the page to choose it."""
    party = registration.party_size
    found = hosts.nearest_other(registration.location, party)
    return {
        "nearest": found and next(iter(public_views([found.place], registration.language))),
        "km": found and rounded_km(found.km),
        "change": links.absolute("registration.change", token=_token(registration, mailer)),
    }


def _still(row: Outbox, *states: State) -> Registration | None:
    registration = queries.find_registration(row.about_id) if row.about_id else None
    return registration if registration and registration.state in states else None


def _is_still_there(row: Outbox, registration: Registration) -> bool:
    return bool(registration.location.public_id == row.parameters.get("location"))


def _token(registration: Registration, mailer: Opener) -> str:
    """The personal link's token, with the key to the address of the place behind it."""
    token = tokens.make_token("registration", registration.id, registration.token_version)
    return tokens.with_secret(token, guest_secret(registration.location, mailer))


def _letter(
    registration: Registration, template: str, mailer: Opener, row: Outbox, **context: Any
) -> Letter | None:
    if registration.contact_box is None:
        return None
    event, language = registration.event, registration.language
    place = binding("registration", "contact_box", event.id, registration.id)
    to = mailer.open(registration.contact_box, place)["email"]
    link = links.absolute("registration.mine", token=_token(registration, mailer))
    # Nobody has shown yet that this address is theirs.
    capped = registration.state != State.CONFIRMED
    if neutral.is_wanted(registration, event):
        return neutral.letter(to=to, language=language, link=link, capped=capped)
    view = public_view(registration.location, language)
    return Letter(
        to=to,
        language=language,
        template=template,
        context={
            "event": event,
            "tint": tint(event.colour),
            "text": text_of(event, language),
            "location": view,
            **facts.stated(view, event, registration.party_size, language),
            "link": link,
            **context,
        },
        attachments=(_calendar(registration, row, view.title),),
        reply_to=event.reply_to,
        capped=capped,
    )


def _calendar(registration: Registration, row: Outbox, place: str) -> Attachment:
    event = registration.event
    file = calendar.calendar_file(
        uid=calendar.uid(registration.id),
        sequence=registration.sequence,
        state=registration.state,
        title=text_of(event, registration.language).title,
        place=place,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        now=row.created_at,
    )
    kind = f"text/calendar; method={calendar.method(registration.state)}; charset=utf-8"
    return Attachment("event.ics", kind, file)

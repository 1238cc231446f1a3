"""The letters about a sign-up. They repeat nothing that a stranger typed."""

from typing import Any

from app.events.queries import text_of
from app.locations.sight import public_view
from app.mail.letter import Attachment, Letter, LetterBuilder
from app.mail.models import Outbox
from app.registration import calendar
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State
from app.vault import rules as vault_rules
from app.vault.service import Opener, current_vault
from app.web import links, tokens


def confirm_sign_up(row: Outbox, mailer: Opener) -> Letter | None:
    """To whoever signed up; to somebody already confirmed, the offer to move here instead."""
    registration = _still(row, State.PENDING)
    if registration is None or registration.address_index is None:
        return None
    earlier = queries.find_confirmed(registration.event_id, registration.address_index)
    if earlier is None:
        return _letter(registration, "confirm_sign_up", mailer, row, capped=True)
    other = {"earlier": public_view(earlier.location, registration.language)}
    return _letter(registration, "already_registered", mailer, row, capped=True, **other)


def link_again(row: Outbox, mailer: Opener) -> Letter | None:
    """To whoever asked for their link, at the address of the registration itself."""
    if row.about_id is not None:
        registration = _still(row, *HOLDS_SEATS)
        return _letter(registration, "link_again", mailer, row) if registration else None
    if row.contact_box is None or row.event_id is None:
        return None
    place = vault_rules.binding("outbox", "contact_box", row.event_id, row.id)
    asked = mailer.open(row.contact_box, place)
    index = current_vault().index(
        f"address:{row.event_id}", vault_rules.normalise_address(asked["email"])
    )
    registration = queries.find_newest(row.event_id, index)
    return _letter(registration, "link_again", mailer, row, capped=True) if registration else None


def changed(row: Outbox, mailer: Opener) -> Letter | None:
    """What stands now, after a change of place or party."""
    registration = _still(row, *HOLDS_SEATS)
    # Whoever has the link can change as often as they like; that must not be a mail bomb.
    return _letter(registration, "changed", mailer, row, capped=True) if registration else None


def cancelled(row: Outbox, mailer: Opener) -> Letter | None:
    """That it is cancelled, with a file that takes it out of the calendar."""
    registration = _still(row, State.CANCELLED)
    return _letter(registration, "cancelled", mailer, row) if registration else None


LETTERS: dict[str, LetterBuilder] = {
    "registration.confirm": confirm_sign_up,
    "registration.link": link_again,
    "registration.changed": changed,
    "registration.cancelled": cancelled,
}


def calendar_uid(registration: Registration) -> str:
    """Stays for the life of the registration, and tells nothing about it."""
    index = current_vault().index("calendar", registration.id.hex)
    return f"{index.hex()[:32]}@{links.public_domain()}"


def _still(row: Outbox, *states: State) -> Registration | None:
    """The registration, unless it changed so much since that the letter is no longer due."""
    registration = queries.find_registration(row.about_id) if row.about_id else None
    return registration if registration and registration.state in states else None


def _letter(
    registration: Registration,
    template: str,
    mailer: Opener,
    row: Outbox,
    *,
    capped: bool = False,
    **context: Any,
) -> Letter | None:
    if registration.contact_box is None:
        return None
    place = vault_rules.binding(
        "registration", "contact_box", registration.event_id, registration.id
    )
    address = mailer.open(registration.contact_box, place)["email"]
    event, language = registration.event, registration.language
    text = text_of(event, language)
    view = public_view(registration.location, language)
    token = tokens.make_token("registration", registration.id, registration.token_version)
    file = calendar.calendar_file(
        uid=calendar_uid(registration),
        sequence=registration.sequence,
        state=registration.state,
        title=text.title,
        place=view.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        now=row.created_at,
    )
    kind = f"text/calendar; method={calendar.method(registration.state)}; charset=utf-8"
    return Letter(
        to=address,
        language=language,
        template=template,
        context={
            "event": event,
            "text": text,
            "location": view,
            "party_size": registration.party_size,
            "held_until": registration.held_until,
            "link": links.absolute("registration.mine", token=token),
            **context,
        },
        attachments=(Attachment("event.ics", kind, file),),
        reply_to=event.reply_to,
        capped=capped,
    )

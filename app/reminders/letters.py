"""Reminders, "the stream is on", and the thanks afterwards."""

from functools import partial
from typing import Any

from app.announcements.letters import may_get_it, personal_link, unsubscribe_link
from app.events.queries import PUBLIC, text_of
from app.locations.sight import public_view
from app.mail.letter import Letter, LetterKind, each
from app.mail.models import Outbox
from app.registration import facts
from app.registration.models import Registration
from app.registration.queries.attendee import find_registration
from app.registration.rules import RegistrationState
from app.reminders.rules import Reminder, batch_of
from app.vault.rules import binding
from app.vault.service import Opener

TEMPLATES = {Reminder.LIVE: "stream_is_on", Reminder.THANKS: "thank_you"}


def reminder_letter(reminder: Reminder, row: Outbox, mailer: Opener) -> Letter | None:
    """To somebody who is confirmed; None once they left, or the event moved to another time."""
    registration = find_registration(row.about_id) if row.about_id else None
    if registration is None or not _is_still_due(registration, reminder, row):
        return None
    box, event = registration.contact_box, registration.event
    if box is None:
        return None
    place = binding("registration", "contact_box", event.id, registration.id)
    return Letter(
        to=mailer.open(box, place)["email"],
        language=registration.language,
        template=TEMPLATES.get(reminder, "reminder"),
        context=context_of(registration, reminder),
        reply_to=event.reply_to,
    )


def context_of(registration: Registration, reminder: Reminder) -> dict[str, Any]:
    """What the templates say about a sign-up."""
    event, language = registration.event, registration.language
    view = public_view(registration.location, language)
    return {
        "event": event,
        "text": text_of(event, language),
        **facts.stated(view, event, registration.party_size, language),
        "reminder": reminder.value,
        "link": personal_link(registration),
        "unsubscribe": unsubscribe_link(registration.id),
    }


def _is_still_due(registration: Registration, reminder: Reminder, row: Outbox) -> bool:
    event = registration.event
    return (
        registration.state == RegistrationState.CONFIRMED
        and event.state in PUBLIC
        and row.batch_id == batch_of(event.id, reminder, event.starts_at)
        and may_get_it(registration)
    )


LETTERS: dict[str, LetterKind] = {
    f"reminder.{reminder}": each(partial(reminder_letter, reminder)) for reminder in Reminder
}

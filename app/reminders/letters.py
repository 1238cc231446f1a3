"""Reminders, "the stream is on", and the thanks afterwards."""

from functools import partial

from app.announcements.letters import (
    Batch,
    address_of,
    links_of,
    neutral_letter,
    read,
    unsubscribe_link,
)
from app.events.colours import tint
from app.events.queries import PUBLIC
from app.locations.sight import public_view
from app.mail.letter import Letter, LetterKind
from app.mail.models import Outbox
from app.registration import facts, neutral
from app.registration.rules import RegistrationState
from app.reminders.rules import Reminder, batch_of
from app.vault.service import Opener
from app.web.formats import day

PAGES = {Reminder.LIVE: "livestream.watch"}
TEMPLATES = {Reminder.LIVE: "stream_is_on", Reminder.THANKS: "thank_you"}


def reminder_letter(reminder: Reminder, row: Outbox, mailer: Opener, batch: Batch) -> Letter | None:
    """To somebody who is confirmed; None once they left, or the event moved to another time."""
    own = batch.still_wanted(row.about_id)
    if own is None or own.state != RegistrationState.CONFIRMED:
        return None
    head, place = batch.sign_ups.heads[own.event_id], batch.sign_ups.places[own.location_id]
    if head.state not in PUBLIC or row.batch_id != batch_of(head.id, reminder, head.starts_at):
        return None
    page = PAGES.get(reminder, "registration.mine")
    if neutral.is_wanted(own, head):
        return neutral_letter(own, mailer, page)
    view = public_view(place, own.language, place.labels or {})
    stated = facts.stated(view, head, own.party_size, own.language)
    is_elsewhere = stated.pop("is_elsewhere")
    return Letter(
        to=address_of(own, mailer),
        language=own.language,
        template=TEMPLATES.get(reminder, "reminder"),
        context={
            "event": batch.sign_ups.name(own.event_id, own.language).title,
            "is_elsewhere": is_elsewhere,
            "tint": tint(head.colour),
            "reminder": reminder.value,
            "purge_day": day(head.purge_at, view.timezone, own.language),
        },
        gaps={**stated, **links_of(own, page)},
        reply_to=head.reply_to,
        unsubscribe=unsubscribe_link(own.id),
    )


LETTERS: dict[str, LetterKind] = {
    f"reminder.{reminder}": LetterKind(partial(reminder_letter, reminder), read)
    for reminder in Reminder
}

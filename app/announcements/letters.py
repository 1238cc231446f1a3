"""The letter of an announcement, in the words of the organizers."""

import uuid
from collections.abc import Sequence
from typing import Any

from babel import Locale

from app.announcements import queries
from app.announcements.models import Announcement, AnnouncementText
from app.announcements.rules import GOES_OUT, REACHED, choose_language
from app.events.prose import plain_text, render_markdown
from app.events.queries import text_of
from app.mail.letter import Letter, LetterKind, each
from app.mail.models import Outbox
from app.registration.models import Registration
from app.registration.queries.attendee import find_registration
from app.vault.rules import binding
from app.vault.service import Opener
from app.web.links import absolute
from app.web.tokens import make_token

UNSUBSCRIBE = "unsubscribe"


def announcement(row: Outbox, mailer: Opener) -> Letter | None:
    """To one of many; None for whoever left or unsubscribed since it was queued."""
    found = queries.find_announcement(row.batch_id) if row.batch_id else None
    registration = find_registration(row.about_id) if row.about_id else None
    if found is None or registration is None or found.state not in GOES_OUT:
        return None
    if not may_get_it(registration):
        return None
    box, event = registration.contact_box, registration.event
    if box is None:
        return None
    place = binding("registration", "contact_box", event.id, registration.id)
    text = text_for(found, registration.language, event.languages)
    return Letter(
        to=mailer.open(box, place)["email"],
        language=registration.language,
        template="announcement",
        context={
            **words_of(text),
            "event_title": text_of(event, registration.language).title,
            "link": personal_link(registration),
            "unsubscribe": unsubscribe_link(registration.id),
        },
        reply_to=event.reply_to,
    )


def text_for(found: Announcement, language: str, order: Sequence[str]) -> AnnouncementText:
    """The text that somebody with this language gets."""
    texts = {text.language: text for text in found.texts}
    return texts[choose_language(language, texts, order)]


def words_of(text: AnnouncementText) -> dict[str, Any]:
    """What a text says, as the letter's templates and the preview show it."""
    return {
        "written_in": text.language,
        "written_direction": Locale.parse(text.language).text_direction,
        "title": text.subject,
        "body_html": render_markdown(text.body),
        "body_text": plain_text(text.body),
    }


def personal_link(registration: Registration) -> str:
    """The page of somebody's own sign-up."""
    token = make_token("registration", registration.id, registration.token_version)
    return absolute("registration.mine", token=token)


def unsubscribe_link(registration_id: uuid.UUID) -> str:
    """It stays good when the personal link is renewed, and opens nothing else."""
    return absolute("announcements.unsubscribe", token=make_token(UNSUBSCRIBE, registration_id, 1))


def may_get_it(registration: Registration) -> bool:
    """Whether this sign-up still stands, and its address still wants to hear of the event."""
    index = registration.address_index
    if registration.state not in REACHED or index is None:
        return False
    return not queries.is_unsubscribed(registration.event_id, index)


LETTERS: dict[str, LetterKind] = {"announcement": each(announcement)}

"""The letter of an announcement, in the words of the organizers."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from sqlalchemy import Row

from app.announcements import queries
from app.announcements.models import Announcement, AnnouncementText
from app.announcements.rules import GOES_OUT, REACHED, choose_language
from app.events.colours import tint
from app.events.prose import plain_text, render_markdown
from app.mail.letter import Letter, LetterKind
from app.mail.models import Outbox
from app.registration import neutral
from app.registration.queries.letters import SignUps, sign_ups_with_ids
from app.vault.rules import binding
from app.vault.service import Opener
from app.web.links import absolute
from app.web.tokens import make_token

SignUp = Row[Any]

UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True)
class Batch:
    """What the letters of a batch need, read at once."""

    sign_ups: SignUps
    announcements: Mapping[uuid.UUID, Announcement]
    silenced: set[tuple[int, bytes]]
    """Events and addresses that want no announcements."""

    def still_wanted(self, registration_id: uuid.UUID | None) -> SignUp | None:
        """The sign-up, if it still stands and its address still wants to hear of the event."""
        own = self.sign_ups.by_id.get(registration_id) if registration_id else None
        if own is None or own.state not in REACHED or own.contact_box is None:
            return None
        return None if (own.event_id, own.address_index) in self.silenced else own


def read(rows: Sequence[Outbox], now: datetime) -> Batch:
    """What these letters are about, with a handful of statements for all."""
    sign_ups = sign_ups_with_ids({row.about_id for row in rows if row.about_id}, now)
    addresses = {
        (own.event_id, own.address_index) for own in sign_ups.by_id.values() if own.address_index
    }
    return Batch(
        sign_ups,
        queries.announcements_with_ids({row.batch_id for row in rows if row.batch_id}),
        queries.silenced(addresses),
    )


def announcement(row: Outbox, mailer: Opener, batch: Batch) -> Letter | None:
    """To one of many; None for whoever left or unsubscribed since it was queued."""
    found = batch.announcements.get(row.batch_id) if row.batch_id else None
    own = batch.still_wanted(row.about_id)
    if own is None or found is None or found.state not in GOES_OUT:
        return None
    head = batch.sign_ups.heads[own.event_id]
    if neutral.is_wanted(own, head):
        return neutral_letter(own, mailer, "announcements.letters")
    text = text_for(found, own.language, head.languages)
    return Letter(
        to=address_of(own, mailer),
        language=own.language,
        template="announcement",
        context={
            **words_of(text),
            "event_title": batch.sign_ups.name(own.event_id, own.language).title,
            "tint": tint(head.colour),
        },
        gaps=links_of(own),
        reply_to=head.reply_to,
        unsubscribe=unsubscribe_link(own.id),
    )


def neutral_letter(own: SignUp, mailer: Opener, endpoint: str) -> Letter:
    """Word of an announcement or a reminder that says nothing but where to look."""
    token = make_token("registration", own.id, own.token_version)
    return neutral.letter(
        to=address_of(own, mailer),
        language=own.language,
        link=absolute(endpoint, token=token),
        unsubscribe=unsubscribe_link(own.id),
    )


def text_for(found: Announcement, language: str, order: Sequence[str]) -> AnnouncementText:
    """The text that somebody with this language gets."""
    texts = {text.language: text for text in found.texts}
    return texts[choose_language(language, texts, order)]


def words_of(text: AnnouncementText) -> dict[str, Any]:
    """What a text says, as the letter's templates and the preview show it."""
    return _words(text.language, text.subject, text.body)


@lru_cache(64)
def _words(language: str, subject: str, body: str) -> dict[str, Any]:
    return {
        "written_in": language,
        "written_direction": Locale.parse(language).text_direction,
        "title": subject,
        "body_html": render_markdown(body),
        "body_text": plain_text(body),
    }


def address_of(own: SignUp, mailer: Opener) -> str:
    """Where somebody gets their letters."""
    place = binding("registration", "contact_box", own.event_id, own.id)
    return str(mailer.open(own.contact_box, place)["email"])


def links_of(own: SignUp, endpoint: str = "registration.mine") -> dict[str, str]:
    """The page of somebody's own sign-up, and the way to hear no more."""
    token = make_token("registration", own.id, own.token_version)
    return {
        "link": absolute(endpoint, token=token),
        "unsubscribe": unsubscribe_link(own.id),
    }


def unsubscribe_link(registration_id: uuid.UUID) -> str:
    """It stays good when the personal link is renewed, and opens nothing else."""
    return absolute("announcements.unsubscribe", token=make_token(UNSUBSCRIBE, registration_id, 1))


LETTERS: dict[str, LetterKind] = {"announcement": LetterKind(announcement, read)}

"""To hosts: how many guests are new. Numbers only, so that it may lie open in a mailbox."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.events.colours import tint
from app.events.queries import PUBLIC, text_of
from app.hosting import rules
from app.hosting.letters.to_hosts import address_of, link_of
from app.hosting.models import Host
from app.hosting.queries.digests import Digest, digests_of
from app.locations.models import LocationState
from app.locations.sight import public_view
from app.mail.letter import Letter, LetterKind
from app.mail.models import Outbox
from app.registration import neutral
from app.vault.service import Opener


class Batch(NamedTuple):
    """What was read for some of these letters, and when."""

    digests: Mapping[UUID, Digest]
    now: datetime


def read(rows: Sequence[Outbox], now: datetime) -> Batch:
    """Everything that some of these letters say, in two statements."""
    return Batch(digests_of([row.about_id for row in rows if row.about_id]), now)


def digest(row: Outbox, mailer: Opener, batch: Batch) -> Letter | None:
    """How many are new, are coming, and how many seats are left; None when it is out of date."""
    found = batch.digests.get(row.about_id) if row.about_id else None
    if found is None or not found.new or not _is_wanted(found.host, row, batch.now):
        return None
    host, link = found.host, link_of(found.host, mailer)
    to, language, event = address_of(host, mailer), host.language, found.host.event
    if neutral.is_wanted(event):
        letter = neutral.letter(
            to=to, language=language, link=link, capped=True, unsubscribe=f"{link}#letters"
        )
        # It is switched off on that page, by a person; no mail program can press the button.
        return replace(letter, unsubscribe=None)
    capacity, taken = host.location.capacity, host.location.taken
    return Letter(
        to=to,
        language=language,
        template="host_digest",
        context={
            "event": event,
            "tint": tint(event.colour),
            "text": text_of(event, language),
            "location": public_view(host.location, language),
            "new": found.new,
            "expected": found.expected,
            "seats_left": None if capacity is None else max(capacity - taken, 0),
            "link": link,
        },
        reply_to=event.reply_to,
        # A location can be handed on to an address that nobody has proven.
        capped=True,
    )


LETTERS: dict[str, LetterKind] = {rules.DIGEST: LetterKind(digest, read)}


def _is_wanted(host: Host, row: Outbox, now: datetime) -> bool:
    """Whether it is still the last one planned, for an open location before the event."""
    return (
        host.digests
        and row.batch_id == host.digest_batch
        and host.location.state == LocationState.APPROVED
        and host.event.state in PUBLIC
        and now < host.event.starts_at
    )

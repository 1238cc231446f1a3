"""A letter of the desk's own: the example of another one, to an organizer's own address."""

from app.database import db
from app.events.models import Event
from app.mail.letter import Letter, LetterKind, each
from app.mail.models import Outbox
from app.organizer.specimens import SPECIMENS, letter
from app.vault.rules import binding
from app.vault.service import Opener

TEST = "organizer.test"


def test(row: Outbox, mailer: Opener) -> Letter | None:
    """To the organizer who asked for it; None once the event or the letter is no more."""
    event = db.session.get(Event, row.event_id) if row.event_id else None
    name = row.parameters["letter"]
    if event is None or row.contact_box is None or name not in SPECIMENS:
        return None
    place = binding("outbox", "contact_box", row.event_id, row.id)
    contact = mailer.open(row.contact_box, place)
    return letter(name, event, row.parameters["language"], contact["email"])


LETTERS: dict[str, LetterKind] = {TEST: each(test)}

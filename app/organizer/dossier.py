"""Everything about one sign-up that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.audit.queries import entries_about
from app.events.models import Event
from app.locations.sight import PublicLocation, public_view
from app.mail.models import Outbox
from app.mail.queries import letters_about
from app.organizer import words
from app.organizer.people import Person, people_of
from app.registration.models import Registration
from app.registration.queries.bulk import acts_on
from app.registration.rules import RegistrationState as State
from app.staff.person import SignedIn


@dataclass(frozen=True)
class Moment:
    """One thing that happened, and by whom where that is known."""

    at: datetime
    what: str
    who: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter that is owed, or left, or did not."""

    row: Outbox
    name: str


@dataclass(frozen=True)
class Dossier:
    """A sign-up, opened."""

    person: Person | None
    place: PublicLocation
    history: Sequence[Moment]
    letters: Sequence[Letter]


def dossier_of(
    registration: Registration, event: Event, reader: SignedIn, language: str
) -> Dossier:
    """Open one sign-up for whoever is signed in."""
    people = people_of([registration], event.id, reader.opener(event.key_id))
    letters = letters_about(registration.id)
    return Dossier(
        person=people.get(registration.id),
        place=public_view(registration.location, language),
        history=_history(registration, reader.id),
        letters=[Letter(row, words.letter_name(row.kind)) for row in letters],
    )


def _history(registration: Registration, reader_id: int) -> list[Moment]:
    moments = [Moment(registration.created_at, _("Signed up"))]
    if registration.confirmed_at:
        moments.append(Moment(registration.confirmed_at, _("Confirmed")))
    if registration.ended_at and registration.state == State.EXPIRED:
        moments.append(Moment(registration.ended_at, _("Ended unconfirmed")))
    moments += [
        Moment(entry.at, words.act_name(entry.action), words.actor_name(entry.actor, reader_id))
        for entry in entries_about(registration.id)
    ]
    for act, restored in acts_on(registration.id):
        who = words.actor_name(act.actor, reader_id)
        moments.append(Moment(act.made_at, words.act_on_many(act), who))
        if restored and act.undone_at:
            moments.append(Moment(act.undone_at, words.act_name("registrations.undone")))
    return sorted(moments, key=lambda moment: moment.at)

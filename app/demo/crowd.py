"""Who goes where: the demo's people are drawn to places with seats, and sealed for real."""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any

from app.demo import rules
from app.demo.people import Person, draw_person
from app.events.models import Event
from app.locations.service import NewLocation
from app.registration.rules import HOLDS_SEATS
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault

AT_HOME = 0.2
Row = dict[str, Any]


@dataclass
class Seating:
    """The places, and how many seats are taken at each so far."""

    places: Sequence[NewLocation]
    sofas: dict[str, NewLocation]
    """The online location of each country."""
    offered: Sequence[NewLocation] = ()
    """Places that are not open yet, so that nobody comes there."""
    taken: dict[str, int] = field(default_factory=dict)
    """Seats by public id."""

    def __post_init__(self) -> None:
        # Halls draw more people than homes, but not in proportion to their seats.
        self._steps = list(accumulate((place.capacity or 0) ** 0.5 for place in self.places))
        self._countries = sorted(self.sofas)

    def draw(self, chance: random.Random) -> NewLocation:
        """A place, or the sofa of its country."""
        if not self.places:
            return self.sofas[chance.choice(self._countries)]
        at = bisect(self._steps, chance.random() * self._steps[-1])
        place = self.places[min(at, len(self.places) - 1)]
        return self.sofas[place.country] if chance.random() < AT_HOME else place

    def seat(self, place: NewLocation, party_size: int) -> NewLocation:
        """Take seats at a place, or at the sofa of its country when it is too full."""
        if place.capacity is None:
            return place
        taken = self.taken.get(place.public_id, 0) + party_size
        if taken > place.capacity:
            return self.sofas[place.country]
        self.taken[place.public_id] = taken
        return place


def draw_crowd(
    event: Event, seating: Seating, count: int, *, seed: int, now: datetime
) -> Iterator[Row]:
    """Draw that many sign-ups, as rows of `registration` with a `public_id` for their place.

    Sealing stores data keys, so this must not run inside a transaction.
    """
    chance, languages = rules.generator(seed, "crowd"), tuple(event.languages)
    for number in range(1, count + 1):
        place = seating.draw(chance)
        person = draw_person(number, place.country, languages, chance)
        course = rules.course(now, chance, has_address=bool(person.email))
        party_size = rules.party_size(chance)
        if course.state in HOLDS_SEATS:
            place = seating.seat(place, party_size)
        row_id = rules.time_ordered_id(course.created_at, chance)
        yield {
            "id": row_id,
            "event_id": event.id,
            "public_id": place.public_id,
            "party_size": party_size,
            "consent_version": event.consent_version,
            "token_version": 1,
            "sequence": 0,
            "language": person.language,
            **course._asdict(),
            **_sealed(person, event, row_id, chance, now),
        }


def _sealed(
    person: Person, event: Event, row_id: object, chance: random.Random, now: datetime
) -> Row:
    vault, address = current_vault(), normalise_address(person.email)

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        place = binding("registration", column, event.id, row_id)
        return vault.seal(audience, values, bound_to=place, now=now)

    identity = {"name": person.name, "email": person.email, "note": person.note}
    secret = f"{chance.getrandbits(80):020x}"
    return {
        "identity_box": seal(event_audience(event.key_id), "identity_box", identity),
        "contact_box": seal(mailer_audience(event.key_id), "contact_box", {"email": person.email})
        if address
        else None,
        "address_index": vault.index(f"address:{event.id}", address) if address else None,
        "submission_index": vault.index(f"submission:{event.id}", secret),
        "receipt_index": vault.index(f"receipt:{event.id}", secret),
    }

"""What must hold after any number of kills, checked on plain facts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench.mail_sink import Letter

HOLDS_SEATS = ("pending", "confirmed")


@dataclass(frozen=True)
class Place:
    """A location as the database has it."""

    id: int
    capacity: int | None
    taken: int


@dataclass(frozen=True)
class Row:
    """A registration as the database has it."""

    place: int
    party_size: int
    state: str
    letters: int
    """How many confirmation letters the outbox has for it."""


@dataclass(frozen=True)
class Facts:
    """All that is known at the end."""

    acknowledged: Iterable[str]
    """Addresses whose sign-up the server has acknowledged."""
    rows: Mapping[str, list[Row]]
    """Registrations by the address that they were made for."""
    places: Iterable[Place]
    letters: Iterable[Letter]
    """What the relay has taken."""
    owed: int
    """Letters that are still queued."""
    mailer_kills: int
    broken_answers: int
    """Answers that tell of a fault of the server, 500 and above."""


def faults(facts: Facts) -> list[str]:
    """Everything that is not as promised, in words; empty when all is well."""
    broken = facts.broken_answers
    return [
        *([f"{broken} answers told of a fault of the server"] if broken else []),
        *_lost(facts),
        *_doubled(facts),
        *_seats(facts),
        *_letters(facts),
        *_repeats(facts),
    ]


def repeated(letters: Iterable[Letter]) -> int:
    """How many letters came once more than they should."""
    return sum(count - 1 for count in Counter(letter.to for letter in letters).values())


def _lost(facts: Facts) -> Iterable[str]:
    for address in facts.acknowledged:
        if address not in facts.rows:
            yield f"{address} was acknowledged and is not in the database"


def _doubled(facts: Facts) -> Iterable[str]:
    for address, rows in facts.rows.items():
        if len(rows) > 1:
            yield f"{address} sent one form and has {len(rows)} registrations"


def _seats(facts: Facts) -> Iterable[str]:
    held: Counter[int] = Counter()
    for rows in facts.rows.values():
        for row in rows:
            held[row.place] += row.party_size if row.state in HOLDS_SEATS else 0
    for place in facts.places:
        if place.capacity is None:
            continue
        if place.taken != held[place.id]:
            yield f"place {place.id} counts {place.taken} seats, its people are {held[place.id]}"
        if held[place.id] > place.capacity:
            yield f"place {place.id} has {place.capacity} seats and {held[place.id]} people"


def _letters(facts: Facts) -> Iterable[str]:
    if facts.owed:
        yield f"{facts.owed} letters never left"
    arrived, told = {letter.to for letter in facts.letters}, set(facts.acknowledged)
    for address, rows in facts.rows.items():
        if address not in arrived:
            known = "acknowledged" if address in told else "stored"
            yield f"{address} was {known} and has no letter"
        if any(row.letters != 1 for row in rows):
            yield f"{address} is owed {[row.letters for row in rows]} letters instead of one"


def _repeats(facts: Facts) -> Iterable[str]:
    again = repeated(facts.letters)
    if again > facts.mailer_kills:
        yield f"{again} letters were repeated after {facts.mailer_kills} kills of a mailer"
    names: dict[str, set[str]] = {}
    for letter in facts.letters:
        names.setdefault(letter.to, set()).add(letter.message_id)
    for address, message_ids in names.items():
        if len(message_ids) > 1:
            yield f"{address} got the same letter under {len(message_ids)} Message-IDs"

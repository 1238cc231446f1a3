"""The door of a location: codes instead of names, and who has come."""

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from app.hosting.queries.doors import Guest, guests_at
from app.hosting.service import arriving
from app.locations.models import Location
from app.registration.errors import NotExpected
from app.registration.rules import door_code, read_door_code, read_receipt_code
from app.vault.service import current_vault
from app.web.formats import page_digits


class AtDoor(NamedTuple):
    """One party, as the door knows it."""

    code: str
    guest: Guest


class Said(enum.Enum):
    """What the door answers to a code."""

    CAME = "came"
    CAME_BEFORE = "came before"
    TAKEN_BACK = "taken back"
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """What the door says, and of which party."""

    said: Said
    code: str = ""
    people: int = 0

    @property
    def words(self) -> str:
        """The same in words."""
        if self.said == Said.CAME:
            people = ngettext("%(num)s person", "%(num)s people", self.people)
            return f"{self.code} · {page_digits(people)} · {_('Came')}"
        if self.said == Said.CAME_BEFORE:
            return str(_("%(code)s was marked before.", code=self.code))
        if self.said == Said.TAKEN_BACK:
            return str(_("%(code)s is not marked any more.", code=self.code))
        return str(_("Nobody who is confirmed here has this code. Please compare it once more."))


class Heads(NamedTuple):
    """How many people came, of how many who are expected."""

    came: int
    expected: int


def door_of(location: Location) -> list[AtDoor]:
    """Everybody who is expected: first those who have not come yet, by their codes."""
    key = current_vault().files.index_key
    parties = [AtDoor(door_code(key, one.id.hex), one) for one in guests_at(location.id)]
    return sorted(parties, key=lambda party: (party.guest.came, party.code))


def count(parties: Sequence[AtDoor]) -> Heads:
    """How many people came, and how many are expected."""
    came = sum(party.guest.party_size for party in parties if party.guest.came)
    return Heads(came, sum(party.guest.party_size for party in parties))


def find(event_id: int, parties: Sequence[AtDoor], text: str) -> AtDoor | None:
    """The party with this door code or receipt code, if it is among these."""
    short, receipt = read_door_code(text), read_receipt_code(text)
    index = current_vault().index(f"receipt:{event_id}", receipt) if receipt else None
    for party in parties:
        if party.code == short or party.guest.receipt_index == index:
            return party
    return None


def press(location: Location, text: str, *, undo: bool, actor: str, now: datetime) -> Answer:
    """Mark whoever has this code as come, or take that back; pressed twice, it is done once.

    :param text: a door code or a receipt code, as somebody typed it
    """
    party = find(location.event_id, door_of(location), text)
    if party is None:
        return Answer(Said.UNKNOWN)
    who = party.guest.id
    if undo:
        arriving.take_back(registration_id=who, location=location, actor=actor, now=now)
        return Answer(Said.TAKEN_BACK, party.code, party.guest.party_size)
    try:
        new = arriving.arrive(registration_id=who, location=location, actor=actor, now=now)
    except NotExpected:
        return Answer(Said.UNKNOWN)
    said = Said.CAME if new else Said.CAME_BEFORE
    return Answer(said, party.code, party.guest.party_size)

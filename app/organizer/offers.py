"""Offers as the desk shows them, opened with the key of whoever is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.audit import queries as audit
from app.hosting import queries, rules
from app.hosting.models import Host
from app.locations.addresses import open_for_organizers
from app.locations.models import LocationKind
from app.locations.sight import HostLocation, PublicLocation, host_view, public_view
from app.organizer.words import act_name, actor_name
from app.staff.person import SignedIn
from app.vault.errors import BoxDoesNotOpen
from app.vault.rules import binding
from app.vault.service import Opener


class OfferLine(NamedTuple):
    """One offer in the list."""

    host: Host
    place: PublicLocation


class Entry(NamedTuple):
    """One line of an offer's history."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True)
class OfferSheet:
    """All that the team may know of one offer."""

    host: Host
    place: HostLocation
    address: str | None
    email: str | None
    name: str | None
    question: str | None
    answer: str | None
    approvals: int
    needed: int
    approved_by_reader: bool
    is_trusted: bool
    history: Sequence[Entry]


def lines_of(hosts: Sequence[Host], language: str) -> list[OfferLine]:
    """The lines of a list of offers."""
    return [OfferLine(host, public_view(host.location, language)) for host in hosts]


def sheet_of(host: Host, person: SignedIn, opener: Opener | None, language: str) -> OfferSheet:
    """One offer with its opened address."""
    location, approvals = host.location, queries.approvals_of(host.id)
    identity = _open(host, "identity_box", opener)
    is_home = location.kind == LocationKind.HOME
    return OfferSheet(
        host=host,
        place=host_view(location, language),
        address=location.address or open_for_organizers(location, opener),
        email=identity.get("email"),
        name=identity.get("name"),
        question=_open(host, "question_box", opener).get("words"),
        answer=_open(host, "answer_box", opener).get("words"),
        approvals=len(approvals),
        needed=rules.approvals_needed(
            is_home=is_home, home_approvals=host.event.home_approvals, trusted=False
        ),
        approved_by_reader=f"organizer:{person.id}" in approvals,
        is_trusted=queries.is_trusted(host.event_id, host.address_index),
        history=[
            Entry(entry.at, act_name(entry.action), actor_name(entry.actor, person.id))
            for entry in audit.entries_about(host.id)
        ],
    )


def _open(host: Host, column: str, opener: Opener | None) -> dict[str, str]:
    box = getattr(host, column)
    if opener is None or box is None:
        return {}
    try:
        return opener.open(box, binding("host", column, host.event_id, host.id))
    except BoxDoesNotOpen:
        return {}

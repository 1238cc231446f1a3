"""The demo's hosts: some homes have one, and some offers wait for the organizers."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.demo import rules
from app.demo.people import Person, draw_person
from app.events.models import Event
from app.hosting.models import Host
from app.locations.models import HostKey, LocationState
from app.locations.names import make_key
from app.locations.service import NewLocation
from app.mail import outbox
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault

HOSTS, OFFERS = 12, 5
LETTERS_IN = ("en", "fa")
"""The first hosts get the letter that opens their page, in these languages."""
FIRST_NUMBER = 10_000_000
"""Of their addresses: no guest of the largest demo has one of those."""


@dataclass(frozen=True)
class Hosted:
    """A location and who offered it."""

    place: NewLocation
    host: Host
    key: HostKey
    has_letter: bool = False


def draw_hosts(
    event: Event, homes: Sequence[NewLocation], *, seed: int, now: datetime
) -> list[Hosted]:
    """Give the homes to which most people come a host each.

    Sealing stores data keys, so this must not run inside a transaction, as the next one.
    """
    wanted = sorted(homes, key=lambda home: (-home.taken, home.public_id))[:HOSTS]
    drawn = []
    for number, home in enumerate(wanted):
        chance = rules.generator(seed, "host", home.public_id)
        person = draw_person(FIRST_NUMBER + number, home.country, tuple(event.languages), chance)
        if number < len(LETTERS_IN):
            person = replace(person, language=LETTERS_IN[number])
        offered = now - timedelta(days=chance.randint(10, 30))
        host = _host(event, home, person, offered, chance)
        host.decided_at = offered + timedelta(hours=chance.randint(2, 40))
        drawn.append(_hosted(event, home, host, now, has_letter=number < len(LETTERS_IN)))
    return drawn


def split_offers(drawn: Sequence[NewLocation]) -> tuple[list[NewLocation], list[NewLocation]]:
    """Part the places into those that are open, and some that are only offered yet."""
    offers = min(OFFERS, len(drawn) // 20)
    # Spread out, as they are drawn country by country.
    chosen = {len(drawn) * (2 * number + 1) // (2 * offers) for number in range(offers)}
    waiting = [replace(drawn[at], state=LocationState.PROVEN) for at in sorted(chosen)]
    return [place for at, place in enumerate(drawn) if at not in chosen], waiting


def draw_offers(
    event: Event, offered: Sequence[NewLocation], *, seed: int, now: datetime
) -> list[Hosted]:
    """Who offers them: hosts that have proven their address, and wait for a yes or a no."""
    drawn = []
    for number, place in enumerate(offered, FIRST_NUMBER + HOSTS):
        chance = rules.generator(seed, "offer", place.public_id)
        person = draw_person(number, place.country, tuple(event.languages), chance)
        made = now - timedelta(minutes=chance.randint(20, 4_000))
        drawn.append(_hosted(event, place, _host(event, place, person, made, chance), now))
    return drawn


def add_hosts(
    session: Session,
    event: Event,
    hosted: Sequence[Hosted],
    row_ids: dict[str, int],
    now: datetime,
) -> None:
    """Store hosts whose places stand already, and owe some of them their letter."""
    for one in hosted:
        one.host.location_id = one.key.location_id = row_ids[one.place.public_id]
        session.add_all((one.host, one.key))
        if one.has_letter:
            outbox.enqueue(
                session, kind="host.approved", event_id=event.id, about_id=one.host.id, now=now
            )


def _hosted(
    event: Event, place: NewLocation, host: Host, now: datetime, *, has_letter: bool = False
) -> Hosted:
    key = make_key(event=event, public_id=place.public_id, now=now)
    return Hosted(place, host, key, has_letter)


def _host(
    event: Event, place: NewLocation, person: Person, made: datetime, chance: random.Random
) -> Host:
    row_id, vault = rules.time_ordered_id(made, chance), current_vault()
    email = person.email or f"host.{chance.randint(1, 999)}@example.org"

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        where = binding("host", column, event.id, row_id)
        return vault.seal(audience, values, bound_to=where, now=made)

    identity = {"email": email, "name": place.name or person.name}
    return Host(
        id=row_id,
        event_id=event.id,
        language=person.language,
        contact_box=seal(mailer_audience(event.key_id), "contact_box", {"email": email}),
        identity_box=seal(event_audience(event.key_id), "identity_box", identity),
        address_index=vault.index(f"host:{event.id}", normalise_address(email)),
        submission_index=vault.index(f"offer:{event.id}", f"{chance.getrandbits(80):020x}"),
        consent_version=event.consent_version,
        created_at=made,
        proven_at=made + timedelta(minutes=chance.randint(2, 15)),
    )

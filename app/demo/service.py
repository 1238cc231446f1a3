"""Loading the demo: a published event, its places and its people."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from app.audit.log import OPERATOR, record
from app.database import Base, db, transaction
from app.demo import places, queries, rules, texts
from app.demo.crowd import Seating, draw_crowd
from app.demo.errors import DemoExists
from app.demo.hosts import Hosted, add_hosts, draw_hosts, draw_offers, split_offers
from app.demo.stream import add_broadcast
from app.demo.voices import add_voices
from app.events.models import Event, EventState, EventText, ProgrammeItem, ProgrammeText
from app.gazetteer import service as gazetteer
from app.gazetteer.countries import countries
from app.gazetteer.queries import count_cities
from app.locations.addresses import seal_address
from app.locations.models import LocationKind
from app.locations.service import (
    NewLocation,
    add_locations,
    online_locations_for,
)
from app.registration.models import Registration
from app.registration.rules import RegistrationState
from app.staff.queries import active_accounts
from app.staff.service.members import join

KEY_ID = 1
PLACES_A_BATCH, PEOPLE_A_BATCH = 2_500, 5_000
TOLD_EVERY = 500
# What a bulk load changes most; without statistics PostgreSQL would read these whole.
ANALYZED = ("location", "location_name", "registration", "sealed_key")

_registrations = Base.metadata.tables[Registration.__tablename__]

Progress = Callable[[int, int], None]
"""Called now and then with the steps done so far and the steps in all."""


@dataclass(frozen=True)
class Size:
    """How big the demo is to be. The same seed gives the same demo, apart from dates."""

    locations: int = 300
    registrations: int = 1_000
    seed: int = 1


def load_cities_when_missing(progress: Progress | None = None) -> bool:
    """Load the gazetteer if there is none yet; say whether there was none."""
    if count_cities():
        return False
    gazetteer.load_cities(progress=progress)
    return True


def load(*, size: Size, now: datetime, progress: Progress | None = None) -> Event:
    """Make the demo event with that many places and people, and publish it.

    It is a draft until all of it is stored; what a broken-off load has left is cleared.

    :raises DemoExists: there is an event under that address
    """
    tell = progress or (lambda _done, _all: None)
    _make_room()
    event = _create_event(now)
    steps = 2 * size.registrations + 2 * size.locations
    seating = _seating(event, size, now)
    tell(size.locations, steps)
    people = draw_crowd(event, seating, size.registrations, seed=size.seed, now=now)
    rows = list(_told(people, lambda done: tell(size.locations + done, steps)))
    rows.sort(key=lambda row: row["id"])
    hosted = _hosted(event, seating, size, now)
    with transaction() as session:
        row_ids = _add_places(session, event, seating, now)
        add_hosts(session, event, hosted, row_ids, now)
        tell(2 * size.locations + len(rows), steps)
        add_broadcast(session, event, now)
        _add_people(
            session, rows, row_ids, lambda done: tell(steps - size.registrations + done, steps)
        )
        senders = [row["id"] for row in rows if row["state"] == RegistrationState.CONFIRMED]
        add_voices(session, event, senders, seed=size.seed, now=now)
        session.execute(
            update(Event).where(Event.id == event.id).values(state=EventState.PUBLISHED)
        )
        detail = {"locations": size.locations, "registrations": size.registrations}
        record(
            session, actor=OPERATOR, action="demo.loaded", now=now, event_id=event.id, detail=detail
        )
    _analyze()
    return event


def _make_room() -> None:
    found = queries.find_slug(texts.summit()["slug"])
    if found is None:
        return
    if not queries.is_unfinished(found):
        raise DemoExists
    with transaction() as session:
        session.execute(delete(Event).where(Event.id == found.id))


def _create_event(now: datetime) -> Event:
    summit = texts.summit()
    starts_at = rules.beginning(now, summit["timezone"])
    ends_at = starts_at + timedelta(minutes=summit["minutes"])
    event = Event(
        slug=summit["slug"],
        state=EventState.DRAFT,
        starts_at=starts_at,
        ends_at=ends_at,
        timezone=summit["timezone"],
        languages=summit["languages"],
        sign_up_opens_at=(now - timedelta(days=31)).replace(microsecond=0),
        sign_up_closes_at=starts_at,
        purge_at=ends_at + timedelta(days=30),
        key_id=KEY_ID,
        accepts_no_address=True,
        reply_to=summit["reply_to"],
    )
    event.texts = [_text(language, starts_at.year) for language in summit["languages"]]
    event.programme = [_item(raw, starts_at) for raw in summit["programme"]]
    with transaction() as session:
        session.add(event)
        session.flush()
        # Made by the operator, so it is everybody's who works here.
        for organizer in active_accounts():
            join(session, organizer, event.id, box=None, now=now)
    return event


def _text(language: str, year: int) -> EventText:
    words = dict(texts.summit()["texts"][language])
    title = words.pop("title").format(year=rules.digits(year, language))
    return EventText(language=language, title=title, **words)


def _item(raw: dict[str, Any], starts_at: datetime) -> ProgrammeItem:
    start = starts_at + timedelta(minutes=raw["minute"])
    item = ProgrammeItem(
        starts_at=start,
        ends_at=start + timedelta(minutes=raw["minutes"]),
        speakers=raw["speakers"],
    )
    item.texts = [
        ProgrammeText(language=language, title=raw[language][0], summary=raw[language][1])
        for language in texts.summit()["languages"]
        if language in raw
    ]
    return item


def _seating(event: Event, size: Size, now: datetime) -> Seating:
    drawn = places.physical(
        queries.cities(), size.locations, seed=size.seed, stream=event.languages
    )
    codes = sorted(code for code, _name in countries("en"))
    sofas = places.online(online_locations_for(event, codes), seed=size.seed)
    places_drawn = [_with_address(event, place, size.seed, now) for place in drawn]
    open_now, offered = split_offers(places_drawn)
    return Seating(open_now, {place.country: place for place in sofas}, offered)


def _hosted(event: Event, seating: Seating, size: Size, now: datetime) -> list[Hosted]:
    homes = [place for place in _taken(seating) if place.kind == LocationKind.HOME]
    return [
        *draw_hosts(event, homes, seed=size.seed, now=now),
        *draw_offers(event, seating.offered, seed=size.seed, now=now),
    ]


def _taken(seating: Seating) -> list[NewLocation]:
    """The places, with the seats that are taken there."""
    return [replace(place, taken=seating.taken.get(place.public_id, 0)) for place in seating.places]


def _with_address(event: Event, place: NewLocation, seed: int, now: datetime) -> NewLocation:
    if place.kind != LocationKind.HOME:
        return place
    address = places.home_address(place, seed=seed)
    boxes = seal_address(event=event, public_id=place.public_id, address=address, now=now)
    return replace(place, **boxes)


def _add_places(session: Session, event: Event, seating: Seating, now: datetime) -> dict[str, int]:
    everywhere = [*_taken(seating), *seating.offered, *seating.sofas.values()]
    added: dict[str, int] = {}
    for start in range(0, len(everywhere), PLACES_A_BATCH):
        batch = everywhere[start : start + PLACES_A_BATCH]
        added |= add_locations(session, event_id=event.id, places=batch, now=now)
    return added


def _add_people(
    session: Session,
    rows: Sequence[dict[str, Any]],
    row_ids: dict[str, int],
    tell: Callable[[int], None],
) -> None:
    for row in rows:
        row["location_id"] = row_ids[row.pop("public_id")]
    for start in range(0, len(rows), PEOPLE_A_BATCH):
        batch = rows[start : start + PEOPLE_A_BATCH]
        session.execute(insert(_registrations), batch)
        tell(start + len(batch))


def _told(rows: Iterable[dict[str, Any]], tell: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    rows, done = iter(rows), 0
    while some := list(islice(rows, TOLD_EVERY)):
        yield from some
        done += len(some)
        tell(done)


def _analyze() -> None:
    with transaction() as session:
        for table in ANALYZED:
            session.execute(text(f"ANALYZE {table}"))


def is_empty() -> bool:
    """Whether there is no event yet."""
    empty = not queries.count_events()
    db.session.commit()
    return empty

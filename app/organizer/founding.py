"""Making an event: one act over rooms that know nothing of each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.events.errors import SlugTaken
from app.events.models import Event
from app.events.service.making import NewEvent, copy_content, draft_of
from app.gazetteer.countries import countries
from app.livestream.service.copying import copy_streams
from app.locations.models import Location, LocationKind, LocationState
from app.locations.service import NewLocation, add_locations, online_locations_for
from app.reminders.models import ReminderChoice
from app.staff.models import EventKeyGrant, SecondFactorDemand
from app.staff.person import SignedIn
from app.staff.service.founding import (
    Founding,
    give_up,
    key_for_new_event,
    put_founder,
    put_team,
    team_to_copy,
)
from app.staff.service.members import seal_identity
from app.staff.teams import EventKey

HALL_FIELDS = (
    *("kind", "name", "city", "city_id", "country", "region", "latitude", "longitude"),
    *("timezone", "capacity", "access", "address", "external_id"),
)
"""What a hall is; who offered it, who came and which code opened it stay behind."""

Fill = Callable[[Session, Event], None]


@dataclass(frozen=True)
class Copying:
    """An earlier event, and what of it is taken besides texts, programme and settings."""

    source: Event
    team: bool = False
    halls: bool = False
    streams: bool = False


def make_event(*, maker: SignedIn, new: NewEvent, now: datetime) -> str:
    """Make a draft with a key of its own, and a place to watch at home in every country.

    :return: the recovery key of its key; '' where that is on paper already
    :raises SlugTaken: another event has this name in addresses
    :raises KeysReadOnly: the web server may not write to `KEYS_DIR`
    """
    founding = key_for_new_event(maker)
    return _found(maker, new, founding, "event.made", lambda _session, _event: None, now)


def copy_event(*, maker: SignedIn, new: NewEvent, copying: Copying, now: datetime) -> str:
    """Make a draft out of an earlier event: never its people, letters, tokens or webhooks.

    Out and raised as by `make_event`.
    """
    founding = key_for_new_event(maker)
    source = EventKey(copying.source.id, copying.source.key_id)
    team = team_to_copy(maker, source, founding.key_id, now) if copying.team else []

    def fill(session: Session, event: Event) -> None:
        copy_content(session, session.get_one(Event, source.id), event, new)
        _copy_choices(session, source.id, event.id, now)
        if copying.streams:
            copy_streams(session, source.id, event.id, now)
        if copying.halls:
            add_locations(session, event_id=event.id, places=_halls(session, source.id), now=now)
        put_team(session, maker, EventKey(event.id, event.key_id), team, founding, now)

    return _found(maker, new, founding, "event.copied", fill, now)


def forget_recovery_key(*, person: SignedIn, key_id: int) -> None:
    """Show it no more: it is on paper."""
    with transaction() as session:
        grant = session.get(EventKeyGrant, (person.id, key_id))
        if grant is not None:
            grant.recovery_box = None


def _found(
    maker: SignedIn, new: NewEvent, founding: Founding, act: str, fill: Fill, now: datetime
) -> str:
    try:
        box = seal_identity(maker.label, maker.address_index, founding.key_id, now)
        with transaction() as session:
            event = draft_of(new, key_id=founding.key_id, now=now)
            session.add(event)
            session.flush()
            put_founder(session, maker, event.id, founding, box, now)
            codes = sorted(code for code, _name in countries("en"))
            sofas = online_locations_for(event, codes)
            add_locations(session, event_id=event.id, places=sofas, now=now)
            fill(session, event)
            log.record(session, actor=maker.actor, action=act, now=now, event_id=event.id)
    except IntegrityError as error:
        give_up(founding)
        raise SlugTaken from error
    except BaseException:
        give_up(founding)
        raise
    return founding.recovery_key


def _copy_choices(session: Session, source_id: int, event_id: int, now: datetime) -> None:
    """Which reminders are sent, and whether the team needs a second factor."""
    chosen = session.get(ReminderChoice, source_id)
    if chosen is not None:
        session.add(ReminderChoice(event_id=event_id, reminders=list(chosen.reminders)))
    if session.get(SecondFactorDemand, source_id) is not None:
        session.add(SecondFactorDemand(event_id=event_id, demanded_at=now))


def _halls(session: Session, source_id: int) -> list[NewLocation]:
    found = select(Location).where(
        Location.event_id == source_id,
        Location.kind == LocationKind.HALL,
        Location.state == LocationState.APPROVED,
        Location.listed,
    )
    return [
        NewLocation(
            **{name: getattr(row, name) for name in HALL_FIELDS}, languages=tuple(row.languages)
        )
        for row in session.scalars(found.order_by(Location.id))
    ]

"""The smallest valid thing of each kind. Each call commits what it makes."""

import contextlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.engine import Engine
from uuid_utils.compat import uuid7

from app.announcements import service as announcements
from app.database import Base, db, transaction
from app.demo.stream import add_broadcast
from app.events import queries as event_queries
from app.events.models import Event, EventState, EventText
from app.events.service import editing, looking
from app.hosting.models import Host
from app.livestream import gate
from app.livestream.models import Broadcast
from app.livestream.rules import BroadcastState
from app.locations import seats
from app.locations.addresses import seal_address as seal_home
from app.locations.models import Location, LocationKind, LocationName, LocationState
from app.locations.names import make_key
from app.locations.rules import search_keys
from app.registration.models import BulkAct, Registration, RegistrationState
from app.registration.rules import UNDO_WINDOW, BulkKind
from app.staff import queries as staff_queries
from app.staff import resets
from app.staff import service as staff
from app.staff.accounts import address_index
from app.staff.models import Organizer, OrganizerInvitation, PasswordReset, StaffRole
from app.staff.service.accounts import seal_contact
from app.staff.service.members import join, seal_identity
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault
from app.web.tokens import make_token

PASSWORD = "three geese cross the river"
NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
TEAM: set[str] = set()
"""The addresses of accounts that were made: an event that comes later is theirs as well."""
TITLES = {"en": "Nowruz Summit", "fa": "همایش نوروز"}


def save(*rows: Base) -> None:
    """Commit rows as they are."""
    with transaction() as session:
        session.add_all(rows)


def make_event(*, now: datetime = NOW, **values: Any) -> Event:
    """A published event in two languages, open for sign-up, seven weeks ahead of `now`."""
    starts_at = now + timedelta(days=49)
    event = Event(
        **{
            "slug": "summit",
            "state": EventState.PUBLISHED,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=8),
            "timezone": "Europe/Berlin",
            "languages": ["en", "fa"],
            "sign_up_opens_at": now - timedelta(days=14),
            "sign_up_closes_at": starts_at,
            "hold_minutes": 24 * 60,
            "purge_at": starts_at + timedelta(days=90),
            "key_id": 1,
            **values,
        }
    )
    event.texts = [
        EventText(
            language=language,
            title=TITLES.get(language, "Nowruz Summit"),
            headline="One day, many places",
            summary="We watch together.",
            body="Come **as you are**.",
        )
        for language in event.languages
    ]
    indexes = {address_index(email): email for email in TEAM}
    boxes = {i: seal_identity(email, i, event.key_id, now) for i, email in indexes.items()}
    with transaction() as session:
        session.add(event)
        session.flush()
        for organizer in staff_queries.active_accounts():
            box = boxes.get(organizer.address_index)
            join(session, organizer, event.id, box=box, now=now)
    return event


def give_look(*, event: Event, now: datetime = NOW, colour: str = "#7a1f5c") -> None:
    """A colour that can be read, and a small logo."""
    by = {"event_id": event.id, "actor": "organizer:1", "now": now}
    looking.choose_colour(colour=colour, **by)
    looking.put_logo(file=picture_file(), **by)


def picture_file(kind: str = "PNG", size: tuple[int, int] = (640, 200), **saved: Any) -> bytes:
    """A picture as somebody may upload it."""
    file = BytesIO()
    Image.new("RGB", size, "#c02040").save(file, kind, **saved)
    return file.getvalue()


def make_programme_item(*, event: Event, now: datetime = NOW, title: str = "Opening") -> int:
    """An hour at the event's beginning, added at the desk; gives its id."""
    content = {
        "starts_at": event.starts_at.isoformat(),
        "ends_at": (event.starts_at + timedelta(hours=1)).isoformat(),
        "speakers": ["Lina"],
        "texts": {"en": {"title": title, "summary": "", "speakers": []}},
    }
    by = {"actor": "organizer:1", "now": now}
    editing.write_item(event_id=event.id, item_id=None, content=content, seen="", **by)
    return event_queries.programme_of(event.id)[-1].id


def make_location(*, event: Event, **values: Any) -> Location:
    """An approved hall with 20 seats in Berlin."""
    location = Location(
        **{
            "public_id": secrets.token_urlsafe(8),
            "event_id": event.id,
            "kind": LocationKind.HALL,
            "name": "Old Mill",
            "city": "Berlin",
            "country": "DE",
            "region": "Berlin",
            "latitude": 52.52,
            "longitude": 13.41,
            "timezone": "Europe/Berlin",
            "languages": ["en", "fa"],
            "capacity": 20,
            "taken": 0,
            "state": LocationState.APPROVED,
            "address": "Mill Lane 1",
            "created_at": NOW,
            **values,
        }
    )
    with transaction() as session:
        session.add(location)
        session.flush()
        shown, known = location.kind == LocationKind.HALL, location.city_id is not None
        keys = search_keys(location.name, location.city, shown=shown, city_known=known)
        session.add_all(LocationName(location_id=location.id, key=key) for key in keys)
    return location


def make_online_location(*, event: Event, country: str = "DE", **values: Any) -> Location:
    """Everybody's own sofa in one country: no limit, no city."""
    own = {"kind": LocationKind.ONLINE, "name": "", "city": "", "region": "", "capacity": None}
    place = {"latitude": 51.0, "longitude": 10.0, "address": None, "country": country}
    return make_location(event=event, **{**own, **place, **values})


def make_registration(
    *,
    location: Location,
    now: datetime = NOW,
    name: str = "Ann",
    email: str | None = "ann@example.org",
    note: str = "",
    receipt: str | None = None,
    **values: Any,
) -> Registration:
    """Ann's confirmed registration for one, sealed for real, her seat taken."""
    row_id, event_id = uuid7(), location.event_id
    vault, key_id = current_vault(), db.session.get_one(Event, event_id).key_id
    state = values.get("state", RegistrationState.CONFIRMED)
    confirmed = state == RegistrationState.CONFIRMED
    registration = Registration(
        **{
            "id": row_id,
            "event_id": event_id,
            "location_id": location.id,
            "party_size": 1,
            "language": "en",
            "state": state,
            "identity_box": vault.seal(
                event_audience(key_id),
                {"name": name, "email": email or "", "note": note},
                bound_to=binding("registration", "identity_box", event_id, row_id),
                now=now,
            ),
            "contact_box": email
            and vault.seal(
                mailer_audience(key_id),
                {"email": email},
                bound_to=binding("registration", "contact_box", event_id, row_id),
                now=now,
            ),
            "address_index": email and vault.index(f"address:{event_id}", normalise_address(email)),
            "submission_index": vault.index(f"submission:{event_id}", secrets.token_urlsafe()),
            "receipt_index": vault.index(f"receipt:{event_id}", receipt or secrets.token_hex(6)),
            "consent_version": 1,
            "created_at": now,
            "held_until": now + timedelta(days=1) if state == RegistrationState.PENDING else None,
            "confirmed_at": now if confirmed else None,
            **values,
        }
    )
    with transaction() as session:
        if state in (RegistrationState.CONFIRMED, RegistrationState.PENDING):
            assert seats.take(session, location, registration.party_size)
        session.add(registration)
    return registration


def make_host(
    *,
    event: Event,
    email: str = "homa@example.org",
    location: Location | None = None,
    name: str = "Homa's living room",
    state: LocationState = LocationState.APPROVED,
    **values: Any,
) -> Host:
    """Homa, who opens her home in Berlin to four guests."""
    row_id, vault = uuid7(), current_vault()
    place = location or make_home(event=event, state=state)

    def seal(audience: str, column: str, content: dict[str, str]) -> bytes:
        return vault.seal(
            audience, content, bound_to=binding("host", column, event.id, row_id), now=NOW
        )

    identity = {"email": email, "name": name}
    host = Host(
        **{
            "id": row_id,
            "event_id": event.id,
            "location_id": place.id,
            "language": "en",
            "contact_box": seal(mailer_audience(event.key_id), "contact_box", {"email": email}),
            "identity_box": seal(event_audience(event.key_id), "identity_box", identity),
            "address_index": vault.index(f"host:{event.id}", normalise_address(email)),
            "submission_index": vault.index(f"offer:{event.id}", secrets.token_urlsafe()),
            "consent_version": 1,
            "created_at": NOW,
            **values,
        }
    )
    key = make_key(event=event, public_id=place.public_id, now=NOW)
    key.location_id = place.id
    save(host, key)
    return host


def make_home(*, event: Event, address: str = "Rose Street 7", **values: Any) -> Location:
    """A home in Berlin with four seats, whose address only keys open."""
    public_id = secrets.token_urlsafe(8)
    boxes = seal_home(event=event, public_id=public_id, address=address, now=NOW)
    home = {"kind": LocationKind.HOME, "name": "", "address": None, "capacity": 4}
    return make_location(event=event, public_id=public_id, **{**home, **boxes, **values})


def make_announcement(
    *,
    event: Event,
    now: datetime = NOW,
    texts: dict[str, tuple[str, str]] | None = None,
    **filters: str,
) -> UUID:
    """A draft in English to everybody; gives its id."""
    written = texts or {"en": ("News", "Bring a **lamp**.")}
    draft = announcements.Draft(written, filters)
    return announcements.write(event_id=event.id, draft=draft, actor="organizer:1", now=now)


def make_organizer(
    *,
    email: str = "omar@example.org",
    password: str = PASSWORD,
    role: StaffRole = StaffRole.OWNER,
    scope: tuple[str, ...] = (),
    now: datetime = NOW,
) -> Organizer:
    """Omar's account, as an operator would make it; with the event's key if he may read people."""
    files = current_vault().files
    waits = files.unclaimed_key_file(1).exists()
    paper = files.keys_dir.parent / "recovery-key.txt"
    staff.create(
        account=staff.NewAccount(email, password, role, scope),
        recovery_key=None if waits else paper.read_text(encoding="utf-8"),
        now=now,
    )
    TEAM.add(email)
    organizer = staff_queries.find_by_address(address_index(email))
    assert organizer is not None
    return organizer


A_VIDEO = {"host": "www.youtube-nocookie.com", "video": "dQw4w9WgXcQ", "language": "en"}


def make_broadcast(*, event: Event, now: datetime = NOW, **values: Any) -> Broadcast:
    """A broadcast that is live, with the test picture as its main stream and as its backup."""
    with transaction() as session:
        add_broadcast(session, event, now)
        broadcast = session.get_one(Broadcast, event.id)
        for name, value in {"state": BroadcastState.LIVE, **values}.items():
            setattr(broadcast, name, value)
    return broadcast


def make_invitation(
    *,
    inviter: Organizer,
    email: str = "eve@example.org",
    role: StaffRole = StaffRole.VIEWER,
    now: datetime = NOW,
) -> OrganizerInvitation:
    """A place in the team that waits to be taken."""
    index = address_index(email)
    invitation = OrganizerInvitation(
        id=uuid7(),
        address_index=index,
        contact_box=seal_contact(email, "en", index, now),
        identity_box=seal_identity(email, index, 1, now),
        role=role,
        scope=[],
        language="en",
        invited_by=inviter.id,
        created_at=now,
        expires_at=now + timedelta(days=7),
    )
    save(invitation)
    return invitation


def make_reset(organizer: Organizer, *, now: datetime = NOW) -> str:
    """A link to a new password, as the letter carries it."""
    asked = PasswordReset(id=uuid7(), address_index=organizer.address_index, created_at=now)
    save(asked)
    return resets.token_of(organizer, asked.id)


def make_bulk_act(*, event: Event, act_id: UUID, now: datetime = NOW) -> None:
    """An act on many that found nobody to change, and can be taken back."""
    save(
        BulkAct(
            id=act_id,
            event_id=event.id,
            kind=BulkKind.CANCEL,
            actor="organizer:1",
            scope=[],
            number=0,
            made_at=now,
            undo_until=now + UNDO_WINDOW,
        )
    )


def host_link_of(host: Host) -> str:
    """The path of a host's own page."""
    return f"/h/{make_token('host', host.id, host.token_version)}"


def link_of(registration: Registration) -> str:
    """The path of somebody's personal link."""
    token = make_token("registration", registration.id, registration.token_version)
    return f"/r/{token}"


def media_prefix_of(registration: Registration, now: datetime = NOW) -> str:
    """The signed part of somebody's media paths."""
    entry = gate.find_pass(registration.id, registration.token_version, now)
    assert entry is not None
    return entry.prefix


@contextlib.contextmanager
def count_statements() -> Iterator[list[str]]:
    """Collect the SQL statements of the block; its length is the number of round trips.

    What only opens a transaction or sets up a connection is left out, so that both
    databases count alike.
    """
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    sqlalchemy_event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sqlalchemy_event.remove(Engine, "before_cursor_execute", note)

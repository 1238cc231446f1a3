"""Events, their look and programme, and announcements."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from app.announcements import service as announcements
from app.database import transaction
from app.events import queries as event_queries
from app.events.models import Event, EventState, EventText
from app.events.service import editing, looking
from app.staff import queries as staff_queries
from app.staff.accounts import address_index
from app.staff.service.members import join, seal_identity
from tests.factories.rows import NOW
from tests.factories.team import TEAM

TITLES = {"en": "Nowruz Summit", "fa": "همایش نوروز"}


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

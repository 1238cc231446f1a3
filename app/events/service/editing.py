"""Change an event's settings, its texts and its programme; each saving keeps a revision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.database import transaction
from app.events import rules
from app.events.content import (
    SETTINGS,
    Content,
    content_of,
    item_content,
    put_item,
    put_texts,
    settings_of,
    words_of,
)
from app.events.errors import ItemNotFound, Outdated, TitleMissing, WrongState
from app.events.models import Event, EventState, ProgrammeItem
from app.events.rules import Settings, Slot
from app.events.service.holding import (
    hold,
    keep_before,
    keep_revision,
    last_number,
    note,
    refuse_outdated,
)

TEXTS, ITEM, REMOVED, MOVED, RESTORED = "texts", "item", "item_removed", "item_moved", "restored"


def change_settings(
    *, event_id: int, settings: Settings, seen: str, actor: str, now: datetime
) -> None:
    """Keep other settings.

    :param seen: the fingerprint of the settings that somebody changed
    :raises Outdated: they were changed meanwhile
    :raises WrongState: its data is deleted, and it is over for good
    """
    with transaction() as session:
        event = hold(session, event_id)
        if event.state == EventState.ARCHIVED:
            raise WrongState
        old = settings_of(event)
        refuse_outdated(seen, old)
        changed = [name for name in SETTINGS if getattr(old, name) != getattr(settings, name)]
        for name in changed:
            setattr(event, name, getattr(settings, name))
        event.languages = list(settings.languages)
        if changed:
            note(session, event, "settings", actor=actor, now=now, fields=changed)


def write_texts(
    *,
    event_id: int,
    words: Mapping[str, Mapping[str, str]],
    seen: str,
    actor: str,
    now: datetime,
) -> None:
    """Keep the event's own texts, for every language that it offers.

    :param words: `rules.TEXT_FIELDS` by language
    :raises Outdated: they were changed meanwhile
    :raises TitleMissing: in the first language
    """
    with transaction() as session:
        event = hold(session, event_id)
        old = words_of(event.texts)
        refuse_outdated(seen, old)
        if not words.get(event.languages[0], {}).get("title"):
            raise TitleMissing
        keep_before(session, event, now)
        put_texts(event, words)
        if words_of(event.texts) != old:
            _saved(session, event, TEXTS, actor, now)


def write_item(
    *, event_id: int, item_id: int | None, content: Content, seen: str, actor: str, now: datetime
) -> None:
    """Add a thing to the programme, or change one.

    :param item_id: None for a new one
    :raises ItemNotFound: it was removed meanwhile
    :raises Outdated: it was changed meanwhile
    """
    with transaction() as session:
        event = hold(session, event_id)
        keep_before(session, event, now)
        if item_id is None:
            item = ProgrammeItem(position=len(event.programme))
            event.programme.append(put_item(item, content))
        else:
            item = _item(event, item_id)
            refuse_outdated(seen, item_content(item))
            put_item(item, content)
        _saved(session, event, ITEM, actor, now)


def remove_item(*, event_id: int, item_id: int, actor: str, now: datetime) -> None:
    """Take a thing out of the programme; the history keeps it.

    :raises ItemNotFound: it was removed meanwhile
    """
    with transaction() as session:
        event = hold(session, event_id)
        keep_before(session, event, now)
        event.programme.remove(_item(event, item_id))
        _saved(session, event, REMOVED, actor, now)


def move_item(*, event_id: int, item_id: int, earlier: bool, actor: str, now: datetime) -> None:
    """Let a thing of the programme and its neighbour change places; both last as long as before.

    :raises ItemNotFound: it was removed meanwhile
    """
    with transaction() as session:
        event = hold(session, event_id)
        keep_before(session, event, now)
        line = list(event.programme)
        place = line.index(_item(event, item_id))
        first = place - 1 if earlier else place
        if first < 0 or first + 1 >= len(line):
            return
        _swap(line, first)
        _saved(session, event, MOVED, actor, now)


def restore(
    *,
    event_id: int,
    content: Content,
    number: int,
    newest: int | None = None,
    actor: str,
    now: datetime,
) -> None:
    """Bring texts and programme back to what a revision holds, as a new revision.

    :param newest: the revision that is taken back with it; None for whichever came since
    :raises Outdated: another one came after that
    """
    with transaction() as session:
        event = hold(session, event_id)
        if newest is not None and last_number(session, event_id) != newest:
            raise Outdated
        before = content_of(event.texts, event.programme)
        gone = {code: dict.fromkeys(rules.TEXT_FIELDS, "") for code in before["texts"]}
        put_texts(event, gone | content["texts"])
        if before["programme"] != content["programme"]:
            event.programme.clear()
            session.flush()
            event.programme.extend(
                put_item(ProgrammeItem(position=place), item)
                for place, item in enumerate(content["programme"])
            )
        if before != content:
            _saved(session, event, RESTORED, actor, now, revision=number)


def _saved(session: Any, event: Event, act: str, actor: str, now: datetime, **detail: Any) -> None:
    keep_revision(session, event, act, actor=actor, now=now)
    note(session, event, act, actor=actor, now=now, **detail)


def _item(event: Event, item_id: int) -> ProgrammeItem:
    found = next((item for item in event.programme if item.id == item_id), None)
    if found is None:
        raise ItemNotFound
    return found


def _swap(line: list[ProgrammeItem], first: int) -> None:
    one, other = line[first], line[first + 1]
    slots = rules.swapped(Slot(one.starts_at, one.ends_at), Slot(other.starts_at, other.ends_at))
    for item, slot in zip((one, other), slots, strict=True):
        item.starts_at, item.ends_at = slot.starts_at, slot.ends_at
    line[first], line[first + 1] = other, one
    for place, item in enumerate(line):
        item.position = place

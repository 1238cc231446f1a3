"""What an event says to the public, as plain values: to compare, to keep and to bring back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.events.models import Event, EventText, ProgrammeItem, ProgrammeText
from app.events.rules import ITEM_FIELDS, TEXT_FIELDS, Settings

Content = dict[str, Any]
SETTINGS = tuple(Settings.__dataclass_fields__)


def settings_of(event: Event) -> Settings:
    """What organizers chose for an event."""
    values = {name: getattr(event, name) for name in SETTINGS}
    return Settings(**values | {"languages": tuple(event.languages)})


def words_of(texts: Iterable[EventText]) -> dict[str, dict[str, str]]:
    """The event's own texts, by language and field."""
    return {text.language: {name: getattr(text, name) for name in TEXT_FIELDS} for text in texts}


def item_content(item: ProgrammeItem) -> Content:
    """One thing of the programme."""
    return {
        "starts_at": item.starts_at.isoformat(),
        "ends_at": item.ends_at.isoformat(),
        "speakers": list(item.speakers),
        "texts": {
            text.language: {name: getattr(text, name) for name in ITEM_FIELDS}
            | {"speakers": list(text.speakers)}
            for text in item.texts
        },
    }


def content_of(texts: Iterable[EventText], programme: Iterable[ProgrammeItem]) -> Content:
    """The texts and the programme, as a revision keeps them."""
    return {"texts": words_of(texts), "programme": [item_content(item) for item in programme]}


def put_texts(event: Event, words: Mapping[str, Mapping[str, str]]) -> None:
    """Give an event these texts in these languages; a language without a title loses its text."""
    known = {text.language: text for text in event.texts}
    for language, fields in words.items():
        text = known.get(language)
        if not fields["title"]:
            if text is not None:
                event.texts.remove(text)
            continue
        if text is None:
            text = EventText(language=language)
            event.texts.append(text)
        for name in TEXT_FIELDS:
            setattr(text, name, fields[name])


def put_item(item: ProgrammeItem, content: Content) -> ProgrammeItem:
    """Give a thing of the programme these times, speakers and texts."""
    item.starts_at = datetime.fromisoformat(content["starts_at"])
    item.ends_at = datetime.fromisoformat(content["ends_at"])
    item.speakers = list(content["speakers"])
    known = {text.language: text for text in item.texts}
    for language in known.keys() - content["texts"].keys():
        item.texts.remove(known[language])
    for language, fields in content["texts"].items():
        text = known.get(language)
        if text is None:
            text = ProgrammeText(language=language)
            item.texts.append(text)
        text.title, text.summary = fields["title"], fields["summary"]
        text.speakers = list(fields["speakers"])
    return item

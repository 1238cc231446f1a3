"""A new event, from nothing or as a copy of an earlier one; parts of the desk's acts."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.events import rules
from app.events.content import content_of, put_item, put_texts
from app.events.models import Event, EventLogo, EventState, EventText, ProgrammeItem
from app.events.rules import TEXT_FIELDS, Anchor

KEPT_FOR = timedelta(days=30)
COPIED = (
    *("hold_minutes", "accepts_no_address", "max_party_size", "home_approvals"),
    *("neutral_letters", "marks_exports", "reply_to", "colour", "logo", "consent_version"),
)
"""What a copy takes over as it is."""


@dataclass(frozen=True)
class NewEvent:
    """What a new event begins with; all else follows on its own pages."""

    slug: str
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    languages: tuple[str, ...]

    @property
    def anchor(self) -> Anchor:
        """From where its times are counted."""
        return Anchor(self.starts_at, self.timezone)


def draft_of(new: NewEvent, *, key_id: int, now: datetime) -> Event:
    """A draft with a title in its first language, whose sign-up is open until it begins."""
    values = {field.name: getattr(new, field.name) for field in fields(new)} | {
        "languages": list(new.languages)
    }
    title = values.pop("title")
    event = Event(
        **values,
        state=EventState.DRAFT,
        sign_up_opens_at=now.replace(microsecond=0),
        sign_up_closes_at=new.starts_at,
        purge_at=new.ends_at + KEPT_FOR,
        key_id=key_id,
    )
    event.texts = [_text(new.languages[0], title)]
    return event


def copy_content(session: Session, source: Event, event: Event, new: NewEvent) -> None:
    """Give a draft the texts, programme, look and settings of another event, at its own dates."""
    was = Anchor(source.starts_at, source.timezone)
    for name in COPIED:
        setattr(event, name, getattr(source, name))
    event.sign_up_opens_at = rules.moved(source.sign_up_opens_at, was, new.anchor)
    closes = rules.moved(source.sign_up_closes_at, was, new.anchor)
    event.sign_up_closes_at = min(closes, event.ends_at)
    event.purge_at = event.ends_at + (source.purge_at - source.ends_at)
    content = content_of(source.texts, source.programme)
    words = content["texts"]
    for text in words.values():
        text["title"] = rules.next_title(text["title"], source.starts_at.year, new.starts_at.year)
    words.setdefault(new.languages[0], dict.fromkeys(TEXT_FIELDS, ""))["title"] = new.title
    put_texts(event, words)
    for position, item in enumerate(content["programme"]):
        for name in ("starts_at", "ends_at"):
            moment = rules.moved(datetime.fromisoformat(item[name]), was, new.anchor)
            item[name] = moment.isoformat()
        event.programme.append(put_item(ProgrammeItem(position=position), item))
    session.flush()
    picture = session.scalar(select(EventLogo.content).where(EventLogo.event_id == source.id))
    if picture is not None:
        session.add(EventLogo(event_id=event.id, content=picture))


def _text(language: str, title: str) -> EventText:
    return EventText(language=language, title=title, headline="", summary="", body="")

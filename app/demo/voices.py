"""What people and organizers say in the demo: messages on the wall, and announcements."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.announcements.models import Announcement, AnnouncementText
from app.announcements.rules import AnnouncementState
from app.demo import rules, texts
from app.events.models import Event
from app.messages.models import Message, Wall
from app.messages.rules import MessageState, to_the_minute
from app.messages.senders import tag_of


def add_voices(
    session: Session, event: Event, senders: Sequence[uuid.UUID], *, seed: int, now: datetime
) -> None:
    """Open the wall, put messages on it and into its queue, and announcements on the desk.

    :param senders: sign-ups, from each of which at most one message comes
    """
    session.add(Wall(event_id=event.id, takes=True, is_public=True))
    session.add_all(_messages(event, senders, seed, now))
    session.add_all(_announcements(event, seed, now))


def _messages(
    event: Event, senders: Sequence[uuid.UUID], seed: int, now: datetime
) -> list[Message]:
    chance, found = rules.generator(seed, "messages"), []
    for age, (said, sender) in enumerate(zip(texts.voices()["messages"], senders, strict=False)):
        sent = to_the_minute(now - timedelta(minutes=11 * age + chance.randint(3, 9)))
        state = MessageState(said["state"])
        found.append(
            Message(
                id=uuid.UUID(int=chance.getrandbits(128), version=4),
                event_id=event.id,
                sender_tag=tag_of(event, sender),
                text=said["text"],
                video=said.get("video", ""),
                language=said["language"],
                country=said["country"],
                state=state,
                pinned=said.get("pinned", False),
                sent_at=sent,
                decided_at=None if state == MessageState.WAITING else sent,
            )
        )
    return found


def _announcements(event: Event, seed: int, now: datetime) -> list[Announcement]:
    chance, found = rules.generator(seed, "announcements"), []
    for age, written in enumerate(texts.voices()["announcements"]):
        made, days = now - timedelta(hours=5 * age + 1), written.get("days_before")
        announcement = Announcement(
            id=rules.time_ordered_id(made, chance),
            event_id=event.id,
            state=AnnouncementState.SCHEDULED if days else AnnouncementState.DRAFT,
            filters={},
            scope=[],
            created_at=made,
            send_at=event.starts_at - timedelta(days=days) if days else None,
        )
        announcement.texts = [
            AnnouncementText(language=language, subject=subject, body=body)
            for language, (subject, body) in written["texts"].items()
        ]
        found.append(announcement)
    return found

"""The demo's broadcast: the test picture in two languages, so that a newcomer sees it at once."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from app.events.models import Event
from app.livestream import picture
from app.livestream.models import Broadcast, DialIn, Stream, StreamAudio
from app.livestream.rules import AudioKind, BroadcastState, StreamRole

# From the ranges that are kept free for films and examples.
NUMBERS = (("DE", "+49 30 23125 014", "en"), ("GB", "+44 20 7946 0014", "en"))


def add_broadcast(session: Session, event: Event, now: datetime) -> None:
    """Put the test picture on air, with the event's first languages on its two tones."""
    streams = [
        Stream(event_id=event.id, role=role, position=place, path=path, pictures=_pictures())
        for place, (role, path) in enumerate(
            [(StreamRole.PRIMARY, picture.PATH), (StreamRole.BACKUP, picture.SPARE_PATH)]
        )
    ]
    for stream in streams:
        stream.audio = [
            StreamAudio(language=language, kind=_kind(place), path=tone, position=place)
            for place, (language, tone) in enumerate(
                zip(event.languages, picture.TONES, strict=False)
            )
        ]
    session.add_all(streams)
    session.flush()
    session.add(
        Broadcast(event_id=event.id, state=BroadcastState.TEST, since=now, stream_id=streams[0].id)
    )
    session.add_all(
        DialIn(event_id=event.id, country=country, number=number, code="2027", language=language)
        for country, number, language in NUMBERS
    )


def _pictures() -> list[dict[str, object]]:
    return [asdict(picture.PICTURE)]


def _kind(place: int) -> AudioKind:
    return AudioKind.INTERPRETATION if place else AudioKind.FLOOR

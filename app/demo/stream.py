"""The demo's broadcast: the test picture in two languages, so that a newcomer sees it at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.events.models import Event
from app.livestream import picture
from app.livestream.models import Broadcast, DialIn
from app.livestream.rules import BroadcastState, StreamRole
from app.livestream.service.directing import NewStream, make_stream

# From the ranges that are kept free for films and examples.
NUMBERS = (("DE", "+49 30 23125 014", "en"), ("GB", "+44 20 7946 0014", "en"))
STREAMS = ((StreamRole.PRIMARY, picture.PATH), (StreamRole.BACKUP, picture.SPARE_PATH))


def add_broadcast(session: Session, event: Event, now: datetime) -> None:
    """Put the test picture on air, with the event's first languages on its two tones."""
    streams = [
        make_stream(
            event.id,
            NewStream(role, path, event.languages, captions=event.languages),
            position=place,
        )
        for place, (role, path) in enumerate(STREAMS)
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

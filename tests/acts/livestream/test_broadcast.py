"""What organizers do with a broadcast, and what the log says afterwards."""

from datetime import datetime

import pytest
from flask import Flask

from app.database import db
from app.events.models import Event
from app.livestream import picture, queries
from app.livestream.errors import FolderTaken, StillOnAir, StreamMissing, WrongTurn
from app.livestream.models import Broadcast
from app.livestream.rules import BroadcastState as State
from app.livestream.rules import StreamRole
from app.livestream.service import directing
from app.livestream.service.directing import NewStream
from tests.factories import make_broadcast, make_event

OMAR = "organizer:1"


def broadcast_of(event: Event) -> Broadcast:
    db.session.rollback()
    found = queries.find_broadcast(event.id)
    assert found is not None
    return found


def told(event: Event) -> Broadcast:
    """With what stands beside the picture."""
    db.session.rollback()
    found = queries.find_told(event.id)
    assert found is not None
    return found


def go(event: Event, to: State, now: datetime) -> None:
    directing.change_state(event_id=event.id, to=to, actor=OMAR, now=now)


def add(event: Event, path: str, now: datetime, role: StreamRole = StreamRole.PRIMARY) -> int:
    new = NewStream(role, path, ["en", "fa"], ["360p", "720p"])
    directing.add_stream(event_id=event.id, new=new, actor=OMAR, now=now)
    return next(stream.id for stream in queries.streams_of(event.id) if stream.path == path)


def test_an_evening_from_the_test_to_the_recording(event: Event, now: datetime) -> None:
    for to in (State.TEST, State.LIVE, State.INTERRUPTED, State.LIVE, State.ENDED, State.REPLAY):
        go(event, to, now)
    broadcast = broadcast_of(event)
    assert (broadcast.state, broadcast.version) == (State.REPLAY, 6)
    log = queries.log_of(event.id)
    assert [entry.detail["to"] for entry in reversed(log)][:2] == ["test", "live"]
    assert {entry.actor for entry in log} == {OMAR}


@pytest.mark.parametrize("to", [State.ENDED, State.REPLAY, State.INTERRUPTED, State.SCHEDULED])
def test_a_turn_that_makes_no_sense_changes_nothing(event: Event, now: datetime, to: State) -> None:
    with pytest.raises(WrongTurn):
        go(event, to, now)
    db.session.rollback()
    assert queries.find_broadcast(event.id) is None
    assert queries.log_of(event.id) == []


def test_the_first_stream_goes_on_air_and_a_recording_does_not(event: Event, now: datetime) -> None:
    add(event, "recording", now, StreamRole.REPLAY)
    assert broadcast_of(event).stream_id is None
    main = add(event, "main", now)
    add(event, "spare", now, StreamRole.BACKUP)
    assert broadcast_of(event).stream_id == main
    stream = next(one for one in queries.streams_of(event.id) if one.id == main)
    assert [audio.path for audio in stream.audio] == ["en", "fa"]
    assert [one["path"] for one in stream.pictures] == ["360p", "720p"]


def test_the_test_picture_brings_its_own_tones(event: Event, now: datetime) -> None:
    add(event, picture.PATH, now)
    stream = queries.streams_of(event.id)[0]
    assert [(audio.language, audio.path) for audio in stream.audio] == [("en", "a"), ("fa", "b")]
    assert stream.pictures[0]["path"] == "video"


def test_two_streams_cannot_share_a_folder(event: Event, now: datetime) -> None:
    add(event, "main", now)
    with pytest.raises(FolderTaken):
        add(event, "main", now)


def test_what_is_on_air_cannot_be_removed_until_another_one_is(event: Event, now: datetime) -> None:
    main, spare = add(event, "main", now), add(event, "spare", now, StreamRole.BACKUP)
    with pytest.raises(StillOnAir):
        directing.remove_stream(event_id=event.id, stream_id=main, actor=OMAR, now=now)
    directing.put_on_air(event_id=event.id, stream_id=spare, actor=OMAR, now=now)
    directing.remove_stream(event_id=event.id, stream_id=main, actor=OMAR, now=now)
    assert [stream.path for stream in queries.streams_of(event.id)] == ["spare"]


def test_a_stream_of_another_event_is_out_of_reach(app: Flask, event: Event, now: datetime) -> None:
    other = make_event(slug="other", now=now)
    theirs = add(other, "main", now)
    for act in (directing.put_on_air, directing.remove_stream):
        with pytest.raises(StreamMissing):
            act(event_id=event.id, stream_id=theirs, actor=OMAR, now=now)


def test_a_message_stands_until_it_is_taken_down(event: Event, now: datetime) -> None:
    make_broadcast(event=event)
    texts = {"en": "Begins late", "fa": "دیر آغاز می‌شود"}
    directing.post_notice(event_id=event.id, urgent=False, texts=texts, actor=OMAR, now=now)
    notice = told(event).notices[0]
    assert notice.texts == texts
    directing.end_notice(event_id=event.id, notice_id=notice.id, actor=OMAR, now=now)
    assert told(event).notices == []
    assert broadcast_of(event).version == 3

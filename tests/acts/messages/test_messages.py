"""Messages from people who watch: sent, moderated, withdrawn, forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.messages import queries, service
from app.messages.errors import MessageMissing, NotTaken, TooMany, WrongDecision
from app.messages.models import Message, SilencedSender
from app.messages.rules import Decision, MessageState, NewMessage
from app.messages.senders import tag_of
from app.purge.service import purge_due
from app.registration.models import Registration
from app.registration.rules import RegistrationState
from tests.factories import NOW, make_registration
from tests.walls import make_wall

DESK = "organizer:1"


@pytest.fixture
def ann(event: Event, location: Location) -> Registration:
    make_wall(event=event)
    return make_registration(location=location)


def send(own: Registration, text: str = "Hello", minutes: int = 0, **more: object) -> Message:
    now = NOW + timedelta(minutes=minutes, seconds=17)
    service.send(registration_id=own.id, new=NewMessage(text, **more), now=now)  # type: ignore[arg-type]
    return next(one for one in queries.sent_by(own.event_id, tag_of(own.event, own.id)))


def decide(message: Message, decision: Decision) -> None:
    service.decide(
        event_id=message.event_id, message_id=message.id, decision=decision, actor=DESK, now=NOW
    )


def shown(event: Event) -> list[str]:
    db.session.expire_all()
    return [one.text for one in queries.wall_with_messages(event.id, 10)[1]]


def test_nothing_is_shown_before_somebody_approves_it(event: Event, ann: Registration) -> None:
    first, second = send(ann, "one"), send(ann, "two", 1)
    assert shown(event) == []
    decide(first, Decision.APPROVE)
    decide(second, Decision.APPROVE)
    assert shown(event) == ["two", "one"]
    decide(first, Decision.PIN)
    assert shown(event) == ["one", "two"]
    decide(first, Decision.TAKE_BACK)
    assert shown(event) == ["two"]
    with pytest.raises(WrongDecision):
        decide(first, Decision.UNPIN)
    decide(first, Decision.APPROVE)
    assert shown(event) == ["two", "one"]


def test_the_row_tells_nobody_who_sent_it(event: Event, ann: Registration) -> None:
    message = send(ann, "Hello")
    assert message.country == ""
    assert message.sent_at == NOW
    assert send(ann, "From here", 1, shows_country=True).country == ann.location.country
    hidden = (ann.id.bytes, ann.receipt_index, ann.submission_index, ann.address_index)
    assert message.sender_tag not in hidden
    assert all(message.sender_tag not in (known or b"") for known in hidden)
    other = Event(id=event.id + 1, key_id=event.key_id)
    assert tag_of(other, ann.id) != message.sender_tag, "two events cannot be joined"


def test_sending_twice_is_sending_once_and_limits_hold(event: Event, ann: Registration) -> None:
    send(ann, "Hello")
    send(ann, "Hello", 1)
    assert len(queries.sent_by(event.id, tag_of(event, ann.id))) == 1
    send(ann, "two")
    message = send(ann, "three", 2)
    with pytest.raises(TooMany) as refused:
        send(ann, "four", 3)
    assert refused.value.wait_seconds == 600
    for minute, text in ((3, "four"), (4, "five")):
        service.withdraw(registration_id=ann.id, message_id=message.id)
        message = send(ann, text, minute)
    service.withdraw(registration_id=ann.id, message_id=message.id)
    with pytest.raises(TooMany) as refused:
        send(ann, "six", 5)
    assert refused.value.wait_seconds == 54 * 60 + 43
    assert send(ann, "seven", 61).text == "seven"


def test_only_where_messages_are_taken(event: Event, location: Location) -> None:
    bo = make_registration(location=location, email="bo@example.org")
    with pytest.raises(NotTaken):
        send(bo)
    make_wall(event=event)
    waits = make_registration(
        location=location, email="cy@example.org", state=RegistrationState.PENDING
    )
    with pytest.raises(NotTaken):
        send(waits)
    service.arrange(event_id=event.id, takes=False, is_public=True, actor=DESK, now=NOW)
    with pytest.raises(NotTaken):
        send(bo)


def test_the_sender_alone_withdraws_it(event: Event, location: Location, ann: Registration) -> None:
    message = send(ann, "I live in", video="https://youtu.be/a", shows_country=True)
    decide(message, Decision.PIN)
    bo = make_registration(location=location, email="bo@example.org")
    with pytest.raises(MessageMissing):
        service.withdraw(registration_id=bo.id, message_id=message.id)
    service.withdraw(registration_id=ann.id, message_id=message.id)
    assert shown(event) == []
    row = db.session.get_one(Message, message.id)
    assert (row.text, row.video, row.country, row.pinned) == ("", "", "", False)
    with pytest.raises(WrongDecision):
        decide(message, Decision.APPROVE)


def test_a_silenced_sender_is_heard_no_more_and_stays_unknown(
    event: Event, location: Location, ann: Registration
) -> None:
    bo = make_registration(location=location, email="bo@example.org")
    kind, rude, waiting = send(bo, "Peace"), send(ann, "Rude"), send(ann, "Ruder", 1)
    decide(kind, Decision.APPROVE)
    decide(rude, Decision.APPROVE)
    service.silence(event_id=event.id, message_id=waiting.id, actor=DESK, now=NOW)
    service.silence(event_id=event.id, message_id=waiting.id, actor=DESK, now=NOW)
    assert shown(event) == ["Peace"]
    assert queries.count_by_state(event.id) == {MessageState.APPROVED: 1, MessageState.REJECTED: 2}
    with pytest.raises(NotTaken):
        send(ann, "Again", 2)
    [(tag, _at)] = queries.silenced_in(event.id)
    service.let_speak(event_id=event.id, sender_tag=tag, actor=DESK, now=NOW)
    assert send(ann, "Sorry", 3).text == "Sorry"


def test_rejected_words_go_after_a_day_and_everything_at_the_purge(
    event: Event, ann: Registration
) -> None:
    rejected, kept = send(ann, "Rude"), send(ann, "Kind", 1)
    decide(rejected, Decision.REJECT)
    decide(kept, Decision.APPROVE)
    service.silence(event_id=event.id, message_id=rejected.id, actor=DESK, now=NOW)
    decide(kept, Decision.APPROVE)
    service.forget_rejected(now=NOW + timedelta(hours=23))
    assert "Rude" in db.session.scalars(select(Message.text)).all()
    service.forget_rejected(now=NOW + timedelta(hours=25))
    assert set(db.session.scalars(select(Message.text))) == {"", "Kind"}
    purge_due(now=event.purge_at)
    assert db.session.scalars(select(Message.id)).all() == []
    assert db.session.scalars(select(SilencedSender.event_id)).all() == []

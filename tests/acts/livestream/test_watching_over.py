"""The watcher over a real media server: it notices, switches, says so, and hands over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.database import db
from app.events.models import Event
from app.livestream import gate, lookers, queries, rules
from app.livestream.health import Trouble
from app.livestream.models import Broadcast
from app.livestream.rules import BroadcastState as State
from app.livestream.service import directing, watch
from app.livestream.watcher import Watcher
from tests.acts.livestream.media_server import MediaServer
from tests.fixtures.application import StandingClock
from tests.pages import open_page

OMAR = "organizer:1"
MAIN, SPARE = "main/360p", "spare/360p"


def pass_by(
    watcher: Watcher, time: StandingClock, media: MediaServer, seconds: int, *going: str
) -> None:
    """Let time pass with a look each second and a new piece every fourth in what goes on."""
    for second in range(seconds):
        if second % 4 == 0:
            media.go_on(*going)
        time.moment += timedelta(seconds=1)
        watcher.run_round()
        db.session.rollback()


def sounds(*streams: str) -> tuple[str, ...]:
    return tuple(f"{stream}/{language}" for stream in streams for language in ("en", "fa"))


ALL = (MAIN, SPARE, *sounds("main", "spare"))


def now_on(event: Event) -> tuple[State, str]:
    db.session.rollback()
    broadcast = queries.find_broadcast(event.id)
    assert broadcast is not None
    names = {stream.id: stream.path for stream in queries.streams_of(event.id)}
    return broadcast.state, names[broadcast.stream_id or 0]


def health_by_path(event: Event) -> dict[str, Trouble]:
    streams = {stream.id: stream.path for stream in queries.streams_of(event.id)}
    rows = queries.health_of(list(streams))
    return {streams[one]: row.trouble for one, row in rows.items()}


def test_as_long_as_all_is_well_nothing_happens(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    pass_by(make_watcher(), time, media, 20, *ALL)
    assert now_on(on_air) == (State.LIVE, "main")
    assert health_by_path(on_air) == {"main": Trouble.NONE, "spare": Trouble.NONE}
    row = next(iter(queries.health_of([queries.streams_of(on_air.id)[0].id]).values()))
    assert (row.bitrate, row.status, row.silent) == (100_000, 200, [])
    assert all(entry.actor == OMAR for entry in queries.log_of(on_air.id))


def test_a_frozen_source_is_left_within_twelve_seconds_and_the_log_says_so(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    watcher = make_watcher()
    pass_by(watcher, time, media, 20, *ALL)
    version = queries.find_broadcast(on_air.id).version  # type: ignore[union-attr]
    # The last piece came with the seventeenth look.
    pass_by(watcher, time, media, 5, SPARE)
    assert now_on(on_air) == (State.LIVE, "main")
    pass_by(watcher, time, media, 4, SPARE)
    assert now_on(on_air) == (State.LIVE, "spare")
    entry = queries.log_of(on_air.id)[0]
    assert (entry.actor, entry.action, entry.detail["stream"]) == ("clock", "on_air", "spare")
    assert entry.detail["why"] == "still"
    assert queries.find_broadcast(on_air.id).version == version + 1  # type: ignore[union-attr]
    pass_by(watcher, time, media, 20, *ALL)
    assert now_on(on_air) == (State.LIVE, "spare"), "nobody goes back by itself"


@pytest.mark.parametrize("manner", ["gone", "hangs", "lies", "leads inside"])
def test_every_way_to_stand_still_counts(
    on_air: Event,
    media: MediaServer,
    make_watcher: Callable[[], Watcher],
    time: StandingClock,
    manner: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookers, "ROUND_MAY_TAKE", 0.2)
    watcher = make_watcher()
    pass_by(watcher, time, media, 12, *ALL)
    if manner == "gone":
        del media.newest[MAIN]
    elif manner == "hangs":
        media.hanging.add(MAIN)
    elif manner == "lies":
        media.answers[MAIN] = (200, {}, b"<html>")
    else:
        media.answers[MAIN] = (200, {}, b"#EXTM3U\n#EXTINF:4,\nhttp://10.0.0.1/x\n")
    pass_by(watcher, time, media, 12, SPARE)
    assert now_on(on_air) == (State.LIVE, "spare")


def test_with_nothing_to_go_to_it_says_interrupted_and_comes_back(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    watcher = make_watcher()
    pass_by(watcher, time, media, 12, MAIN)
    pass_by(watcher, time, media, 12)
    assert now_on(on_air) == (State.INTERRUPTED, "main")
    pass_by(watcher, time, media, 6, MAIN)
    assert now_on(on_air) == (State.LIVE, "main")
    assert [entry.detail.get("to") for entry in queries.log_of(on_air.id)][:2] == [
        "live",
        "interrupted",
    ]


def test_what_an_organizer_interrupted_stays_so(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    directing.change_state(event_id=on_air.id, to=State.INTERRUPTED, actor=OMAR, now=time.moment)
    pass_by(make_watcher(), time, media, 20, *ALL)
    assert now_on(on_air) == (State.INTERRUPTED, "main")


def test_where_it_must_not_switch_by_itself_it_only_tells(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    directing.arrange(
        event_id=on_air.id,
        door_opens_at=None,
        switches_itself=False,
        screens_per_link=None,
        actor=OMAR,
        now=time.moment,
    )
    watcher = make_watcher()
    pass_by(watcher, time, media, 12, *ALL)
    pass_by(watcher, time, media, 12, SPARE)
    assert now_on(on_air) == (State.LIVE, "main")
    assert health_by_path(on_air)["main"] == Trouble.STILL


def test_switching_back_by_hand_is_respected_for_a_while(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    watcher = make_watcher()
    pass_by(watcher, time, media, 12, *ALL)
    pass_by(watcher, time, media, 12, SPARE)
    main = queries.streams_of(on_air.id)[0]
    directing.put_on_air(event_id=on_air.id, stream_id=main.id, actor=OMAR, now=time.moment)
    pass_by(watcher, time, media, 8, SPARE)
    assert now_on(on_air) == (State.LIVE, "main")
    pass_by(watcher, time, media, 4, SPARE)
    assert now_on(on_air) == (State.LIVE, "spare")


def test_a_language_that_falls_silent_is_named(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    watcher = make_watcher()
    pass_by(watcher, time, media, 12, *ALL)
    pass_by(watcher, time, media, 20, MAIN, SPARE, "main/en", *sounds("spare"))
    rows = queries.health_of([stream.id for stream in queries.streams_of(on_air.id)])
    assert [row.silent for row in rows.values()] == [["fa"], []]
    assert now_on(on_air) == (State.LIVE, "main")


def test_captions_that_lie_elsewhere_stand_still_or_never_came_are_named(
    on_air: Event,
    media: MediaServer,
    make_watcher: Callable[[], Watcher],
    time: StandingClock,
    organizer_client: FlaskClient,
) -> None:
    stream = queries.streams_of(on_air.id)[0]
    stream.captions = ["en", "fa", "de", "es"]
    db.session.commit()
    going = (*ALL, "main/captions-en", "main/captions-fa")
    watcher = make_watcher()
    pass_by(watcher, time, media, 12, *going, "main/captions-de")
    piece = "http://127.0.0.1:1/captions/9.vtt"
    elsewhere = f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:9\n#EXTINF:4,\n{piece}\n".encode()
    media.answers["main/captions-fa"] = (200, {}, elsewhere)
    pass_by(watcher, time, media, 20, *going)
    desk = open_page(organizer_client, "/organizer/summit/live")
    assert "No captions in: فارسی , Deutsch , Español" in desk.text
    assert "No sound in:" not in desk.text
    assert now_on(on_air) == (State.LIVE, "main")


def test_of_two_watchers_one_looks_and_the_other_takes_over(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    first, second = make_watcher(), make_watcher()
    pass_by(first, time, media, 12, *ALL)
    asked = len(media.asked)
    second.run_round()
    assert len(media.asked) == asked
    # The first one dies; what it knew goes on with the second.
    pass_by(second, time, media, 8, SPARE)
    pass_by(second, time, media, 4, SPARE)
    assert now_on(on_air) == (State.LIVE, "spare")
    asked = len(media.asked)
    first.run_round()
    assert len(media.asked) == asked
    switched = [one for one in queries.log_of(on_air.id) if one.action == "on_air"]
    assert len(switched) == 1


def test_a_watcher_that_ends_leaves_the_watch_at_once(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    first, second = make_watcher(), make_watcher()
    first.run_round()
    first.end()
    time.moment += timedelta(milliseconds=10)
    asked = len(media.asked)
    second.run_round()
    assert len(media.asked) > asked


def test_whoever_was_faster_is_not_overruled(
    on_air: Event, media: MediaServer, time: StandingClock
) -> None:
    main, spare = queries.streams_of(on_air.id)
    directing.put_on_air(event_id=on_air.id, stream_id=spare.id, actor=OMAR, now=time.moment)
    assert not watch.switch(
        event_id=on_air.id, away_from=main.id, to=spare.id, why="still", now=time.moment
    )
    assert not watch.turn(
        event_id=on_air.id, came=State.INTERRUPTED, to=State.LIVE, now=time.moment
    )
    assert not watch.switch(
        event_id=on_air.id, away_from=spare.id, to=99_999, why="still", now=time.moment
    )


@pytest.mark.parametrize("state", [State.ENDED, State.REPLAY])
def test_what_is_over_is_not_watched(
    on_air: Event,
    media: MediaServer,
    make_watcher: Callable[[], Watcher],
    time: StandingClock,
    state: State,
) -> None:
    db.session.get_one(Broadcast, on_air.id).state = state
    db.session.commit()
    pass_by(make_watcher(), time, media, 2)
    assert media.asked == []


def test_it_goes_in_with_a_pass_of_its_own(
    on_air: Event, media: MediaServer, make_watcher: Callable[[], Watcher], time: StandingClock
) -> None:
    pass_by(make_watcher(), time, media, 1, *ALL)
    _empty, _live, signature, expiry, viewer, slug, *_rest = media.asked[0].split("/")
    assert slug == "summit"
    gate.check(signature, expiry, viewer, slug, time.moment)
    assert int(expiry) - int(time.moment.timestamp()) == rules.PASS_LASTS.total_seconds()

"""nginx and the application give the same answers to media paths, and nginx goes on alone."""

import time

from app import clock
from app.livestream import rules
from app.livestream.counter import Lines
from app.livestream.service import blocking
from app.messages import service as wall
from tests.nginx.conftest import Stand
from tests.nginx.proxy import SECRET
from tests.requests import get

MASTER = "/summit/test-picture/main.fa.m3u8"
PLAYLIST = "/summit/test-picture/video/index.m3u8"
CAPTIONS = "/summit/test-picture/captions-fa/index.m3u8"
PATIENCE = 30


def test_nginx_and_the_application_answer_alike(stand: Stand) -> None:
    _empty, _live, signature, expiry, viewer = stand.prefix.split("/")
    ended = int(expiry) - 7 * 3600
    other = "abcdefgh23456722"
    asked = {
        stand.prefix: 200,
        f"/live/-/{expiry}/{viewer}": 403,
        f"/live/{'A' * 22}/{expiry}/{viewer}": 403,
        f"/live/{signature}/{int(expiry) + 1}/{viewer}": 403,
        f"/live/{signature}/{expiry}/{other}": 403,
        f"/live/{signature}/never/{viewer}": 403,
        f"/live/{rules.sign_path(SECRET, ended, viewer, 'summit')}/{ended}/{viewer}": 410,
        f"/live/{rules.sign_path('another', int(expiry), viewer, 'summit')}/{expiry}/{viewer}": 403,
        f"/live/{rules.sign_path(SECRET, int(expiry), viewer, 'harvest')}/{expiry}/{viewer}": 403,
    }
    for rest in (MASTER, PLAYLIST, CAPTIONS):
        for prefix, status in asked.items():
            by_nginx, by_app = (get(host + prefix + rest) for host in (stand.proxy, stand.app))
            assert (by_nginx.status, by_app.status) == (status, status), prefix + rest
            if status == 200:
                assert by_nginx.kind == by_app.kind == "application/vnd.apple.mpegurl"
                at_the_edge = get(stand.edge + prefix + rest)
                assert (at_the_edge.status, at_the_edge.kind) == (200, by_nginx.kind)
            assert get(stand.edge + prefix + rest).status == status
    assert_a_lasting_pass_is_asked_about(stand)


def assert_a_lasting_pass_is_asked_about(stand: Stand) -> None:
    """Behind nginx and at an edge, one that was closed gets nothing."""
    folder = stand.media / "summit" / "main" / "360p"
    folder.mkdir(parents=True)
    (folder / "index.m3u8").write_text("#EXTM3U\n")
    expiry, closed = int(time.time()) + 3600, stand.prefix.split("/")[4]
    for name, status in (("abcdefgh23456722_ab12_s", 200), (f"{closed}_ab12_s", 403)):
        prefix = f"/live/{rules.sign_path(SECRET, expiry, name, 'summit')}/{expiry}/{name}"
        if status == 403:
            stand.act(
                lambda event_id: blocking.block(
                    event_id=event_id, pasted=closed, actor="omar", now=clock.now()
                )
            )
            # A process looks for closed links once a second.
            end = time.monotonic() + PATIENCE
            while get(stand.app + stand.prefix + MASTER).status != 403:
                assert time.monotonic() < end
        for rest in (MASTER, PLAYLIST, "/summit/main/360p/index.m3u8"):
            for host in (stand.proxy, stand.edge):
                assert get(host + prefix + rest).status == status, host + rest
        assert get(f"{stand.proxy}{prefix}/summit/holds").status == status
        wrong = prefix.replace(name, f"{closed}_ab13_s")
        assert get(stand.proxy + wrong + MASTER).status == 403


def test_what_a_packager_wrote_is_served_by_nginx_alone_and_only_with_a_signature(
    stand: Stand,
) -> None:
    folder = stand.media / "summit" / "main" / "360p"
    folder.mkdir(parents=True)
    (folder / "index.m3u8").write_text("#EXTM3U\n")
    (stand.media / "outside.txt").write_text("not for watchers")
    (folder / "7.m4s").write_bytes(b"a piece")
    path, piece = "/summit/main/360p/index.m3u8", "/summit/main/360p/7.m4s"
    stand.stop_app()
    assert get(stand.edge + stand.prefix + piece).body == b"a piece"
    (folder / "7.m4s").unlink()
    assert get(stand.proxy + stand.prefix + piece).status == 404
    assert get(stand.edge + stand.prefix + piece).body == b"a piece", "an edge asks once"
    answer = get(stand.proxy + stand.prefix + path)
    assert (answer.status, answer.kind) == (200, "application/vnd.apple.mpegurl")
    assert get(f"{stand.proxy}/live/{'A' * 22}/99999999999/x{path}").status == 403
    for out in ("/summit/main/360p/../../../outside.txt", "/../outside.txt", "/summit/main/360p/"):
        assert get(stand.proxy + stand.prefix + out).status in (400, 403, 404, 502)


def test_status_and_master_go_on_when_the_application_is_down(stand: Stand) -> None:
    before = get(f"{stand.proxy}/en/summit/status.json")
    assert (before.status, before.kind) == (200, "application/json")
    master = get(stand.proxy + stand.prefix + MASTER)
    stand.stop_app()
    assert get(f"{stand.app}/healthz").status == 0
    # Longer than the second for which the answer was fresh.
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        after = get(f"{stand.proxy}/en/summit/status.json")
        assert (after.status, after.body) == (200, before.body)
    assert get(stand.proxy + stand.prefix + MASTER).body == master.body
    assert_beats_are_written_without_whom(stand)


def assert_beats_are_written_without_whom(stand: Stand) -> None:
    """A beat and a frame each leave a line; a page that asks for the status alone leaves none."""
    assert get(f"{stand.proxy}/seen?l=7.ticket&v=ab12").status == 204
    assert get(f"{stand.proxy}/en/summit/status?l=7.ticket&v=cd34").status in (200, 502)
    assert get(f"{stand.proxy}/en/summit/status.json").status == 200
    with Lines(stand.media.parent / "seen.log") as lines:
        found: list[bytes] = []
        end = time.monotonic() + PATIENCE
        while len(found) < 2 and time.monotonic() < end:
            found += lines.read().splitlines()
    assert sorted(line.partition(b" ")[2] for line in found) == [b"7.ticket ab12", b"7.ticket cd34"]


def test_one_answer_serves_all_viewers_and_a_query_makes_no_other(stand: Stand) -> None:
    first = get(f"{stand.proxy}/en/summit/status.json").body
    stand.act(
        lambda event_id: wall.arrange(
            event_id=event_id, takes=True, is_public=True, actor="omar", now=clock.now()
        )
    )
    newest = get(f"{stand.proxy}/en/summit/wall/newest")
    assert (newest.status, newest.kind) == (200, "text/html")
    stand.stop_app()
    assert get(f"{stand.proxy}/en/summit/wall/newest").body == newest.body
    assert get(f"{stand.proxy}/en/summit/wall/newest?key=another").status == 502
    for query in ("?a=1", "?b=2", "?"):
        answer = get(f"{stand.proxy}/en/summit/status.json{query}")
        assert (answer.status, answer.body) == (200, first)

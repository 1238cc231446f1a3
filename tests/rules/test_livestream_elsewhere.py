"""What organizers paste becomes a video at a player that is allowed, or nothing."""

import pytest

from app.livestream.elsewhere import VIMEO, YOUTUBE, Elsewhere, read_address
from app.web.headers import CONTENT_SECURITY_POLICY, policy_with_players

TUBE = "tube.example.org"
ALLOWED = (YOUTUBE, VIMEO, TUBE)
VIDEO = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("address", "host", "video"),
    [
        (f"https://www.youtube.com/watch?v={VIDEO}&t=4s", YOUTUBE, VIDEO),
        (f"https://m.youtube.com/watch?app=m&v={VIDEO}", YOUTUBE, VIDEO),
        (f" http://youtu.be/{VIDEO}?si=tells-who-shared-it ", YOUTUBE, VIDEO),
        (f"https://youtube.com/live/{VIDEO}", YOUTUBE, VIDEO),
        (f"https://{YOUTUBE}/embed/{VIDEO}", YOUTUBE, VIDEO),
        ("https://vimeo.com/76979871", VIMEO, "76979871"),
        (f"https://{VIMEO}/video/76979871?h=1", VIMEO, "76979871"),
        (f"https://{TUBE}/w/kkGMgK9ZtnKfYAgnEtQxbv", TUBE, "kkGMgK9ZtnKfYAgnEtQxbv"),
        (f"https://{TUBE}/videos/watch/9c9de5e8-0a1e-484a", TUBE, "9c9de5e8-0a1e-484a"),
    ],
)
def test_a_video_of_an_allowed_player(address: str, host: str, video: str) -> None:
    found = read_address(address, "fa", ALLOWED)
    assert found == Elsewhere(host, video, "fa")
    assert found.player.startswith(f"https://{host}/")
    assert video in found.player
    assert read_address(found.page, "fa", ALLOWED) == found
    assert read_address(address, "fa", [one for one in ALLOWED if one != host]) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "youtube",
        f"javascript://youtube.com/watch?v={VIDEO}",
        f"https://youtube.com.evil.example/watch?v={VIDEO}",
        f"https://evil.example/?https://youtu.be/{VIDEO}",
        f"https://youtu.be@evil.example/{VIDEO}",
        "https://youtube.com/watch?v=short",
        f"https://youtube.com/watch?v={VIDEO}%22onload",
        "https://youtube.com/@channel",
        "https://vimeo.com/channels",
        f"https://{TUBE}/w/../admin",
        "https://other.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://[::1",
        f"https://youtu.be/{VIDEO}?{'x' * 300}",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    assert read_address(address, "en", ALLOWED) is None


def test_a_peertube_player_shows_nobody_the_addresses_of_others() -> None:
    assert "p2p=0" in Elsewhere(TUBE, "kkGMgK9ZtnKfYAgnEtQxbv", "en").player


def test_the_page_of_a_player_may_show_the_hosts_of_the_setting_and_nothing_else() -> None:
    usual = CONTENT_SECURITY_POLICY.split("; ")
    other = [part for part in policy_with_players(ALLOWED).split("; ") if part not in usual]
    assert other == [f"frame-src https://{YOUTUBE} https://{VIMEO} https://{TUBE}"]
    assert "frame-src 'none'" in policy_with_players(())
    assert "https:" not in CONTENT_SECURITY_POLICY

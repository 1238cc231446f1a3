"""What browsers and passers-by ask of every site."""

import re
from datetime import UTC, datetime

from flask.testing import FlaskClient

from app.events.models import Event
from app.web.site import good_until
from tests import pages


def test_the_shared_link_has_a_picture_without_a_word(client: FlaskClient, event: Event) -> None:
    tree = pages.check(client.get("/en/summit/"), "/en/summit/", status=200).tree
    node = tree.css_first("meta[property='og:image']")
    address = node.attributes["content"] or ""
    assert re.fullmatch(r"https?://[^/]+/lights/summit\.jpg", address)
    answer = client.get("/lights/summit.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert "Set-Cookie" not in answer.headers
    assert client.get("/lights/nowhere.jpg").status_code == 404


def test_a_phone_can_keep_the_site_among_its_programs(client: FlaskClient) -> None:
    told = client.get("/manifest.webmanifest").get_json(force=True)
    assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512"]
    for icon in told["icons"]:
        assert client.get(icon["src"]).mimetype == "image/png"


def test_searching_machines_are_sent_away_from_personal_pages(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert {"Disallow: /r/", "Disallow: /h/", "Disallow: /organizer/"} <= set(text.splitlines())


def test_whoever_finds_a_weakness_learns_where_to_write(client: FlaskClient) -> None:
    text = client.get("/.well-known/security.txt").text
    assert re.search(r"^Contact: mailto:\S+@\S+$", text, re.MULTILINE)
    expires = re.search(r"^Expires: (\S+)$", text, re.MULTILINE)
    assert expires is not None
    assert datetime.fromisoformat(expires.group(1)) > datetime.now(UTC)


def test_what_is_said_on_a_day_is_good_for_half_a_year_and_the_same_all_day() -> None:
    morning, night = (datetime(2027, 1, 9, hour, 30, tzinfo=UTC) for hour in (0, 23))
    assert good_until(morning) == good_until(night) == datetime(2027, 7, 8, tzinfo=UTC)

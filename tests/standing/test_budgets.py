"""How much a page may weigh, and that nothing stands in the way of its first view."""

import random

import brotli
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from app.locations.lights import draw_lights
from app.web.assets import land_path, vendored
from config import ROOT
from tests.fixtures.databases import on_one_database
from tests.standing.routes import ROUTES

STYLES, WHOLE, MAP = 20_000, 60_000, 40_000
"""Bytes on the wire."""
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))


def wire(content: bytes) -> int:
    """How many bytes travel."""
    return len(brotli.compress(content, quality=5))


def test_all_our_style_sheets_together_are_small() -> None:
    assert sum(wire(path.read_bytes()) for path in SHEETS) < STYLES


def test_a_map_of_thirty_thousand_locations_is_small(app: Flask) -> None:
    chance = random.Random(7)
    towns = [(chance.uniform(-50, 65), chance.gauss(60, 60) % 360 - 180) for _ in range(6000)]
    points = [(*chance.choice(towns), 1) for _ in range(30_000)]
    with app.app_context():
        assert wire(draw_lights(points, land_path()).encode()) < MAP


@on_one_database
def test_a_page_with_all_that_it_needs_is_small_and_nothing_blocks_it(
    app: Flask, organizer_client: FlaskClient, paths: dict[str, str]
) -> None:
    for name, route in ROUTES.items():
        if route.method != "GET":
            continue
        answer = organizer_client.get(paths[name])
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        tree = LexborHTMLParser(answer.text)
        for script in tree.css("script[src]"):
            waits = script.attributes.get("type") == "module" or "defer" in script.attributes
            assert waits, f"{name}: a script that blocks"
        for picture in tree.css("img"):
            assert {"width", "height"} <= set(picture.attributes), f"{name}: a picture shifts"
        files = {
            node.attributes.get("href") or node.attributes.get("src") or ""
            for node in tree.css("link[rel=stylesheet], script[src]")
        }
        with app.app_context():
            files.discard(vendored("hls.js"))  # comes after the page
        size = wire(answer.data) + sum(wire(organizer_client.get(file).data) for file in files)
        assert size < WHOLE, f"{name}: {size} bytes"

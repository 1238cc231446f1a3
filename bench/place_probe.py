"""Look for the nearest locations, and draw the map, in a process of its own; tell it in JSON."""

import json
import random
import sys
import time

import brotli

from app import clock, create_app
from app.events.queries import public_heads
from app.gazetteer.rules import distance_km
from app.locations import queries, snapshot
from app.locations.spots import Wanted
from config import Config

SEED, POINTS, NEAREST = 11, 400, 20
WISHES = Wanted(free=True)


def main() -> None:
    """Print the times of the nearest twenty, and how big the map's page is when packed."""
    app = create_app(Config.from_environment())
    with app.app_context():
        [head] = public_heads()
        began = time.process_time()
        spots = snapshot.finder(head.id, clock.now()).spots
        read = time.process_time() - began
        chance = random.Random(SEED)
        near = [place.point for place in chance.choices(spots.listed, k=POINTS) if place.point]
        spots.nearest((0.0, 0.0))
        found, shown = [], []
        for point in near:
            began = time.perf_counter()
            ids = [place.id for place, _km in spots.nearest(point, WISHES, NEAREST)]
            found.append(time.perf_counter() - began)
            queries.rows_of(head.id, ids)
            shown.append(time.perf_counter() - began)
        exact = all(
            _is_exact(spots, (chance.uniform(-90, 90), chance.uniform(-180, 180)))
            for _ in range(10)
        )
    page = app.test_client().get(f"/en/{head.slug}/locations").data
    told = {
        "locations": len(spots.listed),
        "read_ms": read * 1000,
        "nearest_p50_ms": sorted(found)[len(found) // 2] * 1000,
        "with_rows_p50_ms": sorted(shown)[len(shown) // 2] * 1000,
        "is_exact": exact,
        "map_kb": len(brotli.compress(page, quality=5)) / 1000,
    }
    json.dump(told, sys.stdout)


def _is_exact(spots: "snapshot.Spots", point: tuple[float, float]) -> bool:
    """Compare with the distances to all."""
    right = sorted(distance_km(point, place.point) for place in spots.listed if place.point)
    found = [km for _place, km in spots.nearest(point)]
    return all(abs(a - b) < 0.01 for a, b in zip(right, found, strict=False))


if __name__ == "__main__":
    main()

"""Finding a location: cities while one types, the nearest places, the map's page."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median

from bench.databases import Databases
from bench.installation import LARGE, Installation, limits_server
from bench.journeys import hello, look_anew
from bench.load import load
from bench.plan import Plan
from bench.report import Figure, at_least, below, told

FOUND: dict[str, float | dict[str, float]] = {
    "full name": 0.98,
    "three letters and the country": 0.70,
    "one typo": {"sqlite": 0.75, "postgresql": 0.95},
    "one typo in the main name": {"sqlite": 0.75, "postgresql": 0.95},
}
CLIENTS, WARM_UP = 8, 2


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database."""
    yield from _cities(plan, databases)
    large = plan.installation(databases, LARGE)
    yield from _places(large, databases.kind)
    yield from _map(plan, databases, large)


def _cities(plan: Plan, databases: Databases) -> Iterator[Figure]:
    kind = databases.kind
    world = Installation(plan.folder / f"{kind}-world", databases.new())
    world.flask("keys", "create")
    world.flask("db", "upgrade")
    world.flask("gazetteer", "load", "--source", "world")
    told_of = json.loads(world.module("bench.city_probe"))
    yield told(kind, "names of one key, by the index, in the database", told_of["plain"], "ms")
    for question, answer in told_of["kinds"].items():
        name, found = f"cities, {question}: the right one among eight", 100 * answer["found"]
        share = FOUND.get(question)
        if share is None:
            yield told(kind, name, found, "%")
        else:
            wanted = share if isinstance(share, float) else share[kind]
            yield at_least(kind, name, found, "%", 100.0, wanted)
        yield below(kind, f"cities, {question}: p95 in the database", answer["p95"], "ms", 1.0)


def _places(large: Installation, kind: str) -> Iterator[Figure]:
    found = json.loads(large.module("bench.place_probe"))
    assert found["is_exact"], "somebody nearer was left out"
    yield told(kind, "reading where 30,000 locations are", found["read_ms"], "ms")
    yield below(kind, "nearest 20 of 30,000", found["nearest_p50_ms"], "ms", 1.0)
    yield told(kind, "nearest 20 with what is shown of them", found["with_rows_p50_ms"], "ms")
    yield below(kind, "page with the map, packed with brotli", found["map_kb"], "kB", 45.0)


def _map(plan: Plan, databases: Databases, large: Installation) -> Iterator[Figure]:
    """The finder's first page, under an address that nobody asked for before."""
    with ExitStack() as servers:
        limits = limits_server(plan.folder / f"{databases.kind}-map", databases.new())
        servers.callback(limits.stop)
        ours = large.web()
        servers.callback(ours.stop)
        runs = {
            limits.port: hello,
            ours.port: partial(look_anew, f"/en/{large.slug()}/locations"),
        }
        rates: dict[int, list[float]] = {port: [] for port in runs}
        for port, journey in runs.items():
            load(port, journey, clients=CLIENTS, seconds=WARM_UP)
        for _ in range(plan.rounds):
            for port, journey in runs.items():
                tally = load(port, journey, clients=CLIENTS, seconds=plan.seconds)
                rates[port].append(tally.rate)
    base, rate = median(rates[limits.port]), median(rates[ours.port])
    yield at_least(databases.kind, "page with the map, never asked before", rate, "/s", base, 0.05)

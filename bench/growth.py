"""Does an event with 30,000 locations feel like one with 300? Sign-ups, lists and the import."""

import csv
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench.databases import Databases
from bench.installation import LARGE, SMALL, Installation
from bench.journeys import sign_up
from bench.load import load
from bench.organizer import Organizer, Stopwatch
from bench.plan import Plan
from bench.report import Figure, at_least, at_most, below

SHARE_OF_SIGN_UPS, TIMES_AS_LONG, IMPORT_SECONDS = 0.95, 1.3, 30.0
CLIENTS, WARM_UP, LOOKS = 8, 2, 30

LISTS = {
    "organizers' locations": "",
    "organizers' locations by text": "?q=sa",
}
"""The text finds half a page at 300 and a whole one at 30,000."""

CITIES = text("SELECT name, country FROM city ORDER BY population DESC LIMIT 10000")


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Measure on one kind of database, small and large in turns."""
    small, large = (plan.installation(databases, size) for size in (SMALL, plan.large))
    with ExitStack() as servers:
        yield from _sign_ups(plan, databases.kind, small, large, servers)
    with ExitStack() as servers:
        yield from _lists(plan, databases.kind, small, large, servers)
    yield _import(plan, databases)


def _sign_ups(
    plan: Plan, kind: str, small: Installation, large: Installation, servers: ExitStack
) -> Iterator[Figure]:
    runs = []
    for ours in (small, large):
        web = ours.web()
        servers.callback(web.stop)
        crowd = f"growth{secrets.token_hex(4)}"
        runs.append((web.port, partial(sign_up, ours.slug(), ours.places(), crowd)))
    rates: list[list[float]] = [[], []]
    for port, journey in runs:
        load(port, journey, clients=CLIENTS, seconds=WARM_UP)
    for _ in range(plan.rounds):
        for (port, journey), rate in zip(runs, rates, strict=True):
            rate.append(load(port, journey, clients=CLIENTS, seconds=plan.seconds).rate)
    few, many = map(median, rates)
    yield at_least(kind, "sign-ups, 30,000 locations to 300", many, "/s", few, SHARE_OF_SIGN_UPS)


def _lists(
    plan: Plan, kind: str, small: Installation, large: Installation, servers: ExitStack
) -> Iterator[Figure]:
    desks = []
    for ours in (small, large):
        web = ours.web(workers=1)
        servers.callback(web.stop)
        desks.append((Organizer(web.port, ours.slug()), f"/organizer/{ours.slug()}/locations"))
    for name, query in LISTS.items():
        times: list[list[float]] = [[], []]
        for _ in range(LOOKS * plan.rounds // 3 + 1):
            for (organizer, path), spent in zip(desks, times, strict=True):
                with Stopwatch() as watch:
                    organizer.get(path + query)
                spent.append(watch.ms)
        few, many = (median(spent[1:]) for spent in times)
        yield at_most(kind, f"{name}, 30,000 to 300", many, "ms", few, TIMES_AS_LONG)


def _import(plan: Plan, databases: Databases) -> Figure:
    ours = Installation(plan.folder / f"{databases.kind}-import", databases.new())
    ours.load_demo(SMALL)
    file = ours.folder / "locations.csv"
    _write(file, ours)
    with Stopwatch() as watch:
        ours.flask("locations", "import", str(file), "--event", ours.slug())
    return below(databases.kind, "import of 30,000", watch.ms / 1000, "s", IMPORT_SECONDS)


def _write(file: Path, ours: Installation) -> None:
    """Three halls in each of ten thousand cities."""
    with ours.engine().connect() as connection:
        cities = connection.execute(CITIES).all()
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["external_id", "name", "kind", "city", "country", "capacity"])
        for number in range(LARGE.locations):
            city = cities[number % len(cities)]
            writer.writerow([f"x{number}", f"Hall {number}", "hall", *city, 50])

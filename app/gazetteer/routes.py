"""Cities while somebody types, and where the names come from."""

import json

from flask import Blueprint, Response, render_template, request

from app.gazetteer import queries
from app.gazetteer.countries import country_name, is_country
from app.gazetteer.queries import Hit
from app.gazetteer.regions import Part, region_name, regions_like
from app.gazetteer.rules import city_label, clean_country, is_shown_already
from app.web.access import public
from app.web.caching import cacheable

gazetteer = Blueprint("gazetteer", __name__)

A_DAY = 24 * 60 * 60


@gazetteer.get("/<language:lang>/cities.json")
@public
def cities(lang: str) -> Response:
    country = clean_country(request.args.get("country", ""))
    hint = country if is_country(country) else None
    hits = queries.find_places(request.args.get("q", ""), country=hint, still_typing=True)
    return _suggestions([_told(hit, lang) for hit in hits])


@gazetteer.get("/<language:lang>/regions.json")
@public
def regions(lang: str) -> Response:
    country = clean_country(request.args.get("country", ""))
    here = country if is_country(country) else ""
    found = regions_like(request.args.get("q", ""), here, lang)
    return _suggestions([_told_region(part, lang) for part in found])


@gazetteer.get("/<language:lang>/about")
@public
def about(lang: str) -> Response:
    return cacheable(render_template("gazetteer/about.html", language=lang), seconds=A_DAY)


def _suggestions(found: list[dict[str, str | int]]) -> Response:
    body = json.dumps(found, ensure_ascii=False)
    # The same for everybody who types the same: a proxy answers it the second time.
    return cacheable(body, seconds=A_DAY, mimetype="application/json")


def _told_region(part: Part, language: str) -> dict[str, str | int]:
    """Return what a list shows of a region, and the country that is chosen with it."""
    return {
        "name": region_name(*part, language),
        "country": part.country,
        "country_name": country_name(part.country, language),
    }


def _told(hit: Hit, language: str) -> dict[str, str | int]:
    """Return what a list shows of a city that was found."""
    label = city_label(hit.city, language)
    return {
        "id": hit.city.id,
        "name": label.name,
        "latin": label.latin or "",
        "matched": "" if is_shown_already(hit.matched, label) else hit.matched,
        "region": region_name(hit.city.country, hit.city.region, language),
        "country": hit.city.country,
        "country_name": country_name(hit.city.country, language),
    }

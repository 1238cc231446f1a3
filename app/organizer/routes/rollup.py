"""From the countries down to one location: how many people are where, the empty ones too."""

from datetime import datetime

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.gazetteer.countries import country_name, is_country
from app.gazetteer.queries import labels_of
from app.gazetteer.regions import region_name, region_named
from app.gazetteer.scopes import touches
from app.locations.sight import staff_views
from app.organizer import rollup as sums
from app.organizer.figures import figures_of, leaves_of
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.small_counts import Shown, exactly
from app.organizer.words import KINDS, LOCATION_STATES
from app.registration.queries import rollup
from app.registration.queries.rollup import Leaf
from app.staff.access import requires
from app.staff.rules import PEOPLE_READ

SECTION = "organizer.overview"


@organizer.get("/<event>/places", endpoint="rollup")
@requires("numbers.read")
def world(event: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    figures = figures_of(desk.event, desk.person, now)
    lines = sums.countries_of(figures, desk.language)
    return _page(desk, lines, [], heads=_("Country"), counted_at=figures.at)


@organizer.get("/<event>/places/<country>", endpoint="rollup_country")
@requires("numbers.read")
def country(event: str, country: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    leaves = _leaves(desk, country, now)
    (shown, at), region = _sight(desk, now), request.args.get("region")
    if region is None:
        nameless = _("At home, or without a region")
        lines = sums.regions_of(leaves, shown, _regions(desk), nameless)
        return _page(desk, lines, [country], heads=_("Region"), counted_at=at)
    if region not in {leaf.region for leaf in leaves}:
        region = region_named(country, region) or region
    leaves = [leaf for leaf in leaves if leaf.region == region]
    city = _city(leaves, request.args.get("city")) if desk.person.may(PEOPLE_READ) else None
    if city is not None:
        return _locations(desk, city)
    lines = sums.cities_of(leaves, shown, _names(desk, leaves), _("At home, or without a city"))
    trail = [country, region]
    return _page(desk, lines, trail, heads=_("City"), counted_at=at)


def _leaves(desk: Desk, country: str, now: datetime) -> list[Leaf]:
    scope = desk.person.scope
    if not is_country(country) or not touches(scope, country):
        # What lies outside of somebody's countries does not exist for them.
        abort(404)
    return list(leaves_of(desk.event, desk.person, country, now))


def _city(leaves: list[Leaf], asked: str | None) -> Leaf | None:
    """The city that an address names; None for none, or one that is not there."""
    return next((leaf for leaf in leaves if str(sums.city_of(leaf)) == asked), None)


def _sight(desk: Desk, now: datetime) -> tuple[Shown, datetime | None]:
    """What this account may see of numbers, and of when they are."""
    if desk.person.may(PEOPLE_READ):
        return exactly, now
    figures = figures_of(desk.event, desk.person, now)
    return figures.shown, figures.at


def _names(desk: Desk, leaves: list[Leaf]) -> sums.Names:
    labels = labels_of({leaf.city_id for leaf in leaves if leaf.city_id})
    return lambda leaf: labels.get(leaf.city_id or 0, {}).get(desk.language, leaf.city)


def _regions(desk: Desk) -> sums.Names:
    return lambda leaf: region_name(leaf.country, leaf.region, desk.language)


def _locations(desk: Desk, city: Leaf) -> str:
    """The locations of one city, each with its people."""
    page = rollup.page_of_places(
        desk.event.id,
        city.country,
        city.region,
        sums.city_of(city),
        after=request.args.get("after"),
    )
    labels = labels_of({city.city_id} if city.city_id else set())
    views = staff_views([place.location for place in page.rows], desk.language, labels)
    name = _names(desk, [city])(city) or _("At home, or without a city")
    return show(
        "rollup_city.html",
        desk,
        SECTION,
        trail=_trail(desk, [city.country, city.region]),
        name=name,
        city=city,
        key=str(sums.city_of(city)),
        lines=[(place, view) for place, view in zip(page.rows, views, strict=True)],
        page=page,
        kinds=KINDS,
        states=LOCATION_STATES,
    )


def _page(
    desk: Desk, lines: list[sums.Line], trail: list[str], *, heads: str, counted_at: datetime | None
) -> str:
    steps = _trail(desk, trail)
    return show(
        "rollup.html",
        desk,
        SECTION,
        lines=lines,
        trail=steps[:-1],
        name=steps[-1][0],
        heads=heads,
        below=len(trail),
        country=trail[0] if trail else "",
        region=trail[1] if len(trail) > 1 else "",
        counted_at=counted_at,
        may_read_people=desk.person.may(PEOPLE_READ),
    )


def _trail(desk: Desk, steps: list[str]) -> list[tuple[str, str]]:
    """Names and addresses of the pages above, the world first."""
    slug = desk.event.slug
    trail = [(_("The whole world"), url_for("organizer.rollup", event=slug))]
    if steps:
        above = url_for("organizer.rollup_country", event=slug, country=steps[0])
        trail.append((country_name(steps[0], desk.language), above))
    if len(steps) > 1:
        here = url_for("organizer.rollup_country", event=slug, country=steps[0], region=steps[1])
        name = region_name(steps[0], steps[1], desk.language)
        trail.append((name or _("At home, or without a region"), here))
    return trail

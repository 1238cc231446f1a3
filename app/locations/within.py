"""What lies within somebody's scope, as a condition on locations."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, or_, true

from app.gazetteer.scopes import Scope, read_entry
from app.locations.models import Location


def within(scope: Scope) -> ColumnElement[bool]:
    """The locations of these countries and regions; of all where there is none."""
    if not scope:
        return true()
    regions: dict[str, list[str]] = defaultdict(list)
    whole = []
    for country, region in map(read_entry, scope):
        if region:
            regions[country].append(region)
        else:
            whole.append(country)
    parts = [
        and_(Location.country == country, Location.region.in_(names))
        for country, names in regions.items()
    ]
    return or_(*([Location.country.in_(whole)] if whole else []), *parts)

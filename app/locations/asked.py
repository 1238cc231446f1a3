"""What somebody asked the finder, read from the address line and written into it again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from app.gazetteer.rules import Point, clean_country
from app.locations import rules
from app.locations.clusters import CONTINENTS
from app.locations.errors import BadPoint
from app.locations.models import LocationKind
from app.locations.spots import ANY, Wanted

KINDS = (LocationKind.HALL, LocationKind.HOME)


@dataclass(frozen=True)
class Asked:
    """A search as it was typed, fit to be shown again."""

    text: str = ""
    country: str = ""
    region: str = ""
    city: int | None = None
    page: int = 1
    point: Point | None = None
    bad_point: bool = False
    continent: str = ""
    wanted: Wanted = ANY

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Self:
        """Make sense of what the address line holds; nothing in it is an error but a bad point."""
        near, continent = arguments.get("near", "").strip(), arguments.get("continent", "")
        asked = cls(
            text=rules.clean_text(arguments.get("q", "")),
            country=clean_country(arguments.get("country", "")),
            region=rules.clean_text(arguments.get("region", "")),
            city=rules.parse_city(arguments.get("city", "")),
            page=rules.parse_page(arguments.get("page", "")),
            continent=continent if continent in CONTINENTS else "",
            wanted=_wanted(arguments),
        )
        try:
            return replace(asked, point=rules.parse_point(near)) if near else asked
        except BadPoint:
            return replace(asked, bad_point=True)

    @property
    def is_about_nothing(self) -> bool:
        """Whether it is the finder's first page, with nothing asked yet."""
        return self == Asked()

    @property
    def is_about_a_country(self) -> bool:
        """Whether it asks for a country and for nothing else, on whatever page of the list."""
        return bool(self.country) and replace(self, page=1) == Asked(country=self.country)

    def arguments(self, **changed: object) -> dict[str, object]:
        """Return the query that asks the same again, but for what is changed, and from page 1."""
        wanted = self.wanted
        same = {
            "q": self.text,
            "country": self.country,
            "region": self.region,
            "city": self.city,
            "continent": self.continent,
            "near": self.point and "{:.4g},{:.4g}".format(*self.point),
            "kind": wanted.kind,
            "language": wanted.language,
            "wheelchair": wanted.wheelchair and 1,
            "free": wanted.free and 1,
            **changed,
        }
        return {name: value for name, value in same.items() if value}


def _wanted(arguments: Mapping[str, str]) -> Wanted:
    kind, language = arguments.get("kind", ""), arguments.get("language", "")
    return Wanted(
        kind=kind if kind in set(KINDS) else "",
        language=language if rules.is_language(language) else "",
        wheelchair=arguments.get("wheelchair") == "1",
        free=arguments.get("free") == "1",
    )

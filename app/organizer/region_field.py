"""A region that somebody types in their own language, and that is kept by its English name."""

from wtforms import StringField

from app.gazetteer.regions import name_anywhere, region_name, region_named, regions_of


class RegionField(StringField):
    """`data` is the name that locations carry, once it is validated; the page shows its own."""

    data: str | None
    country, shown_in = "", "en"

    def shown(self) -> str:
        """The region's name in the language of the page."""
        if not self.data:
            return ""
        if self.country:
            return region_name(self.country, self.data, self.shown_in)
        return name_anywhere(self.data, self.shown_in)

    def suggestions(self) -> list[str]:
        """The regions of the chosen country by name; none where no country is chosen."""
        return regions_of(self.country, self.shown_in) if self.country else []

    def keep_english(self) -> None:
        """Take the name of any language; what no region is called stays, and finds nothing."""
        text = (self.data or "").strip()
        self.data = region_named(self.country, text) or text

    def _value(self) -> str:
        return self.shown()

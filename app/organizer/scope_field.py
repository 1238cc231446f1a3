"""Countries and regions, typed in one line with commas between: what somebody is bound to."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from app.gazetteer.countries import country_name, is_country
from app.gazetteer.regions import region_name, region_named
from app.gazetteer.scopes import entry_of, read_entry
from app.locations.search import country_named

COMMAS = str.maketrans("،", ",")


class ScopeField(StringField):
    """`data` is what was typed; `entries` is what it means, once it is validated."""

    shown_in = "en"
    is_region: Callable[[str, str], bool]
    """Whether any location is in a region that has no name of its own in our list."""
    entries: tuple[str, ...] = ()

    def fill(self, entries: Iterable[str]) -> None:
        """Show a scope in the page's language, as somebody would type it."""
        self.data = ", ".join(spelled(entry, self.shown_in) for entry in entries)

    def pre_validate(self, _form: Any) -> None:
        """Understand what was typed.

        :raises ValidationError: a part of it is neither a country nor a region of one
        """
        self.entries = tuple(self._read())

    def _read(self) -> Iterable[str]:
        parts = [part.strip() for part in (self.data or "").translate(COMMAS).split(",")]
        parts = [part for part in parts if part]
        while parts:
            # A few names have a comma of their own: Washington, D.C.
            whole = self._meant(", ".join(parts[:2]))
            yield whole or self._known(parts[0])
            del parts[: 2 if whole else 1]

    def _meant(self, text: str) -> str | None:
        try:
            return self._known(text)
        except ValidationError:
            return None

    def _known(self, text: str) -> str:
        country, _colon, region = (part.strip() for part in text.partition(":"))
        code = country.upper() if is_country(country.upper()) else self._code(country)
        if not code:
            raise ValidationError(_l("We know no country called %(name)s.", name=country[:60]))
        if not region:
            return code
        found = region_named(code, region) or (region if self.is_region(code, region) else None)
        if found is None:
            raise ValidationError(_l("We know no region called %(name)s.", name=region[:60]))
        return entry_of(code, found)

    def _code(self, country: str) -> str:
        found = country_named(country, self.shown_in)
        # Persian writes commas of its own, which were made ours above.
        return found or country_named(country.replace(",", "،"), self.shown_in)


def spelled(entry: str, language: str) -> str:
    """A country, or a region after its country and a colon, in a language."""
    country, region = read_entry(entry)
    name = country_name(country, language)
    return f"{name}: {region_name(country, region, language)}" if region else name

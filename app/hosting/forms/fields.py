"""Fields that several of the hosts' forms have, and how long a text may be."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.hosting import rules
from app.hosting.places import CityChoice
from app.registration.rules import read_party_size
from app.web.formats import page_number


class SelectMultipleTicks(SelectMultipleField):
    """Several choices, each with a tick of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CityField(StringField):
    """A city: the number that the gazetteer has for it, or its name as people type it.

    A button that offers a city sends the field a second time, and wins.
    """

    found: CityChoice | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        given = [value.strip() for value in valuelist if value.strip()]
        self.data = given[-1] if given else ""


class SeatsField(StringField):
    """A number of seats, in the digits of any script; `data` stays what was typed."""

    seats: int = 0


def read_seats(text: str | None, *, is_home: bool) -> int:
    """The number of seats behind what was typed.

    :raises ValidationError: when it is none that fits
    """
    most = rules.most_seats(is_home=is_home)
    seats = read_party_size(text or "", most)
    if seats is None:
        raise ValidationError(
            _l("Please give a whole number from 1 to %(largest)s.", largest=page_number(most))
        )
    return seats


def check_length(text: str, most: int) -> None:
    """Refuse a text of more characters than that.

    :raises ValidationError: then
    """
    if len(text) > most:
        raise ValidationError(
            _l("Please shorten this to %(most)s characters.", most=page_number(most))
        )

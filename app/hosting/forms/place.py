"""What is said about a location, at first and later."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from app.hosting import rules
from app.hosting.forms.fields import SeatsField, SelectMultipleTicks, check_length, read_seats
from app.locations.rules import Release
from app.registration.forms import readable, sent_once
from app.web.forms import Form
from app.web.languages import LANGUAGES, language_name

ADDRESS_LENGTH, ACCESS_LENGTH = 400, 400

RELEASES = (
    SelectChoice(Release.CONFIRMATION.value, _l("As soon as they are confirmed")),
    SelectChoice(Release.DAY_BEFORE.value, _l("One day before the event")),
    SelectChoice(Release.BY_HAND.value, _l("When I release it on my host page")),
)
LISTED = (
    SelectChoice("yes", _l("Everybody: the location stands in the lists")),
    SelectChoice("no", _l("Only people to whom I give its invitation code")),
)


class PlaceFields(Form):
    """What can be said about a location, at first and later."""

    languages = SelectMultipleTicks(_l("Languages spoken there"))
    access = TextAreaField(_l("Notes on access"), [sent_once, readable])
    release = RadioField(
        _l("When do guests get the address?"),
        [sent_once],
        choices=RELEASES,
        default=Release.CONFIRMATION.value,
    )
    listed = RadioField(_l("Who can find it?"), [sent_once], choices=LISTED, default="yes")

    def __init__(self, *, offered: Sequence[str], shown_in: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        codes = dict.fromkeys([*offered, *LANGUAGES])
        self.languages.choices = [
            SelectChoice(code, language_name(code, shown_in)) for code in codes
        ]

    def validate_access(self, field: TextAreaField) -> None:
        field.data = " ".join((field.data or "").split())
        check_length(field.data, ACCESS_LENGTH)


class DetailsForm(PlaceFields):
    """What is said about the location; an empty address leaves the one that is known."""

    address = StringField(_l("New address of the place"), [sent_once, readable])
    answer = TextAreaField(_l("Your answer to the organizers"), [sent_once, readable])

    def validate_address(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        check_length(field.data, ADDRESS_LENGTH)

    def validate_answer(self, field: TextAreaField) -> None:
        field.data = (field.data or "").strip()
        check_length(field.data, rules.LONGEST_MESSAGE)


class SeatsForm(Form):
    """Another number of seats."""

    capacity = SeatsField(_l("Seats"), [sent_once])

    def __init__(self, *, is_home: bool, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.is_home = is_home

    def validate_capacity(self, field: SeatsField) -> None:
        field.seats = read_seats(field.data, is_home=self.is_home)

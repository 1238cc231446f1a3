"""What hosts fill in. Shape only, but for the city, which the gazetteer must know."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.gazetteer.countries import countries
from app.hosting import rules
from app.hosting.places import CityChoice, choose_city
from app.locations.models import LocationKind
from app.locations.rules import Release
from app.registration.forms import AddressField, readable, sent_once
from app.registration.rules import is_readable, read_party_size
from app.web.formats import page_digits
from app.web.forms import Form
from app.web.languages import LANGUAGES, language_name

NAME_LENGTH, ADDRESS_LENGTH, ACCESS_LENGTH = 120, 400, 400

KINDS = (
    SelectChoice(LocationKind.HALL.value, _l("A hall or another public place")),
    SelectChoice(LocationKind.HOME.value, _l("My home")),
)
RELEASES = (
    SelectChoice(Release.CONFIRMATION.value, _l("As soon as they are confirmed")),
    SelectChoice(Release.DAY_BEFORE.value, _l("One day before the event")),
    SelectChoice(Release.BY_HAND.value, _l("When I release it on my host page")),
)
LISTED = (
    SelectChoice("yes", _l("Everybody: the location stands in the lists")),
    SelectChoice("no", _l("Only people to whom I give its invitation code")),
)


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
        _check_length(field.data, ACCESS_LENGTH)


class OfferForm(PlaceFields):
    """Offer a location."""

    submission = HiddenField(validators=[sent_once])
    kind = RadioField(_l("What is it?"), [sent_once], choices=KINDS)
    name = StringField(_l("Name of the place"), [sent_once, readable])
    city = CityField(_l("City"), [readable])
    country = SelectField(_l("Country"), [sent_once])
    address = StringField(_l("Address of the place"), [sent_once, readable])
    capacity = SeatsField(_l("How many guests fit in?"), [sent_once])
    email = AddressField(_l("Your email"), [sent_once])
    consent = BooleanField(validators=[sent_once])

    def __init__(self, *, shown_in: str, **arguments: Any) -> None:
        super().__init__(shown_in=shown_in, **arguments)
        choose = SelectChoice("", _l("Please choose"))
        self.country.choices = [choose, *(SelectChoice(*one) for one in countries(shown_in))]
        if self.country.data is None:
            self.country.data = ""
        if not self.submission.data:
            self.submission.data = secrets.token_urlsafe(16)

    @property
    def is_home(self) -> bool:
        return bool(self.kind.data == LocationKind.HOME)

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in (LocationKind.HALL, LocationKind.HOME):
            raise ValidationError(_l("Please choose one of the two."))

    def validate_name(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        if not field.data and not self.is_home:
            raise ValidationError(_l("Please say what the place is called."))
        _check_length(field.data, NAME_LENGTH)

    def validate_country(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_l("Please choose the country."))

    def validate_city(self, field: CityField) -> None:
        if not field.data:
            raise ValidationError(_l("Please type the city."))
        field.found = choose_city(field.data, str(self.country.data or ""))
        if field.found.city is not None:
            return
        if field.found.like:
            raise ValidationError(_l("We know no city of this name there. Is it one of these?"))
        raise ValidationError(_l("We know no city of this name there. Try the nearest larger one."))

    def validate_address(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(_l("Please give the address: your guests need it to come."))
        _check_length(field.data, ADDRESS_LENGTH)

    def validate_capacity(self, field: SeatsField) -> None:
        field.seats = read_seats(field.data, is_home=self.is_home)

    def validate_email(self, field: AddressField) -> None:
        if not field.data:
            raise ValidationError(_l("Please give an email address: we send your link there."))

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this, or we may not keep your offer."))


def read_seats(text: str | None, *, is_home: bool) -> int:
    """The number of seats behind what was typed.

    :raises ValidationError: when it is none that fits
    """
    most = rules.most_seats(is_home=is_home)
    seats = read_party_size(text or "", most)
    if seats is None:
        raise ValidationError(
            _l("Please give a whole number from 1 to %(largest)s.", largest=page_digits(most))
        )
    return seats


def _check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise ValidationError(
            _l("Please shorten this to %(most)s characters.", most=page_digits(most))
        )


class SeatsForm(Form):
    """Another number of seats."""

    capacity = SeatsField(_l("Seats"), [sent_once])

    def __init__(self, *, is_home: bool, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.is_home = is_home

    def validate_capacity(self, field: SeatsField) -> None:
        field.seats = read_seats(field.data, is_home=self.is_home)


class DetailsForm(PlaceFields):
    """What is said about the location; an empty address leaves the one that is known."""

    address = StringField(_l("New address of the place"), [sent_once, readable])
    answer = TextAreaField(_l("Your answer to the organizers"), [sent_once, readable])

    def validate_address(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        _check_length(field.data, ADDRESS_LENGTH)

    def validate_answer(self, field: TextAreaField) -> None:
        field.data = (field.data or "").strip()
        _check_length(field.data, rules.LONGEST_MESSAGE)


class HeadsForm(Form):
    """How many came."""

    heads = SeatsField(_l("How many came?"), [sent_once])

    def validate_heads(self, field: SeatsField) -> None:
        # Nobody came is an answer as well.
        nobody = (field.data or "").strip() in ("0", "۰", "٠")
        field.seats = 0 if nobody else read_seats(field.data, is_home=False)


class MessageForm(Form):
    """A host's words to the guests."""

    words = TextAreaField(_l("Your message"), [sent_once])

    def validate_words(self, field: TextAreaField) -> None:
        lines = (field.data or "").replace("\r\n", "\n").strip()
        if not lines:
            raise ValidationError(_l("Please write something first."))
        if not is_readable(lines.replace("\n", " ")):
            raise ValidationError(
                _l("This holds characters that we cannot read. Please type it anew.")
            )
        _check_length(lines, rules.LONGEST_MESSAGE)
        field.data = lines


class HandOnForm(Form):
    """Another host."""

    email = AddressField(_l("Email of the new host"), [sent_once])
    sure = BooleanField(_l("Yes, hand it on. My own link stops working at once."), [sent_once])

    def validate_email(self, field: AddressField) -> None:
        if not field.data:
            raise ValidationError(_l("Please give an email address: we send the new link there."))

    def validate_sure(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this: your link ends with it."))


class CloseForm(Form):
    """The end of a location."""

    sure = BooleanField(_l("Yes, it does not take place. Tell everybody."), [sent_once])

    def validate_sure(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this: it cannot be undone."))


class InvitationForm(Form):
    """Open a location that is not listed."""

    plain: str = ""
    code = StringField(_l("Invitation code"), [sent_once])

    def validate_code(self, field: StringField) -> None:
        self.plain = rules.read_code(field.data or "", rules.INVITATION_LENGTH) or ""
        if not self.plain:
            raise ValidationError(_l("An invitation code has ten letters and digits."))


class DoorForm(Form):
    """A code at the door: typed, or behind the button of its line."""

    code = StringField(_l("Door code or receipt code"), [Length(max=40)])
    came, undo = StringField(), StringField()

    @property
    def meant(self) -> str:
        """The code of whoever is meant, as it was typed."""
        return str(self.undo.data or self.came.data or self.code.data or "")


class ButtonForm(Form):
    """Nothing but a button and its CSRF token."""

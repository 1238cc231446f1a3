"""Offering a location, and opening one by its invitation code."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice

from app.gazetteer.countries import countries
from app.hosting import rules
from app.hosting.forms.fields import CityField, SeatsField, check_length, read_seats
from app.hosting.forms.place import ADDRESS_LENGTH, PlaceFields
from app.hosting.places import choose_city
from app.locations.models import LocationKind
from app.registration.forms import AddressField, readable, sent_once
from app.web.forms import Form

NAME_LENGTH = 120

KINDS = (
    SelectChoice(LocationKind.HALL.value, _l("A hall or another public place")),
    SelectChoice(LocationKind.HOME.value, _l("My home")),
)


class OfferForm(PlaceFields):
    """Offer a location."""

    submission = HiddenField(validators=[sent_once])
    # What is none of the two is told below, in our own words.
    kind = RadioField(_l("What is it?"), [sent_once], choices=KINDS, validate_choice=False)
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
        check_length(field.data, NAME_LENGTH)

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
        check_length(field.data, ADDRESS_LENGTH)

    def validate_capacity(self, field: SeatsField) -> None:
        field.seats = read_seats(field.data, is_home=self.is_home)

    def validate_email(self, field: AddressField) -> None:
        if not field.data:
            raise ValidationError(_l("Please give an email address: we send your link there."))

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this, or we may not keep your offer."))


class InvitationForm(Form):
    """Open a location that is not listed."""

    plain: str = ""
    code = StringField(_l("Invitation code"), [sent_once])

    def validate_code(self, field: StringField) -> None:
        self.plain = rules.read_code(field.data or "", rules.INVITATION_LENGTH) or ""
        if not self.plain:
            raise ValidationError(_l("An invitation code has ten letters and digits."))

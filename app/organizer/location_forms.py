"""What the desk asks for about locations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from app.gazetteer.countries import countries
from app.gazetteer.scopes import touches
from app.hosting.forms.fields import CityField, SeatsField
from app.hosting.forms.place import DetailsForm
from app.hosting.places import choose_city
from app.locations.models import LocationKind, LocationState
from app.locations.queries.desk import Filters
from app.locations.rules import is_public_id
from app.organizer.words import KINDS, LOCATION_STATES
from app.registration.forms import readable
from app.registration.rules import read_party_size
from app.web.formats import page_digits
from app.web.forms import Form

ALL = SelectChoice("", _l("All"))
MOST_SEATS = 1_000_000


class LocationFilterForm(Form):
    """Which locations to list; each field may stay empty."""

    class Meta:
        csrf = False

    q = StringField(_l("City or name"), [Length(max=100)])
    kind = SelectField(
        _l("Kind"), choices=[ALL, *(SelectChoice(k.value, name) for k, name in KINDS.items())]
    )
    state = SelectField(
        _l("State"),
        choices=[ALL, *(SelectChoice(s.value, word[0]) for s, word in LOCATION_STATES.items())],
    )
    country = SelectField(_l("Country"))

    def __init__(self, *, scope: tuple[str, ...], shown_in: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.country.choices = [ALL] + [
            SelectChoice(*one) for one in countries(shown_in) if touches(scope, one[0])
        ]
        for name in ("kind", "state", "country"):
            # An address without this filter means all.
            if self[name].data is None:
                self[name].data = ""

    def filters(self) -> Filters:
        """The chosen rows."""
        return Filters(
            text=self.q.data or "",
            kind=LocationKind(self.kind.data) if self.kind.data else None,
            state=LocationState(self.state.data) if self.state.data else None,
            country=self.country.data,
        )

    def arguments(self) -> dict[str, str]:
        """The filters as they stand in an address that can be kept and shared."""
        return {field.name: str(field.data) for field in self if field.data}


class EditForm(DetailsForm):
    """What a location is called and says; an empty number of seats means no limit."""

    name = StringField(_l("Name"), [readable, Length(max=120)])
    capacity = SeatsField(_l("Seats"))
    tell = BooleanField(_l("Tell everybody who is signed up there"))

    def __init__(self, *, has_limit: bool, is_hall: bool, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.has_limit, self.is_hall = has_limit, is_hall
        self.seats: int | None = None

    def validate_name(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        if self.is_hall and not field.data:
            raise ValidationError(_l("Please say what the place is called."))

    def validate_capacity(self, field: SeatsField) -> None:
        text = (field.data or "").strip()
        self.seats = read_party_size(text, MOST_SEATS) if text else None
        if text and self.seats is None:
            raise ValidationError(
                _l(
                    "Please give a whole number from 1 to %(largest)s.",
                    largest=page_digits(MOST_SEATS),
                )
            )
        if self.seats is not None and not self.has_limit:
            raise ValidationError(
                _l("It has had no limit, so nobody counted who holds a seat. Leave this empty.")
            )


class PlaceForm(Form):
    """Another city, and the address there."""

    country = SelectField(_l("Country"))
    city = CityField(_l("City"), [readable])
    address = StringField(_l("New address of the place"), [readable, Length(max=400)])

    def __init__(self, *, shown_in: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.country.choices = [SelectChoice(*one) for one in countries(shown_in)]

    def validate_city(self, field: CityField) -> None:
        field.found = choose_city(field.data or "", str(self.country.data or ""))
        if field.found.city is None:
            raise ValidationError(_l("We know no city of this name there."))

    def validate_address(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(_l("Please give the address: your guests need it to come."))


class MergeForm(Form):
    """The location to which everybody goes."""

    code = StringField(_l("Location code of the other one"))
    sure = BooleanField(
        _l("Yes, bring everybody there and close this one"),
        [InputRequired(_l("Please tick this: it cannot be undone."))],
    )

    def validate_code(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if not is_public_id(field.data):
            raise ValidationError(_l("A location code has up to 16 letters and digits."))


class ImportForm(Form):
    """A file of locations."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Please choose a file."))])
    dry = BooleanField(_l("Only check it; store nothing"))

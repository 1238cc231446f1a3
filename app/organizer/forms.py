"""What the desk asks for. The filters come by address, the rest by POST."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.announcements.segment import read_filters
from app.gazetteer.countries import countries
from app.gazetteer.scopes import touches
from app.locations.rules import is_public_id
from app.organizer.region_field import RegionField
from app.organizer.scope_field import ScopeField
from app.organizer.words import KINDS, ROLES, STATES
from app.registration import rules as registration_rules
from app.registration.forms import AddressField, PartySizeField, readable
from app.registration.queries.desk import Filters
from app.staff.models import StaffRole
from app.staff.person import Post
from app.staff.rules import MAY_BE_BOUND
from app.web.formats import page_digits
from app.web.forms import Form
from app.web.languages import LANGUAGES, language_name

ALL = SelectChoice("", _l("All"))
YEARS = range(2000, 2200)
LONGEST_SEARCH = 254
FILTERS = ("state", "country", "region", "location", "kind", "language", "since", "until")


class FilterForm(Form):
    """Which sign-ups to list; each field may stay empty."""

    class Meta:
        csrf = False

    NAMES: tuple[str, ...] = FILTERS
    state = SelectField(
        _l("State"), choices=[ALL, *(SelectChoice(s.value, w[0]) for s, w in STATES.items())]
    )
    country = SelectField(_l("Country"))
    region = RegionField(_l("Region"), [readable, Length(max=120)])
    location = StringField(_l("Location code"))
    kind = SelectField(
        _l("Kind"), choices=[ALL, *(SelectChoice(k.value, w) for k, w in KINDS.items())]
    )
    language = SelectField(_l("Language"))
    since = DateField(_l("Signed up from"), [Optional()])
    until = DateField(_l("Signed up until"), [Optional()])

    def __init__(
        self, *, scope: tuple[str, ...], languages: list[str], shown_in: str, **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.country.choices = [ALL] + [
            SelectChoice(*one) for one in countries(shown_in) if touches(scope, one[0])
        ]
        codes = dict.fromkeys([*languages, *LANGUAGES])
        self.language.choices = [ALL] + [
            SelectChoice(code, language_name(code, shown_in)) for code in codes
        ]
        for name in ("state", "country", "kind", "language"):
            # An address without this filter means all.
            if self[name].data is None:
                self[name].data = ""
        self.region.country, self.region.shown_in = self.country.data, shown_in

    def validate_region(self, field: RegionField) -> None:
        field.keep_english()

    def validate_location(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data and not is_public_id(field.data):
            raise ValidationError(_l("A location code has up to 16 letters and digits."))

    def validate_since(self, field: DateField) -> None:
        check_year(field.data)

    def validate_until(self, field: DateField) -> None:
        check_year(field.data)
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_l("This day is before the first one."))

    def filters(self, zone: str) -> Filters:
        """The chosen rows; days begin and end on the clocks of this zone."""
        return read_filters(self.arguments(), zone)

    def arguments(self) -> dict[str, str]:
        """The filters as they stand in an address that can be kept and shared."""
        return {name: str(self[name].data) for name in self.NAMES if self[name].data}


class SearchForm(Form):
    """Whom to find. It is sent by POST: an address in a URL would stand in logs."""

    q = StringField(
        _l("Name, address or receipt code"),
        [InputRequired(_l("Whom are you looking for?")), Length(max=LONGEST_SEARCH)],
    )

    def validate_q(self, field: StringField) -> None:
        field.data = (field.data or "").strip()


class CancelForm(Form):
    """End a sign-up."""

    sure = BooleanField(
        _l("Yes, cancel this sign-up and free its seats"),
        [InputRequired(_l("Please tick this: it cannot be undone."))],
    )


class ResendForm(Form):
    """Send a new link."""

    sure = BooleanField(
        _l("Yes, send a new link; those sent before stop working"),
        [InputRequired(_l("Please tick this first."))],
    )


class PartyForm(Form):
    """A number of people, as large as the event lets a party be."""

    party_size = PartySizeField(_l("How many people"))

    def __init__(self, *, largest_party: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.largest_party = largest_party

    def validate_party_size(self, field: PartySizeField) -> None:
        size = registration_rules.read_party_size(field.data or "", self.largest_party)
        if size is None:
            raise ValidationError(
                _l(
                    "Please give a whole number from 1 to %(largest)s.",
                    largest=page_digits(self.largest_party),
                )
            )
        field.size = size


class MoveForm(PartyForm):
    """Another location, chosen by a button or by its code, or another number of people."""

    location = StringField()
    code = StringField(_l("Location code"))

    @property
    def chosen(self) -> str:
        """The public id of the location that was chosen, '' when none was."""
        return str(self.location.data or self.code.data or "").strip()


class PostForm(Form):
    """As what somebody works for the event, and for which part of the world."""

    role = SelectField(
        _l("Role"),
        choices=[SelectChoice(role.value, name) for role, name in ROLES.items()],
        default="manager",
    )
    scope = ScopeField(_l("Countries or regions"), [Length(max=500)])

    def __init__(
        self, *, shown_in: str, is_region: Callable[[str, str], bool], **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.scope.shown_in, self.scope.is_region = shown_in, is_region

    def validate_scope(self, field: ScopeField) -> None:
        if self.role.data == StaffRole.COORDINATOR and not field.entries:
            raise ValidationError(_l("Which countries shall this coordinator see?"))
        if field.entries and self.role.data not in MAY_BE_BOUND:
            raise ValidationError(
                _l("Only coordinators and host approvers are bound to countries.")
            )

    @property
    def post(self) -> Post:
        """What was chosen, once it is validated."""
        return Post(self.role.data, self.scope.entries)


class InviteForm(PostForm):
    """A place in the team."""

    email = AddressField(_l("Address"), [InputRequired(_l("Please type an address."))])
    language = SelectField(
        _l("Language of the letter"), choices=[SelectChoice(*one) for one in LANGUAGES.items()]
    )


class WordsForm(Form):
    """An answer to a host, in the team's own words."""

    words = TextAreaField(
        _l("What do you write to the host?"),
        [
            InputRequired(_l("Please write a sentence: the host gets it by mail.")),
            Length(max=1000, message=_l("Please use at most %(max)d characters.")),
        ],
    )


class ButtonForm(Form):
    """Nothing but a button and its CSRF token."""


def check_year(day: date | None) -> None:
    """Refuse a year that can only be a slip of the finger."""
    if day and day.year not in YEARS:
        raise ValidationError(_l("Please check the year."))

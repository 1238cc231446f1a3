"""A file of people: sending it, saying which of its columns is which, and importing it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.locations.rules import is_public_id
from app.organizer.bulk_form import stale
from app.organizer.list_form import HEADS
from app.registration.people_file import COLUMNS, LOCATION
from app.web.forms import Form
from app.web.languages import LANGUAGES, language_name

ASK, CONFIRMED = "ask", "confirmed"
LEFT_OUT = SelectChoice("", _l("is not in the file"))
OTHER_WORDS = {
    "email": ("email", "e-mail", "mail", "email address", "ایمیل", "رایانامه", "نشانی ایمیل"),
    "name": ("name", "full name", "نام"),
    "party_size": ("party_size", "party size", "people", "seats", "نفر"),
    "language": ("language", "زبان"),
    "location": ("location", "location code", "place", "کد محل"),
    "note": ("note", "notes", "یادداشت"),
}
"""Heads that other programs write, beside the words of our own lists and files."""


@cache
def words_of_columns() -> Mapping[str, frozenset[str]]:
    """What each column is called in the languages that are shipped, and by other programs."""
    words = {name: set(OTHER_WORDS[name]) for name in COLUMNS}
    for language in LANGUAGES:
        with force_locale(language):
            for name in COLUMNS:
                words[name].add(str(HEADS[name]))
    return {name: frozenset(found) for name, found in words.items()}


def words_of_languages(codes: list[str]) -> dict[str, str]:
    """The letters' languages by their codes, and by their names in the shipped languages."""
    return {
        word.casefold(): code
        for code in dict.fromkeys((*LANGUAGES, *codes))
        for word in (code, *(language_name(code, shown_in) for shown_in in LANGUAGES))
    }


class SendForm(Form):
    """A file on its way in."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Please choose a file."))])


class ColumnsForm(Form):
    """Which column is which, and what becomes of the people: all of it stands in the address."""

    class Meta:
        csrf = False

    email = SelectField(HEADS["email"])
    name = SelectField(HEADS["name"])
    party_size = SelectField(HEADS["party_size"])
    language = SelectField(HEADS["language"])
    location = SelectField(HEADS["location"])
    note = SelectField(HEADS["note"])
    place = StringField(_l("Location code for lines without one"))
    letters = RadioField(
        _l("What do they get?"),
        choices=[
            SelectChoice(ASK, _l("A letter that asks them to confirm; seats are held for a week")),
            SelectChoice(
                CONFIRMED, _l("They agreed elsewhere: confirmed, and a letter with their link")
            ),
        ],
    )

    def __init__(self, *, heads: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        places = [SelectChoice(str(place), head) for place, head in enumerate(heads) if head]
        for name in COLUMNS:
            self[name].choices = [LEFT_OUT, *places]
            # An address without this column leaves it out.
            if self[name].data is None:
                self[name].data = ""

    def validate_email(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_l("Which column holds the mail addresses?"))

    def validate_place(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data and not is_public_id(field.data):
            raise ValidationError(_l("A location code has up to 16 letters and digits."))
        if not field.data and not self[LOCATION].data:
            raise ValidationError(_l("Where do they come? Please choose a column, or give a code."))

    def chosen(self) -> dict[str, int]:
        """Which column of the file is which of ours."""
        return {name: int(self[name].data) for name in COLUMNS if self[name].data}

    def address(self) -> dict[str, str]:
        """All of it as it stands in an address."""
        return {field.name: str(field.data) for field in self if field.data}


def first_guess(columns: Mapping[str, int]) -> dict[str, str]:
    """What the form holds before anybody chose."""
    return {"letters": ASK, **{name: str(place) for name, place in columns.items()}}


class ImportForm(Form):
    """The answer of whoever saw what the file would do."""

    seen = HiddenField(validators=[InputRequired()])
    agreed = BooleanField(
        _l("These people agreed to be signed up, and to get letters about the event"),
        [InputRequired(_l("Please tick this: without it we may not keep their data."))],
    )

    def validate_seen(self, field: HiddenField) -> None:
        if not (field.data or "").isdecimal() or len(field.data) > 9:
            raise ValidationError(stale())

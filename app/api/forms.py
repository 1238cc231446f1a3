"""What an owner says of a new token."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.api import rules
from app.api.operations import SCOPES
from app.web.formats import page_digits
from app.web.forms import Form


class TokenForm(Form):
    """A token for a tool."""

    name = StringField(
        _l("Name of the tool"),
        [InputRequired(_l("Please give the tool a name.")), Length(max=60)],
    )
    scopes = SelectMultipleField(
        _l("It may read"),
        [InputRequired(_l("Please choose what the tool may read."))],
        choices=[SelectChoice(scope, words) for scope, words in SCOPES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = SelectField(_l("It works for"), coerce=int, default=rules.LIFETIMES[1])

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.days.choices = [
            SelectChoice(days, page_digits(ngettext("%(num)s day", "%(num)s days", days)))
            for days in rules.LIFETIMES
        ]

    def validate_name(self, field: StringField) -> None:
        field.data = (field.data or "").strip()

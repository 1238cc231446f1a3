"""Which sign-ups a list or a file holds, and what of them: all of it stands in the address."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.organizer.export import COLUMNS
from app.organizer.forms import FilterForm
from app.registration.forms import readable
from app.web.forms import Form

HEADS = {
    "signed_up": _l("Signed up"),
    "state": _l("State"),
    "name": _l("Name"),
    "email": _l("Address"),
    "note": _l("Note"),
    "party_size": _l("People"),
    "language": _l("Language"),
    "location": _l("Location code"),
    "location_kind": _l("Kind"),
    "location_name": _l("Location"),
    "city": _l("City"),
    "country": _l("Country"),
    "confirmed": _l("Confirmed"),
    "ended": _l("Cancelled or ended"),
}


class SelectMultipleColumns(SelectMultipleField):
    """Some of the columns, each with a tick of its own; `data` keeps their usual order."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        # An address from elsewhere may name a column that is not there: the others still count.
        self.data = [name for name in COLUMNS if name in valuelist]


class ListForm(FilterForm):
    """Filters and columns."""

    columns = SelectMultipleColumns(
        _l("Columns"), choices=[SelectChoice(name, head) for name, head in HEADS.items()]
    )

    def chosen_columns(self) -> list[str]:
        """What was ticked; none means the usual ones of the list, and all of them in a file."""
        return list(self.columns.data or ())

    def address(self) -> dict[str, str | list[str]]:
        """Filters and columns as they stand in an address that can be kept and shared."""
        columns = self.chosen_columns()
        return {**self.arguments(), **({"columns": columns} if columns else {})}


class ViewForm(Form):
    """A name under which filters and columns are kept."""

    name = StringField(
        _l("Name of the view"),
        [DataRequired(_l("Please give it a name.")), readable, Length(max=60)],
    )
    shared = BooleanField(_l("The whole team sees it"))

    def validate_name(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())

"""Which sign-ups shall become one, and which of them stays."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.validators import InputRequired

from app.organizer.bulk_form import IdsField
from app.organizer.forms import PartyForm
from app.web.forms import Form

MOST = 6
"""More do not stand side by side."""


class SideBySideForm(Form):
    """The sign-ups as they stand in the address."""

    class Meta:
        csrf = False

    ids = IdsField()

    def validate_ids(self, _field: IdsField) -> None:
        if not 2 <= len(self.chosen) <= MOST:
            raise ValidationError(_l("Please tick two to six sign-ups to be merged."))

    @property
    def chosen(self) -> list[str]:
        """Their ids."""
        return self.ids.ids

    @property
    def address(self) -> str:
        """All of them as they stand in an address."""
        return self.ids.references


class KeepForm(PartyForm):
    """The one that stays, and for how many people."""

    keep = RadioField(
        _l("Which one shall stay?"), [InputRequired(_l("Please say which one shall stay."))]
    )

    def __init__(self, *, ids: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.keep.choices = [(one, one) for one in ids]

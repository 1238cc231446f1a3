"""Codes at the door."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from app.web.forms import Form


class DoorForm(Form):
    """A code at the door: typed, or behind the button of its line."""

    code = StringField(_l("Door code or receipt code"), [Length(max=40)])
    came, undo = StringField(), StringField()

    @property
    def meant(self) -> str:
        """The code of whoever is meant, as it was typed."""
        return str(self.undo.data or self.came.data or self.code.data or "")

"""The address of a video elsewhere."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.livestream.elsewhere import Elsewhere, read_address
from app.web.forms import Form
from app.web.languages import own_name


class ElsewhereForm(Form):
    """A video at one of the players that are allowed."""

    address = StringField(_l("Address of the video"), [InputRequired(_l("Which address?"))])
    language = SelectField(_l("Language"))

    def __init__(self, *, languages: list[str], hosts: Sequence[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.hosts = hosts
        self.language.choices = [SelectChoice(code, own_name(code)) for code in languages]

    def validate_address(self, _field: StringField) -> None:
        if self.video() is None:
            allowed = ", ".join(self.hosts)
            raise ValidationError(_("Paste the address of one video of: %(hosts)s", hosts=allowed))

    def video(self) -> Elsewhere | None:
        """What was pasted, where a player that is allowed can show it."""
        return read_address(self.address.data or "", self.language.data or "", self.hosts)

"""What a key for an encoder is made for."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice

from app.livestream.ingest import KEY_LASTS
from app.web.formats import page_number
from app.web.forms import Form
from app.web.languages import own_name


class KeyForm(Form):
    """One stream, what is sent, and for how long."""

    stream = SelectField(_l("Stream"))
    language = SelectField(_l("What it sends"))
    hours = SelectField(_l("Good for"))

    def __init__(
        self, *, streams: list[tuple[str, str]], languages: list[str], **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.stream.choices = [SelectChoice(*one) for one in streams]
        self.language.choices = [
            SelectChoice("", _("The picture, and the sound of the room")),
            *(
                SelectChoice(code, _("Interpreters: %(language)s", language=own_name(code)))
                for code in languages
            ),
        ]
        self.hours.choices = [
            SelectChoice(str(hours), _("%(hours)s hours", hours=page_number(hours)))
            for hours in KEY_LASTS
        ]

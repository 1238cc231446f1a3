"""What the desk asks for about an event's looks."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, ValidationError

from app.events.colours import read_colour
from app.web.forms import Form


class ColourForm(Form):
    """One colour."""

    colour = StringField(_l("Colour of the event"))

    def validate_colour(self, field: StringField) -> None:
        colour = read_colour(field.data or "")
        if colour is None:
            raise ValidationError(_l("Please give a colour such as #2f3a8f."))
        field.data = colour


class LogoForm(Form):
    """One picture."""

    logo = FileField(_l("Logo"), [FileRequired(_l("Please choose a picture: PNG, JPEG or WebP."))])

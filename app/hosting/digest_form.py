"""Letters about new guests, off or on: the button that was pressed says which."""

from wtforms import RadioField
from wtforms.fields import SelectChoice

from app.web.forms import Form


class DigestForm(Form):
    """Whether a host gets letters about new guests."""

    digests = RadioField(choices=[SelectChoice("on"), SelectChoice("off")])

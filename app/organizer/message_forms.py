"""What the page of messages asks for."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.messages.models import Wall
from app.web.forms import Form


class WallForm(Form):
    """Whether messages are taken, and who may read them."""

    takes = BooleanField(_l("People may send messages"))
    is_public = BooleanField(_l("Everybody may see the wall"))


def wall_form(wall: Wall | None) -> WallForm:
    """The form as it stands, not filled in yet."""
    chosen = {"takes": wall.takes, "is_public": wall.is_public} if wall else {}
    return WallForm(formdata=None, prefix="wall", data=chosen)

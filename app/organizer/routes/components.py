"""What pages are made of, for whoever builds one: every macro, both directions, both schemes."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice

from app.organizer.routes.desk import organizer
from app.staff.access import current, requires

LOOKS = [("light", "ltr"), ("light", "rtl"), ("dark", "ltr"), ("dark", "rtl")]
KINDS = [SelectChoice("hall", _l("Hall")), SelectChoice("home", _l("Home"))]


class SampleForm(FlaskForm):  # type: ignore[misc]
    """One field of each kind."""

    email = StringField(_l("Email"))
    name = StringField(_l("Name"))
    kind = RadioField(_l("Kind"), choices=KINDS)
    language = SelectField(_l("Language"), choices=[SelectChoice("", _l("Any language"))])
    free = BooleanField(_l("Seats free"))


@organizer.get("/components")
@requires("account.own")
def components() -> ResponseReturnValue:
    return render_template(
        "organizer/components.html",
        looks=[(scheme, way, _sample(f"{scheme}-{way}")) for scheme, way in LOOKS],
        desk_person=current().label,
        desk_sign_out_url=url_for("staff.sign_out"),
    )


def _sample(prefix: str) -> SampleForm:
    form = SampleForm(formdata=None, prefix=prefix, kind="hall", free=True)
    form.name.errors = [_l("Please shorten the name to 120 characters.")]
    return form

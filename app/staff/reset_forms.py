"""Asking for a new password by letter, and choosing it."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.staff.forms import AGAIN, CODE, NEW, CodeForm
from app.web.forms import Form


class ForgottenForm(Form):
    """The address of an account."""

    email = StringField(
        _l("Your address"), [InputRequired(_l("Please type your address.")), Length(max=254)]
    )


class ResetForm(Form):
    """A new password."""

    password = PasswordField(_l("Choose a new password"), NEW)
    again = PasswordField(_l("The new password again"), AGAIN)


class ResetWithCodeForm(CodeForm, ResetForm):
    """A new password, where the account has a second factor."""

    code = StringField(_l("Code"), CODE)

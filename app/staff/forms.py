"""Sign-in, a first password, another password, a language."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.staff.rules import MAX_PASSWORD, MIN_PASSWORD
from app.web.forms import Form

NEW = [
    InputRequired(_l("Please choose a password.")),
    Length(
        min=MIN_PASSWORD,
        max=MAX_PASSWORD,
        message=_l("Please use at least %(min)d characters. A few words are good."),
    ),
]
AGAIN = [
    InputRequired(_l("Please type the same password again.")),
    EqualTo("password", _l("The two passwords differ.")),
]


class SignInForm(Form):
    """Address and password; `next` is where to go on to."""

    email = StringField(
        _l("Your address"), [InputRequired(_l("Please type your address.")), Length(max=254)]
    )
    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Please type your password.")), Length(max=MAX_PASSWORD)],
    )
    next = HiddenField()


class InvitationForm(Form):
    """The first password of a new account."""

    password = PasswordField(_l("Choose a password"), NEW)
    again = PasswordField(_l("The same password again"), AGAIN)


class PasswordForm(Form):
    """Another password, and the present one as a proof."""

    current = PasswordField(
        _l("Your current password"),
        [InputRequired(_l("Please type your present password.")), Length(max=MAX_PASSWORD)],
    )
    password = PasswordField(_l("Choose a new password"), NEW)
    again = PasswordField(_l("The new password again"), AGAIN)

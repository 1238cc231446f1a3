"""Sign-in, a first password, another password, codes of a second factor."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.staff.errors import TooManyCodes, WrongCode
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

PASSWORD = [InputRequired(_l("Please type your password.")), Length(max=MAX_PASSWORD)]
MAX_ANSWER = 20_000
CODE = [InputRequired(_l("Please type the code.")), Length(max=40)]


class SignInForm(Form):
    """Address and password; `next` is where to go on to."""

    email = StringField(
        _l("Your address"), [InputRequired(_l("Please type your address.")), Length(max=254)]
    )
    password = PasswordField(_l("Your password"), PASSWORD)
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


class CodeForm(Form):
    """A code from the app, or one on paper; `next` is where to go on to."""

    code = StringField(_l("Code"), CODE)
    next = HiddenField()

    def refuse(self, fault: WrongCode | TooManyCodes) -> int:
        """Say at the code what is wrong with it; the status of the answer out."""
        if isinstance(fault, TooManyCodes):
            self.code.errors = [_("Too many wrong codes. Please try again in an hour.")]
            return 429
        self.code.errors = [_("This code is wrong, or was used. Wait for the next one.")]
        return 422


class ProofForm(Form):
    """The password once more; `next` is where to go on to."""

    password = PasswordField(_l("Your password"), PASSWORD)
    next = HiddenField()


class PasskeyAnswerForm(Form):
    """What the browser's script got from a passkey; `next` is where to go on to."""

    answer = HiddenField(validators=[Length(max=MAX_ANSWER)])
    next = HiddenField()


class PasskeyNameForm(Form):
    """What a passkey is called."""

    name = StringField(
        _l("What to call it"), [InputRequired(_l("Please give it a name.")), Length(max=60)]
    )


class NewPasskeyForm(PasskeyNameForm):
    """A passkey that the browser's script has just made."""

    answer = HiddenField(validators=[Length(max=MAX_ANSWER)])


class TurnOffForm(Form):
    """The password: what it takes, beside a proof, to go without a second factor."""

    current = PasswordField(
        _l("Your current password"),
        [InputRequired(_l("Please type your present password.")), Length(max=MAX_PASSWORD)],
    )

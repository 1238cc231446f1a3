"""What a host does on the host page: a form for each act."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from app.hosting import rules
from app.hosting.forms.fields import SeatsField, check_length, read_seats
from app.registration.forms import AddressField, sent_once
from app.registration.rules import is_readable
from app.web.forms import Form


class HeadsForm(Form):
    """How many came."""

    heads = SeatsField(_l("How many came?"), [sent_once])

    def validate_heads(self, field: SeatsField) -> None:
        # Nobody came is an answer as well.
        nobody = (field.data or "").strip() in ("0", "۰", "٠")
        field.seats = 0 if nobody else read_seats(field.data, is_home=False)


class MessageForm(Form):
    """A host's words to the guests."""

    words = TextAreaField(_l("Your message"), [sent_once])

    def validate_words(self, field: TextAreaField) -> None:
        lines = (field.data or "").replace("\r\n", "\n").strip()
        if not lines:
            raise ValidationError(_l("Please write something first."))
        if not is_readable(lines.replace("\n", " ")):
            raise ValidationError(
                _l("This holds characters that we cannot read. Please type it anew.")
            )
        check_length(lines, rules.LONGEST_MESSAGE)
        field.data = lines


class HandOnForm(Form):
    """Another host."""

    email = AddressField(_l("Email of the new host"), [sent_once])
    sure = BooleanField(_l("Yes, hand it on. My own link stops working at once."), [sent_once])

    def validate_email(self, field: AddressField) -> None:
        if not field.data:
            raise ValidationError(_l("Please give an email address: we send the new link there."))

    def validate_sure(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this: your link ends with it."))


class CloseForm(Form):
    """The end of a location."""

    sure = BooleanField(_l("Yes, it does not take place. Tell everybody."), [sent_once])

    def validate_sure(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this: it cannot be undone."))


class DigestForm(Form):
    """Letters about new guests, off or on: the button that was pressed says which."""

    digests = RadioField(choices=[SelectChoice("on"), SelectChoice("off")])


class ButtonForm(Form):
    """Nothing but a button and its CSRF token."""

"""What attendees fill in. Shape only; whether there are seats is not asked here."""

import secrets
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, ValidationError

from app.registration import rules
from app.registration.shapes import NAME_LENGTH, usual_address
from app.web.formats import page_digits
from app.web.forms import Form
from app.web.languages import LANGUAGES


def sent_once(_form: Form, field: Any) -> None:
    """Refuse a field that was sent several times, rather than guess which was meant."""
    if len(request.form.getlist(field.name)) > 1:
        raise ValidationError(_l("This was sent twice. Please fill it in once."))


def readable(_form: Form, field: Any) -> None:
    """Refuse control characters and bytes that are no text."""
    if field.data and not rules.is_readable(field.data):
        raise ValidationError(_l("This holds characters that we cannot read. Please type it anew."))


class AddressField(StringField):
    """A mail address as one mail server would take it; `data` becomes its usual form."""

    data: str | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").strip()

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        readable(form, self)
        try:
            self.data = usual_address(self.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class PartySizeField(StringField):
    """How many people, in the digits of any script; `data` stays what was typed."""

    size: int = 1


class SignUpForm(Form):
    """Sign up at one location."""

    location = HiddenField(validators=[sent_once])
    submission = HiddenField(validators=[sent_once])
    email = AddressField(_l("Email"), [sent_once])
    name = StringField(_l("Name"), [sent_once, readable])
    party_size = PartySizeField(_l("How many are you?"), [sent_once], default="1")
    language = SelectField(_l("Language of your letters"), [sent_once], choices=LANGUAGES)
    consent = BooleanField(validators=[sent_once])
    waits = BooleanField(validators=[sent_once])
    neutral_letters = BooleanField(_l("Letters that say nothing about the event"), [sent_once])

    def __init__(self, *, address_needed: bool, largest_party: int, **arguments: Any) -> None:
        # The extension has checked the token of the request already; the page writes its own.
        super().__init__(meta={"csrf": False}, **arguments)
        self.address_needed = address_needed
        self.largest_party = largest_party
        if not self.submission.data:
            self.submission.data = secrets.token_urlsafe(16)

    def validate_email(self, field: AddressField) -> None:
        if not field.data and self.address_needed:
            raise ValidationError(_l("Please give an email address: we send your link there."))
        if not field.data and self.waits.data:
            raise ValidationError(_l("Please give an email address: we write when a seat is free."))

    def validate_name(self, field: StringField) -> None:
        if len(field.data or "") > NAME_LENGTH:
            raise ValidationError(_l("Please shorten the name to 120 characters."))

    def validate_party_size(self, field: PartySizeField) -> None:
        field.size = _party_size(field, self.largest_party)

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_l("Please tick this, or we may not keep your sign-up."))


class ChangeForm(Form):
    """Another location, another number of people."""

    location = HiddenField(validators=[sent_once])
    party_size = PartySizeField(_l("How many are you?"), [sent_once])

    def __init__(self, *, largest_party: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.largest_party = largest_party

    def validate_party_size(self, field: PartySizeField) -> None:
        field.size = _party_size(field, self.largest_party)


class LinkForm(Form):
    """Ask for the personal link, by address."""

    email = AddressField(_l("Email"), [sent_once])

    def validate_email(self, field: AddressField) -> None:
        if not field.data:
            raise ValidationError(_l("Please give the address that you signed up with."))


class ReceiptForm(Form):
    """Open a sign-up without an address, by its receipt code."""

    code = StringField(_l("Receipt code"), [sent_once])

    def validate_code(self, field: StringField) -> None:
        if rules.read_receipt_code(field.data or "") is None:
            raise ValidationError(_l("A receipt code has 16 letters and digits in four groups."))


class NameForm(Form):
    """Tell the host one's name."""

    host_name = StringField(_l("The name that your host sees"), [sent_once, readable])

    def validate_host_name(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(_l("Please type a name, such as your first name."))
        if len(field.data) > NAME_LENGTH:
            raise ValidationError(_l("Please shorten the name to 120 characters."))


class ButtonForm(Form):
    """Nothing but a button and its CSRF token."""


def _party_size(field: PartySizeField, largest: int) -> int:
    size = rules.read_party_size(field.data or "", largest)
    if size is None:
        raise ValidationError(
            _l("Please give a whole number from 1 to %(largest)s.", largest=page_digits(largest))
        )
    return size

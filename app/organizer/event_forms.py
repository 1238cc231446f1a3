"""What the desk asks for about the event itself: settings, texts, a thing of the programme."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.announcements.rules import is_clean
from app.events import rules
from app.events.content import Content
from app.events.rules import ITEM_FIELDS, TEXT_FIELDS, Fault, Settings
from app.organizer.words import EVENT_FIELDS, FAULTS
from app.registration.forms import AddressField
from app.web.forms import Form
from app.web.languages import LANGUAGES, language_name

LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
MOMENTS = ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at", "purge_at")
LENGTHS = {"title": 120, "headline": 120, "summary": 400, "body": 20_000, "speakers": 2_000}
LONGEST_NAME, MOST_NAMES = 120, 50
_needed = InputRequired(_l("Please fill this in."))


class SettingsForm(Form):
    """When the event is, in which languages, who may sign up and how."""

    seen = HiddenField()
    starts_at = DateTimeLocalField(_l("Begins"), [_needed], format=LOCAL)
    ends_at = DateTimeLocalField(_l("Ends"), [_needed], format=LOCAL)
    timezone = StringField(_l("Time zone"), [_needed, Length(max=60)])
    first_language = SelectField(_l("First language"))
    languages = SelectMultipleField(
        _l("Languages offered"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    sign_up_opens_at = DateTimeLocalField(_l("Sign-up opens"), [_needed], format=LOCAL)
    sign_up_closes_at = DateTimeLocalField(_l("Sign-up closes"), [_needed], format=LOCAL)
    hold_hours = IntegerField(
        _l("Hours that a sign-up may stay unconfirmed"),
        [_needed, NumberRange(1, 24 * 7, _l("Please give a whole number from 1 to 168."))],
    )
    max_party_size = IntegerField(
        _l("Largest number of people in one sign-up"),
        [_needed, NumberRange(1, 100, _l("Please give a whole number from 1 to 100."))],
    )
    accepts_no_address = BooleanField(_l("People may sign up without an email address"))
    neutral_letters = BooleanField(_l("All letters are neutral: they say nothing about the event"))
    marks_exports = BooleanField(_l("Every list taken out says who took it, and when"))
    reply_to = AddressField(_l("Public address of the organizers"))
    purge_at = DateTimeLocalField(_l("All data about people is deleted"), [_needed], format=LOCAL)

    def __init__(self, *, offered: Sequence[str], shown_in: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        codes = dict.fromkeys([*offered, *LANGUAGES])
        choices = [SelectChoice(code, language_name(code, shown_in)) for code in codes]
        self.languages.choices = self.first_language.choices = choices

    def validate_timezone(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data not in available_timezones():
            raise ValidationError(_l("Choose a zone from the list, such as Europe/Berlin."))

    def settings(self) -> Settings:
        """What was filled in; moments by the clocks of the zone that was chosen."""
        zone = ZoneInfo(self.timezone.data)
        first = self.first_language.data
        moments = {name: self[name].data.replace(tzinfo=zone).astimezone(UTC) for name in MOMENTS}
        return Settings(
            **moments,
            timezone=self.timezone.data,
            languages=(first, *(code for code in self.languages.data if code != first)),
            hold_minutes=self.hold_hours.data * 60,
            max_party_size=self.max_party_size.data,
            accepts_no_address=self.accepts_no_address.data,
            neutral_letters=self.neutral_letters.data,
            reply_to=self.reply_to.data or None,
            marks_exports=self.marks_exports.data,
        )

    def fits(self, now: datetime) -> bool:
        """Whether the moments fit together; the fields say why where they do not."""
        for name in MOMENTS:
            if self[name].data.year not in range(2000, 2200):
                self[name].errors = [_("Please check the year.")]
                return False
        faults: Mapping[str, Fault] = rules.faults_of(self.settings(), now)
        for name, fault in faults.items():
            self[name].errors = [str(FAULTS[fault])]
        return not faults


def settings_values(settings: Settings) -> dict[str, Any]:
    """What was chosen, as the form takes it."""
    zone = ZoneInfo(settings.timezone)
    moments = {
        name: getattr(settings, name).astimezone(zone).replace(tzinfo=None) for name in MOMENTS
    }
    return moments | {
        "timezone": settings.timezone,
        "first_language": settings.languages[0],
        "languages": list(settings.languages),
        "hold_hours": max(settings.hold_minutes // 60, 1),
        "max_party_size": settings.max_party_size,
        "accepts_no_address": settings.accepts_no_address,
        "neutral_letters": settings.neutral_letters,
        "reply_to": settings.reply_to or "",
        "marks_exports": settings.marks_exports,
        "seen": rules.fingerprint(settings),
    }


class TextsForm(Form):
    """The event's own words; `texts_form` adds `<field>_<lang>` for each of them."""

    seen = HiddenField()

    def __init__(self, *, written_in: Sequence[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.written_in = written_in

    def words(self) -> dict[str, dict[str, str]]:
        """What was written, by language and field."""
        return {
            code: {name: _plain(self[f"{name}_{code}"].data) for name in TEXT_FIELDS}
            for code in self.written_in
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for a title wherever anything else is written, and in the first language."""
        whole = bool(super().validate(extra_validators))
        for code, fields in self.words().items():
            if not fields["title"] and (code == self.written_in[0] or any(fields.values())):
                self[f"title_{code}"].errors = [_("Please write a title.")]
                whole = False
        return whole


class ItemForm(Form):
    """A thing of the programme; `item_form` adds `<field>_<lang>` for each of them."""

    seen = HiddenField()
    starts_at = DateTimeLocalField(_l("Begins"), [_needed], format=LOCAL)
    ends_at = DateTimeLocalField(_l("Ends"), [_needed], format=LOCAL)
    speakers = TextAreaField(EVENT_FIELDS["speakers"], [Length(max=LENGTHS["speakers"])])

    def __init__(self, *, written_in: Sequence[str], zone: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.written_in, self.zone = written_in, ZoneInfo(zone)

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(FAULTS[Fault.ENDS_FIRST])

    def validate_speakers(self, field: TextAreaField) -> None:
        _names(self, field)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for a title in at least one language, and wherever anything is written."""
        whole = bool(super().validate(extra_validators))
        texts = {code: self._text(code) for code in self.written_in}
        if not any(text["title"] for text in texts.values()):
            self[f"title_{self.written_in[0]}"].errors = [_("Please write a title.")]
            whole = False
        for code, text in texts.items():
            if not text["title"] and any(text.values()):
                self[f"title_{code}"].errors = [_("Please write a title.")]
                whole = False
        return whole

    def content(self, old: Content | None) -> Content:
        """What was filled in; languages that the form did not show stay as they were."""
        texts = dict(old["texts"]) if old else {}
        for code in self.written_in:
            text = self._text(code)
            texts.pop(code, None)
            if text["title"]:
                texts[code] = text
        return {
            "starts_at": self._moment("starts_at"),
            "ends_at": self._moment("ends_at"),
            "speakers": names_in(self.speakers.data),
            "texts": texts,
        }

    def _text(self, code: str) -> dict[str, Any]:
        words: dict[str, Any] = {name: _plain(self[f"{name}_{code}"].data) for name in ITEM_FIELDS}
        return words | {"speakers": names_in(self[f"speakers_{code}"].data)}

    def _moment(self, name: str) -> str:
        return str(self[name].data.replace(tzinfo=self.zone).astimezone(UTC).isoformat())


def texts_form(languages: Sequence[str], shown_in: str, **arguments: Any) -> TextsForm:
    """A form with the event's own words in each of these languages."""
    form = type("TextsForm", (TextsForm,), _fields(languages, shown_in, TEXT_FIELDS))
    made: TextsForm = form(written_in=languages, **arguments)
    return made


def texts_values(words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What is written, as the form takes it."""
    values = {f"{name}_{code}": text[name] for code, text in words.items() for name in TEXT_FIELDS}
    return values | {"seen": rules.fingerprint(words)}


def item_form(languages: Sequence[str], shown_in: str, zone: str, **arguments: Any) -> ItemForm:
    """A form for one thing of the programme in each of these languages."""
    fields = _fields(languages, shown_in, (*ITEM_FIELDS, "speakers"))
    form = type("ItemForm", (ItemForm,), fields)
    made: ItemForm = form(written_in=languages, zone=zone, **arguments)
    return made


def item_values(content: Content, zone: str) -> dict[str, Any]:
    """What the programme holds, as the form takes it."""
    values: dict[str, Any] = {"seen": rules.fingerprint(content)}
    for name in ("starts_at", "ends_at"):
        moment = datetime.fromisoformat(content[name]).astimezone(ZoneInfo(zone))
        values[name] = moment.replace(tzinfo=None)
    for code, text in content["texts"].items():
        values |= {f"{name}_{code}": text[name] for name in ITEM_FIELDS}
        values[f"speakers_{code}"] = "\n".join(text["speakers"])
    return values | {"speakers": "\n".join(content["speakers"])}


def names_in(text: str | None) -> list[str]:
    """The names of a field that takes one in each line."""
    return [line.strip() for line in _plain(text).split("\n") if line.strip()]


def _fields(languages: Sequence[str], shown_in: str, names: Sequence[str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for code in languages:
        for name in names:
            label = f"{EVENT_FIELDS[name]} ({language_name(code, shown_in)})"
            checks = [Length(max=LENGTHS[name]), _names if name == "speakers" else _clean]
            kind = StringField if name in ("title", "headline") else TextAreaField
            made[f"{name}_{code}"] = kind(label, checks)
    return made


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _clean(_form: Form, field: Any) -> None:
    if not is_clean(_plain(field.data), lines=isinstance(field, TextAreaField)):
        raise ValidationError(_("This holds characters that we cannot read. Please type it anew."))


def _names(form: Form, field: Any) -> None:
    _clean(form, field)
    names = names_in(field.data)
    if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
        raise ValidationError(_("Please write one name in each line, fifty at most."))

"""What the live desk asks for."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.gazetteer.countries import countries
from app.livestream import picture, rules
from app.livestream.models import Broadcast
from app.livestream.rules import StreamRole
from app.livestream.service.directing import QUALITIES, NewStream
from app.livestream.words import ROLES
from app.web.formats import page_digits
from app.web.forms import Form
from app.web.languages import own_name

LONGEST_NOTICE = 300
SCREENS = (1, 2, 3, 5, 10)


class SelectMultipleTicks(SelectMultipleField):
    """Several of a few, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StreamForm(FlaskForm):
    """A stream: the folder that a packager writes, or the test picture."""

    role = SelectField(_l("What it is for"), choices=[SelectChoice(*one) for one in ROLES.items()])
    path = StringField(_l("Folder on the media server"), [Length(max=40)])
    qualities = SelectMultipleTicks(
        _l("Qualities of the picture"), choices=[SelectChoice(name, name) for name in QUALITIES]
    )
    languages = SelectMultipleTicks(_l("Languages to hear"))
    captions = SelectMultipleTicks(_l("Languages to read, as captions"))

    def __init__(self, *, languages: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(code, own_name(code)) for code in languages]
        self.languages.choices = self.captions.choices = choices

    def validate_path(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if not rules.is_folder(field.data):
            raise ValidationError(_l("Small letters, digits and dashes, such as main."))

    def validate_qualities(self, field: SelectMultipleTicks) -> None:
        if not field.data and self.path.data not in picture.PATHS:
            raise ValidationError(_l("Choose at least one."))

    def stream(self) -> NewStream:
        """What was filled in."""
        return NewStream(
            StreamRole(self.role.data),
            self.path.data,
            self.languages.data,
            self.qualities.data,
            self.captions.data,
        )


class ArrangeForm(Form):
    """When the door opens, and whether the watcher may act by itself."""

    door_opens_at = DateTimeLocalField(
        _l("The door opens at"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    switches_itself = BooleanField(_l("Switch by itself when a stream stands still"))
    screens_per_link = SelectField(_l("Screens at once on one personal link"), default="")

    def __init__(self, *, zone: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.zone = ZoneInfo(zone)
        limits = (SelectChoice(str(number), page_digits(str(number))) for number in SCREENS)
        self.screens_per_link.choices = [SelectChoice("", _("no limit")), *limits]

    def door(self) -> datetime | None:
        """The moment that was chosen, by the event's clock."""
        chosen: datetime | None = self.door_opens_at.data
        return chosen.replace(tzinfo=self.zone) if chosen else None

    def screens(self) -> int | None:
        """How many screens a link may have at once."""
        return int(self.screens_per_link.data) if self.screens_per_link.data else None

    def validate_door_opens_at(self, field: DateTimeLocalField) -> None:
        if field.data and not 2000 <= field.data.year < 2200:
            raise ValidationError(_l("Choose a day near the event."))


def arranged(broadcast: Broadcast | None, zone: str) -> dict[str, Any]:
    """What stands now, as the form takes it."""
    if broadcast is None:
        return {"switches_itself": True}
    door = broadcast.door_opens_at
    return {
        "switches_itself": broadcast.switches_itself,
        "screens_per_link": str(broadcast.screens_per_link or ""),
        "door_opens_at": door and door.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
    }


class BlockForm(Form):
    """A link that was passed on."""

    link = StringField(_l("The link that was shared"), [InputRequired(_l("Which link?"))])


class NoticeForm(FlaskForm):
    """A short message in every language of the event."""

    urgent = BooleanField(_l("Urgent: shown in red"))

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        found = {
            name.removeprefix("text_"): (field.data or "").strip()
            for name, field in self._fields.items()
            if name.startswith("text_")
        }
        return {code: text for code, text in found.items() if text}


def notice_form(languages: list[str], **arguments: Any) -> NoticeForm:
    """The form with a field `text_<lang>` for each language; at least one is to be filled in."""

    class Form(NoticeForm):
        def validate(self, extra_validators: Any = None) -> bool:
            whole = bool(super().validate(extra_validators))
            if whole and not self.texts():
                first = self[f"text_{languages[0]}"]
                first.errors = [_l("Write it in at least one language.")]
                return False
            return whole

    for code in languages:
        field = TextAreaField(own_name(code), [Length(max=LONGEST_NOTICE)])
        setattr(Form, f"text_{code}", field)
    return Form(**arguments)


class NumberForm(FlaskForm):
    """A number to listen by telephone."""

    country = SelectField(_l("Country"))
    number = StringField(_l("Number"), [InputRequired(_l("Which number?")), Length(max=40)])
    code = StringField(_l("Code to type"), [Length(max=20)])
    language = SelectField(_l("Language"))

    def __init__(self, *, languages: list[str], shown_in: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.country.choices = [SelectChoice(*one) for one in countries(shown_in)]
        self.language.choices = [SelectChoice(code, own_name(code)) for code in languages]

    def validate_number(self, field: StringField) -> None:
        if not all(c in "+0123456789 ()-" for c in field.data):
            raise ValidationError(_l("Write it with digits, such as +49 30 1234567."))

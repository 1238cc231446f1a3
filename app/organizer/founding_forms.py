"""What the desk asks for before there is an event: its name, its days, and what to copy."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.events import rules
from app.events.models import Event
from app.events.rules import Fault
from app.events.service.making import NewEvent
from app.organizer.event_forms import LENGTHS, LOCAL
from app.organizer.words import EVENT_FIELDS, FAULTS
from app.registration.forms import readable
from app.web.forms import Form
from app.web.languages import LANGUAGES, language_name

A_YEAR = timedelta(weeks=52)
"""So that a Saturday stays a Saturday."""
_needed = InputRequired(_l("Please fill this in."))


class NewEventForm(Form):
    """What an event cannot be without."""

    title = StringField(EVENT_FIELDS["title"], [_needed, readable, Length(max=LENGTHS["title"])])
    slug = StringField(_l("Name in addresses"), [_needed, Length(max=60)])
    starts_at = DateTimeLocalField(_l("Begins"), [_needed], format=LOCAL)
    ends_at = DateTimeLocalField(_l("Ends"), [_needed], format=LOCAL)
    timezone = StringField(_l("Time zone"), [_needed, Length(max=60)])

    def __init__(self, *, taken: Collection[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.taken = taken

    def validate_slug(self, field: StringField) -> None:
        field.data = (field.data or "").strip().lower()
        if not rules.is_slug(field.data):
            raise ValidationError(_l("Small letters from a to z, digits and dashes, please."))
        if field.data in self.taken:
            raise ValidationError(_l("This name is taken. Please choose another one."))

    def validate_timezone(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data not in available_timezones():
            raise ValidationError(_l("Choose a zone from the list, such as Europe/Berlin."))

    def validate_starts_at(self, field: DateTimeLocalField) -> None:
        if field.data and field.data.year not in range(2000, 2200):
            raise ValidationError(_l("Please check the year."))

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        if field.data and field.data.year not in range(2000, 2200):
            raise ValidationError(_l("Please check the year."))
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(FAULTS[Fault.ENDS_FIRST])

    def new_event(self, languages: Sequence[str]) -> NewEvent:
        """What was filled in; moments by the clocks of the zone that was chosen."""
        zone = ZoneInfo(self.timezone.data)
        return NewEvent(
            slug=self.slug.data,
            title=" ".join(self.title.data.split()),
            starts_at=self.starts_at.data.replace(tzinfo=zone).astimezone(UTC),
            ends_at=self.ends_at.data.replace(tzinfo=zone).astimezone(UTC),
            timezone=self.timezone.data,
            languages=tuple(languages),
        )


class FreshForm(NewEventForm):
    """An event that begins empty."""

    first_language = SelectField(_l("First language"))
    languages = SelectMultipleField(
        _l("Languages offered"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *, shown_in: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        choices = [SelectChoice(code, language_name(code, shown_in)) for code in LANGUAGES]
        self.languages.choices = self.first_language.choices = choices

    def chosen_languages(self) -> list[str]:
        """The first one, and all others that are ticked."""
        first = self.first_language.data
        return [first, *(code for code in self.languages.data or () if code != first)]


class CopyForm(NewEventForm):
    """An event like an earlier one."""

    halls = BooleanField(_l("Halls, with their addresses and without their guests"))
    streams = BooleanField(_l("Settings of the stream, without any key"))
    team = BooleanField(_l("The team; whoever holds the key now gets the new one"))


def copy_values(source: Event, title: str, now: datetime) -> dict[str, Any]:
    """What a copy's form begins with: a year later, at the same hour of the same weekday."""
    zone = ZoneInfo(source.timezone)
    begins = source.starts_at.astimezone(zone).replace(tzinfo=None)
    while begins.replace(tzinfo=zone) <= now:
        begins += A_YEAR
    begins = max(begins, source.starts_at.astimezone(zone).replace(tzinfo=None) + A_YEAR)
    return {
        "title": rules.next_title(title, source.starts_at.year, begins.year),
        "slug": rules.next_slug(source.slug, begins.year),
        "starts_at": begins,
        "ends_at": begins + (source.ends_at - source.starts_at),
        "timezone": source.timezone,
        "halls": True,
        "streams": True,
    }

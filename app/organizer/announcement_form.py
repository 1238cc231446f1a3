"""What an organizer writes to many: a text in each language, and who gets it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from app.announcements import rules
from app.announcements.models import Announcement
from app.announcements.service import Draft
from app.organizer.bulk_form import TickedForm
from app.organizer.words import STATES
from app.web.forms import Form
from app.web.languages import language_name

DAYS = ("since", "until")


class AnnouncementForm(TickedForm):
    """Who is meant; `announcement_form` adds `subject_<lang>` and `body_<lang>` to it."""

    class Meta:
        csrf = True

    def __init__(self, *, written_in: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.written_in = written_in
        self.state.choices = [
            SelectChoice("", _("Everybody who is coming or on the waiting list")),
            *(SelectChoice(state.value, STATES[state][0]) for state in rules.REACHED),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for at least one whole text."""
        whole = bool(super().validate(extra_validators))
        for code in rules.unfinished(self.texts()):
            missing = "body" if self[f"subject_{code}"].data else "subject"
            self[f"{missing}_{code}"].errors = [_("Please write this part as well.")]
            whole = False
        if whole and not any(subject for subject, _body in self.texts().values()):
            first = self.written_in[0]
            self[f"subject_{first}"].errors = [_("Please write a text in one language at least.")]
            whole = False
        return whole

    def texts(self) -> dict[str, tuple[str, str]]:
        """Subject and body by language, '' where nothing was written."""
        return {
            code: (_plain(self[f"subject_{code}"].data), _plain(self[f"body_{code}"].data))
            for code in self.written_in
        }

    def draft(self, scope: tuple[str, ...]) -> Draft:
        """What was written, for the service."""
        return Draft(self.texts(), self.arguments(), scope)


class SendForm(Form):
    """When an announcement leaves; at once where nothing is said."""

    send_at = DateTimeLocalField(
        _l("When"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )


def announcement_form(
    *, languages: list[str], scope: tuple[str, ...], shown_in: str, **arguments: Any
) -> AnnouncementForm:
    """A form with a subject and a body for each language of the event."""
    fields = {}
    for code in languages:
        name = language_name(code, shown_in)
        fields[f"subject_{code}"] = StringField(
            _("Subject (%(language)s)", language=name),
            [Length(max=rules.SUBJECT_LENGTH), _one_line],
        )
        fields[f"body_{code}"] = TextAreaField(
            _("Text (%(language)s)", language=name), [Length(max=rules.BODY_LENGTH), _lines]
        )
    form = type("AnnouncementForm", (AnnouncementForm,), fields)
    made: AnnouncementForm = form(
        written_in=languages, scope=scope, languages=languages, shown_in=shown_in, **arguments
    )
    return made


def values_of(found: Announcement) -> Mapping[str, Any]:
    """What a draft holds, as the form takes it."""
    values: dict[str, Any] = dict(found.filters)
    values |= {day: date.fromisoformat(values[day]) for day in DAYS if values.get(day)}
    for text in found.texts:
        values |= {f"subject_{text.language}": text.subject, f"body_{text.language}": text.body}
    return values


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _one_line(_form: Form, field: Any) -> None:
    if not rules.is_clean(field.data or ""):
        raise ValidationError(_("This holds characters that we cannot send. Please type it anew."))


def _lines(_form: Form, field: Any) -> None:
    if not rules.is_clean(_plain(field.data), lines=True):
        raise ValidationError(_("This holds characters that we cannot send. Please type it anew."))

"""What shall be done to many sign-ups, and to which of them: all of it stands in the address."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.locations.rules import is_public_id
from app.organizer.forms import FILTERS, FilterForm
from app.organizer.words import BULK
from app.registration.queries.desk import MOST_FOUND
from app.registration.rules import BulkKind
from app.web.forms import Form
from app.web.references import read_reference, reference_of

TICKED, ALL_OF_THEM = "ticked", "all"
WRITE, MERGE = "write", "merge"
LEAD_ELSEWHERE = frozenset({WRITE, MERGE})


class IdsField(HiddenField):  # type: ignore[misc]
    """Ticked rows: one value each from a list, or one value with commas between.

    On pages and in addresses they are references; `data` holds their numbers.
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep each once, in one value."""
        told = dict.fromkeys(one for text in valuelist for one in text.split(",") if one)
        self.data = ",".join(str(read_reference(one)) for one in told)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what no page of ours sends."""
        if len(self.ids) > MOST_FOUND or not all(map(is_id, self.ids)):
            raise ValidationError(_l("This page's address was changed. Please begin at the list."))

    @property
    def ids(self) -> list[str]:
        """Their numbers."""
        return [one for one in (self.data or "").split(",") if one]

    @property
    def references(self) -> str:
        """What stands for them on pages and in addresses."""
        return ",".join(reference_of(UUID(one)) for one in self.ids if is_id(one))

    def _value(self) -> str:
        return self.references


class TickedForm(FilterForm):
    """Filters, or the rows that somebody ticked."""

    NAMES = (*FILTERS, "ids")
    ids = IdsField()


class BulkForm(TickedForm):
    """An act, and whom it is meant for."""

    act = SelectField(
        _l("What"), choices=[SelectChoice(name, words) for name, words in BULK.items()]
    )
    of = SelectField(choices=[TICKED, ALL_OF_THEM], default=TICKED)

    def validate_of(self, field: SelectField) -> None:
        if field.data == TICKED and not self.ids.data:
            raise ValidationError(_l("Please tick somebody first."))

    def arguments(self) -> dict[str, str]:
        """The filters, or the ticks: never both."""
        kept = super().arguments()
        if self.of.data == TICKED:
            return {"ids": kept["ids"]} if "ids" in kept else {}
        kept.pop("ids", None)
        return kept

    def whom(self) -> dict[str, str]:
        """The same as it stands in an address."""
        kept = self.arguments()
        return {"ids": self.ids.references} if "ids" in kept else kept

    def address(self) -> dict[str, str]:
        """All of it as it stands in an address."""
        return {**self.whom(), "act": str(self.act.data), "of": str(self.of.data)}

    @property
    def does(self) -> BulkKind:
        """The act on sign-ups; writing and merging are none."""
        return BulkKind(self.act.data)


class OrderForm(Form):
    """The answer of whoever was asked: as many as were shown, and once."""

    submission = HiddenField(validators=[InputRequired()])
    seen = HiddenField(validators=[InputRequired()])
    asked = HiddenField(validators=[InputRequired()])
    """Whoever signs up after that moment is not meant."""
    location, code = StringField(), StringField(_l("Location code"))

    def validate_submission(self, field: HiddenField) -> None:
        if not is_id(field.data or ""):
            raise ValidationError(stale())

    def validate_seen(self, field: HiddenField) -> None:
        if not (field.data or "").isdecimal() or len(field.data) > 9:
            raise ValidationError(stale())

    def validate_asked(self, field: HiddenField) -> None:
        try:
            offset = datetime.fromisoformat(field.data or "").utcoffset()
        except ValueError:
            offset = None
        if offset is None:
            raise ValidationError(stale())

    def validate_code(self, _field: StringField) -> None:
        if self.chosen and not is_public_id(self.chosen):
            raise ValidationError(_l("A location code has up to 16 letters and digits."))

    @property
    def chosen(self) -> str:
        """The public id of the location that was chosen, '' when none was."""
        return str(self.location.data or self.code.data or "").strip()

    @property
    def until(self) -> datetime:
        """The first moment that is too late to be meant."""
        return datetime.fromisoformat(self.asked.data) + timedelta(microseconds=1)


def asking_form(seen: int, now: datetime) -> OrderForm:
    """A form that asks about as many, and can be sent once."""
    asked = {"submission": str(uuid4()), "seen": str(seen), "asked": now.isoformat()}
    return OrderForm(formdata=None, data=asked)


def is_id(text: str) -> bool:
    """Whether a text is an id as our pages write it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def stale() -> str:
    """What is said when a hidden field is not as our page made it."""
    return str(_l("Please look again, and press once more."))

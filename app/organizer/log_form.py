"""Which part of the log to show: all of it stands in the address."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from app.announcements.segment import midnight
from app.audit import log
from app.audit.queries import Wanted
from app.organizer.forms import ALL, check_year
from app.organizer.log_words import GROUP_NAMES, GROUPS
from app.web.forms import Form

FILTERS = ("who", "what", "since", "until")
OTHERS = (
    SelectChoice(log.HOLDER, _l("the person")),
    SelectChoice(log.OPERATOR, _l("the operator")),
    SelectChoice(log.CLOCK, _l("the clock")),
)


class LogForm(Form):
    """Who, what and when."""

    class Meta:
        csrf = False

    who = SelectField(_l("Who"))
    what = SelectField(
        _l("What"),
        choices=[ALL, *(SelectChoice(name, words) for name, words in GROUP_NAMES.items())],
    )
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    def __init__(self, *, people: Mapping[int, str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.who.choices = [
            ALL,
            *(SelectChoice(log.organizer(number), name) for number, name in people.items()),
            *OTHERS,
        ]
        for name in ("who", "what"):
            # An address without this filter means all.
            if self[name].data is None:
                self[name].data = ""

    def validate_since(self, field: DateField) -> None:
        check_year(field.data)

    def validate_until(self, field: DateField) -> None:
        check_year(field.data)

    def wanted(self, zone: str) -> Wanted:
        """The entries that are meant; days begin and end on the clocks of this zone."""
        group, since, until = self.what.data, self.since.data, self.until.data
        known = [action for acts in GROUPS.values() for action in acts]
        return Wanted(
            actor=self.who.data,
            actions=tuple(GROUPS.get(group, ())),
            all_but=tuple(known) if group == "changes" else (),
            since=midnight(since, zone) if since else None,
            until=midnight(until + timedelta(days=1), zone) if until else None,
        )

    def arguments(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        return {name: str(self[name].data) for name in FILTERS if self[name].data}

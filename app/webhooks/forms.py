"""What an owner says of a new webhook."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import Form
from app.webhooks import rules


class WebhookForm(Form):
    """An address that shall be told of changes."""

    url = StringField(
        _l("Address (https)"), [InputRequired(_l("Please give an address.")), Length(max=2000)]
    )
    topics = SelectMultipleField(
        _l("It is told of"),
        [InputRequired(_l("Please choose what it is told of."))],
        choices=[
            SelectChoice(rules.REGISTRATIONS, _l("Registrations")),
            SelectChoice(rules.LOCATIONS, _l("Locations")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_url(self, field: StringField) -> None:
        field.data = (field.data or "").strip()

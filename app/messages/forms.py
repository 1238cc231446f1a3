"""What a message's sender fills in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField, ValidationError

from app.messages import rules
from app.messages.errors import BadVideo
from app.messages.rules import NewMessage
from app.web.forms import Form


class MessageForm(Form):
    """A short text, a link to a video, and whether the country stands beside it."""

    text = TextAreaField(_l("Your message"))
    video = StringField(_l("Link to a video (optional)"))
    country = BooleanField(_l("Show my country"))

    def validate_text(self, field: TextAreaField) -> None:
        typed = (field.data or "")[: 10 * rules.LONGEST]
        text = rules.clean(typed)
        if not rules.has_words(text):
            raise ValidationError(_l("Please write a few words."))
        if len(text) > rules.LONGEST:
            raise ValidationError(
                _("Please write at most %(most)s characters.", most=rules.LONGEST)
            )
        if rules.holds_an_address(text):
            raise ValidationError(_l("Links in the text are not shown. Please take it out."))

    def validate_video(self, field: StringField) -> None:
        try:
            rules.video_link((field.data or "")[:2000])
        except BadVideo:
            hosts = ", ".join(rules.VIDEO_HOSTS)
            raise ValidationError(
                _("Only links to these websites, beginning with https: %(hosts)s.", hosts=hosts)
            ) from None

    def message(self) -> NewMessage:
        """What was filled in, after `validate`."""
        return NewMessage(
            text=rules.clean(self.text.data or ""),
            video=rules.video_link(self.video.data or ""),
            shows_country=bool(self.country.data),
        )

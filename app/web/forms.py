"""What every form of ours begins with."""

from typing import Any

from flask_babel import get_locale
from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta


class Form(FlaskForm):
    """A form with a CSRF token, whose built-in messages speak the page's language."""

    class Meta(FlaskForm.Meta):
        """WTForms keeps its catalogues; the extension would read one from disk per request."""

        @property
        def locales(self) -> list[str]:
            return [str(get_locale())]

        def get_translations(self, form: Any) -> Any:
            return DefaultMeta.get_translations(self, form)

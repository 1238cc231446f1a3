"""What a broadcast's state is called, and what to do about it, in the page's language."""

from datetime import datetime

from flask_babel import force_locale, ngettext
from flask_babel import lazy_gettext as _l

from app.livestream.rules import Screen, StreamRole
from app.web.formats import page_digits, page_number

HEADLINES = {
    Screen.COUNTDOWN: _l("It has not begun yet"),
    Screen.DOOR: _l("The door is open. It begins soon"),
    Screen.TEST: _l("This is a test picture"),
    Screen.LIVE: _l("Live"),
    Screen.INTERRUPTED: _l("Interrupted"),
    Screen.ENDED: _l("It is over"),
    Screen.REPLAY: _l("Recording"),
}
ADVICE = {
    Screen.COUNTDOWN: _l("Come back to this page shortly before. It opens by itself."),
    Screen.DOOR: _l("Leave this page open. The picture comes by itself."),
    Screen.TEST: _l("If you see the lights and hear a soft tone, your device is ready."),
    Screen.LIVE: "",
    Screen.INTERRUPTED: _l("We are working on it. Leave this page open: it comes back by itself."),
    Screen.ENDED: _l("Thank you for watching together."),
    Screen.REPLAY: _l("You can watch it again."),
}
NO_CAPTIONS = _l("No captions")
ROLES = {
    StreamRole.PRIMARY: _l("Main stream"),
    StreamRole.BACKUP: _l("Backup stream"),
    StreamRole.REPLAY: _l("Recording"),
}


def headline(screen: Screen) -> str:
    """The state in a few words."""
    return str(HEADLINES[screen])


def advice(screen: Screen) -> str:
    """What somebody who sees this state can do."""
    return str(ADVICE[screen])


def test_caption(language: str, at: datetime) -> str:
    """What the captions of the test picture say: that it is one, and when."""
    with force_locale(language):
        return f"{HEADLINES[Screen.TEST]}\n{page_digits(f'{at:%H:%M:%S}')} UTC"


def other_screens(others: int) -> str:
    """On how many other screens a link is in use, in words; empty for none."""
    if others < 1:
        return ""
    return str(
        ngettext(
            "Your link is in use on %(others)s other screen.",
            "Your link is in use on %(others)s other screens.",
            others,
            others=page_number(others),
        )
    )


def watching(watchers: int) -> str:
    """How many watch, in words; empty for too few to tell."""
    if not watchers:
        return ""
    return str(
        ngettext(
            "About %(people)s person is watching",
            "About %(people)s people are watching",
            watchers,
            people=page_number(watchers),
        )
    )

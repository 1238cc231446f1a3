"""Every letter in every language, as its readers get it, and an example for oneself."""

from flask import abort, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.mail.rendering import Rendered, render
from app.organizer import service
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.specimens import SPECIMENS, letter
from app.organizer.words import letter_name
from app.staff.access import current, requires
from app.web.headers import show_as_letter
from app.web.languages import LANGUAGES, own_name
from app.web.limits import limiter

SECTION = "organizer.mail"
PATH = "/<event>/mail/letters/<letter>/<language>"


@organizer.get("/<event>/mail/letters")
@requires("mail.write")
def specimens(event: str) -> ResponseReturnValue:
    names = {name: letter_name(name) for name in SPECIMENS}
    return show("specimens.html", open_desk(event), SECTION, names=names, own_names=_languages())


@organizer.get(PATH)
@requires("mail.write")
def specimen(event: str, letter: str, language: str) -> ResponseReturnValue:
    desk = open_desk(event)
    return show(
        "specimen.html",
        desk,
        SECTION,
        form=ButtonForm(formdata=None),
        words=_render(desk, letter, language),
        letter=letter,
        name=letter_name(letter),
        own_names=_languages(),
        own_address=desk.person.label,
    )


@organizer.get(f"{PATH}/html")
@requires("mail.write")
def specimen_html(event: str, letter: str, language: str) -> ResponseReturnValue:
    words = _render(open_desk(event), letter, language)
    return show_as_letter(make_response(words.html))


@organizer.post(f"{PATH}/test")
@requires("mail.write")
@limiter.limit("30/hour", key_func=lambda: f"example {current().id}")
def test_letter(event: str, letter: str, language: str) -> ResponseReturnValue:
    desk = open_desk(event)
    _refuse_unknown(letter, language)
    service.send_test(
        event_id=desk.event.id,
        letter=letter,
        language=language,
        to=desk.person.label,
        now=clock.now(),
    )
    told = _("It is on its way to your own address.")
    return desk.back("organizer.specimen", told, letter=letter, language=language)


def _render(desk: Desk, name: str, language: str) -> Rendered:
    _refuse_unknown(name, language)
    return render(letter(name, desk.event, language, desk.person.label))


def _refuse_unknown(name: str, language: str) -> None:
    if name not in SPECIMENS or language not in LANGUAGES:
        abort(404)


def _languages() -> dict[str, str]:
    return {code: own_name(code) for code in LANGUAGES}

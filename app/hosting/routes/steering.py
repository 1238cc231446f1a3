"""What a host does on the host page: each form is one act."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from app import clock
from app.audit.log import HOLDER
from app.events import queries as event_queries
from app.hosting import rules
from app.hosting.errors import EnoughMessages, LocationClosed, NobodyToWrite
from app.hosting.forms.place import SeatsForm
from app.hosting.forms.steering import (
    ButtonForm,
    CloseForm,
    DigestForm,
    HandOnForm,
    HeadsForm,
    MessageForm,
)
from app.hosting.models import Host
from app.hosting.routes.blueprint import hosting
from app.hosting.routes.host import back, details_form, is_home, open_link, show
from app.hosting.service import closing, digesting, keeping, telling
from app.hosting.service.keeping import Details
from app.hosting.service.releasing import release_address
from app.locations.rules import Release
from app.registration.rules import UNDO_WINDOW
from app.web.access import holder, public
from app.web.formats import page_digits
from app.web.limits import comes_from_this_machine, limiter

Form = TypeVar("Form", bound=FlaskForm)


@hosting.post("/h/<token>/seats")
@holder
def seats(token: str) -> ResponseReturnValue:
    host = open_link(token)

    def act(form: SeatsForm) -> object:
        keeping.set_seats(host_id=host.id, capacity=form.capacity.seats, now=clock.now())
        return _("The number of seats is changed. Nobody who has a seat loses it.")

    return _do(host, token, "seats", SeatsForm(is_home=is_home(host)), act)


@hosting.post("/h/<token>/details")
@holder
@limiter.limit("20 per hour", exempt_when=comes_from_this_machine)
def details(token: str) -> ResponseReturnValue:
    host = open_link(token)
    form = details_form(host)

    def act(_form: FlaskForm) -> object:
        said = Details(
            languages=tuple(form.languages.data or ()),
            access=form.access.data or "",
            release=Release(form.release.data),
            listed=form.listed.data == "yes",
            address=form.address.data or "",
            answer=form.answer.data or "",
        )
        keeping.describe(host_id=host.id, details=said, now=clock.now())
        return _("Saved. If the address is new, your guests hear of it by mail.")

    return _do(host, token, "details", form, act)


@hosting.post("/h/<token>/release")
@holder
def release(token: str) -> ResponseReturnValue:
    host = open_link(token)

    def act(_form: FlaskForm) -> object:
        release_address(location_id=host.location_id, actor=HOLDER, now=clock.now())
        return _("Every confirmed guest gets the address now, by mail and on their page.")

    return _do(host, token, "button", ButtonForm(), act)


@hosting.post("/h/<token>/heads")
@holder
def heads(token: str) -> ResponseReturnValue:
    host = open_link(token)

    def act(form: HeadsForm) -> object:
        keeping.count_heads(host_id=host.id, heads=form.heads.seats, now=clock.now())
        return _("Thank you for counting.")

    return _do(host, token, "heads", HeadsForm(), act)


@hosting.post("/h/<token>/message")
@holder
@limiter.limit("20 per hour", exempt_when=comes_from_this_machine)
def message(token: str) -> ResponseReturnValue:
    host, form = open_link(token), MessageForm()

    def act(form: MessageForm) -> object:
        count = telling.write_to_guests(
            host_id=host.id, words=form.words.data or "", now=clock.now()
        )
        told = ngettext(
            "Your message goes to %(num)s guest.", "Your message goes to %(num)s guests.", count
        )
        return page_digits(told)

    try:
        return _do(host, token, "message", form, act)
    except EnoughMessages:
        most = page_digits(rules.MESSAGES_A_DAY)
        form.words.errors = [_("%(most)s messages a day are the limit. Try tomorrow.", most=most)]
    except NobodyToWrite:
        form.words.errors = [_("No confirmed guest has left an address yet.")]
    return show(host, token, message=form), 422


@hosting.post("/h/<token>/letters")
@holder
def letters(token: str) -> ResponseReturnValue:
    host, form = open_link(token), DigestForm()

    def act(form: DigestForm) -> object:
        wanted = form.digests.data == "on"
        digesting.choose(host_id=host.id, wanted=wanted)
        if wanted:
            return _("You get letters about new guests.")
        return _("You get no more letters about new guests.")

    return _do(host, token, "digests", form, act)


@hosting.post("/h/<token>/hand-on")
@holder
@limiter.limit("5 per hour", exempt_when=comes_from_this_machine)
def hand_on(token: str) -> ResponseReturnValue:
    host, form = open_link(token), HandOnForm(prefix="new")
    if not form.validate_on_submit():
        return show(host, token, hand_on=form), 422
    try:
        keeping.hand_on(host_id=host.id, email=form.email.data or "", now=clock.now())
    except LocationClosed:
        flash(_closed(), "warn")
        return back(token)
    return redirect(url_for("hosting.handed_on", lang=host.language, event=host.event.slug), 303)


@hosting.get("/<language:lang>/<event>/handed-on")
@public
def handed_on(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    text = event_queries.text_of(found, lang)
    return render_template("hosting/handed_on.html", event=found, text=text)


@hosting.post("/h/<token>/close")
@holder
def close(token: str) -> ResponseReturnValue:
    host = open_link(token)

    def act(_form: FlaskForm) -> object:
        closing.close(location_id=host.location_id, actor=HOLDER, now=clock.now(), wait=UNDO_WINDOW)
        return _("The location is closed. Everybody who was coming gets a letter.")

    return _do(host, token, "close", CloseForm(prefix="close"), act)


@hosting.post("/h/<token>/reopen")
@holder
def reopen(token: str) -> ResponseReturnValue:
    host = open_link(token)

    def act(_form: FlaskForm) -> object:
        closing.reopen(location_id=host.location_id, actor=HOLDER, now=clock.now())
        return _("Brought back")

    return _do(host, token, "button", ButtonForm(), act)


def _do(
    host: Host, token: str, name: str, form: Form, act: Callable[[Form], object]
) -> ResponseReturnValue:
    """Check a form, do its act, and go back with a word about it."""
    if not form.validate_on_submit():
        return show(host, token, **{name: form}), 422
    try:
        flash(str(act(form)), "good")
    except LocationClosed:
        flash(_closed(), "warn")
    return back(token)


def _closed() -> str:
    return str(_("This location is closed, so nothing was changed."))

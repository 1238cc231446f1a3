"""My registration: whoever has the personal link sees and steers it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import queries as event_queries
from app.locations import queries as location_queries
from app.locations import search, snapshot
from app.locations.asked import Asked
from app.locations.models import LocationKind, LocationState
from app.locations.sight import Visit, guest_view, public_view
from app.registration import calendar, door_pass, rules
from app.registration.errors import AlreadyEnded, CannotBeUndone, LocationFull, LocationNotOpen
from app.registration.forms import ButtonForm, ChangeForm, NameForm
from app.registration.models import Registration
from app.registration.queries.names import name_at_host
from app.registration.routes.blueprint import registration
from app.registration.routes.opening import open_link as _open
from app.registration.rules import RegistrationState as State
from app.registration.service import addresses, changing, signing_up, taking_back
from app.web import tokens
from app.web.access import holder
from app.web.limits import comes_from_this_machine, limiter


@registration.get("/r/<token>")
@holder
def mine(token: str) -> ResponseReturnValue:
    return show(_open(token), token, NameForm(formdata=None))


@registration.post("/r/<token>/confirm")
@holder
@limiter.limit("20 per minute", exempt_when=comes_from_this_machine)
def confirm(token: str) -> ResponseReturnValue:
    own = _open(token)
    try:
        signing_up.confirm(registration_id=own.id, now=clock.now())
    except LocationFull:
        flash(
            _("The seats were held for a while and are gone now. Please choose another location.")
        )
    except AlreadyEnded:
        flash(_("This sign-up was cancelled, so it cannot be confirmed. Please sign up again."))
    else:
        flash(_("You are confirmed. See you there!"), "good")
    return _back(token)


@registration.post("/r/<token>/cancel")
@holder
def cancel(token: str) -> ResponseReturnValue:
    own = _open(token)
    changing.cancel(registration_id=own.id, actor=changing.HOLDER, now=clock.now())
    flash(_("Your sign-up is cancelled, and your seats are free for others."))
    return _back(token)


@registration.post("/r/<token>/take-back")
@holder
@limiter.limit("20 per minute", exempt_when=comes_from_this_machine)
def take_back(token: str) -> ResponseReturnValue:
    own = _open(token)
    try:
        taking_back.take_back(registration_id=own.id, now=clock.now())
    except LocationFull:
        flash(_("Somebody else has your seats by now. Please choose another location."), "warn")
    except CannotBeUndone:
        flash(_("That cannot be taken back any more. Please sign up again."), "warn")
    else:
        flash(_("You are confirmed. See you there!"), "good")
    return _back(token)


@registration.post("/r/<token>/address")
@holder
@limiter.limit("5 per hour", exempt_when=comes_from_this_machine)
def send_address(token: str) -> ResponseReturnValue:
    own = _open(token)
    addresses.ask(registration_id=own.id, now=clock.now())
    flash(_("The address is on its way by mail. That letter also holds a link that shows it here."))
    return _back(token)


@registration.get("/r/<token>/change")
@holder
def change(token: str) -> ResponseReturnValue:
    own = _open(token)
    form = ChangeForm(largest_party=own.event.max_party_size, formdata=None)
    return _change_page(own, token, form)


@registration.post("/r/<token>/change")
@holder
@limiter.limit("20 per minute", exempt_when=comes_from_this_machine)
def change_now(token: str) -> ResponseReturnValue:
    own = _open(token)
    form = ChangeForm(largest_party=own.event.max_party_size)
    chosen = form.location.data or own.location.public_id
    location = location_queries.find_location(own.event_id, chosen[:40])
    if not form.validate() or location is None:
        return _change_page(own, token, form), 422
    try:
        changing.move(
            registration_id=own.id,
            location_id=location.id,
            party_size=form.party_size.size,
            actor=changing.HOLDER,
            now=clock.now(),
        )
    except (LocationFull, LocationNotOpen):
        form.location.errors = [_("There are not that many seats left there. Nothing changed.")]
        return _change_page(own, token, form), 422
    except AlreadyEnded:
        flash(_("This sign-up has ended, so there is nothing to change. Please sign up again."))
        return _back(token)
    flash(_("Changed. Your link stays the same."), "good")
    return _back(token)


@registration.get("/r/<token>/calendar.ics")
@holder
def calendar_file(token: str) -> ResponseReturnValue:
    own = _open(token)
    language = own.language
    file = calendar.calendar_file(
        uid=calendar.uid(own.id),
        sequence=own.sequence,
        state=own.state,
        title=event_queries.text_of(own.event, language).title,
        place=public_view(own.location, language).title,
        starts_at=own.event.starts_at,
        ends_at=own.event.ends_at,
        now=clock.now(),
    )
    return Response(
        file,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="event.ics"'},
    )


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("registration.mine", token=token), 303)


def show(own: Registration, token: str, name_form: NameForm) -> str:
    """The personal page, with the form for a name as it was sent."""
    has_door = rules.is_shown_at_door(own.state, is_online=own.location.kind == LocationKind.ONLINE)
    return render_template(
        "registration/mine.html",
        registration=own,
        token=token,
        event=own.event,
        text=event_queries.text_of(own.event, own.language),
        location=_view(own, token),
        door_code=door_pass.code_of(own.id),
        door_qr=door_pass.drawing_of(own.id) if has_door else None,
        may_confirm=own.state in rules.CAN_CONFIRM,
        may_change=own.state in rules.CAN_CHANGE,
        may_cancel=own.state in rules.CAN_CANCEL,
        may_take_back=taking_back.is_possible(own, clock.now()),
        form=ButtonForm(formdata=None),
        name_form=name_form,
        at_host=name_at_host(own.id, own.location_id) if own.state == State.CONFIRMED else None,
    )


def _change_page(own: Registration, token: str, form: ChangeForm) -> str:
    place = own.location
    closed = place.state != LocationState.APPROVED and place.latitude is not None
    near = f"{place.latitude:.2f},{place.longitude:.2f}" if closed else ""
    text, country = request.args.get("q", ""), request.args.get("country", "")
    # Whoever lost their location sees the nearest other ones at once.
    asked = Asked.read({"q": text, "country": country, "near": "" if text or country else near})
    found = None
    if asked.text or asked.country or asked.point:
        finder = snapshot.finder(own.event_id, clock.now())
        found = search.choices(own.event_id, finder.spots, finder.online, asked, own.language)
    if not form.party_size.data:
        form.party_size.data = str(own.party_size)
    return render_template(
        "registration/change.html",
        registration=own,
        event=own.event,
        token=token,
        text=event_queries.text_of(own.event, own.language),
        location=_view(own, token),
        asked=asked,
        found=found,
        may_change=own.state in rules.CAN_CHANGE,
        form=form,
    )


def _view(own: Registration, token: str) -> object:
    if own.state != State.CONFIRMED:
        return public_view(own.location, own.language)
    event, secret = own.event, tokens.secret_of(token)
    visit = Visit(event.key_id, event.starts_at, clock.now(), secret)
    return guest_view(own.location, own.language, visit)

"""Sign up, the page after it, and asking for the link again."""

import segno
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app import clock
from app.events import queries as event_queries
from app.events import rules as event_rules
from app.events.models import Event, EventState
from app.locations import queries as location_queries
from app.locations.models import Location, LocationState
from app.locations.rules import Availability, availability
from app.locations.sight import public_view
from app.registration import rules
from app.registration.errors import LocationFull, SignUpClosed
from app.registration.forms import LinkForm, ReceiptForm, SignUpForm
from app.registration.queries import attendee as queries
from app.registration.routes.blueprint import registration
from app.registration.service import signing_up
from app.vault.service import current_vault
from app.web import links, tokens
from app.web.access import public
from app.web.limits import comes_from_this_machine, limiter

RECEIPTS = "receipts"


@registration.get("/<language:lang>/<event>/sign-up")
@public
def sign_up(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    location = location_queries.find_location(found.id, request.args.get("location", "")[:40])
    if location is None:
        return redirect(url_for("locations.search", lang=lang, event=event))
    form = _form(found, lang, location.public_id)
    return _form_page(found, location, form, lang)


@registration.post("/<language:lang>/<event>/sign-up")
@public
@limiter.limit("120 per minute", exempt_when=comes_from_this_machine)
def sign_up_now(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    form = _form(found, lang)
    location = location_queries.find_location(found.id, (form.location.data or "")[:40])
    if not form.validate() or location is None or not _is_open(location):
        return _form_page(found, location, form, lang), 422
    wishes = signing_up.Wishes(
        email=form.email.data or "",
        name=(form.name.data or "").strip(),
        party_size=form.party_size.size,
        language=form.language.data,
        submission=(form.submission.data or "")[:64],
    )
    try:
        receipt = signing_up.sign_up(event=found, location=location, wishes=wishes, now=clock.now())
    except LocationFull:
        form.location.errors = [_("There are not that many seats left here.")]
        return _form_page(found, location, form, lang), 422
    except SignUpClosed:
        return _form_page(found, location, form, lang), 422
    _keep(found, receipt)
    return redirect(url_for("registration.signed_up", lang=lang, event=event), 303)


@registration.get("/<language:lang>/<event>/signed-up")
@public
def signed_up(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    receipt = session.get(RECEIPTS, {}).get(found.slug)
    if receipt is None:
        return redirect(url_for("events.show", lang=lang, event=event))
    link = receipt["token"] and links.absolute("registration.mine", token=receipt["token"])
    return render_template(
        "registration/signed_up.html",
        event=found,
        text=event_queries.text_of(found, lang),
        code=rules.show_receipt_code(receipt["code"]),
        link=link,
        qr=_qr(link) if link else None,
    )


@registration.get("/<language:lang>/<event>/link")
@public
def link(lang: str, event: str) -> ResponseReturnValue:
    return _link_page(event, lang, LinkForm(formdata=None), ReceiptForm(formdata=None))


@registration.post("/<language:lang>/<event>/link")
@public
@limiter.limit("30 per minute")
def ask_for_link(lang: str, event: str) -> ResponseReturnValue:
    if "code" in request.form:
        return _open_by_receipt(lang, event)
    found = event_queries.get_event(event)
    form = LinkForm()
    if not form.validate():
        return _link_page(event, lang, form, ReceiptForm(formdata=None)), 422
    signing_up.send_link(event=found, email=form.email.data or "", language=lang, now=clock.now())
    flash(_("If that address is signed up, its link is on the way. It takes a minute or two."))
    return redirect(url_for("registration.link", lang=lang, event=event), 303)


def _open_by_receipt(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    form = ReceiptForm()
    if form.validate():
        code = rules.read_receipt_code(form.code.data or "") or ""
        opened = queries.find_by_receipt(current_vault().index(f"receipt:{found.id}", code))
        if opened is not None:
            token = tokens.make_token("registration", opened.id, opened.token_version)
            return redirect(url_for("registration.mine", token=token), 303)
        form.code.errors = [
            _("This code opens nothing. If you gave an address, ask for your link above.")
        ]
    return _link_page(event, lang, LinkForm(formdata=None), form), 422


def _link_page(event: str, lang: str, form: LinkForm, receipt_form: ReceiptForm) -> str:
    found = event_queries.get_event(event)
    return render_template(
        "registration/link.html",
        event=found,
        text=event_queries.text_of(found, lang),
        form=form,
        receipt_form=receipt_form,
    )


def _form(event: Event, lang: str, location: str | None = None) -> SignUpForm:
    """The form as it was sent, or as it is first shown for a location."""
    first = {"formdata": None, "location": location} if location else {}
    return SignUpForm(
        address_needed=not event.accepts_no_address,
        largest_party=event.max_party_size,
        language=lang,
        **first,
    )


def _is_open(location: Location) -> bool:
    return location.state == LocationState.APPROVED


def _form_page(event: Event, location: Location | None, form: SignUpForm, lang: str) -> str:
    opens = event_rules.sign_up_is_open(
        event.sign_up_opens_at,
        event.sign_up_closes_at,
        clock.now(),
        published=event.state == EventState.PUBLISHED,
    )
    full = location is not None and (
        availability(location.capacity, location.taken) == Availability.FULL
    )
    return render_template(
        "registration/sign_up.html",
        event=event,
        text=event_queries.text_of(event, lang),
        location=location and public_view(location, lang),
        usable=location is not None and _is_open(location),
        opens=opens,
        full=full,
        form=form,
    )


def _keep(event: Event, receipt: signing_up.Receipt) -> None:
    # The browser keeps it, so that reloading and going back show the same page.
    token = receipt.opens and tokens.make_token("registration", receipt.opens, 1)
    session[RECEIPTS] = {event.slug: {"code": receipt.code, "token": token}}


def _qr(link: str) -> Markup:
    # Our own link, drawn by segno as paths: nothing in it comes from a visitor.
    return Markup(segno.make(link, error="m").svg_inline(omitsize=True, border=2))  # noqa: S704

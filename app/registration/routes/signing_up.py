"""Sign up, the page after it, and asking for the link again."""

import secrets
from datetime import datetime

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import queries as event_queries
from app.events import snapshot
from app.events.kept import kept
from app.events.queries import EventHead
from app.locations.models import LocationState
from app.locations.queries.choosing import get_head_and_place
from app.mail import queries as mail
from app.registration import rules
from app.registration.errors import LocationFull, SignUpClosed
from app.registration.forms import LinkForm, ReceiptForm, SignUpForm
from app.registration.queries import attendee as queries
from app.registration.routes.blueprint import registration
from app.registration.routes.form_page import first_page, form_page, sign_up_form
from app.registration.service import signing_up
from app.vault.service import current_vault
from app.web import links, tokens
from app.web.access import public
from app.web.blanks import Blank
from app.web.limits import comes_from_this_machine, limiter
from app.web.qr import draw_qr

RECEIPTS = "receipts"


@registration.get("/<language:lang>/<event>/sign-up")
@public
def sign_up(lang: str, event: str) -> ResponseReturnValue:
    head, place = get_head_and_place(event, request.args.get("location", "")[:40])
    if place is None:
        return redirect(url_for("locations.search", lang=lang, event=event))
    return first_page(head, place, lang, clock.now())


@registration.post("/<language:lang>/<event>/sign-up")
@public
@limiter.limit("120 per minute", exempt_when=comes_from_this_machine)
def sign_up_now(lang: str, event: str) -> ResponseReturnValue:
    head, place = get_head_and_place(event, request.form.get("location", "")[:40])
    form, now = sign_up_form(head, lang), clock.now()
    if not form.validate() or place is None or place.state != LocationState.APPROVED:
        return form_page(head, place, form, lang, now), 422
    try:
        receipt = signing_up.sign_up(event=head, location=place, wishes=_wishes(form), now=now)
    except LocationFull:
        form.location.errors = [_("There are not that many seats left here.")]
        return form_page(head, place, form, lang, now), 422
    except SignUpClosed:
        return form_page(head, place, form, lang, now), 422
    _keep(head, receipt)
    return redirect(url_for("registration.signed_up", lang=lang, event=event), 303)


@registration.get("/<language:lang>/<event>/signed-up")
@public
def signed_up(lang: str, event: str) -> ResponseReturnValue:
    receipt = session.get(RECEIPTS, {}).get(event)
    if receipt is None:
        event_queries.get_head(event)
        return redirect(url_for("events.show", lang=lang, event=event))
    code, now = rules.show_receipt_code(receipt["code"]), clock.now()
    if receipt["token"]:
        link = links.absolute("registration.mine", token=receipt["token"])
        return _signed_up_page(event, lang, now, code=code, link=link)
    if request.query_string:  # the links to other languages repeat it
        return _signed_up_page(event, lang, now, code=code)
    blank: Blank = kept("signed-up pages").get(
        (event, lang), now, lambda: _blank_signed_up(event, lang, now)
    )
    return blank.fill({"code": code})


def _blank_signed_up(event: str, lang: str, now: datetime) -> Blank:
    code = secrets.token_hex(12)
    return Blank.cut(_signed_up_page(event, lang, now, code=code), {"code": code})


def _signed_up_page(event: str, lang: str, now: datetime, *, code: str, link: str = "") -> str:
    head = event_queries.get_head(event)
    return render_template(
        "registration/signed_up.html",
        event=head,
        name=snapshot.event_name(head, lang, now),
        code=code,
        link=link,
        qr=draw_qr(link) if link else None,
        wait=kept("mail waits").get((), now, lambda: mail.measured_wait(now)),
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


def _wishes(form: SignUpForm) -> signing_up.Wishes:
    return signing_up.Wishes(
        email=form.email.data or "",
        name=(form.name.data or "").strip(),
        party_size=form.party_size.size,
        language=form.language.data,
        submission=(form.submission.data or "")[:64],
        waits=bool(form.waits.data),
        neutral_letters=bool(form.neutral_letters.data),
    )


def _keep(head: EventHead, receipt: signing_up.Receipt) -> None:
    # The browser keeps it, so that reloading and going back show the same page.
    token = receipt.opens and tokens.make_token("registration", receipt.opens, 1)
    session[RECEIPTS] = {head.slug: {"code": receipt.code, "token": token}}

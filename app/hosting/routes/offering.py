"""Offer a location, the page after it, and opening one by its invitation code."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import queries as event_queries
from app.events.models import Event, EventState
from app.gazetteer.regions import region_name
from app.gazetteer.rules import city_label
from app.hosting import queries, rules
from app.hosting.errors import OffersClosed
from app.hosting.forms.offering import InvitationForm, OfferForm
from app.hosting.places import is_number, name_again
from app.hosting.routes.blueprint import hosting
from app.hosting.service.offering import Offer, offer
from app.locations.models import LocationKind
from app.locations.rules import Release
from app.vault.service import current_vault
from app.web.access import public
from app.web.limits import comes_from_this_machine, limiter


@hosting.get("/<language:lang>/<event>/host", endpoint="offer")
@public
def offer_page(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    form = OfferForm(formdata=None, offered=found.languages, shown_in=lang)
    return _offer_page(found, form, lang)


@hosting.post("/<language:lang>/<event>/host")
@public
@limiter.limit("30 per minute", exempt_when=comes_from_this_machine)
def offer_now(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    form = OfferForm(offered=found.languages, shown_in=lang)
    if not form.validate():
        return _offer_page(found, form, lang), 422
    try:
        offer(event=found, offer=_offer(form, lang), now=clock.now())
    except OffersClosed:
        return _offer_page(found, form, lang), 422
    return redirect(url_for("hosting.offered", lang=lang, event=event), 303)


@hosting.get("/<language:lang>/<event>/offered")
@public
def offered(lang: str, event: str) -> ResponseReturnValue:
    found = event_queries.get_event(event)
    text = event_queries.text_of(found, lang)
    return render_template("hosting/offered.html", event=found, text=text)


@hosting.get("/<language:lang>/<event>/invitation")
@public
def invitation(lang: str, event: str) -> ResponseReturnValue:
    return _invitation_page(lang, event, InvitationForm(formdata=None))


@hosting.post("/<language:lang>/<event>/invitation")
@public
# Codes can be guessed, so nobody is let off; a proxy that was not declared must be.
@limiter.limit("20 per 10 minutes")
def open_invitation(lang: str, event: str) -> ResponseReturnValue:
    form, head = InvitationForm(), event_queries.get_head(event)
    if form.validate():
        index = current_vault().index(f"invitation:{head.id}", form.plain)
        public_id = queries.find_invited(head.id, index)
        if public_id:
            place = url_for("locations.show", lang=lang, event=event, location=public_id)
            return redirect(place, 303)
        form.code.errors = [_("This code opens nothing. Ask your host whether it is right.")]
    return _invitation_page(lang, event, form), 422


def _offer(form: OfferForm, lang: str) -> Offer:
    found = form.city.found
    assert found is not None
    assert found.city is not None
    return Offer(
        name=form.name.data or "",
        kind=LocationKind(form.kind.data),
        city=found.city,
        address=form.address.data or "",
        capacity=form.capacity.seats,
        email=form.email.data or "",
        languages=tuple(form.languages.data or ()),
        access=form.access.data or "",
        release=Release(form.release.data),
        listed=form.listed.data == "yes",
        language=lang,
        submission=(form.submission.data or "")[:64],
    )


def _offer_page(event: Event, form: OfferForm, lang: str) -> str:
    like = form.city.found.like if form.city.found else ()
    if form.city.found and form.city.found.city and is_number(form.city.data or ""):
        form.city.data = name_again(form.city.found.city, lang)
    return render_template(
        "hosting/offer.html",
        event=event,
        text=event_queries.text_of(event, lang),
        form=form,
        like=[
            (city.id, city_label(city, lang), region_name(city.country, city.region, lang))
            for city in like
        ],
        opens=rules.hosting_is_open(
            event.sign_up_closes_at, clock.now(), published=event.state == EventState.PUBLISHED
        ),
    )


def _invitation_page(lang: str, event: str, form: InvitationForm) -> str:
    found = event_queries.get_event(event)
    text = event_queries.text_of(found, lang)
    return render_template("hosting/invitation.html", event=found, text=text, form=form)

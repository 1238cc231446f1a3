"""The page with the sign-up form: as it is first shown, and with what somebody typed."""

import secrets
from dataclasses import replace
from datetime import datetime

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from app.events import rules as event_rules
from app.events import snapshot
from app.events.kept import kept
from app.events.queries import EventHead
from app.locations import finder
from app.locations.queries import Found
from app.locations.rules import Availability
from app.locations.search import Place
from app.locations.sight import PublicLocation, public_view
from app.registration.forms import SignUpForm
from app.web import formats
from app.web.blanks import Blank


def sign_up_form(head: EventHead, lang: str, location: str | None = None) -> SignUpForm:
    """The form as it was sent, or as it is first shown for a location."""
    first = {"formdata": None, "location": location} if location else {}
    return SignUpForm(
        address_needed=not head.accepts_no_address,
        largest_party=head.max_party_size,
        language=lang,
        **first,
    )


def first_page(head: EventHead, place: Found, lang: str, now: datetime) -> str:
    """The empty form for a location.

    All visitors get the same page but for a few values, so it is made once and filled.
    """
    view = public_view(place, lang, place.labels or {})
    asks_nothing_else = list(request.args.items(multi=True)) == [("location", view.public_id)]
    if not (asks_nothing_else and _takes_sign_ups(head, view, now)):
        return form_page(head, place, sign_up_form(head, lang, view.public_id), lang, now)
    blank: Blank = kept("sign-up forms").get(
        (head, lang), now, lambda: _blank(head, view, lang, now)
    )
    return blank.fill(
        {
            "csrf": generate_csrf(),
            "submission": secrets.token_urlsafe(16),
            "location": view.public_id,
            "title": escape(view.title),
            "when": escape(_when(head, view, lang)),
        }
    )


def form_page(
    head: EventHead, place: Found | None, form: SignUpForm, lang: str, now: datetime
) -> str:
    """The form with what was typed and what is wrong with it."""
    view = public_view(place, lang, place.labels or {}) if place else None
    when = _when(head, view, lang) if view else ""
    nearby: tuple[Place, ...] = ()
    if place and view and (view.availability == Availability.FULL or form.location.errors):
        nearby = finder.free_nearby(head, place.id, lang, now, form.party_size.size)
    return _render(head, view, form, lang, now, when=when, csrf=generate_csrf(), nearby=nearby)


def _blank(head: EventHead, view: PublicLocation, lang: str, now: datetime) -> Blank:
    stand_ins = {name: secrets.token_hex(12) for name in ("csrf", "submission", "title", "when")}
    form = sign_up_form(head, lang, view.public_id)
    form.submission.data = stand_ins["submission"]
    any_place = replace(view, title=stand_ins["title"])
    when, csrf = stand_ins["when"], stand_ins["csrf"]
    page = _render(head, any_place, form, lang, now, when=when, csrf=csrf)
    return Blank.cut(page, {**stand_ins, "location": view.public_id})


def _render(
    head: EventHead,
    view: PublicLocation | None,
    form: SignUpForm,
    lang: str,
    now: datetime,
    *,
    when: str,
    csrf: str,
    nearby: tuple[Place, ...] = (),
) -> str:
    return render_template(
        "registration/sign_up.html",
        event=head,
        name=snapshot.event_name(head, lang, now),
        location=view,
        when=when,
        usable=view is not None and view.is_open,
        opens=head.phase(now) == event_rules.Phase.OPEN,
        nearby=nearby,
        full=view is not None and view.availability == Availability.FULL,
        form=form,
        csrf=csrf,
    )


def _takes_sign_ups(head: EventHead, view: PublicLocation, now: datetime) -> bool:
    opens = head.phase(now) == event_rules.Phase.OPEN
    return opens and view.is_open and view.availability != Availability.FULL


def _when(head: EventHead, view: PublicLocation, lang: str) -> str:
    local = formats.day_and_time(head.starts_at, view.timezone, lang)
    return f"{local} · {formats.zone_name(view.timezone, lang)}"

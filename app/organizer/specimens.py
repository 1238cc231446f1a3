"""One example of every letter: sample facts in the templates that readers get.

The event is the real one, so that organizers see their own title and times; the location,
the links and the words are made up, and the links open nothing.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.announcements.letters import words_of
from app.announcements.models import AnnouncementText
from app.events.models import Event
from app.events.queries import text_of
from app.gazetteer.countries import country_name
from app.locations.models import LocationKind
from app.locations.rules import Availability
from app.locations.sight import PublicLocation
from app.mail.letter import Letter
from app.registration import facts
from app.registration.neutral import TEMPLATE as NEUTRAL
from app.staff.letters import role_name
from app.staff.models import StaffRole
from app.web import links
from app.web.formats import day

ZONE = "Europe/Istanbul"
PEOPLE = 3
HOLD = timedelta(days=2)
NOBODY = "example"
"""Stands for a token in links, and opens nothing."""

Context = dict[str, Any]


def letter(name: str, event: Event, language: str, to: str) -> Letter:
    """The example of that name, to an address, in a language.

    :param name: one of SPECIMENS
    """
    template, context_of = SPECIMENS[name]
    with force_locale(language):
        context = context_of(event, language)
    neutral = template == NEUTRAL
    return Letter(
        to=to,
        language=language,
        template=template,
        context=context,
        reply_to=None if neutral else event.reply_to,
        neutral=neutral,
    )


def _of_sign_up(event: Event, language: str, **more: Any) -> Context:
    view = _hall(language)
    return {
        **facts.stated(view, event, PEOPLE, language),
        "has_door": True,
        "door_code": "EXA-MP1",
        "event": text_of(event, language).title,
        "link": links.absolute("registration.mine", token=NOBODY),
        "held_until": facts.until(event.starts_at - HOLD, ZONE, language),
        "earlier": _("Example home in %(city)s", city=view.city),
        "unsubscribe": links.absolute("announcements.unsubscribe", token=NOBODY),
        "purge_day": day(event.purge_at, event.timezone, language),
        **more,
    }


def _of_hosting(event: Event, language: str, **more: Any) -> Context:
    view = _hall(language)
    return {
        **facts.stated(view, event, PEOPLE, language),
        "event": event,
        "text": text_of(event, language),
        "location": view,
        "link": links.absolute("hosting.mine", token=NOBODY),
        "page": links.absolute(
            "locations.show", lang=language, event=event.slug, location=view.public_id
        ),
        "finder": links.absolute("locations.search", lang=language, event=event.slug),
        "invitation": "EXAM-PLE7",
        "words": _("Here stand the words that somebody wrote."),
        "address": _("12 Example Street, second floor"),
        "nearest": view,
        "km": 4,
        "new": PEOPLE,
        "expected": 4 * PEOPLE,
        "seats_left": 2 * PEOPLE,
        "change": links.absolute("registration.change", token=NOBODY),
        **more,
    }


def _of_guests(event: Event, language: str) -> Context:
    """What a host, or what became of a location, tells those who come."""
    return _of_hosting(event, language, link=links.absolute("registration.mine", token=NOBODY))


def _of_announcement(event: Event, language: str) -> Context:
    text = AnnouncementText(
        language=language,
        subject=_("The subject of your announcement"),
        body=_("Here stands **your** text.\n\n- one point\n- another one"),
    )
    shared = _of_sign_up(event, language)
    return {**shared, **words_of(text), "event_title": shared["event"]}


def _team(*, link: str = "", page: str = "") -> Callable[[Event, str], Context]:
    """A letter to the team.

    :param link: the page of a personal link
    :param page: the page that everybody of the team may open
    """
    return lambda event, _language: {
        "link": links.absolute(link, token=NOBODY) if link else "",
        "page": links.absolute(page) if page else "",
        "role": role_name(StaffRole.MANAGER),
        "host": links.public_domain(),
        "expires_at": event.starts_at - HOLD,
        "moment": event.starts_at - HOLD,
        "number": 7,
        "act": "on",
    }


def _reminder(name: str) -> Callable[[Event, str], Context]:
    return lambda event, language: _of_sign_up(event, language, reminder=name)


def _stream_is_on(event: Event, language: str) -> Context:
    watch = links.absolute("livestream.watch", token=NOBODY)
    return _of_sign_up(event, language, link=watch)


def _neutral(*, asks: bool) -> Callable[[Event, str], Context]:
    return lambda event, language: _of_sign_up(event, language, asks=asks, can_unsubscribe=not asks)


SPECIMENS: Mapping[str, tuple[str, Callable[[Event, str], Context]]] = {
    "registration.confirm": ("confirm_sign_up", _of_sign_up),
    "registration.confirmed": ("confirmed", _of_sign_up),
    "registration.already": ("already_registered", _of_sign_up),
    "registration.link": ("link_again", _of_sign_up),
    "registration.changed": ("changed", _of_sign_up),
    "registration.cancelled": ("cancelled", _of_sign_up),
    "registration.waiting_list": ("waiting_list", _of_sign_up),
    "registration.seat_offered": ("seat_offered", _of_sign_up),
    "registration.offer_expired": ("offer_expired", _of_sign_up),
    "registration.address": ("address", _of_guests),
    "location.changed": ("location_changed", _of_guests),
    "location.moved": ("location_moved", _of_guests),
    "location.closed": ("location_closed", _of_guests),
    "location.message": ("location_message", _of_guests),
    "reminder.week": ("reminder", _reminder("week")),
    "reminder.day": ("reminder", _reminder("day")),
    "reminder.hour": ("reminder", _reminder("hour")),
    "reminder.live": ("stream_is_on", _stream_is_on),
    "reminder.thanks": ("thank_you", _of_sign_up),
    "announcement": ("announcement", _of_announcement),
    "neutral.asks": ("neutral", _neutral(asks=True)),
    "neutral.news": ("neutral", _neutral(asks=False)),
    "host.prove": ("host_prove", _of_hosting),
    "host.approved": ("host_approved", _of_hosting),
    "host.asked_back": ("host_asked_back", _of_hosting),
    "host.rejected": ("host_rejected", _of_hosting),
    "host.link": ("host_link", _of_hosting),
    "host.digest": ("host_digest", _of_hosting),
    "staff.invitation": ("staff_invitation", _team(link="staff.invitation")),
    "staff.new_sign_in": ("staff_new_sign_in", _team(page="staff.password")),
    "staff.export_made": ("staff_export_made", _team(page="staff.sign_in")),
    "staff.reset": ("staff_reset", _team(link="staff.reset")),
    "staff.reset_done": ("staff_reset_done", _team()),
    "staff.second_factor": ("staff_second_factor", _team(page="staff.password")),
    "staff.webhook_off": ("staff_webhook_off", _team(page="organizer.home")),
}
"""By kind: the template, and what fills it."""


def _hall(language: str) -> PublicLocation:
    return PublicLocation(
        public_id="example",
        kind=LocationKind.HALL,
        title=_("Example hall"),
        city=_("Istanbul"),
        city_latin=None,
        country="TR",
        country_name=country_name("TR", language),
        languages=(language,),
        timezone=ZONE,
        availability=Availability.FREE,
        access="",
        wheelchair=True,
        is_open=True,
    )

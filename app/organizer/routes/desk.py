"""What all pages of the desk share: the blueprint, the event at hand, who looks, the links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.events import snapshot
from app.events.errors import EventNotFound
from app.events.models import Event
from app.mail import rules as mail
from app.organizer import queries, service
from app.organizer.queries import OpenedEvent
from app.staff import rules as staff
from app.staff.access import current
from app.staff.person import SignedIn
from app.staff.teams import EventKey
from app.vault.service import Opener
from app.web.languages import LANGUAGES, language_name

organizer = Blueprint("organizer", __name__, url_prefix="/organizer")

Kind = Literal["good", "warn", "bad"]
"""What kind of news a page tells once: done, not done, or wrong."""


class Acting(TypedDict):
    """On which event somebody acts, who, and when: what nearly every act at the desk takes."""

    event_id: int
    actor: str
    now: datetime


@dataclass(frozen=True)
class Desk:
    """One event, as one account may see it."""

    event: Event
    title: str
    person: SignedIn
    language: str
    others: Sequence[OpenedEvent] = ()
    """The other events that this account works for."""
    mailer_seen_at: datetime | None = None

    @property
    def event_key(self) -> EventKey:
        """The event and the key that its people are sealed to."""
        return EventKey(self.event.id, self.event.key_id)

    @property
    def opener(self) -> Opener | None:
        """What opens names; None where this account holds no key."""
        return self.person.opener(self.event.key_id)

    def acting(self) -> Acting:
        """Whoever looks, as the one who acts on this event now: `decide(…, **desk.acting())`."""
        return {"event_id": self.event.id, "actor": self.person.actor, "now": clock.now()}

    def back(self, page: str, told: object = "", kind: Kind = "good", **where: Any) -> Response:
        """After an act, the way back to a page about this event.

        :param page: its endpoint
        :param told: what it says once; nothing where the page shows by itself what was done
        :param where: what its address takes beside the event
        """
        if told:
            flash(str(told), kind)
        return redirect(url_for(page, event=self.event.slug, **where), 303)


@dataclass(frozen=True)
class DeskLink:
    """A page of the desk that this account may open."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class OtherEvent:
    """The way to another event; a copy is told from its original by the name in addresses."""

    title: str
    slug: str
    url: str


def open_desk(slug: str) -> Desk:
    """The event of that slug, in any state, for somebody who works for it.

    :raises EventNotFound: when there is none
    """
    person, language = current(), language_of_page()
    mine, seen_at = queries.open_events_of(person.id, language)
    here = next((one for one in mine if one.event.slug == slug), None)
    if here is None:
        raise EventNotFound
    others = [one for one in mine if one is not here]
    return Desk(here.event, _title(here, language), person, language, others, seen_at)


def _title(opened: OpenedEvent, language: str) -> str:
    return opened.title or snapshot.title_of(opened.event, language, clock.now())


def note_reading(desk: Desk, action: str, names: int, about_id: UUID | None = None) -> None:
    """Write down that names were opened for this page.

    A GET changes nothing. This entry is a line about the GET, as in a log, and no state.
    """
    if desk.opener is not None:
        reading = service.Reading(action, names, about_id)
        service.note_reading(
            event_id=desk.event.id, person=desk.person, reading=reading, now=clock.now()
        )


def show(template: str, desk: Desk, section: str, **context: object) -> str:
    """A page about one event; `section` is the link under which it stands."""
    return render_template(
        f"organizer/{template}",
        event=desk.event,
        event_title=desk.title,
        desk_links=_links(desk, section),
        desk_events=_others(desk),
        desk_person=desk.person.label,
        desk_sign_out_url=url_for("staff.sign_out"),
        language_names=_language_names(desk.event.languages, desk.language),
        was_reset=desk.person.was_reset,
        no_mailer=desk.person.may(staff.MAIL_WRITE)
        and mail.is_silent(desk.mailer_seen_at, clock.now()),
        **context,
    )


def _others(desk: Desk) -> list[OtherEvent]:
    return [
        OtherEvent(
            _title(other, desk.language),
            other.event.slug,
            first_page(desk.person, other.event.slug),
        )
        for other in desk.others
    ]


def language_of_page() -> str:
    """The language in which the page is written."""
    return str(get_locale() or "en")


def first_page(person: SignedIn, slug: str) -> str:
    """Where the desk of an event begins for somebody who works for it."""
    pages, here = (("overview", staff.NUMBERS_READ), ("offers", staff.OFFERS_READ)), person.at(slug)
    opened = [page for page, permission in pages if here and here.may(permission)]
    return url_for(f"organizer.{opened[0] if opened else 'log'}", event=slug)


def _language_names(codes: list[str], shown_in: str) -> dict[str, str]:
    return {code: language_name(code, shown_in) for code in (*codes, *LANGUAGES)}


def _links(desk: Desk, section: str) -> list[DeskLink]:
    pages = (
        ("organizer.overview", _("Overview"), staff.NUMBERS_READ),
        ("organizer.registrations", _("Registrations"), staff.PEOPLE_READ),
        ("organizer.locations", _("Locations"), staff.PEOPLE_READ),
        ("organizer.offers", _("Offers"), staff.OFFERS_READ),
        ("organizer.announcements", _("Announcements"), staff.MAIL_ANNOUNCE),
        ("organizer.mail", _("Mail"), staff.MAIL_WRITE),
        ("organizer.live", _("Live"), staff.LIVE_WRITE),
        ("organizer.messages", _("Messages"), staff.MESSAGES_WRITE),
        ("organizer.event_settings", _("Event"), staff.EVENT_WRITE),
        ("organizer.team", _("Team"), staff.TEAM_WRITE),
        ("tools.tokens", _("Tools"), staff.TEAM_WRITE),
        ("organizer.log", _("Log"), staff.LOG_OWN),
    )
    return [
        DeskLink(label, url_for(endpoint, event=desk.event.slug), endpoint == section)
        for endpoint, label, permission in pages
        if desk.person.may(permission)
    ]

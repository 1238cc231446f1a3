"""Every route, who may use it, and an address that shows it.

A new route fails these tests until it stands here: adding one is a decision.
"""

from typing import NamedTuple
from uuid import UUID

from app.hosting.models import Host
from app.livestream import picture
from app.locations.models import Location
from app.registration.models import Registration
from app.web.tokens import make_token
from tests.factories import host_link_of, link_of, media_prefix_of

PUBLIC, HOLDER, VIEWER = "public", "holder", "viewer"


class Route(NamedTuple):
    """A method, and who may use it."""

    method: str
    audience: str
    cached: bool = False
    """May a shared cache keep the answer?"""
    needs_token: bool = True
    """A POST without the CSRF token of a form is refused."""


ROUTES = {
    "announcements.unsubscribe": Route("GET", HOLDER),
    # A mail program posts here for its user, with nothing but the link (RFC 8058).
    "announcements.unsubscribe_now": Route("POST", HOLDER, needs_token=False),
    "events.home": Route("GET", PUBLIC, cached=True),
    "events.root": Route("GET", PUBLIC, cached=True),
    "events.show": Route("GET", PUBLIC, cached=True),
    "gazetteer.about": Route("GET", PUBLIC, cached=True),
    "gazetteer.cities": Route("GET", PUBLIC, cached=True),
    "health.healthz": Route("GET", PUBLIC),
    "health.readyz": Route("GET", PUBLIC),
    "hosting.invitation": Route("GET", PUBLIC),
    "hosting.mine": Route("GET", HOLDER),
    "hosting.offer": Route("GET", PUBLIC),
    "hosting.offer_now": Route("POST", PUBLIC),
    "hosting.offered": Route("GET", PUBLIC),
    "hosting.open_invitation": Route("POST", PUBLIC),
    "hosting.prove": Route("POST", HOLDER),
    "livestream.master": Route("GET", VIEWER),
    "livestream.media": Route("GET", VIEWER),
    "livestream.renew": Route("GET", HOLDER),
    "livestream.status": Route("GET", PUBLIC, cached=True),
    "livestream.status_frame": Route("GET", PUBLIC, cached=True),
    "livestream.trouble": Route("GET", HOLDER),
    "livestream.watch": Route("GET", HOLDER),
    "locations.lights": Route("GET", PUBLIC, cached=True),
    "locations.search": Route("GET", PUBLIC, cached=True),
    "locations.show": Route("GET", PUBLIC, cached=True),
    "organizer.approve": Route("POST", "staff:people.write"),
    "organizer.ask_back": Route("POST", "staff:people.write"),
    "organizer.announcement": Route("GET", "staff:mail.write"),
    "organizer.announcements": Route("GET", "staff:mail.write"),
    "organizer.cancel": Route("POST", "staff:people.write"),
    "organizer.cancel_announcement": Route("POST", "staff:mail.write"),
    "organizer.edit_announcement": Route("GET", "staff:mail.write"),
    "organizer.give_key": Route("POST", "staff:team.write"),
    "organizer.home": Route("GET", "staff:numbers.read"),
    "organizer.invite": Route("POST", "staff:team.write"),
    "organizer.mail": Route("GET", "staff:mail.write"),
    "organizer.move": Route("GET", "staff:people.write"),
    "organizer.move_now": Route("POST", "staff:people.write"),
    "organizer.offer": Route("GET", "staff:people.read"),
    "organizer.offers": Route("GET", "staff:people.read"),
    "organizer.overview": Route("GET", "staff:numbers.read"),
    "organizer.pause_announcement": Route("POST", "staff:mail.write"),
    "organizer.choose_reminders": Route("POST", "staff:mail.write"),
    "organizer.registration": Route("GET", "staff:people.read"),
    "organizer.registrations": Route("GET", "staff:people.read"),
    "organizer.registrations_csv": Route("GET", "staff:people.export"),
    "organizer.reject": Route("POST", "staff:people.write"),
    "organizer.reminders": Route("GET", "staff:mail.write"),
    "organizer.remove": Route("POST", "staff:team.write"),
    "organizer.resend": Route("POST", "staff:people.write"),
    "organizer.resume_announcement": Route("POST", "staff:mail.write"),
    "organizer.retry": Route("POST", "staff:mail.write"),
    "organizer.retry_all": Route("POST", "staff:mail.write"),
    "organizer.rewrite_announcement": Route("POST", "staff:mail.write"),
    "organizer.say_stream_is_on": Route("POST", "staff:mail.write"),
    "organizer.search": Route("POST", "staff:people.read"),
    "organizer.send_announcement": Route("POST", "staff:mail.write"),
    "organizer.team": Route("GET", "staff:team.write"),
    "organizer.trust": Route("POST", "staff:people.write"),
    "organizer.withdraw": Route("POST", "staff:team.write"),
    "organizer.write_announcement": Route("POST", "staff:mail.write"),
    "registration.ask_for_link": Route("POST", PUBLIC),
    "registration.calendar_file": Route("GET", HOLDER),
    "registration.cancel": Route("POST", HOLDER),
    "registration.change": Route("GET", HOLDER),
    "registration.change_now": Route("POST", HOLDER),
    "registration.confirm": Route("POST", HOLDER),
    "registration.link": Route("GET", PUBLIC),
    "registration.mine": Route("GET", HOLDER),
    "registration.sign_up": Route("GET", PUBLIC),
    "registration.sign_up_now": Route("POST", PUBLIC),
    "registration.signed_up": Route("GET", PUBLIC),
    "staff.accept_invitation": Route("POST", HOLDER),
    "staff.change_password": Route("POST", "staff:account.own"),
    "staff.invitation": Route("GET", HOLDER),
    "staff.language": Route("POST", PUBLIC),
    "staff.password": Route("GET", "staff:account.own"),
    "staff.sign_in": Route("GET", PUBLIC),
    "staff.sign_in_now": Route("POST", PUBLIC),
    "staff.sign_out": Route("POST", PUBLIC),
}


def addresses(
    location: Location,
    registration: Registration,
    host: Host,
    invitation: UUID,
    announcement: UUID,
    slug: str,
) -> dict[str, str]:
    """A path for every endpoint, in English, about rows that are there."""
    here = f"/en/{slug}"
    desk = f"/organizer/{slug}"
    person = f"{desk}/registrations/{registration.id}"
    offer = f"{desk}/offers/{host.id}"
    mine, own = link_of(registration), host_link_of(host)
    told = f"{desk}/announcements/{announcement}"
    unsubscribe = f"/unsubscribe/{make_token('unsubscribe', registration.id, 1)}"
    media = f"{media_prefix_of(registration)}/{slug}/{picture.PATH}"
    invited = f"/organizer/invitation/{make_token('invitation', invitation, 1)}"
    return {
        "announcements.unsubscribe": unsubscribe,
        "announcements.unsubscribe_now": unsubscribe,
        "events.home": "/en/",
        "events.root": "/",
        "events.show": f"{here}/",
        "gazetteer.about": "/en/about",
        "gazetteer.cities": "/en/cities.json?q=berl",
        "health.healthz": "/healthz",
        "health.readyz": "/readyz",
        "hosting.invitation": f"{here}/invitation",
        "hosting.mine": own,
        "hosting.offer": f"{here}/host",
        "hosting.offer_now": f"{here}/host",
        "hosting.offered": f"{here}/offered",
        "hosting.open_invitation": f"{here}/invitation",
        "hosting.prove": f"{own}/prove",
        "livestream.master": f"{media}/main.en.m3u8",
        "livestream.media": f"{media}/video/index.m3u8",
        "livestream.renew": f"{mine}/watch/pass.json",
        "livestream.status": f"{here}/status.json",
        "livestream.status_frame": f"{here}/status",
        "livestream.trouble": f"{mine}/trouble",
        "livestream.watch": f"{mine}/watch",
        "locations.lights": f"/lights/{slug}.svg",
        "locations.search": f"{here}/locations",
        "locations.show": f"{here}/locations/{location.public_id}",
        "organizer.approve": f"{offer}/approve",
        "organizer.ask_back": f"{offer}/ask",
        "organizer.announcement": told,
        "organizer.announcements": f"{desk}/announcements",
        "organizer.cancel": f"{person}/cancel",
        "organizer.cancel_announcement": f"{told}/cancel",
        "organizer.edit_announcement": f"{told}/edit",
        "organizer.give_key": f"{desk}/team/1/key",
        "organizer.home": "/organizer/",
        "organizer.invite": f"{desk}/team",
        "organizer.mail": f"{desk}/mail",
        "organizer.move": f"{person}/move",
        "organizer.move_now": f"{person}/move",
        "organizer.offer": offer,
        "organizer.offers": f"{desk}/offers",
        "organizer.overview": f"{desk}/",
        "organizer.pause_announcement": f"{told}/pause",
        "organizer.choose_reminders": f"{desk}/reminders/choose",
        "organizer.registration": person,
        "organizer.registrations": f"{desk}/registrations",
        "organizer.registrations_csv": f"{desk}/registrations.csv",
        "organizer.reject": f"{offer}/reject",
        "organizer.reminders": f"{desk}/reminders",
        "organizer.remove": f"{desk}/team/1/remove",
        "organizer.resend": f"{person}/link",
        "organizer.resume_announcement": f"{told}/resume",
        "organizer.retry": f"{desk}/mail/{registration.id}/retry",
        "organizer.retry_all": f"{desk}/mail/retry",
        "organizer.rewrite_announcement": f"{told}/edit",
        "organizer.say_stream_is_on": f"{desk}/reminders/live",
        "organizer.search": f"{desk}/registrations",
        "organizer.send_announcement": f"{told}/send",
        "organizer.team": f"{desk}/team",
        "organizer.trust": f"{offer}/trust",
        "organizer.withdraw": f"{desk}/team/invitations/{invitation}/withdraw",
        "organizer.write_announcement": f"{desk}/announcements",
        "registration.ask_for_link": f"{here}/link",
        "registration.calendar_file": f"{mine}/calendar.ics",
        "registration.cancel": f"{mine}/cancel",
        "registration.change": f"{mine}/change",
        "registration.change_now": f"{mine}/change",
        "registration.confirm": f"{mine}/confirm",
        "registration.link": f"{here}/link",
        "registration.mine": mine,
        "registration.sign_up": f"{here}/sign-up?location={location.public_id}",
        "registration.sign_up_now": f"{here}/sign-up?location={location.public_id}",
        "registration.signed_up": f"{here}/signed-up",
        "staff.accept_invitation": invited,
        "staff.change_password": "/organizer/password",
        "staff.invitation": invited,
        "staff.language": "/organizer/language",
        "staff.password": "/organizer/password",
        "staff.sign_in": "/organizer/sign-in",
        "staff.sign_in_now": "/organizer/sign-in",
        "staff.sign_out": "/organizer/sign-out",
    }

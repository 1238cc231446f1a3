"""The letters about a sign-up. They repeat nothing that a stranger typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from app.events.colours import tint
from app.locations.addresses import guest_secret
from app.locations.models import LocationKind
from app.locations.sight import PublicLocation, public_view
from app.mail.letter import Attachment, Letter, LetterKind
from app.mail.models import Outbox
from app.registration import calendar, door_pass, facts, neutral, rules
from app.registration.queries import attendee as queries
from app.registration.queries.letters import SignUps, sign_ups_with_ids
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State
from app.vault import rules as vault_rules
from app.vault.service import Opener, current_vault
from app.web import links, tokens

SignUp = Row[Any]

ASKS = {"confirm_sign_up", "already_registered", "seat_offered"}
"""Letters after which the reader must do something, or it lapses."""


def read(rows: Sequence[Outbox], now: datetime) -> SignUps:
    """What the letters of a batch are about."""
    return sign_ups_with_ids({row.about_id for row in rows if row.about_id}, now)


def confirm_sign_up(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """To whoever signed up; to somebody already confirmed, the offer to move here instead."""
    own = _still(row, found, State.PENDING)
    if own is None or own.address_index is None:
        return None
    earlier = found.confirmed.get((own.event_id, own.address_index))
    if earlier is None:
        return _letter(own, found, "confirm_sign_up", mailer, row, capped=True)
    place = found.places[earlier.location_id]
    other = {"earlier": public_view(place, own.language, place.labels or {}).title}
    # The address is proven to be theirs who confirmed; a stranger's form must not undo their wish.
    if neutral.is_wanted(earlier):
        return _neutral(own, found, "already_registered", mailer, capped=True)
    return _letter(own, found, "already_registered", mailer, row, capped=True, **other)


def confirmed(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """To whoever has just confirmed: where, when, and the file for the calendar."""
    own = _still(row, found, State.CONFIRMED)
    # No more of these than letters that asked to confirm, and those are counted.
    return _letter(own, found, "confirmed", mailer, row) if own else None


def link_again(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """To whoever asked for their link, at the address of the registration itself."""
    if row.about_id is not None:
        own = _still(row, found, *HOLDS_SEATS, State.WAITLISTED)
        return _letter(own, found, "link_again", mailer, row) if own else None
    if row.contact_box is None or row.event_id is None:
        return None
    place = vault_rules.binding("outbox", "contact_box", row.event_id, row.id)
    asked = mailer.open(row.contact_box, place)
    index = current_vault().index(
        f"address:{row.event_id}", vault_rules.normalise_address(asked["email"])
    )
    newest = queries.find_newest(row.event_id, index)
    if newest is None:
        return None
    found = sign_ups_with_ids({newest.id}, found.now)
    return _letter(found.by_id[newest.id], found, "link_again", mailer, row, capped=True)


def changed(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """What stands now, after a change of place or party."""
    own = _still(row, found, *HOLDS_SEATS)
    # Whoever has the link can change as often as they like; that must not be a mail bomb.
    return _letter(own, found, "changed", mailer, row, capped=True) if own else None


def cancelled(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """That it is cancelled, with a file that takes it out of the calendar."""
    own = _still(row, found, State.CANCELLED)
    return _letter(own, found, "cancelled", mailer, row) if own else None


def waiting_list(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """That somebody stands on the waiting list."""
    own = _still(row, found, State.WAITLISTED)
    return _letter(own, found, "waiting_list", mailer, row, capped=True) if own else None


def seat_offered(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """That seats are held for somebody who waited, and until when."""
    own = _still(row, found, State.PENDING)
    return _letter(own, found, "seat_offered", mailer, row, capped=True) if own else None


def offer_expired(row: Outbox, mailer: Opener, found: SignUps) -> Letter | None:
    """That the seats went to the next, as nobody took them in time."""
    own = _still(row, found, State.EXPIRED)
    return _letter(own, found, "offer_expired", mailer, row, capped=True) if own else None


LETTERS: dict[str, LetterKind] = {
    "registration.confirm": LetterKind(confirm_sign_up, read),
    "registration.confirmed": LetterKind(confirmed, read),
    "registration.link": LetterKind(link_again, read),
    "registration.changed": LetterKind(changed, read),
    "registration.cancelled": LetterKind(cancelled, read),
    "registration.waiting_list": LetterKind(waiting_list, read),
    "registration.seat_offered": LetterKind(seat_offered, read),
    "registration.offer_expired": LetterKind(offer_expired, read),
}


def _still(row: Outbox, found: SignUps, *states: State) -> SignUp | None:
    """The sign-up, unless it changed so much since that the letter is no longer due."""
    own = found.by_id.get(row.about_id) if row.about_id else None
    return own if own and own.state in states else None


def _letter(
    own: SignUp,
    found: SignUps,
    template: str,
    mailer: Opener,
    row: Outbox,
    *,
    capped: bool = False,
    **gaps: str,
) -> Letter | None:
    if own.contact_box is None:
        return None
    head, name = found.heads[own.event_id], found.name(own.event_id, own.language)
    if neutral.is_wanted(own, head):
        return _neutral(own, found, template, mailer, capped=capped)
    place = found.places[own.location_id]
    view = public_view(place, own.language, place.labels or {})
    stated = facts.stated(view, head, own.party_size, own.language)
    is_elsewhere = stated.pop("is_elsewhere")
    file = calendar.calendar_file(
        uid=calendar.uid(own.id),
        sequence=own.sequence,
        state=own.state,
        title=name.title,
        place=view.title,
        starts_at=head.starts_at,
        ends_at=head.ends_at,
        now=row.created_at,
    )
    kind = f"text/calendar; method={calendar.method(own.state)}; charset=utf-8"
    shown = rules.is_shown_at_door(own.state, is_online=view.kind == LocationKind.ONLINE)
    code = door_pass.code_of(own.id) if shown else ""
    return Letter(
        to=_address(own, mailer),
        language=own.language,
        template=template,
        context={
            "event": name.title,
            "is_elsewhere": is_elsewhere,
            "has_door": shown,
            "tint": tint(head.colour),
        },
        gaps={**stated, **_own_gaps(own, view, found, mailer), "door_code": code, **gaps},
        attachments=(Attachment("event.ics", kind, file), *_door_picture(own, code)),
        reply_to=head.reply_to,
        capped=capped,
    )


def _door_picture(own: SignUp, code: str) -> tuple[Attachment, ...]:
    if not code:
        return ()
    return (Attachment(f"door-{code}.png", "image/png", door_pass.picture_of(own.id)),)


def _neutral(
    own: SignUp, found: SignUps, template: str, mailer: Opener, *, capped: bool
) -> Letter | None:
    if own.contact_box is None:
        return None
    return neutral.letter(
        to=_address(own, mailer),
        language=own.language,
        link=_link(own, found, mailer),
        asks=template in ASKS,
        capped=capped,
    )


def _address(own: SignUp, mailer: Opener) -> str:
    bound_to = vault_rules.binding("registration", "contact_box", own.event_id, own.id)
    return str(mailer.open(own.contact_box, bound_to)["email"])


def _own_gaps(own: SignUp, view: PublicLocation, found: SignUps, mailer: Opener) -> dict[str, str]:
    held = own.held_until and facts.until(own.held_until, view.timezone, own.language)
    return {"link": _link(own, found, mailer), "held_until": held or ""}


def _link(own: SignUp, found: SignUps, mailer: Opener) -> str:
    token = tokens.make_token("registration", own.id, own.token_version)
    home = found.homes.get(own.location_id)
    # Behind it, the key to the address of a home, which this server does not keep.
    token = tokens.with_secret(token, guest_secret(home, mailer)) if home else token
    return links.absolute("registration.mine", token=token)

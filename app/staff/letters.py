"""The letters to the team: an invitation, and what became of an account or a list."""

from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.mail.letter import Letter, LetterKind, each
from app.mail.models import Outbox
from app.staff import queries, resets, rules
from app.staff.models import Organizer, StaffRole
from app.vault.rules import binding
from app.vault.service import Opener
from app.web.links import absolute, public_domain
from app.web.tokens import make_token


def invitation(row: Outbox, opener: Opener) -> Letter | None:
    """A personal link to choose a password; None once the invitation is gone."""
    found = queries.find_invitation(row.about_id) if row.about_id else None
    if found is None:
        return None
    place = binding("organizer", "contact_box", None, found.address_index.hex())
    contact = opener.open(found.contact_box, place)
    with force_locale(found.language):
        role = role_name(found.role)
    return Letter(
        to=contact["email"],
        language=found.language,
        template="staff_invitation",
        context={
            "link": absolute("staff.invitation", token=make_token("invitation", found.id, 1)),
            "role": role,
            "host": public_domain(),
            "expires_at": found.expires_at,
        },
    )


def new_sign_in(row: Outbox, opener: Opener) -> Letter | None:
    """To somebody whose account was signed in to from a browser that is new to it."""
    return _about_account(row, opener, "staff_new_sign_in", page=absolute("staff.password"))


def export_made(row: Outbox, opener: Opener) -> Letter | None:
    """To an owner: somebody took names out of the installation, as a file."""
    number = row.parameters["by"]
    page = absolute("staff.sign_in")
    return _about_account(row, opener, "staff_export_made", page=page, number=number)


def reset(row: Outbox, opener: Opener, now: datetime) -> Letter | None:
    """The link to a new password; None where no account has the address that somebody typed."""
    asked = queries.find_reset(row.about_id) if row.about_id else None
    if asked is None or not rules.is_within(rules.RESET_LIMIT, asked.created_at, now):
        return None
    found = queries.find_by_address(asked.address_index)
    if found is None or not found.active:
        return None
    return _to_account(
        found,
        opener,
        "staff_reset",
        # Anybody may ask with anybody's address.
        capped=True,
        link=absolute("staff.reset", token=resets.token_of(found, asked.id)),
        expires_at=asked.created_at + rules.RESET_LIMIT,
    )


def reset_done(row: Outbox, opener: Opener) -> Letter | None:
    """To an account that got a new password by letter, and to every owner."""
    return _about_account(row, opener, "staff_reset_done", number=row.parameters.get("by"))


def second_factor(row: Outbox, opener: Opener) -> Letter | None:
    """To an account whose second factor was turned on or off, or has other recovery codes."""
    page, act = absolute("staff.password"), row.parameters["act"]
    return _about_account(row, opener, "staff_second_factor", page=page, act=act)


def webhook_off(row: Outbox, opener: Opener) -> Letter | None:
    """To every owner of an event whose webhook was turned off, as it failed too often."""
    return _about_account(row, opener, "staff_webhook_off", page=absolute("organizer.home"))


def _about_account(row: Outbox, opener: Opener, template: str, **context: Any) -> Letter | None:
    """None once the account is closed."""
    found = queries.find_organizer(row.parameters["organizer"])
    if found is None or not found.active:
        return None
    moment = datetime.fromisoformat(row.parameters["at"])
    return _to_account(found, opener, template, moment=moment, **context)


def _to_account(
    found: Organizer, opener: Opener, template: str, *, capped: bool = False, **context: Any
) -> Letter:
    place = binding("organizer", "contact_box", None, found.address_index.hex())
    contact = opener.open(found.contact_box, place)
    return Letter(
        to=contact["email"],
        language=contact["language"],
        template=template,
        context={"host": public_domain(), **context},
        capped=capped,
    )


def role_name(role: StaffRole) -> str:
    """What a role is called."""
    names = {
        StaffRole.OWNER: _("owner"),
        StaffRole.MANAGER: _("manager"),
        StaffRole.COORDINATOR: _("coordinator"),
        StaffRole.APPROVER: _("host approver"),
        StaffRole.VIEWER: _("viewer"),
    }
    return str(names[role])


LETTERS: dict[str, LetterKind] = {
    "staff.invitation": each(invitation),
    "staff.new_sign_in": each(new_sign_in),
    "staff.export_made": each(export_made),
    "staff.reset": LetterKind(reset, lambda _rows, now: now),
    "staff.reset_done": each(reset_done),
    "staff.second_factor": each(second_factor),
    "staff.webhook_off": each(webhook_off),
}

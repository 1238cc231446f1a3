"""What the log calls acts, and how it groups them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.audit.models import AuditEntry
from app.organizer.scope_field import spelled
from app.organizer.service import MANY_OPENED
from app.organizer.words import ACTS, REVISION_ACTS, ROLES
from app.staff.models import StaffRole
from app.web.formats import page_digits

OPENINGS = {
    "people.listed": _l("Opened a page of the list"),
    "people.searched": _l("Searched for people"),
    "people.compared": _l("Looked for duplicates"),
    "people.opened": _l("Opened a registration"),
    "people.read_by_tool": _l("A tool read registrations"),
    "host.opened": _l("Opened an offer"),
    "location.opened": _l("Opened the address of a home"),
    "team.opened": _l("Opened the addresses of the team"),
    MANY_OPENED: _l("Opened unusually many names within an hour"),
}
EXPORTS = {"registrations.exported": _l("Took the list out")}
SIGN_INS = {
    "staff.signed_in": _l("Signed in"),
    "staff.signed_out": _l("Signed out"),
    "staff.signed_out_everywhere": _l("Signed out everywhere"),
    "staff.proven": _l("Gave code or password once more"),
    "staff.session_ended": _l("Ended a session elsewhere"),
    "staff.other_sessions_ended": _l("Ended all other sessions"),
    "staff.password_changed": _l("Changed the own password"),
    "staff.password_reset": _l("A password was reset"),
    "staff.second_factor_on": _l("Second factor turned on"),
    "staff.second_factor_off": _l("Second factor turned off"),
    "staff.codes_made": _l("Recovery codes made anew"),
    "staff.recovery_code_used": _l("Recovery code used"),
    "staff.code_refused": _l("Wrong code"),
    "staff.passkey_added": _l("Passkey added"),
    "staff.passkey_removed": _l("Passkey removed"),
    "staff.passkey_refused": _l("Passkey refused"),
}
TEAM = {
    "staff.created": _l("Account made"),
    "staff.recovered": _l("Account recovered with the recovery key"),
    "staff.invited": _l("Invited somebody"),
    "staff.invitation_withdrawn": _l("Withdrew an invitation"),
    "staff.joined": _l("Joined the team"),
    "staff.key_granted": _l("Gave the key to somebody"),
    "staff.added": _l("Let somebody work for this event"),
    "staff.post_changed": _l("Changed somebody's role"),
    "staff.let_go": _l("Let somebody go from this event"),
    "staff.deactivated": _l("Closed an account"),
    "api.token_made": _l("Token for a tool made"),
    "api.token_revoked": _l("Token for a tool revoked"),
    "webhook.added": _l("Webhook added"),
    "webhook.removed": _l("Webhook removed"),
    "webhook.turned_on": _l("Webhook turned on again"),
    "webhook.turned_off": _l("Webhook turned off: it failed too often"),
    "staff.second_factor_demanded": _l("Second factor asked of everybody"),
    "staff.second_factor_left_free": _l("Second factor left to choice"),
}
EVENT_CHANGES = ("event.settings", *(f"event.{act}" for act in REVISION_ACTS))
OTHERS = {
    **ACTS,
    "demo.loaded": _l("Demo loaded"),
    "event.home_approvals": _l("Approvals for homes changed"),
    **{f"event.{act}": words for act, words in REVISION_ACTS.items()},
    "event.colour": _l("Colour of the event changed"),
    "event.logo": _l("Logo of the event changed"),
    "event.made": _l("Event made"),
    "event.copied": _l("Event made as a copy"),
    "event.settings": _l("Settings of the event changed"),
    "event.published": _l("Event published"),
    "event.closed": _l("Sign-up closed"),
    "event.preview_on": _l("Preview link made"),
    "event.preview_off": _l("Preview link ended"),
    "event.purged": _l("Data deleted at the purge date"),
    "locations.imported": _l("Locations imported"),
    "view.kept": _l("View of the list kept"),
    "view.removed": _l("View of the list removed"),
    "door.came": _l("Marked somebody at the door"),
    "door.taken_back": _l("Took a mark at the door back"),
    "message.approve": _l("Message approved"),
    "message.reject": _l("Message rejected"),
    "message.pin": _l("Message pinned"),
    "message.unpin": _l("Message unpinned"),
    "message.take_back": _l("Message taken off the wall"),
    "message.silenced": _l("No more messages taken from a sender"),
    "message.unsilenced": _l("Messages of a sender taken again"),
    "wall.arranged": _l("Settings of the wall changed"),
    "mail.retry": _l("Letters tried again"),
    "reminders.chosen": _l("Reminders chosen"),
    "announcement.written": _l("Announcement written"),
    "announcement.scheduled": _l("Announcement scheduled"),
    "announcement.paused": _l("Announcement paused"),
    "announcement.resumed": _l("Announcement resumed"),
    "announcement.queued": _l("Announcement put into the queue"),
    "announcement.cancelled": _l("Announcement cancelled"),
}
GROUPS = {"openings": OPENINGS, "exports": EXPORTS, "sign-ins": SIGN_INS, "team": TEAM}
GROUP_NAMES = {
    "openings": _l("Names opened"),
    "exports": _l("Exports"),
    "sign-ins": _l("Sign-ins"),
    "team": _l("Team and keys"),
    "changes": _l("All other changes"),
}
_NAMES = {name: words for group in (OTHERS, *GROUPS.values()) for name, words in group.items()}


def act_of(entry: AuditEntry) -> str:
    """What was done, in words; its code where it has none."""
    return str(_NAMES.get(entry.action, entry.action))


def role_of(entry: AuditEntry) -> str:
    """The role from which an account acted; '' for everybody else."""
    return str(ROLES[StaffRole(entry.role)]) if entry.role in set(StaffRole) else ""


def more_of(entry: AuditEntry, language: str) -> str:
    """What else the log knows of an act: how many, which file, which filters."""
    detail: dict[str, Any] = entry.detail
    names = entry.opened or detail.get("names")
    said = []
    if names:
        said.append(page_digits(ngettext("%(num)s name", "%(num)s names", names)))
    if "registrations" in detail:
        many = detail["registrations"]
        said.append(page_digits(ngettext("%(num)s registration", "%(num)s registrations", many)))
    if "file" in detail:
        said.append(str(detail["file"]).upper())
        chosen = [f"{name}={value}" for name, value in (detail.get("filters") or {}).items()]
        said.append(", ".join(chosen) or _("everybody"))
        if detail.get("columns"):
            said.append(_("columns: %(names)s", names=", ".join(detail["columns"])))
    if "rows" in detail:
        said.append(page_digits(ngettext("%(num)s row", "%(num)s rows", detail["rows"])))
    if "token" in detail:
        said.append(_("tool %(id)s", id=detail["token"][:6]))
        said += detail.get("scopes", [])
    if "organizer" in detail:
        said.append(_("organizer %(number)s", number=page_digits(detail["organizer"])))
    if detail.get("role") in set(StaffRole):
        said.append(str(ROLES[StaffRole(detail["role"])]))
    said += [spelled(entry, language) for entry in detail.get("scope", [])]
    return " · ".join(said)

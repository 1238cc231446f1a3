"""What states, letters, acts and roles are called on the desk."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.events.rules import Fault
from app.locations.models import LocationKind, LocationState
from app.mail.models import OutboxState
from app.messages.rules import Decision, MessageState
from app.registration.models import BulkAct
from app.registration.rules import BulkKind, RegistrationState
from app.reminders.rules import Reminder
from app.staff.models import StaffRole
from app.web.formats import page_digits

WATCHERS_SEE_IT = _l("Done. Watchers see it within seconds.")
PUBLIC_PAGES_FOLLOW = _l("Kept. The public pages follow at once.")
SOMEBODY_WAS_FASTER = _l("Somebody was faster: it stands elsewhere by now. Please look again.")
NOT_ANY_MORE = _l("This was not possible any more; look at how it stands now.")
YOU_HOLD_NO_KEY = _l("You hold no key yourself. Somebody who does can give it.")
"""What becomes of many acts."""

STATES = {
    RegistrationState.PENDING: (_l("Not confirmed yet"), "warn"),
    RegistrationState.CONFIRMED: (_l("Confirmed"), "good"),
    RegistrationState.WAITLISTED: (_l("On the waiting list"), "warn"),
    RegistrationState.CANCELLED: (_l("Cancelled"), "off"),
    RegistrationState.EXPIRED: (_l("Ended unconfirmed"), "off"),
}
"""A word and the kind of its tag."""

KINDS = {
    LocationKind.HALL: _l("Hall"),
    LocationKind.HOME: _l("Home"),
    LocationKind.ONLINE: _l("At home"),
}

LOCATION_STATES = {
    LocationState.SUBMITTED: (_l("Address not proven yet"), "off"),
    LocationState.PROVEN: (_l("Waits for a decision"), "warn"),
    LocationState.APPROVED: (_l("Open"), "good"),
    LocationState.REJECTED: (_l("Not taken"), "off"),
    LocationState.CLOSED: (_l("Closed"), "off"),
}

BULK = {
    BulkKind.CONFIRM: _l("Confirm these registrations"),
    BulkKind.CANCEL: _l("Cancel these registrations"),
    BulkKind.MOVE: _l("Move these registrations"),
    "write": _l("Write an announcement"),
    "merge": _l("Merge into one"),
}
"""What can be done to many sign-ups."""

EVENT_STATES = {
    "draft": (_l("Draft"), "warn"),
    "published": (_l("Published"), "good"),
    "closed": (_l("Sign-up closed by you"), "off"),
    "archived": (_l("Over; data deleted"), "off"),
}

EVENT_FIELDS = {
    "title": _l("Title"),
    "headline": _l("Headline"),
    "summary": _l("Summary"),
    "body": _l("About the event"),
    "speakers": _l("Speakers"),
    "starts_at": _l("Begins"),
    "ends_at": _l("Ends"),
}

FAULTS = {
    Fault.ENDS_FIRST: _l("The end must come after the beginning."),
    Fault.CLOSES_FIRST: _l("Sign-up must close after it opens."),
    Fault.CLOSES_AFTER_END: _l("Sign-up must close before the event ends."),
    Fault.PURGED_BEFORE_END: _l("The data is still needed until the event has ended."),
    Fault.PURGED_AT_ONCE: _l("This moment is past: everything would be deleted at once."),
    Fault.KEPT_TOO_LONG: _l("At most a year after the end: nobody needs the names for longer."),
}

REVISION_ACTS = {
    "before": _l("As it was before the first change"),
    "texts": _l("Texts changed"),
    "item": _l("Programme changed"),
    "item_removed": _l("Taken out of the programme"),
    "item_moved": _l("Order of the programme changed"),
    "restored": _l("Brought back"),
}

MESSAGE_STATES = {
    MessageState.WAITING: _l("To read"),
    MessageState.APPROVED: _l("On the wall"),
    MessageState.REJECTED: _l("Rejected in the last day"),
}

DECISIONS = {
    Decision.APPROVE: _l("It is on the wall."),
    Decision.REJECT: _l("It is not shown. For a day it can still be approved."),
    Decision.PIN: _l("It is on the wall, above the others."),
    Decision.UNPIN: _l("It stands among the others again."),
    Decision.TAKE_BACK: _l("It leaves the wall. For a day it can still be approved."),
}
"""What is said after each decision about a message."""

LETTER_STATES = {
    OutboxState.QUEUED: (_l("Waiting"), "warn"),
    OutboxState.HELD: (_l("Held back"), "warn"),
    OutboxState.SENT: (_l("Sent"), "good"),
    OutboxState.FAILED: (_l("Failed"), "bad"),
    OutboxState.SUPPRESSED: (_l("Not sent"), "off"),
}

LETTERS = {
    "registration.confirm": _l("Please confirm"),
    "registration.confirmed": _l("You are confirmed"),
    "registration.already": _l("Signed up already"),
    "registration.link": _l("Your link"),
    "registration.changed": _l("What has changed"),
    "registration.cancelled": _l("Cancelled"),
    "host.prove": _l("Offer: please prove your address"),
    "host.approved": _l("Offer: your location is open"),
    "host.asked_back": _l("Offer: a question"),
    "host.rejected": _l("Offer: not taken"),
    "host.link": _l("Link to the host page"),
    "host.digest": _l("New guests"),
    "registration.address": _l("Address of the place"),
    "registration.waiting_list": _l("On the waiting list"),
    "registration.seat_offered": _l("Seats offered"),
    "registration.offer_expired": _l("Offer of seats ended"),
    "location.changed": _l("News of the location"),
    "location.moved": _l("The location has moved"),
    "location.closed": _l("The location is closed"),
    "location.message": _l("Message from the host"),
    "staff.invitation": _l("Invitation to the team"),
    "staff.new_sign_in": _l("Sign-in from a new browser"),
    "staff.export_made": _l("A list was taken out"),
    "staff.reset": _l("A new password"),
    "staff.reset_done": _l("A password was reset"),
    "staff.second_factor": _l("Second factor"),
    "staff.webhook_off": _l("Webhook turned off"),
    "announcement": _l("Announcement"),
    "neutral.asks": _l("Neutral letter: please open your link"),
    "neutral.news": _l("Neutral letter: there is news"),
    "reminder.week": _l("Reminder: in a week"),
    "reminder.day": _l("Reminder: tomorrow"),
    "reminder.hour": _l("Reminder: in an hour"),
    "reminder.live": _l("The stream is on"),
    "reminder.thanks": _l("Thank you"),
    "organizer.test": _l("Example for yourself"),
}

ANNOUNCEMENT_STATES = {
    "draft": (_l("Draft"), "off"),
    "scheduled": (_l("Scheduled"), "warn"),
    "sending": (_l("On its way"), "warn"),
    "sent": (_l("Sent"), "good"),
    "paused": (_l("Paused"), "warn"),
    "cancelled": (_l("Cancelled"), "off"),
}
"""As organizers see them: one that is on its way has been sent once nothing waits."""

REMINDERS = {
    Reminder.WEEK: _l("A week before"),
    Reminder.DAY: _l("A day before"),
    Reminder.HOUR: _l("An hour before"),
    Reminder.LIVE: _l("The stream is on"),
    Reminder.THANKS: _l("Thank you, the day after"),
}

ACTS = {
    "registration.confirm": _l("Link sent again"),
    "registration.link": _l("Link sent again"),
    "registration.changed": _l("Place or number changed"),
    "registration.named": _l("Told the host a name"),
    "registration.unnamed": _l("Took the name back from the host"),
    "registration.moved_to_another": _l("Replaced by a newer sign-up of the same address"),
    "registration.cancelled": _l("Cancelled"),
    "registration.taken_back": _l("Taken back"),
    "registration.confirmed": _l("Confirmed"),
    "registration.merged": _l("Merged into another sign-up"),
    "registration.kept_of_several": _l("Kept as one of several"),
    "registrations.confirm": _l("Many registrations confirmed"),
    "registrations.cancel": _l("Many registrations cancelled"),
    "registrations.move": _l("Many registrations moved"),
    "registrations.import": _l("Registrations imported"),
    "registrations.told_apart": _l("Said that they are different people"),
    "registrations.not_apart": _l("Took back that they are different people"),
    "registrations.undone": _l("Taken back"),
    "host.proven": _l("Address proven"),
    "host.approved": _l("Approved, and open"),
    "host.approved_first": _l("Approved; one more must approve"),
    "host.asked_back": _l("Asked back"),
    "host.rejected": _l("Not taken"),
    "host.seats": _l("Seats changed"),
    "host.details": _l("Details changed"),
    "host.address_released": _l("Address released"),
    "host.heads": _l("Heads counted"),
    "host.handed_on": _l("Handed on to another host"),
    "host.link": _l("Link sent again"),
    "host.message": _l("Message sent to the guests"),
    "location.edited": _l("Edited"),
    "location.changed": _l("Edited; everybody told"),
    "location.moved": _l("Moved; everybody told"),
    "location.closed": _l("Closed; everybody told"),
    "location.reopened": _l("Brought back"),
    "location.merged": _l("Merged into another; everybody told"),
    "host.trusted": _l("Host trusted"),
    "host.trusted_no_more": _l("Host trusted no more"),
    "mail.neutral_on": _l("Letters say nothing about the event"),
    "mail.neutral_off": _l("Letters may speak of the event"),
}

ACTORS = {
    "holder": _l("the person"),
    "operator": _l("the operator"),
    "clock": _l("the clock"),
}

ROLES = {
    StaffRole.OWNER: _l("Owner"),
    StaffRole.MANAGER: _l("Manager"),
    StaffRole.COORDINATOR: _l("Coordinator"),
    StaffRole.APPROVER: _l("Host approver"),
    StaffRole.VIEWER: _l("Viewer"),
}


def letter_name(kind: str) -> str:
    """What a letter is called; its kind where it has no name."""
    return str(LETTERS.get(kind, kind))


def act_name(action: str) -> str:
    """What an entry of the log is called."""
    return str(ACTS.get(action, action))


def act_on_many(act: BulkAct) -> str:
    """What an act on many is called in the history of one of them."""
    many = ngettext("%(num)s registration", "%(num)s registrations", act.number)
    return f"{act_name(f'registrations.{act.kind}')} · {page_digits(many)}"


def actor_name(actor: str, own_id: int) -> str:
    """Who an actor of the log is, seen by the account that reads it."""
    if actor == f"organizer:{own_id}":
        return str(_("you"))
    kind, _colon, number = actor.partition(":")
    if kind == "organizer":
        return str(_("organizer %(number)s", number=page_digits(number)))
    if kind == "token":
        return str(_("tool %(id)s", id=number[:6]))
    return str(ACTORS.get(kind, actor))

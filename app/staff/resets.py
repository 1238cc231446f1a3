"""Links that reset a password: whose they are, and what they would cost."""

import uuid
from datetime import datetime

from app.staff import owners, queries, rules, teams
from app.staff.errors import ResetNotFound
from app.staff.models import Organizer
from app.vault.service import current_vault
from app.web.tokens import Opened, make_token

PURPOSE = "reset"


def token_of(found: Organizer, reset_id: uuid.UUID) -> str:
    """What the link in the letter carries."""
    return make_token(PURPOSE, reset_id, _version(found))


def get_holder(link: Opened, now: datetime) -> Organizer:
    """The account that a link resets.

    Another password, signing out everywhere and closing the account end every link.

    :raises ResetNotFound: used, run out, or ended
    """
    reset = queries.find_reset(link.id)
    if reset is None or not rules.is_within(rules.RESET_LIMIT, reset.created_at, now):
        raise ResetNotFound
    found = queries.find_by_address(reset.address_index)
    if found is None or not found.active or _version(found) != link.version:
        raise ResetNotFound
    return found


def takes_the_last_key(found: Organizer) -> bool:
    """Whether nobody could give this account an event's key again after a reset."""
    if not teams.may_hold_a_key(found):
        return False
    return owners.holds_a_last_key(found.id)


def _version(found: Organizer) -> int:
    """A mark of the present password and sessions, in the two bytes of a link's version."""
    return int.from_bytes(current_vault().index("reset", found.fs_uniquifier)[:2], "big")

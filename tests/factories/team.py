"""Organizers, invitations and resets of passwords."""

from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from app.staff import queries as staff_queries
from app.staff import resets
from app.staff import service as staff
from app.staff.accounts import address_index
from app.staff.models import Organizer, OrganizerInvitation, PasswordReset, StaffRole
from app.staff.service.accounts import seal_contact
from app.staff.service.members import seal_identity
from app.vault.service import current_vault
from tests.factories.rows import NOW, save

PASSWORD = "three geese cross the river"


TEAM: set[str] = set()
"""The addresses of accounts that were made: an event that comes later is theirs as well."""


def make_organizer(
    *,
    email: str = "omar@example.org",
    password: str = PASSWORD,
    role: StaffRole = StaffRole.OWNER,
    scope: tuple[str, ...] = (),
    now: datetime = NOW,
) -> Organizer:
    """Omar's account, as an operator would make it; with the event's key if he may read people."""
    files = current_vault().files
    waits = files.unclaimed_key_file(1).exists()
    paper = files.keys_dir.parent / "recovery-key.txt"
    staff.create(
        account=staff.NewAccount(email, password, role, scope),
        recovery_key=None if waits else paper.read_text(encoding="utf-8"),
        now=now,
    )
    TEAM.add(email)
    organizer = staff_queries.find_by_address(address_index(email))
    assert organizer is not None
    return organizer


def make_invitation(
    *,
    inviter: Organizer,
    email: str = "eve@example.org",
    role: StaffRole = StaffRole.VIEWER,
    now: datetime = NOW,
) -> OrganizerInvitation:
    """A place in the team that waits to be taken."""
    index = address_index(email)
    invitation = OrganizerInvitation(
        id=uuid7(),
        address_index=index,
        contact_box=seal_contact(email, "en", index, now),
        identity_box=seal_identity(email, index, 1, now),
        role=role,
        scope=[],
        language="en",
        invited_by=inviter.id,
        created_at=now,
        expires_at=now + timedelta(days=7),
    )
    save(invitation)
    return invitation


def make_reset(organizer: Organizer, *, now: datetime = NOW) -> str:
    """A link to a new password, as the letter carries it."""
    asked = PasswordReset(id=uuid7(), address_index=organizer.address_index, created_at=now)
    save(asked)
    return resets.token_of(organizer, asked.id)

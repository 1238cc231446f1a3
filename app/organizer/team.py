"""The team as its page shows it, addresses opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.events.models import Event
from app.mail.models import Outbox
from app.organizer.scope_field import spelled
from app.staff import queries, rules
from app.staff.models import Organizer, OrganizerInvitation, StaffRole
from app.staff.person import SignedIn
from app.vault.errors import BoxDoesNotOpen
from app.vault.rules import binding
from app.vault.service import Opener


@dataclass(frozen=True)
class MemberLine:
    """Somebody of the team."""

    account: Organizer
    role: StaffRole
    address: str
    """'' where this account holds no key to open it."""
    scope: tuple[str, ...]
    countries: tuple[str, ...]
    """The scope in words."""
    holds_key: bool
    may_hold_key: bool
    is_reader: bool
    """Whoever looks at the page."""


@dataclass(frozen=True)
class InvitationLine:
    """Somebody who was invited, and how their letter fares."""

    invitation: OrganizerInvitation
    address: str
    countries: tuple[str, ...]
    letter: Outbox | None


@dataclass(frozen=True)
class Team:
    """Who is here, and who may come."""

    members: Sequence[MemberLine]
    invitations: Sequence[InvitationLine]
    demands_second_factor: bool

    @property
    def opened(self) -> int:
        """How many addresses of others stand on the page."""
        others = [line.address for line in self.members if not line.is_reader]
        return sum(map(bool, [*others, *(line.address for line in self.invitations)]))


def team_of(reader: SignedIn, event: Event, language: str, now: datetime) -> Team:
    """Every account that works for the event, and every open invitation."""
    opener, members = reader.opener(event.key_id), queries.team(event.id, event.key_id)
    invited = queries.open_invitations(event.id, now)
    boxes = [
        *(member.identity_box for member in members),
        *(one.invitation.identity_box for one in invited),
    ]
    _prepare(opener, boxes)
    return Team(
        [_line(member, reader, opener, language) for member in members],
        [
            InvitationLine(
                row,
                _address(row, row.identity_box, opener),
                _names(row.scope, language),
                letter,
            )
            for row, letter in invited
        ],
        demands_second_factor=any(member.demanded for member in members),
    )


def find_member(
    reader: SignedIn, event: Event, organizer_id: int, language: str
) -> MemberLine | None:
    """One account, or None where it does not work for the event."""
    team = queries.team(event.id, event.key_id)
    found = next((one for one in team if one.organizer.id == organizer_id), None)
    return _line(found, reader, reader.opener(event.key_id), language) if found else None


def _line(
    member: queries.Member, reader: SignedIn, opener: Opener | None, language: str
) -> MemberLine:
    is_reader = member.organizer.id == reader.id
    return MemberLine(
        account=member.organizer,
        role=member.role,
        address=reader.label
        if is_reader
        else _address(member.organizer, member.identity_box, opener),
        scope=tuple(member.scope),
        countries=_names(member.scope, language),
        holds_key=member.holds_key,
        may_hold_key=rules.may(member.role, rules.KEY_HOLD),
        is_reader=is_reader,
    )


def addresses_of_team(reader: SignedIn, event: Event) -> dict[int, str]:
    """The address of each active account by its number; none where the reader holds no key."""
    opener, members = reader.opener(event.key_id), queries.team(event.id, event.key_id)
    _prepare(opener, [member.identity_box for member in members])
    found = {
        member.organizer.id: _address(member.organizer, member.identity_box, opener)
        for member in members
    }
    return {number: address for number, address in found.items() if address}


def _prepare(opener: Opener | None, boxes: Sequence[bytes | None]) -> None:
    """Fetch all data keys at once: each address was sealed on another day, under its own."""
    if opener is not None:
        opener.prepare(box for box in boxes if box is not None)


def _address(row: Organizer | OrganizerInvitation, box: bytes | None, opener: Opener | None) -> str:
    if opener is None or box is None:
        return ""
    # An invitation's boxes are bound as its later account's are: they move over to it.
    place = binding("organizer", "identity_box", None, row.address_index.hex())
    try:
        return str(opener.open(box, place)["email"])
    except BoxDoesNotOpen:
        return ""


def _names(scope: list[str], language: str) -> tuple[str, ...]:
    return tuple(spelled(entry, language) for entry in scope)

"""The key and the team of a new event; parts of the desk's act that makes one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app.staff import queries, rules, teams, unlock
from app.staff.models import EventKeyGrant, Organizer
from app.staff.person import Post, SignedIn
from app.staff.queries import Member
from app.staff.service.accounts import put_grant
from app.staff.service.members import join, seal_identity
from app.staff.teams import EventKey
from app.vault.errors import BoxDoesNotOpen
from app.vault.rules import binding
from app.vault.service import current_vault

RECOVERY = "recovery key of a new event"


@dataclass(frozen=True)
class Founding:
    """What a new event's team will hold."""

    key_id: int
    event_key: bytes = field(repr=False)
    recovery_key: str = field(default="", repr=False)
    """'' where the key was made on the command line, and is on paper."""

    @property
    def is_new(self) -> bool:
        """Whether its files were made for this."""
        return bool(self.recovery_key)


def key_for_new_event(maker: SignedIn) -> Founding:
    """A new key of its own; for the first event the one that waits since the installation.

    :raises KeysReadOnly: the web server may not write to `KEYS_DIR`
    """
    used = teams.all_key_ids()
    waiting = maker.event_key(rules.FIRST_KEY_ID) if rules.FIRST_KEY_ID not in used else None
    if waiting is not None:
        return Founding(rules.FIRST_KEY_ID, waiting)
    files = current_vault().files
    made = files.create_event_key(max({*used, *files.event_key_ids(), rules.FIRST_KEY_ID}) + 1)
    return Founding(made.key_id, made.private, made.recovery_key)


def give_up(founding: Founding) -> None:
    """Take back the files of a key whose event could not be stored."""
    if founding.is_new:
        current_vault().files.destroy_event_keys(founding.key_id)


def put_founder(
    session: Session, maker: SignedIn, event_id: int, founding: Founding, box: bytes, now: datetime
) -> None:
    """Let the maker work for the new event and hold its key, and see the recovery key."""
    organizer = session.get_one(Organizer, maker.id)
    join(session, organizer, event_id, box=box, now=now, post=Post(rules.OWNER))
    if not founding.is_new:
        return
    grant = put_grant(
        session, organizer, founding.event_key, key_id=founding.key_id, giver=None, now=now
    )
    grant.recovery_box = unlock.seal_to_self(
        organizer.public_key,
        founding.recovery_key,
        what=RECOVERY,
        holder=organizer.address_index,
    )


def put_team(
    session: Session,
    maker: SignedIn,
    event: EventKey,
    team: Sequence[tuple[Member, bytes | None]],
    founding: Founding,
    now: datetime,
) -> None:
    """Let those who work for an earlier event work for this one; who held that key gets this."""
    for member, box in team:
        if member.organizer.id == maker.id:
            continue
        organizer = session.get_one(Organizer, member.organizer.id)
        post = Post(member.role, tuple(member.scope))
        join(session, organizer, event.id, box=box, now=now, post=post)
        if member.holds_key and rules.may(member.role, rules.KEY_HOLD):
            put_grant(
                session,
                organizer,
                founding.event_key,
                key_id=event.key_id,
                giver=maker.id,
                now=now,
            )


def team_to_copy(
    maker: SignedIn, source: EventKey, key_id: int, now: datetime
) -> list[tuple[Member, bytes | None]]:
    """A team, each with their address sealed for the new event, as far as the maker can open it.

    Whose address stays closed seals it at their own next sign-in.
    """
    opener = maker.opener(source.key_id)
    team = []
    for member in queries.team(source.id, source.key_id):
        box, index = None, member.organizer.address_index
        if opener is not None and member.identity_box is not None:
            place = binding("organizer", "identity_box", None, index.hex())
            try:
                email = str(opener.open(member.identity_box, place)["email"])
                box = seal_identity(email, index, key_id, now)
            except BoxDoesNotOpen:
                box = None
        team.append((member, box))
    return team


def recovery_key_shown(person: SignedIn, grant: EventKeyGrant | None) -> str:
    """The recovery key of an event, for whoever made it and has not said that it is kept."""
    return person.open_own(grant.recovery_box, RECOVERY) if grant else ""

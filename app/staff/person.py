"""Who is signed in, and what they can open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from app.audit import log
from app.staff import rules, unlock
from app.staff.models import Organizer
from app.staff.unlock import Unlocked
from app.vault.errors import BoxDoesNotOpen, KeyMissing
from app.vault.keyfiles import KeyFiles, event_audience
from app.vault.service import Opener, current_vault


class Post(NamedTuple):
    """As what somebody works for an event."""

    role: str
    scope: tuple[str, ...] = ()
    """Countries and regions a coordinator or approver is bound to; empty means everywhere."""


@dataclass(frozen=True)
class SignedIn:
    """An account for the length of one request. It never leaves the process."""

    id: int
    role: str
    """As which the account acts now: in one event, or outside of any."""
    account_role: str
    """As which it would act, had its password not come by letter."""
    scope: tuple[str, ...]
    """Of the event at hand; outside of any, nothing is bound to countries."""
    posts: Mapping[str, Post]
    """By the slug of each event that the account works for."""
    label: str
    """The own address, as typed at sign-in."""
    address_index: bytes = field(repr=False)
    private_key: bytes = field(repr=False)
    grants: Mapping[int, bytes] = field(repr=False)
    files: KeyFiles = field(repr=False)
    second_factor: bool = False
    """Whether the account has one."""
    proven_at: datetime | None = None
    """When this session last gave the second factor, or the password where there is none."""
    lacks_second_factor: bool = False
    """Whether it has none although an event asks for one: it then opens its own account alone."""
    was_reset: bool = False
    """Whether its password came by letter, so that it acts as a viewer for now."""
    _openers: dict[int, Opener] = field(default_factory=dict, repr=False, compare=False)

    def at(self, slug: str) -> "SignedIn | None":
        """The same account as it works for one event; None where it does not."""
        post = self.posts.get(slug)
        if post is None:
            return None
        return replace(
            self,
            role=rules.VIEWER if self.was_reset else post.role,
            account_role=post.role,
            scope=post.scope,
            _openers={},
        )

    @property
    def actor(self) -> log.Actor:
        """This account as the log names it."""
        return log.organizer(self.id, self.role)

    def may(self, permission: str) -> bool:
        """Whether this account's role includes a permission: the one of now, and its own."""
        return rules.may(self.role, permission) and rules.may(self.account_role, permission)

    def open_own(self, box: bytes | None, what: str) -> str:
        """What was sealed to this account itself; "" where there is nothing, or nothing that opens.

        :param what: as what it was sealed
        """
        if box is None:
            return ""
        try:
            return unlock.open_own(self.private_key, box, what=what, holder=self.address_index)
        except BoxDoesNotOpen:
            return ""

    def opener(self, key_id: int) -> Opener | None:
        """What opens an event's names, or None where this account holds no key to them."""
        if key_id not in self._openers:
            event_key = self.event_key(key_id)
            if event_key is None:
                return None
            self._openers[key_id] = Opener(event_audience(key_id), event_key)
        return self._openers[key_id]

    def event_key(self, key_id: int) -> bytes | None:
        """The event's private key, or None where there is no grant, or the key was destroyed."""
        sealed = self.grants.get(key_id)
        if sealed is None or not self.may(rules.KEY_HOLD):
            return None
        try:
            shred_key = self.files.shred_key(key_id)
        except KeyMissing:
            return None
        return unlock.open_grant(
            sealed,
            key_id=key_id,
            shred_key=shred_key,
            private_key=self.private_key,
            holder=self.address_index,
        )


def person_of(
    organizer: Organizer,
    unlocked: Unlocked,
    grants: Mapping[int, bytes],
    posts: Mapping[str, Post],
    *,
    second_factor: bool = False,
    demanded: bool = False,
    proven_at: datetime | None = None,
) -> SignedIn:
    """An account and what it unlocked, for the length of one request, outside of any event."""
    role = rules.strongest(post.role for post in posts.values()) if posts else organizer.role.value
    return SignedIn(
        id=organizer.id,
        role=rules.role_now(role, organizer.reset_at),
        account_role=role,
        scope=(),
        posts=posts,
        label=unlocked.label,
        address_index=organizer.address_index,
        private_key=unlocked.private_key,
        grants=grants,
        files=current_vault().files,
        second_factor=second_factor,
        proven_at=proven_at,
        lacks_second_factor=demanded and not second_factor,
        was_reset=organizer.reset_at is not None,
    )

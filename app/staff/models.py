"""Who works here: accounts, the keys they hold, sessions and invitations."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Enum,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class StaffRole(enum.StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    VIEWER = "viewer"


ROLE_TYPE = Enum(StaffRole, native_enum=False, length=12, values_callable=list)


class Organizer(Base):
    """An account. Its address is sealed like everybody's."""

    __tablename__ = "organizer"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    contact_box: Mapped[bytes] = mapped_column(LargeBinary)
    """Address and language, sealed to the mailer."""
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[StaffRole] = mapped_column(ROLE_TYPE)
    """What it was made as. It counts while it works for no event, and in those that it joins
    without being given another; else `event_member.role` does."""
    scope: Mapped[list[str]] = mapped_column(JSON)
    """As `event_member.scope`, where `role` counts."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    private_box: Mapped[bytes] = mapped_column(LargeBinary)
    """The account's private key under a key made from its password."""
    unlock_salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    codes_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """New recovery codes, sealed to the account's own key until they are kept elsewhere."""
    codes_made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_codes: Mapped[int] = mapped_column(default=0, server_default="0")
    """Guesses at a code of the second factor since `wrong_codes_since`."""
    wrong_codes_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reset_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its password came by letter; it acts as a viewer until somebody gives it the key."""

    # What Flask-Login asks of an account. Its own mixin would bring a clear address.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return self.fs_uniquifier


class EventKeyGrant(Base):
    """An event's private key, sealed to one organizer's own key."""

    __tablename__ = "event_key_grant"

    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), primary_key=True
    )
    key_id: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("organizer.id", ondelete="SET NULL"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recovery_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The recovery key of a new event, sealed to its maker until it is on paper."""


class EventMember(Base):
    """Who works for which event, and as what. Who left stays as a number, for the log."""

    __tablename__ = "event_member"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[StaffRole] = mapped_column(ROLE_TYPE)
    scope: Mapped[list[str]] = mapped_column(JSON)
    """Countries ("DE") and regions ("DE/Bavaria") that a coordinator or approver is bound to; empty
    means everywhere."""
    identity_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Their address, sealed to the event's organizers; None until somebody who knows it was here.
    It ends when they leave, or with the event's key."""
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OrganizerSession(Base):
    """A sign-in: the keys it unlocked, under a key that only the cookie holds."""

    __tablename__ = "organizer_session"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), index=True
    )
    keys_box: Mapped[bytes] = mapped_column(LargeBinary)
    browser_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Which browser, without version or address, sealed to the account's own key."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the second factor was given last; the password, where the account has none."""


class HalfSignIn(Base):
    """The right password, and no code yet: it opens nothing but the page that asks for one."""

    __tablename__ = "half_sign_in"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), index=True
    )
    keys_box: Mapped[bytes] = mapped_column(LargeBinary)
    """As a session's, under a key that only the cookie holds."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrganizerTotp(Base):
    """An app that makes codes (RFC 6238); it counts once a first code has shown that it works."""

    __tablename__ = "organizer_totp"

    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), primary_key=True
    )
    secret_box: Mapped[bytes] = mapped_column(LargeBinary)
    """The shared secret under a key that no database holds."""
    last_step: Mapped[int | None]
    """The newest step of time whose code was taken; neither it nor an older one is taken again."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OrganizerPasskey(Base):
    """A passkey (WebAuthn), as a second factor: it unlocks nothing."""

    __tablename__ = "organizer_passkey"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    """By what the authenticator knows it; it says nothing of its owner."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often it has signed; a copy of the authenticator would count back."""
    transports: Mapped[list[str]] = mapped_column(JSON)
    """How the browser reaches it: usb, nfc, internal."""
    name_box: Mapped[bytes] = mapped_column(LargeBinary)
    """What its owner calls it, sealed to the account's own key."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code on paper that stands in once for the second factor; only its HMAC."""

    __tablename__ = "organizer_recovery_code"

    code_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), index=True
    )


class SecondFactorDemand(Base):
    """An event that asks everybody of the team for a second factor."""

    __tablename__ = "second_factor_demand"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    demanded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrganizerInvitation(Base):
    """A place in the team that waits for somebody to take it."""

    __tablename__ = "organizer_invitation"
    __table_args__ = (UniqueConstraint("event_id", "address_index"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    """For which event; None for every one there is, as the operator's accounts."""
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    contact_box: Mapped[bytes] = mapped_column(LargeBinary)
    identity_box: Mapped[bytes] = mapped_column(LargeBinary)
    role: Mapped[StaffRole] = mapped_column(ROLE_TYPE)
    scope: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(12))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("organizer.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """Somebody asked for a new password; the same row for a known and an unknown address."""

    __tablename__ = "password_reset"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

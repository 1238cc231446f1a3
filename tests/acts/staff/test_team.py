"""Invitations, passing the key on, another password, and leaving."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.mail.models import Outbox
from app.registration.models import Registration
from app.staff import letters, queries, service, unlock
from app.staff.accounts import address_index
from app.staff.errors import (
    AddressTaken,
    HoldsNoKey,
    InvitationNotFound,
    LastOwner,
    MayNotReadPeople,
    OrganizerNotFound,
    WrongPassword,
)
from app.staff.models import (
    EventKeyGrant,
    Organizer,
    OrganizerPasskey,
    OrganizerSession,
    StaffRole,
)
from app.staff.person import SignedIn
from app.staff.teams import EventKey
from app.vault.errors import BoxDoesNotOpen
from app.vault.keyfiles import MAILER
from app.vault.service import Opener, current_vault
from tests.acts.staff.people import OMAR, PASSWORD, can_sign_in, name_read_by, person

MAYA = "maya@example.org"


def invite(omar: SignedIn, now: datetime, role: StaffRole = StaffRole.MANAGER) -> None:
    """Omar invites Maya, and she accepts."""
    invitation = service.Invitation(MAYA, role, language="fa")
    invitation_id = service.invite(inviter=omar, invitation=invitation, now=now)
    service.accept(invitation_id=invitation_id, password=PASSWORD, now=now)


def maya() -> Organizer:
    found = queries.find_by_address(address_index(MAYA))
    assert found is not None
    return found


def test_an_invited_colleague_reads_the_same_name_once_the_key_is_passed_on(
    omar: SignedIn, anns: Registration, now: datetime
) -> None:
    invite(omar, now)
    assert person(MAYA, now).opener(1) is None
    service.grant_key(giver=omar, organizer_id=maya().id, now=now)
    assert name_read_by(person(MAYA, now), anns) == name_read_by(omar, anns) == "Ann"


def test_the_team_opens_an_invited_address_with_the_box_of_the_invitation(
    omar: SignedIn, event: Event, now: datetime
) -> None:
    invite(omar, now)
    opener = omar.opener(1)
    assert opener is not None
    box = queries.team(event.id, 1)[1].identity_box
    assert box is not None
    place = f"organizer.identity_box:0:{address_index(MAYA).hex()}"
    assert opener.open(box, place)["email"] == MAYA


def test_whoever_holds_no_key_passes_none_on(omar: SignedIn, now: datetime) -> None:
    invite(omar, now)
    with pytest.raises(HoldsNoKey):
        service.grant_key(giver=person(MAYA, now), organizer_id=omar.id, now=now)


def test_a_viewer_gets_no_key_and_has_no_opener(omar: SignedIn, now: datetime) -> None:
    invite(omar, now, StaffRole.VIEWER)
    with pytest.raises(MayNotReadPeople):
        service.grant_key(giver=omar, organizer_id=maya().id, now=now)
    assert person(MAYA, now).opener(1) is None


def test_a_former_manager_s_grant_is_worth_nothing_to_a_viewer(
    omar: SignedIn, now: datetime
) -> None:
    invite(omar, now)
    service.grant_key(giver=omar, organizer_id=maya().id, now=now)
    db.session.get_one(Organizer, maya().id).role = StaffRole.VIEWER
    db.session.commit()
    assert person(MAYA, now).opener(1) is None


def test_an_invitation_is_accepted_once(omar: SignedIn, now: datetime) -> None:
    invitation_id = service.invite(
        inviter=omar, invitation=service.Invitation(MAYA, StaffRole.MANAGER), now=now
    )
    service.accept(invitation_id=invitation_id, password=PASSWORD, now=now)
    with pytest.raises(InvitationNotFound):
        service.accept(invitation_id=invitation_id, password="the second password", now=now)
    assert can_sign_in(MAYA, now)


def test_an_invitation_runs_out_after_a_week(omar: SignedIn, now: datetime) -> None:
    invitation_id = service.invite(
        inviter=omar, invitation=service.Invitation(MAYA, StaffRole.MANAGER), now=now
    )
    with pytest.raises(InvitationNotFound):
        service.accept(invitation_id=invitation_id, password=PASSWORD, now=now + timedelta(days=7))


def test_a_newer_invitation_replaces_the_older(omar: SignedIn, now: datetime) -> None:
    invitation = service.Invitation(MAYA, StaffRole.MANAGER)
    older = service.invite(inviter=omar, invitation=invitation, now=now)
    newer = service.invite(inviter=omar, invitation=invitation, now=now)
    with pytest.raises(InvitationNotFound):
        queries.get_invitation(older, now)
    service.withdraw(inviter=omar, invitation_id=newer, now=now)
    assert queries.find_invitation(newer) is None


def test_a_member_is_not_invited_again(omar: SignedIn, now: datetime) -> None:
    with pytest.raises(AddressTaken):
        service.invite(
            inviter=omar,
            invitation=service.Invitation("Omar@example.org", StaffRole.VIEWER),
            now=now,
        )


def test_the_letter_opens_with_the_mailer_s_key_and_carries_a_link(
    omar: SignedIn, now: datetime
) -> None:
    invitation_id = service.invite(
        inviter=omar,
        invitation=service.Invitation(MAYA, StaffRole.MANAGER, language="fa"),
        now=now,
    )
    row = db.session.scalars(select(Outbox).where(Outbox.kind == "staff.invitation")).one()
    assert (row.about_id, row.parameters, row.contact_box) == (invitation_id, {}, None)
    opener = Opener(MAILER, current_vault().files.mailer_private_key())
    letter = letters.invitation(row, opener)
    assert letter is not None
    assert (letter.to, letter.language, letter.template) == (MAYA, "fa", "staff_invitation")
    assert letter.context["link"].startswith("http://localhost/organizer/invitation/")
    service.withdraw(inviter=omar, invitation_id=invitation_id, now=now)
    assert letters.invitation(row, opener) is None


def test_another_password_keeps_the_key_and_ends_other_sessions(
    omar: SignedIn, anns: Registration, now: datetime
) -> None:
    service.change_password(person=omar, current=PASSWORD, new="another long password", now=now)
    assert db.session.scalar(select(func.count()).select_from(OrganizerSession)) == 1
    assert not can_sign_in(OMAR, now)
    assert name_read_by(person(OMAR, now, "another long password"), anns) == "Ann"


def test_the_present_password_is_asked_for_before_another(omar: SignedIn, now: datetime) -> None:
    with pytest.raises(WrongPassword):
        service.change_password(
            person=omar, current="not the password", new="another long password", now=now
        )
    assert can_sign_in(OMAR, now)


def test_leaving_ends_sessions_and_takes_the_key(omar: SignedIn, now: datetime) -> None:
    invite(omar, now)
    service.grant_key(giver=omar, organizer_id=maya().id, now=now)
    person(MAYA, now)
    service.deactivate(actor=omar, organizer_id=maya().id, now=now)
    for table in (OrganizerSession, EventKeyGrant):
        owners = db.session.scalars(select(table.organizer_id)).all()
        assert set(owners) == {omar.id}
    assert not can_sign_in(MAYA, now)
    with pytest.raises(OrganizerNotFound):
        service.grant_key(giver=omar, organizer_id=maya().id, now=now)


def test_somebody_who_left_comes_back_by_an_invitation_without_the_key(
    omar: SignedIn, now: datetime
) -> None:
    invite(omar, now)
    service.grant_key(giver=omar, organizer_id=maya().id, now=now)
    service.deactivate(actor=omar, organizer_id=maya().id, now=now)
    invite(omar, now, StaffRole.COORDINATOR)
    back = person(MAYA, now)
    assert (back.role, back.opener(1)) == ("coordinator", None)


@pytest.mark.usefixtures("event")
def test_the_last_owner_stays(omar: SignedIn, now: datetime) -> None:
    invite(omar, now)
    with pytest.raises(LastOwner):
        service.deactivate(actor=omar, organizer_id=omar.id, now=now)


def test_who_leaves_takes_no_key_along_and_a_kept_copy_of_the_database_opens_none_alone(
    omar: SignedIn, anns: Registration, now: datetime
) -> None:
    """What docs/adr/0040 says: nothing is left that opens, but where somebody kept it all."""
    event = EventKey(anns.event_id, 1)
    invite(omar, now)
    service.grant_key(giver=omar, organizer_id=maya().id, now=now, event=event)
    at_work = person(MAYA, now)
    of_omar = db.session.get_one(EventKeyGrant, (omar.id, 1)).sealed
    assert service.let_go(actor=omar, organizer_id=maya().id, event=event, now=now)
    left = maya()
    for table in (EventKeyGrant, OrganizerSession, OrganizerPasskey):
        rows = select(func.count()).select_from(table).where(table.organizer_id == left.id)
        assert db.session.scalar(rows) == 0
    # Those who stay need nothing new: each grant is sealed to its holder alone.
    assert db.session.get_one(EventKeyGrant, (omar.id, 1)).sealed == of_omar
    assert name_read_by(person(OMAR, now), anns) == "Ann"
    # A copy of the row, with the own key that the password unlocks, needs the server's files too.
    kept = {"sealed": at_work.grants[1], "private_key": at_work.private_key}
    with pytest.raises(BoxDoesNotOpen):
        unlock.open_grant(**kept, key_id=1, shred_key=bytes(32), holder=left.address_index)
    shred_key = current_vault().files.shred_key(1)
    assert unlock.open_grant(**kept, key_id=1, shred_key=shred_key, holder=left.address_index)


def test_the_log_says_who_did_what_and_names_nobody(omar: SignedIn, now: datetime) -> None:
    invite(omar, now)
    service.grant_key(giver=omar, organizer_id=maya().id, now=now)
    service.deactivate(actor=omar, organizer_id=maya().id, now=now)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == [
        "staff.created",
        "staff.signed_in",
        "staff.invited",
        "staff.joined",
        "staff.key_granted",
        "staff.deactivated",
    ]
    assert {entry.actor for entry in entries} == {
        "operator",
        f"organizer:{omar.id}",
        f"organizer:{maya().id}",
    }
    assert "@" not in "".join(str(entry.detail) for entry in entries)


def test_the_team_knows_who_holds_the_key(omar: SignedIn, event: Event, now: datetime) -> None:
    invite(omar, now)
    team = queries.team(event.id, event.key_id)
    assert [(member.organizer.id, member.holds_key) for member in team] == [
        (omar.id, True),
        (maya().id, False),
    ]

"""Recovery codes on paper, which stand in for a second factor that is gone."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff import codes, factors, rules, unlock
from app.staff.models import Organizer, RecoveryCode
from app.staff.person import SignedIn
from app.staff.service.letters import CHANGED, tell
from app.vault.service import current_vault

PAPER = "recovery codes"


def renew_paper_codes(*, person: SignedIn, now: datetime) -> None:
    """Make ten other recovery codes; the earlier ones end. Nothing without a second factor."""
    with transaction() as session:
        if not factors.has_second_factor(person.id):
            return
        organizer = session.get_one(Organizer, person.id, populate_existing=True)
        make_paper_codes(session, organizer, now)
        log.record(session, actor=person.actor, action="staff.codes_made", now=now)
        tell(session, organizer, CHANGED, now=now, act="codes")


def forget_shown_codes(*, person: SignedIn) -> None:
    """Show the recovery codes no more: they are kept elsewhere."""
    with transaction() as session:
        session.get_one(Organizer, person.id).codes_box = None


def codes_shown(person: SignedIn, organizer: Organizer, now: datetime) -> list[str]:
    """The recovery codes just made, until they are kept elsewhere."""
    if not rules.is_within(rules.SHOWN_LIMIT, organizer.codes_made_at, now):
        return []
    return person.open_own(organizer.codes_box, PAPER).split()


def make_paper_codes(session: Session, organizer: Organizer, now: datetime) -> None:
    """Put ten new codes in place of all others, inside the caller's transaction."""
    made = codes.new_paper_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.organizer_id == organizer.id))
    session.add_all(
        RecoveryCode(
            code_index=_index(organizer.id, codes.normalise(code)), organizer_id=organizer.id
        )
        for code in made
    )
    organizer.codes_made_at = now
    organizer.codes_box = unlock.seal_to_self(
        organizer.public_key, "\n".join(made), what=PAPER, holder=organizer.address_index
    )


def make_first_paper_codes(session: Session, organizer: Organizer, now: datetime) -> None:
    """Make codes for whoever has none: a second factor beside another one leaves them alone."""
    if not factors.count_recovery_codes(organizer.id):
        make_paper_codes(session, organizer, now)


def takes_paper_code(session: Session, organizer: Organizer, code: str, now: datetime) -> bool:
    """Spend a normalised code, inside the caller's transaction; whether it was one."""
    spent = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.organizer_id == organizer.id)
        .where(RecoveryCode.code_index == _index(organizer.id, code))
        .returning(RecoveryCode.organizer_id)
    ).all()
    if spent:
        actor = log.organizer(organizer.id, organizer.role.value)
        log.record(session, actor=actor, action="staff.recovery_code_used", now=now)
    return bool(spent)


def _index(organizer_id: int, code: str) -> bytes:
    return current_vault().index("recovery code", f"{organizer_id} {code}")

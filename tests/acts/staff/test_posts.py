"""Another role, or another part of the world, for somebody who is of the team already."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.api import service as api
from app.api.models import ApiToken
from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.registration.models import Registration
from app.staff import service
from app.staff.errors import LastKey, LastOwner, OrganizerNotFound
from app.staff.models import EventKeyGrant, Organizer, StaffRole
from app.staff.person import Post, SignedIn
from app.staff.teams import EventKey
from tests.acts.staff.people import OMAR, name_read_by, person
from tests.factories import make_organizer

MAYA = "maya@example.org"


@pytest.fixture
def maya(omar: SignedIn, event: Event) -> Organizer:
    """She leads the team beside Omar, and holds the key as he does."""
    return make_organizer(email=MAYA)


def here(email: str, now: datetime) -> SignedIn:
    found = person(email, now).at("summit")
    assert found is not None
    return found


def change(by: SignedIn, whom: Organizer, now: datetime, role: str, *scope: str) -> bool:
    return service.change_post(
        actor=by, organizer_id=whom.id, event=the_event(), post=Post(role, scope), now=now
    )


def the_event() -> EventKey:
    return EventKey(*db.session.execute(select(Event.id, Event.key_id)).one())


def test_another_role_holds_at_the_next_request_and_the_key_follows_it(
    maya: Organizer, anns: Registration, event: Event, now: datetime
) -> None:
    omar, herself = here(OMAR, now), here(MAYA, now)
    token = api.NewToken("Door lists", ["people.read"], 90)
    api.make_token(maker=herself, event=event, token=token, now=now)
    wrapped = db.session.get_one(EventKeyGrant, (maya.id, 1)).sealed

    # Bound to a region she reads names still, by a key wrapped anew: her tokens went with the old.
    assert not change(omar, maya, now, "coordinator", "FR", "DE/Bremen", "DE/Bremen")
    bound = here(MAYA, now)
    assert (bound.role, bound.scope) == ("coordinator", ("DE/Bremen", "FR"))
    assert name_read_by(bound, anns) == "Ann"
    assert db.session.get_one(EventKeyGrant, (maya.id, 1)).sealed != wrapped
    assert db.session.scalars(select(ApiToken)).all() == []

    assert not change(omar, maya, now, "viewer")
    assert here(MAYA, now).opener(1) is None
    assert db.session.get(EventKeyGrant, (maya.id, 1)) is None

    # Whoever gains names waits until somebody gives the key.
    assert change(omar, maya, now, "manager")
    assert here(MAYA, now).opener(1) is None
    service.grant_key(giver=omar, organizer_id=maya.id, event=the_event(), now=now)
    assert name_read_by(here(MAYA, now), anns) == "Ann"

    told = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "staff.post_changed").order_by(AuditEntry.id)
    ).all()
    assert [(entry.actor, entry.detail["role"], entry.detail["scope"]) for entry in told] == [
        (f"organizer:{omar.id}", "coordinator", ["DE/Bremen", "FR"]),
        (f"organizer:{omar.id}", "viewer", []),
        (f"organizer:{omar.id}", "manager", []),
    ]


def test_somebody_leads_the_team_and_holds_the_key_whatever_is_changed(
    maya: Organizer, now: datetime
) -> None:
    omar, herself = here(OMAR, now), here(MAYA, now)
    his = db.session.get_one(Organizer, omar.id)
    db.session.delete(db.session.get_one(EventKeyGrant, (maya.id, 1)))
    db.session.commit()
    for role in ("viewer", "manager"):
        with pytest.raises(LastKey):
            change(herself, his, now, role)
    assert here(OMAR, now).opener(1) is not None
    change(omar, maya, now, "manager")
    # She was asked for the page while she still led; he is the last one.
    with pytest.raises(LastOwner):
        change(herself, his, now, "viewer")
    assert here(OMAR, now).role == StaffRole.OWNER
    service.let_go(actor=omar, organizer_id=maya.id, event=the_event(), now=now)
    with pytest.raises(OrganizerNotFound):
        change(omar, maya, now, "owner")

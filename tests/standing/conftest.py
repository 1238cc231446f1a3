"""A site in which every route has something to show."""

from datetime import datetime

import pytest
from flask import Flask

from app.events.models import Event
from app.events.service import publishing
from app.locations.models import Location
from app.organizer import drafts
from app.registration.models import Registration
from app.staff.models import Organizer, OrganizerInvitation, StaffRole
from app.web.references import reference_of
from tests import factories, walls
from tests.authenticator import make_passkey
from tests.standing.routes import addresses, places


@pytest.fixture
def registration(location: Location, now: datetime) -> Registration:
    """Ann, confirmed at the hall."""
    return factories.make_registration(location=location, now=now)


@pytest.fixture
def stage(event: Event, now: datetime) -> None:
    """A look, a broadcast that is live, a wall, and the sofas of a country."""
    factories.make_online_location(event=event)
    factories.make_broadcast(event=event, now=now, elsewhere=[factories.A_VIDEO])
    factories.give_look(event=event, now=now)
    walls.make_wall(event=event)


@pytest.fixture
def paths(
    app: Flask,
    event: Event,
    stage: None,
    location: Location,
    registration: Registration,
    organizer: Organizer,
    now: datetime,
) -> dict[str, str]:
    """An address for every endpoint."""
    invitation = factories.make_invitation(
        email="eve@example.org", role=StaffRole.VIEWER, inviter=organizer, now=now
    )
    assert isinstance(invitation, OrganizerInvitation)
    factories.make_bulk_act(event=event, act_id=invitation.id, now=now)
    host = factories.make_host(event=event)
    announcement = factories.make_announcement(event=event, now=now)
    publishing.show_preview(event_id=event.id, actor="organizer:1", now=now)
    walls.make_message(registration=registration, now=now)
    item_id = factories.make_programme_item(event=event, now=now)
    where = places(location, registration, host, invitation.id, announcement, event, item_id)
    second = factories.make_registration(location=location, email="second@example.org", now=now)
    reset = factories.make_reset(organizer, now=now)
    draft = drafts.keep_draft(
        event=event, organizer_id=organizer.id, text="email\nthird@example.org\n", now=now
    )
    passkey = make_passkey(organizer, now=now)
    more = {
        "colleague": str(organizer.id),
        "passkey": passkey,
        "reset": reset,
        "second": reference_of(second.id),
        "draft": str(draft),
    }
    return addresses({**where, **more})

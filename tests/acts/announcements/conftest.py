"""An announcement that leaves now."""

from collections.abc import Callable
from uuid import UUID

import pytest

from app.announcements import service
from app.events.models import Event
from tests import factories
from tests.fixtures.application import StandingClock


@pytest.fixture
def send(event: Event, time: StandingClock) -> Callable[..., UUID]:
    """Writes an announcement and lets it leave now; gives its id."""

    def write_and_schedule(**how: object) -> UUID:
        written = factories.make_announcement(event=event, now=time.now(), **how)  # type: ignore[arg-type]
        service.schedule(
            event_id=event.id,
            announcement_id=written,
            send_at=time.now(),
            actor="organizer:1",
            now=time.now(),
        )
        return written

    return write_and_schedule

"""Queue an announcement to everybody: `python -m bench.announcing`.

Prints how many letters there are now, the seconds that queueing them took, and the megabytes
that the process needed for it.
"""

import json
import time

import psutil
from sqlalchemy import select

from app import clock, create_app
from app.announcements import service
from app.database import db
from app.events.models import Event
from bench.processes import forget_peak, memory
from config import Config

BY = "organizer:1"
TEXTS = {"en": ("News", "Bring a **lamp**.\n\n" * 40), "fa": ("خبر", "چراغ بیاورید.\n\n" * 40)}
MEGABYTE = 1_000_000


def main() -> None:
    """Write it, and let it leave now."""
    with create_app(Config.from_environment()).app_context():
        now, event = clock.now(), db.session.scalars(select(Event)).one()
        draft = service.Draft(TEXTS, {})
        written = service.write(event_id=event.id, draft=draft, actor=BY, now=now)
        service.schedule(event_id=event.id, announcement_id=written, send_at=now, actor=BY, now=now)
        before, begun = forget_peak(psutil.Process()), time.perf_counter()
        letters = service.queue_due(now=now)
        seconds, grown = time.perf_counter() - begun, memory(psutil.Process()) - before
        print(json.dumps([letters, seconds, grown / MEGABYTE]))


if __name__ == "__main__":
    main()

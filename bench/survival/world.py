"""A new installation with one event and small and large places; prints their public ids.

One process for what takes several commands: each start of the product costs seconds.
"""

import flask_migrate

from app import clock, create_app
from app.vault.service import current_vault
from config import Config
from tests.factories import make_event, make_location

SEATS = (25, 25, 25, 60, 60, 100_000, 100_000, 100_000)


def main() -> None:
    """Make it."""
    with create_app(Config.from_environment()).app_context():
        current_vault().files.create()
        flask_migrate.upgrade()
        event = make_event(now=clock.now())
        for seats in SEATS:
            print(make_location(event=event, capacity=seats).public_id)


if __name__ == "__main__":
    main()

"""What stands in the installation that the browser visits."""

import flask_migrate

from app import clock, create_app
from app.database import db
from app.livestream.rules import SCREEN
from app.messages.rules import MessageState
from app.web.tokens import make_token
from config import Config
from tests import factories
from tests.acts.locations.world import load_world
from tests.fixtures.application import full_cost_of_passwords
from tests.walls import make_message, make_wall

WAITING = MessageState.WAITING


def furnish(config: Config) -> tuple[str, str, str]:
    """Make the tables, an event that is on air, its places, Omar and Wanda."""
    application = create_app(config)
    now = clock.now()
    with application.app_context():
        flask_migrate.upgrade()
        load_world()
        event = factories.make_event(now=now)
        hall = factories.make_location(event=event)
        house = factories.make_location(event=event, name="Blue House", city="Bremen")
        factories.make_online_location(event=event)
        factories.make_broadcast(event=event, now=now, elsewhere=[factories.A_VIDEO])
        wanda = factories.make_registration(location=house, email="wanda@example.org", now=now)
        link = factories.link_of(wanda)
        host = factories.make_host(event=event, location=house)
        screen = f"/screen/{make_token(SCREEN, host.id, host.token_version)}"
        make_wall(event=event)
        make_message(registration=wanda, text="Greetings from Bremen", now=now, state=WAITING)
        with full_cost_of_passwords():
            factories.make_organizer(now=now)
        # What is still checked out would be left open with the pool that it returns to.
        db.session.remove()
        db.engine.dispose()
    return hall.public_id, link, screen

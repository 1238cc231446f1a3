"""Every route, who may use it, and an address that shows it.

A new route fails these tests until it stands in one of the tables: adding one is a decision.
"""

from tests.standing.routes.attendees import ATTENDEES
from tests.standing.routes.desk import DESK
from tests.standing.routes.places import places
from tests.standing.routes.registrations import REGISTRATIONS
from tests.standing.routes.route import HOLDER, PUBLIC, VIEWER, Route
from tests.standing.routes.team import TEAM
from tests.standing.routes.tools import TOOLS

__all__ = ["HOLDER", "PUBLIC", "ROUTES", "VIEWER", "Route", "addresses", "places"]

ROUTES: dict[str, Route] = {**ATTENDEES, **DESK, **REGISTRATIONS, **TEAM, **TOOLS}


def addresses(where: dict[str, str]) -> dict[str, str]:
    """A path for every endpoint, about rows that are there."""
    return {name: route.address.format(**where) for name, route in ROUTES.items()}

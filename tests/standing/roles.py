"""What each role may do, written down a second time: a change of the rules is a decision."""

from typing import NamedTuple

from app.staff.models import StaffRole

EVERYBODY = "account.own desk.open log.own"
OFFERS = "offers.read offers.write"
EVENT = "mail.write live.write event.write messages.write people.import"
PEOPLE = f"numbers.read people.read people.write people.export mail.announce {OFFERS}"
ROLES = {
    "owner": f"{EVERYBODY} {PEOPLE} {EVENT} team.write",
    "manager": f"{EVERYBODY} {PEOPLE} {EVENT}",
    "coordinator": f"{EVERYBODY} {PEOPLE}",
    "approver": f"{EVERYBODY} {OFFERS}",
    "viewer": f"{EVERYBODY} numbers.read",
}


class Worker(NamedTuple):
    """Somebody of the team: a role, and the countries and regions that it is bound to."""

    role: str
    scope: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.role}{'-'.join(self.scope).lower().replace('/', '.')}@example.org"

    @property
    def as_role(self) -> StaffRole:
        return StaffRole(self.role)

    def may(self, audience: str) -> bool:
        """Whether the table lets this role use a route of the team."""
        return audience.removeprefix("staff:") in ROLES[self.role].split()


HERE, ELSEWHERE = ("DE",), ("FR",)
AT_HOME = (
    *(Worker(role, HERE if role == "coordinator" else ()) for role in ROLES),
    Worker("coordinator", ("DE/Berlin",)),
)
"""One of each role, whose scope holds the rows of the tables' addresses."""
AWAY = (
    *(Worker(role, ELSEWHERE) for role in ("coordinator", "approver")),
    Worker("coordinator", ("DE/Bremen",)),
)
"""Those whose scope does not."""

"""What happens to accounts: one function, one act, one transaction."""

from app.staff.service.accounts import NewAccount, create, recover
from app.staff.service.letters import tell_owners
from app.staff.service.sessions import (
    SignIn,
    browser_mark,
    change_password,
    note_sight,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from app.staff.service.team import (
    Invitation,
    accept,
    deactivate,
    grant_key,
    invite,
    withdraw,
)

__all__ = [
    "Invitation",
    "NewAccount",
    "SignIn",
    "accept",
    "browser_mark",
    "change_password",
    "create",
    "deactivate",
    "grant_key",
    "invite",
    "note_sight",
    "recover",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "tell_owners",
    "withdraw",
]

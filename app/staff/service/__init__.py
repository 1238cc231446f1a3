"""What happens to accounts: one function, one act, one transaction."""

from app.staff.service.accounts import NewAccount, create, recover
from app.staff.service.letters import tell_owners
from app.staff.service.proving import prove_by_code, prove_by_password
from app.staff.service.resetting import ask_for_reset, reset_password
from app.staff.service.second_factor import (
    begin_set_up,
    codes_shown,
    confirm,
    demand,
    forget_shown_codes,
    renew_paper_codes,
    secret_waiting,
    turn_off,
)
from app.staff.service.sessions import (
    SignIn,
    browser_mark,
    change_password,
    finish_sign_in,
    note_sight,
    sign_in,
)
from app.staff.service.signing_out import (
    end_other_sessions,
    end_session,
    sign_out,
    sign_out_everywhere,
)
from app.staff.service.team import (
    Invitation,
    accept,
    add,
    deactivate,
    grant_key,
    invite,
    let_go,
    withdraw,
)

__all__ = [
    "Invitation",
    "NewAccount",
    "SignIn",
    "accept",
    "add",
    "ask_for_reset",
    "begin_set_up",
    "browser_mark",
    "change_password",
    "codes_shown",
    "confirm",
    "create",
    "deactivate",
    "demand",
    "end_other_sessions",
    "end_session",
    "finish_sign_in",
    "forget_shown_codes",
    "grant_key",
    "invite",
    "let_go",
    "note_sight",
    "prove_by_code",
    "prove_by_password",
    "recover",
    "renew_paper_codes",
    "reset_password",
    "secret_waiting",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "tell_owners",
    "turn_off",
    "withdraw",
]

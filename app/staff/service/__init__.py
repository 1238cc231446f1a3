"""What happens to accounts: one function, one act, one transaction."""

from app.staff.service.accounts import NewAccount, create, recover
from app.staff.service.joining import accept, accept_as
from app.staff.service.letters import tell_owners
from app.staff.service.paper_codes import codes_shown, forget_shown_codes, renew_paper_codes
from app.staff.service.passkeys import (
    Answer,
    PasskeyLine,
    add_passkey,
    asked_to_finish,
    asked_to_make,
    asked_to_prove,
    lines_of,
    own_site,
    question_to_make,
    question_to_sign,
    remove_passkey,
    rename_passkey,
)
from app.staff.service.posts import change_post
from app.staff.service.proving import prove_by_code, prove_by_passkey, prove_by_password
from app.staff.service.resetting import ask_for_reset, reset_password
from app.staff.service.second_factor import (
    begin_set_up,
    confirm,
    demand,
    secret_waiting,
    turn_off,
)
from app.staff.service.sessions import (
    SignIn,
    browser_mark,
    change_password,
    finish_by_passkey,
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
    add,
    deactivate,
    grant_key,
    invite,
    let_go,
    withdraw,
)

__all__ = [
    "Answer",
    "Invitation",
    "NewAccount",
    "PasskeyLine",
    "SignIn",
    "accept",
    "accept_as",
    "add",
    "add_passkey",
    "ask_for_reset",
    "asked_to_finish",
    "asked_to_make",
    "asked_to_prove",
    "begin_set_up",
    "browser_mark",
    "change_password",
    "change_post",
    "codes_shown",
    "confirm",
    "create",
    "deactivate",
    "demand",
    "end_other_sessions",
    "end_session",
    "finish_by_passkey",
    "finish_sign_in",
    "forget_shown_codes",
    "grant_key",
    "invite",
    "let_go",
    "lines_of",
    "note_sight",
    "own_site",
    "prove_by_code",
    "prove_by_passkey",
    "prove_by_password",
    "question_to_make",
    "question_to_sign",
    "recover",
    "remove_passkey",
    "rename_passkey",
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

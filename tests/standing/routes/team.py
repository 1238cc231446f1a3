"""The team's own pages."""

from tests.standing.routes.route import HOLDER, PUBLIC, Route

PASSKEY = "/organizer/second-factor/passkeys/{passkey}"
TEAM = {
    "staff.accept_invitation": Route("POST", HOLDER, "{invited}"),
    "staff.add_passkey": Route(
        "POST", "staff:account.own", "/organizer/second-factor/passkeys", proof=True
    ),
    "staff.ask_for_reset": Route("POST", PUBLIC, "/organizer/forgotten"),
    "staff.begin_second_factor": Route(
        "POST", "staff:account.own", "/organizer/second-factor/begin", proof=True
    ),
    "staff.change_password": Route("POST", "staff:account.own", "/organizer/password"),
    "staff.code": Route("GET", PUBLIC, "/organizer/sign-in/code"),
    "staff.confirm_second_factor": Route(
        "POST", "staff:account.own", "/organizer/second-factor/confirm", proof=True
    ),
    "staff.end_other_sessions": Route(
        "POST", "staff:account.own", "/organizer/sessions/others/end"
    ),
    "staff.end_session": Route("POST", "staff:account.own", "/organizer/sessions/{invitation}/end"),
    "staff.forgotten": Route("GET", PUBLIC, "/organizer/forgotten"),
    "staff.give_code": Route("POST", PUBLIC, "/organizer/sign-in/code"),
    "staff.give_passkey": Route("POST", PUBLIC, "/organizer/sign-in/passkey"),
    "staff.invitation": Route("GET", HOLDER, "{invited}"),
    "staff.keep_codes": Route("POST", "staff:account.own", "/organizer/second-factor/kept"),
    "staff.language": Route("POST", PUBLIC, "/organizer/language"),
    "staff.passkey": Route("GET", "staff:account.own", PASSKEY, own=True),
    "staff.password": Route("GET", "staff:account.own", "/organizer/password"),
    "staff.prove": Route("GET", "staff:account.own", "/organizer/prove"),
    "staff.prove_by_passkey": Route("POST", "staff:account.own", "/organizer/prove/passkey"),
    "staff.prove_now": Route("POST", "staff:account.own", "/organizer/prove"),
    "staff.remove_passkey": Route(
        "POST", "staff:account.own", PASSKEY + "/remove", own=True, proof=True
    ),
    "staff.rename_passkey": Route("POST", "staff:account.own", PASSKEY + "/name", own=True),
    "staff.renew_codes": Route(
        "POST", "staff:account.own", "/organizer/second-factor/codes", proof=True
    ),
    "staff.reset": Route("GET", HOLDER, "/organizer/reset/{reset}"),
    "staff.reset_now": Route("POST", HOLDER, "/organizer/reset/{reset}"),
    "staff.second_factor": Route("GET", "staff:account.own", "/organizer/second-factor"),
    "staff.sessions": Route("GET", "staff:account.own", "/organizer/sessions"),
    "staff.sign_in": Route("GET", PUBLIC, "/organizer/sign-in"),
    "staff.sign_in_now": Route("POST", PUBLIC, "/organizer/sign-in"),
    "staff.sign_out": Route("POST", PUBLIC, "/organizer/sign-out"),
    "staff.turn_off_second_factor": Route(
        "POST", "staff:account.own", "/organizer/second-factor/off", proof=True
    ),
}

"""The desk's pages about other tools: their tokens, and what the API offers."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.api import queries, service
from app.api.document import FAULTS
from app.api.forms import TokenForm
from app.api.operations import OPERATIONS, ROOT, SCOPES
from app.api.routes.blueprint import tools
from app.api.schemas import SCHEMAS
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, show
from app.organizer.words import YOU_HOLD_NO_KEY
from app.staff import rules as staff
from app.staff.access import current, kept_form, proven_lately, requires
from app.staff.errors import HoldsNoKey
from app.web.links import public_url

SECTION = "tools.tokens"


@tools.get("/<event>/tokens")
@requires(staff.TEAM_WRITE)
def tokens(event: str) -> ResponseReturnValue:
    return _page(open_desk(event), TokenForm(formdata=kept_form()))


@tools.post("/<event>/tokens")
@requires(staff.TEAM_WRITE)
# A token takes many names out, as a file does.
@proven_lately(back=SECTION, keeps_form=True)
def make_token(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), TokenForm()
    if not form.validate_on_submit():
        return _page(desk, form), 422
    token = service.NewToken(form.name.data, frozenset(form.scopes.data), form.days.data)
    try:
        service.make_token(maker=desk.person, event=desk.event, token=token, now=clock.now())
    except HoldsNoKey:
        return desk.back(SECTION, YOU_HOLD_NO_KEY, "bad")
    return desk.back(SECTION)


@tools.post("/<event>/tokens/kept")
@requires(staff.TEAM_WRITE)
def keep_token(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    service.forget_shown_tokens(person=desk.person)
    return desk.back(SECTION)


@tools.post("/<event>/tokens/<token_id>/revoke")
@requires(staff.TEAM_WRITE)
def revoke_token(event: str, token_id: str) -> ResponseReturnValue:
    desk = open_desk(event)
    service.revoke_token(token_id=token_id, **desk.acting())
    return desk.back(SECTION, _("The token is revoked; its next request is refused."))


@tools.get("/api")
@requires(staff.ACCOUNT_OWN)
def about_api() -> ResponseReturnValue:
    return render_template(
        "organizer/api.html",
        root=public_url() + ROOT,
        operations=OPERATIONS,
        scopes=SCOPES,
        schemas=SCHEMAS,
        faults=FAULTS,
        desk_person=current().label,
        desk_sign_out_url=url_for("staff.sign_out"),
    )


def _page(desk: Desk, form: TokenForm) -> str:
    now = clock.now()
    rows = queries.tokens_of(desk.event.id)
    return show(
        "tokens.html",
        desk,
        SECTION,
        form=form,
        button_form=ButtonForm(),
        tokens=rows,
        now=now,
        scopes=SCOPES,
        new_tokens=[text for row in rows if (text := service.token_shown(desk.person, row, now))],
        holds_key=desk.opener is not None,
    )

"""Sign-in, sign-out, accepting an invitation, and one's own password."""

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import access, accounts, queries, rules, service
from app.staff.access import current, find_current, requires
from app.staff.errors import InvitationNotFound, SignInRefused, WrongPassword
from app.staff.forms import InvitationForm, PasswordForm, SignInForm
from app.staff.letters import role_name
from app.staff.models import OrganizerInvitation
from app.web.access import holder, public
from app.web.errors import error_page
from app.web.languages import LANGUAGES, use
from app.web.limits import limiter
from app.web.tokens import read_token

staff = Blueprint("staff", __name__, url_prefix=rules.DESK)


def account_key() -> str:
    """Which account somebody tries to sign in to, whether it exists or not."""
    return accounts.address_index(request.form.get("email", "")[:254]).hex()


@staff.app_context_processor
def _staff_languages() -> dict[str, object]:
    return {"staff_languages": LANGUAGES}


@staff.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    wanted = rules.safe_next(request.args.get("next"))
    if find_current():
        return redirect(wanted or url_for("organizer.home"), 303)
    return render_template("staff/sign_in.html", form=SignInForm(next=wanted or ""))


@staff.post("/sign-in")
@public
@limiter.limit("20/minute")
@limiter.limit("10/15 minutes", key_func=account_key)
def sign_in_now() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("staff/sign_in.html", form=form), 422
    try:
        begun = service.sign_in(
            email=form.email.data,
            password=form.password.data,
            now=clock.now(),
            browser=access.known_browser(),
        )
    except SignInRefused:
        form.form_errors.append(_("This address and this password do not belong together."))
        return render_template("staff/sign_in.html", form=form), 422
    wanted = rules.safe_next(form.next.data) or url_for("organizer.home")
    return access.begin(begun, make_response(redirect(wanted, 303)))


@staff.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    person = find_current()
    if person:
        now, everywhere = clock.now(), "everywhere" in request.form
        if everywhere:
            service.sign_out_everywhere(organizer_id=person.id, now=now)
        else:
            service.sign_out(
                organizer_id=person.id, session_id=access.current_session_id(), now=now
            )
    return access.end(make_response(redirect(url_for("staff.sign_in"), 303)))


@staff.get("/invitation/<token>")
@holder
def invitation(token: str) -> ResponseReturnValue:
    try:
        found = queries.get_invitation(read_token("invitation", token).id, clock.now())
    except InvitationNotFound:
        return _invitation_over()
    use(found.language)
    return _invitation_page(InvitationForm(), found)


@staff.post("/invitation/<token>")
@holder
@limiter.limit("20/minute")
def accept_invitation(token: str) -> ResponseReturnValue:
    form, invitation_id, now = InvitationForm(), read_token("invitation", token).id, clock.now()
    try:
        found = queries.get_invitation(invitation_id, now)
        use(found.language)
        if not form.validate_on_submit():
            return _invitation_page(form, found), 422
        service.accept(invitation_id=invitation_id, password=form.password.data, now=now)
    except InvitationNotFound:
        return _invitation_over()
    session["language"] = found.language
    flash(_("Your account is ready. Please sign in."), "good")
    return redirect(url_for("staff.sign_in"), 303)


@staff.get("/password")
@requires(rules.ACCOUNT_OWN)
def password() -> ResponseReturnValue:
    return render_template("staff/password.html", form=PasswordForm(), person=current())


@staff.post("/password")
@requires(rules.ACCOUNT_OWN)
@limiter.limit("10/15 minutes", key_func=lambda: f"password {current().id}")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            begun = service.change_password(
                person=current(),
                current=form.current.data,
                new=form.password.data,
                now=clock.now(),
            )
        except WrongPassword:
            form.current.errors = [_("This is not your present password.")]
        else:
            response = make_response(redirect(url_for("staff.password"), 303))
            access.begin(begun, response)
            flash(_("Your password is changed. Other devices are signed out."), "good")
            return response
    return render_template("staff/password.html", form=form, person=current()), 422


@staff.post("/language")
@public
def language() -> ResponseReturnValue:
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        session["language"] = chosen
    return redirect(rules.safe_next(request.form.get("next")) or url_for("staff.sign_in"), 303)


def _invitation_page(form: InvitationForm, found: OrganizerInvitation) -> str:
    return render_template(
        "staff/invitation.html",
        form=form,
        role_name=role_name(found.role),
        gets_key=rules.may(found.role, rules.PEOPLE_READ),
    )


def _invitation_over() -> ResponseReturnValue:
    return error_page(
        404,
        (
            _("This invitation no longer works"),
            _("It was used, or has run out. Ask the team for a new one."),
        ),
    )

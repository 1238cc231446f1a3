"""Webhooks at the desk: added, tested, watched, removed."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, show
from app.staff import rules as staff
from app.staff.access import kept_form, proven_lately, requires
from app.web.fetching import AddressForbidden, NoAnswer
from app.webhooks import queries, service
from app.webhooks.forms import WebhookForm

webhooks = Blueprint("webhooks", __name__, url_prefix="/organizer")
PAGE = "webhooks.overview"


@webhooks.get("/<event>/webhooks")
@requires(staff.TEAM_WRITE)
def overview(event: str) -> ResponseReturnValue:
    return _page(open_desk(event), WebhookForm(formdata=kept_form()))


@webhooks.post("/<event>/webhooks")
@requires(staff.TEAM_WRITE)
# It tells a stranger of every sign-up from then on, and shows a secret.
@proven_lately(back=PAGE, keeps_form=True)
def add(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), WebhookForm()
    if not form.validate_on_submit():
        return _page(desk, form), 422
    webhook = service.NewWebhook(form.url.data, form.topics.data)
    try:
        service.add_webhook(maker=desk.person, event=desk.event, webhook=webhook, now=clock.now())
    except AddressForbidden:
        form.url.errors = [_("Webhooks go to public https addresses alone.")]
    except NoAnswer:
        form.url.errors = [_("Nobody knows this name. Is it spelled right?")]
    return (_page(desk, form), 422) if form.url.errors else desk.back(PAGE)


@webhooks.post("/<event>/webhooks/kept")
@requires(staff.TEAM_WRITE)
def keep_secret(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    service.forget_shown_secrets(person=desk.person)
    return desk.back(PAGE)


@webhooks.post("/<event>/webhooks/<webhook_id>/test")
@requires(staff.TEAM_WRITE)
def test(event: str, webhook_id: str) -> ResponseReturnValue:
    desk = open_desk(event)
    service.send_test(event_id=desk.event.id, webhook_id=webhook_id)
    return desk.back(PAGE, _("A test is on its way; its answer stands below within seconds."))


@webhooks.post("/<event>/webhooks/<webhook_id>/on")
@requires(staff.TEAM_WRITE)
def turn_on(event: str, webhook_id: str) -> ResponseReturnValue:
    desk = open_desk(event)
    service.turn_on(webhook_id=webhook_id, **desk.acting())
    return desk.back(PAGE, _("It is turned on; what has waited leaves now."))


@webhooks.post("/<event>/webhooks/<webhook_id>/remove")
@requires(staff.TEAM_WRITE)
def remove(event: str, webhook_id: str) -> ResponseReturnValue:
    desk = open_desk(event)
    service.remove_webhook(webhook_id=webhook_id, **desk.acting())
    return desk.back(PAGE, _("The webhook is removed."))


def _page(desk: Desk, form: WebhookForm) -> str:
    rows, now = queries.webhooks_of(desk.event.id), clock.now()
    return show(
        "webhooks.html",
        desk,
        "tools.tokens",
        form=form,
        button_form=ButtonForm(),
        webhooks=rows,
        urls={row.id: row.url for row in rows},
        messages=queries.latest_messages(desk.event.id),
        secrets=[text for row in rows if (text := service.secret_shown(desk.person, row, now))],
    )

"""The application factory, and the only file that knows every package."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import database
from app.announcements import letters as announcement_letters
from app.announcements import service as announcements_service
from app.announcements.routes import announcements
from app.api import problems as api_problems
from app.api.routes import api, tools
from app.demo import cli as demo_cli
from app.doctor.cli import doctor
from app.events import look as event_look
from app.events import snapshot as event_snapshot
from app.events.routes import events
from app.extensions import csrf, migrate
from app.gazetteer import cli as gazetteer_cli
from app.gazetteer.routes import gazetteer
from app.hosting import letters as hosting_letters
from app.hosting.routes import hosting
from app.hosting.service import arriving, digesting
from app.livestream import cli as livestream_cli
from app.livestream import counter as presence_counter
from app.livestream import gate
from app.livestream import snapshot as live_snapshot
from app.livestream.routes import livestream
from app.livestream.service import telling
from app.locations import cli as locations_cli
from app.locations import snapshot as location_snapshot
from app.locations.routes import locations
from app.mail import cli as mail_cli
from app.mail import delivery, hours, planning, readiness
from app.messages import snapshot as wall_snapshot
from app.messages.routes import messages
from app.organizer import drafts, figures, publishing
from app.organizer import letters as organizer_letters
from app.organizer.routes import organizer
from app.purge import cli as purge_cli
from app.registration import cli as registration_cli
from app.registration import letters as registration_letters
from app.registration import snapshot as registration_snapshot
from app.registration.routes import registration
from app.registration.service import counting, staging, undoing
from app.reminders import letters as reminder_letters
from app.reminders import service as reminders_service
from app.staff import accounts as staff_accounts
from app.staff import cli as staff_cli
from app.staff import letters as staff_letters
from app.staff import readiness as staff_readiness
from app.staff.routes import staff
from app.vault import cli as vault_cli
from app.vault import service as vault
from app.vault.keyfiles import KeyFiles
from app.web import (
    assets,
    errors,
    formats,
    headers,
    health,
    languages,
    limits,
    links,
    logs,
    references,
    schema,
    site,
    tokens,
    uploads,
)
from app.web import cli as web_cli
from app.webhooks import delivery as webhook_delivery
from app.webhooks import service as webhooks_service
from app.webhooks.routes import webhooks
from config import ROOT, Config

PAGES = (
    *(events, locations, registration, livestream),
    *(announcements, hosting, messages, staff, organizer),
    *(tools, api, webhooks),
)
COMMANDS = (
    demo_cli.cli,
    doctor,
    gazetteer_cli.cli,
    livestream_cli.cli,
    locations_cli.cli,
    mail_cli.cli,
    purge_cli.purge,
    registration_cli.cli,
    staff_cli.cli,
    vault_cli.cli,
    web_cli.cli,
)
READY_WHEN = {
    "database": schema.is_current,
    "keys": staff_readiness.keys_are_there,
    "outbox": readiness.outbox_keeps_up,
}
FIGURES = {"oldest_letter_seconds": readiness.seconds_of_oldest_letter}
LETTERS = {
    **registration_letters.LETTERS,
    **hosting_letters.LETTERS,
    **staff_letters.LETTERS,
    **announcement_letters.LETTERS,
    **reminder_letters.LETTERS,
    **organizer_letters.LETTERS,
}
PLANS = (
    planning.Plan(announcements_service.queue_due, every=1),
    planning.Plan(reminders_service.queue_due, every=30),
    planning.Plan(digesting.queue_due, every=60),
    planning.Plan(counting.fold_counters, every=1),
    planning.Plan(hours.count_hours, every=60),
    planning.Plan(undoing.forget_names, every=60),
    planning.Plan(drafts.forget_drafts, every=60),
    planning.Plan(staging.forget_staged, every=60),
    planning.Plan(publishing.publish_figures, every=20),
    planning.Plan(telling.tell_watchers, every=20),
    planning.Plan(arriving.forget_arrivals, every=3600),
    planning.Plan(reminders_service.tell_of_live_streams, every=2),
    planning.Plan(webhook_delivery.deliver_due, every=2, alone=True),
)


def create_app(config: Config) -> Flask:
    """The whole application, for the web server, the mailer and the command line alike."""
    app = Flask(
        __name__,
        instance_path=str(ROOT / "instance"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    app.request_class = uploads.InMemoryRequest
    _configure(app, config)
    logs.configure(app)
    database.configure(app, config.DATABASE_URL)
    migrate.init_app(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    vault.init_app(app, KeyFiles(config.KEYS_DIR, config.MAILER_KEY_FILE))
    csrf.init_app(app)
    _init_web(app, config)
    delivery.init_app(app, config, LETTERS)
    planning.init_app(app, PLANS)
    location_snapshot.init_app(app)
    event_snapshot.init_app(app, location_snapshot.count_places)
    event_look.init_app(app)
    live_snapshot.init_app(app)
    wall_snapshot.init_app(app)
    gate.init_app(app, config)
    presence_counter.init_app(app)
    registration_snapshot.init_app(app)
    figures.init_app(app)
    webhooks_service.init_app(app, config)
    staff_accounts.init_app(app, config)
    for pages in (gazetteer, *PAGES):
        app.register_blueprint(pages)
    for group in COMMANDS:
        app.cli.add_command(group)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    # A monitor on this machine asks by number; no link is ever made from the Host header.
    hosts = [config.public_host, "127.0.0.1", "localhost"]
    app.config.update(
        ROOT=ROOT,
        SECRET_KEY=config.SECRET_KEY.get_secret_value(),
        TRUSTED_HOSTS=hosts,
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=3 * 1024 * 1024,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="gatherwide",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
        # A form may stay open as long as the browser does; the token dies with the cookie.
        WTF_CSRF_TIME_LIMIT=None,
        # Privacy browsers send no Referer, and our pages ask for none.
        WTF_CSRF_SSL_STRICT=False,
    )
    if config.TRUSTED_PROXIES:
        n = config.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]


def _init_web(app: Flask, config: Config) -> None:
    headers.init_app(app, config)
    tokens.init_app(app, config.SECRET_KEY.get_secret_value())
    references.init_app(app)
    links.init_app(app, config.PUBLIC_URL)
    limits.init_app(app, config.REDIS_URL)
    languages.init_app(app)
    formats.init_app(app)
    errors.init_app(app)
    api_problems.init_app(app)
    assets.init_app(app)
    health.init_app(app, READY_WHEN, FIGURES)
    site.init_app(app, config.security_contact)

"""The application factory, and the only file that knows every package."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import database
from app.extensions import csrf, migrate
from app.vault import cli as vault_cli
from app.vault import service as vault
from app.vault.keyfiles import KeyFiles
from app.web import errors, formats, headers, health, languages, limits, links, logs, tokens
from config import ROOT, Config

COMMANDS = (vault_cli.cli,)


def create_app(config: Config) -> Flask:
    """The whole application, for the web server, the mailer and the command line alike."""
    app = Flask(
        __name__,
        instance_path=str(ROOT / "instance"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    _configure(app, config)
    logs.configure(app)
    database.configure(app, config.DATABASE_URL)
    migrate.init_app(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    vault.init_app(app, KeyFiles(config.KEYS_DIR, config.MAILER_KEY_FILE))
    csrf.init_app(app)
    _init_web(app, config)
    for group in COMMANDS:
        app.cli.add_command(group)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    hosts = [config.public_host]
    if config.public_host in ("127.0.0.1", "localhost"):
        hosts = ["127.0.0.1", "localhost"]
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
    headers.init_app(app, https=config.is_https)
    tokens.init_app(app, config.SECRET_KEY.get_secret_value())
    links.init_app(app, config.PUBLIC_URL)
    limits.init_app(app, config.REDIS_URL)
    languages.init_app(app)
    formats.init_app(app)
    errors.init_app(app)
    health.init_app(app, {})

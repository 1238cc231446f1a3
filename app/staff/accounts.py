"""Flask-Security for our accounts: password hashes and who is signed in, with views of our own.

It is used without its views, its mails and its clear address column; docs/adr/0004 says why.
"""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, current_app, session
from flask_login.utils import _user_context_processor
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user

from app.database import db
from app.staff import rules, unlock
from app.staff.models import Organizer
from app.vault.rules import normalise_address
from app.vault.service import current_vault
from config import Config

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": unlock.TIME_COST,
        "argon2__memory_cost": unlock.MEMORY_KIB,
        "argon2__parallelism": unlock.LANES,
    },
    # Its command groups would make accounts without keys.
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    # It would compare a hash of the client's address and browser; we keep neither.
    "SESSION_PROTECTION": None,
}
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=1$MSbkfI8RQmgtZWyNUeodww"
    "$t8TRXtmAX4pJbD4RD+RfkIm48XEgJ5iOHhJjC6xAHSo"
)
"""A hash that no password has; an unknown address takes as long as a wrong password."""


def init_app(app: Flask, config: Config) -> None:
    """Bind Flask-Security; `csrf.init_app` must have run."""
    app.config.update(SETTINGS)
    app.config["SESSION_LIMITS"] = rules.SessionLimits(
        idle=timedelta(minutes=config.SESSION_IDLE_MINUTES),
        whole=timedelta(hours=config.SESSION_HOURS),
    )
    security = Security()
    # It asks for its own mixins, of which we have the few members that it uses.
    datastore = SQLAlchemyUserDatastore(db, cast(Any, Organizer), cast(Any, None))
    security.init_app(app, datastore, register_blueprint=False)
    # Tokens in headers or query strings would be a second way in, around the key cookie.
    security.login_manager.request_loader(lambda _request: None)
    _leave_public_pages_alone(app, security)


def _leave_public_pages_alone(app: Flask, security: Security) -> None:
    """Undo what reads the session on every page: shared caches could no longer hold one.

    We use neither remember-me cookies, nor Principal's identities, nor `current_user` in
    templates; `app.staff.access` asks who is signed in where that matters.
    """
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)


def session_limits() -> rules.SessionLimits:
    """When sessions end by themselves, as the operator set it."""
    return cast(rules.SessionLimits, current_app.config["SESSION_LIMITS"])


def address_index(email: str) -> bytes:
    """Under what an account is found: its address is stored only sealed."""
    return current_vault().index("organizer", normalise_address(email))


def hash_password(password: str) -> str:
    """The Argon2id hash of a password."""
    return str(_security().pwd_context.hash(_peppered("password", password)))


def verify_password(password: str, hashed: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a better hash when the present one has aged."""
    right, better = _security().pwd_context.verify_and_update(
        _peppered("password", password), hashed or NOBODY
    )
    return bool(right and hashed), better


def unlock_secret(password: str) -> bytes:
    """What the account's private key is locked with, before Argon2id."""
    return bytes.fromhex(_peppered("unlock", password))


def remember(organizer: Organizer) -> None:
    """Sign this browser in, in a session that nobody could have prepared."""
    language = session.get("language")
    session.clear()
    login_user(cast(Any, organizer), remember=False)
    # Flask-Login notes a hash of address and browser here; we keep no such thing.
    session.pop("_id", None)
    if language:
        session["language"] = language


def forget() -> None:
    """Sign this browser out."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def is_remembered(organizer: Organizer) -> bool:
    """Whether this browser is signed in to an account, by its `fs_uniquifier`, and it is active.

    What Flask-Login would find out by a statement of its own.
    """
    return bool(organizer.active) and session.get("_user_id") == organizer.get_id()


def _peppered(use: str, password: str) -> str:
    """A password bound to this installation's index key, which no database backup holds.

    So whoever has only the database cannot even begin to guess.
    """
    return current_vault().index(f"organizer {use}", rules.spelled_alike(password)).hex()


def _security() -> Security:
    return cast(Security, current_app.extensions["security"])

"""Delivers what is owed as it would be five minutes from now, when every lease is over."""

import threading
from datetime import datetime, timedelta

from app import clock, create_app
from app.mail.delivery import Deliverer
from app.vault.keyfiles import MAILER
from app.vault.service import Opener, current_vault
from config import Config


def in_five_minutes() -> datetime:
    return clock.now() + timedelta(minutes=5)


def main() -> None:
    """Deliver."""
    app = create_app(Config.from_environment())
    with app.app_context():
        opener = Opener(MAILER, current_vault().files.mailer_private_key())
    Deliverer(app, opener, clock=in_five_minutes, stop=threading.Event()).run_once()


if __name__ == "__main__":
    main()

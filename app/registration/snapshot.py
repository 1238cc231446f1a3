"""What all who sign up share, kept by each process for some seconds."""

from flask import Flask

from app.events.kept import keep

SECONDS = 10


def init_app(app: Flask) -> None:
    """Give the application its snapshots."""
    keep(app, "sign-up forms", SECONDS)
    keep(app, "signed-up pages", SECONDS)
    keep(app, "mail waits", SECONDS)

"""Absolute links for mails, calendar files and printouts.

They are built from PUBLIC_URL, never from the Host header of whoever asks.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app


def init_app(app: Flask, public_url: str) -> None:
    """Bind the routes to the address people open."""
    app.extensions["public_url"] = public_url


def public_url() -> str:
    """The address people open, without a slash at its end."""
    url: str = current_app.extensions["public_url"]
    return url


def public_domain() -> str:
    """The host name, for Message-IDs and calendar entries."""
    return urlsplit(public_url()).hostname or "localhost"


def absolute(endpoint: str, **values: Any) -> str:
    """The full address of a page; works without a request, as the mailer needs."""
    parts = urlsplit(public_url())
    adapter = current_app.url_map.bind(parts.netloc, url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)

"""How often one client may ask. No address is kept: the key is an HMAC with a daily salt."""

import hashlib
import hmac
import ipaddress

from flask import Flask, current_app, request
from flask_limiter import Limiter

from app import clock


def client_key() -> str:
    """Who asks, as a value that means nothing tomorrow and nothing elsewhere."""
    salt = f"{clock.now():%Y-%m-%d}{current_app.secret_key!r}".encode()
    address = (request.remote_addr or "").encode()
    return hmac.new(salt, address, hashlib.sha256).hexdigest()[:32]


def comes_from_this_machine() -> bool:
    """A proxy that was not declared looks like this; limiting it would lock out everybody."""
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class RouteLimiter(Limiter):
    """Checks the routes that carry a limit, and spends nothing on all the others."""

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        # Before each request it would look for limits of the whole application; we have none.
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = RouteLimiter(key_func=client_key, strategy="sliding-window-counter", headers_enabled=True)


def init_app(app: Flask, redis_url: str | None) -> None:
    """Count in memory, or in Redis where several processes must count together."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(redis_url)
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 1} if redis_url else {}
    limiter.init_app(app)

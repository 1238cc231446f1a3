"""How often one client may ask. No address is kept: the key is an HMAC with a daily salt."""

import hashlib
import hmac
import ipaddress

from flask import Flask, current_app, request
from flask_limiter import Limiter

from app import clock


def client_key() -> str:
    """Who asks, as a value that is kept in memory only and is another one tomorrow."""
    salt = f"{clock.now():%Y-%m-%d}{current_app.secret_key!r}".encode()
    address = network(request.remote_addr or "").encode()
    return hmac.new(salt, address, hashlib.sha256).hexdigest()[:32]


def network(address: str) -> str:
    """Who an address belongs to: an IPv6 customer has a whole /64."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


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

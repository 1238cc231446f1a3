"""One structured line for each request: the route, never the path; no address, no agent."""

import json
import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

from app import clock

LEVEL = structlog.stdlib.add_log_level
TIME = structlog.processors.TimeStamper(fmt="iso", utc=True)


def configure(app: Flask) -> None:
    """Write JSON lines to stderr, ours and those of the libraries alike."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=[LEVEL, structlog.stdlib.ExtraAdder(), TIME],
        )
    )
    structlog.configure(
        processors=[LEVEL, TIME, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)
    # It would write down the key of whoever asked too often.
    logging.getLogger("flask-limiter").setLevel(logging.CRITICAL)
    # The statements' parameters would be people's data.
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    # Every request pays for this line, so it goes past the processors of all other ones.
    line = {
        "event": "request",
        "id": g.get("request_id"),
        "method": request.method,
        "route": str(request.url_rule or "none"),
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        "timestamp": clock.now().isoformat(timespec="milliseconds"),
    }
    sys.stderr.write(json.dumps(line) + "\n")
    return response

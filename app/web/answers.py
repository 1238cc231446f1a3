"""Answers that are no pages."""

import json
from typing import Any

from flask import Response


def as_json(value: Any) -> Response:
    """An answer in JSON, in the order in which it was made; letters stay letters."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype="application/json")

"""Public pages that a proxy or a browser may hold."""

import hashlib

from flask import Response, make_response, request


def cacheable(body: str | bytes, *, seconds: int, mimetype: str = "text/html") -> Response:
    """An answer that shared caches may keep; 304 when the reader has it already.

    It must not depend on a cookie, and must set none.
    """
    response = make_response(body)
    response.mimetype = mimetype
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    content = body.encode() if isinstance(body, str) else body
    response.set_etag(hashlib.blake2b(content, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response

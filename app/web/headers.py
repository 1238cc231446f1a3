"""Security headers, the same static ones on every answer."""

from collections.abc import Sequence

from flask import Flask, Response, current_app

from config import Config

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; media-src 'self' blob: data:; frame-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of all answers. `blob:` is how a browser names the video that a script feeds to it, and `data:`
the empty text track into which the player writes captions."""
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""Of a letter that is shown as mail programs show it, with its styles in its elements. It runs
nothing, asks nobody for anything, and belongs to no origin."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask, config: Config) -> None:
    """Put the headers on every answer; what does not say otherwise is never stored."""
    headers = dict(HEADERS)
    app.extensions["player_hosts"] = config.player_hosts
    players = policy_with_players(config.player_hosts)
    if config.is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if config.media_origin:
        headers["Content-Security-Policy"] = policy_with_media(config.media_origin)
    framed = headers | {
        "Content-Security-Policy": let_us_frame(headers["Content-Security-Policy"]),
        "X-Frame-Options": "SAMEORIGIN",
    }

    @app.after_request
    def _add(response: Response) -> Response:
        may_be_framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
        asked_for = response.headers.get("Content-Security-Policy")
        response.headers.update(framed if may_be_framed else headers)
        if asked_for in (LETTER_POLICY, players):
            response.headers["Content-Security-Policy"] = asked_for
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response


def allow_framing(response: Response) -> Response:
    """Let our own pages, and nobody else's, show this one in a frame."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def show_as_letter(response: Response) -> Response:
    """Let our own pages show this letter in a frame, where it can do nothing at all."""
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return allow_framing(response)


def player_hosts(app: Flask) -> tuple[str, ...]:
    """The hosts whose players a page may show after a press."""
    hosts: tuple[str, ...] = app.extensions["player_hosts"]
    return hosts


def allow_players(response: Response) -> Response:
    """Let this page, and no other, show the players of the setting."""
    policy = policy_with_players(player_hosts(current_app))
    response.headers["Content-Security-Policy"] = policy
    return response


def policy_with_players(hosts: Sequence[str]) -> str:
    """The policy of a page that shows a player elsewhere: the usual one, but for its frame."""
    frames = " ".join(f"https://{host}" for host in hosts) or "'none'"
    return CONTENT_SECURITY_POLICY.replace("frame-src 'self'", f"frame-src {frames}")


def policy_with_media(origin: str) -> str:
    """The policy where a media server of another name is set up."""
    policy = CONTENT_SECURITY_POLICY
    for directive in ("connect-src 'self'", "media-src 'self'"):
        policy = policy.replace(directive, f"{directive} {origin}")
    return policy


def let_us_frame(policy: str) -> str:
    """The policy of a page that our own pages may show in a frame."""
    return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")

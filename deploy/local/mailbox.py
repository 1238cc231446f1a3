"""The demo mailbox: takes every letter by SMTP, and shows it in the browser.

It delivers nothing to anybody. Letters are kept as files, so that the next `make run`
still shows them. Needs aiosmtpd and the standard library.

Usage: mailbox.py --smtp-port N --web-port N --folder DIR
"""

import argparse
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.headerregistry import DateHeader
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HERE = "127.0.0.1"
MOST_KEPT = 500
MOST_SHOWN = 100
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Nothing of a letter may reach out, run, or touch the page around it; links open in a new tab.
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)
STYLE = Path(__file__).with_name("mailbox.css")
PAGES = Path(__file__).with_name("mailbox.html")
_NAME = re.compile(r"[0-9]{16,20}")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
Answer = tuple[int, str, bytes, dict[str, str]]


class Letters:
    """The folder of letters; a name is the nanosecond of arrival, so names sort by age."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()

    def keep(self, content: bytes) -> None:
        """Store a letter, and drop the oldest of too many."""
        with self._lock:
            path = self.folder / f"{time.time_ns()}.eml"
            waiting = path.with_suffix(".new")
            descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            waiting.replace(path)
            for old in self.names()[MOST_KEPT:]:
                (self.folder / f"{old}.eml").unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Every letter, the newest first."""
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def read(self, name: str) -> EmailMessage | None:
        """One letter, or None."""
        path = self.folder / f"{name}.eml"
        if not _NAME.fullmatch(name) or not path.is_file():
            return None
        message = message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[arg-type]
        return message if isinstance(message, EmailMessage) else None


class Taker:
    """What aiosmtpd calls for each letter."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.letters.keep(envelope.original_content or b"")
        return "250 2.0.0 Kept for the demo"


class Web(BaseHTTPRequestHandler):
    """The mailbox as pages: `/`, `/m/<name>`, `/m/<name>/html`, `/m/<name>/<number>`."""

    letters: Letters
    hosts: frozenset[str]
    server_version, sys_version = "mailbox", ""

    def do_GET(self) -> None:
        try:
            status, kind, body, headers = self._answer()
        except (ValueError, LookupError):
            status, kind, body, headers = _page("A broken letter", "<p>It cannot be shown.</p>")
        self.send_response(status)
        fixed = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": PAGE_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        for name, value in {**fixed, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def _answer(self) -> Answer:
        # A page elsewhere could point a name of its own at this machine and read along.
        if self.headers.get("Host", "") not in self.hosts:
            return 400, "text/plain", b"This mailbox answers at 127.0.0.1 only.\n", {}
        path = self.path.partition("?")[0].strip("/").split("/")
        if path == [""]:
            return _inbox(self.letters)
        if path == ["favicon.ico"]:
            return 204, "image/x-icon", b"", {}
        if path == ["mailbox.css"]:
            return 200, "text/css; charset=utf-8", STYLE.read_bytes(), {}
        message = self.letters.read(path[1]) if path[0] == "m" and len(path) in (2, 3) else None
        if message is None:
            return _page("Nothing here", '<p><a href="/">All letters</a></p>', status=404)
        if len(path) == 2:
            return _letter(path[1], message)
        return _html_part(message) if path[2] == "html" else _attachment(message, path[2])

    def log_message(self, *_: Any) -> None:
        """Say nothing: paths would only repeat what the pages show."""


def _inbox(letters: Letters) -> Answer:
    rows = []
    for name in letters.names()[:MOST_SHOWN]:
        message = letters.read(name)
        if message is not None:
            rows.append(
                f'<li><a href="/m/{name}"><span class="to">{_bdi(message["to"])}</span>'
                f'<span class="subject" dir="auto">{escape(str(message["subject"] or ""))}</span>'
                f"<time>{_when(message)}</time></a></li>"
            )
    empty = (
        '<p class="empty">No letters yet. Sign up for the demo event, and one arrives here'
        " within seconds. This page looks for new ones by itself.</p>"
    )
    body = f'<ul class="letters">{"".join(rows)}</ul>' if rows else empty
    return _page("Demo mailbox", body, head='<meta http-equiv="refresh" content="4">')


def _letter(name: str, message: EmailMessage) -> Answer:
    subject = str(message["subject"] or "")
    facts = "".join(
        f"<dt>{label}</dt><dd>{_bdi(message[label])}</dd>"
        for label in ("From", "To", "Reply-To", "Date", "Content-Language", "Message-ID")
        if message[label]
    )
    parts = [f'<p><a href="/">All letters</a></p><dl>{facts}</dl>']
    files = "".join(
        f'<li><a href="/m/{name}/{number}" download>{_bdi(part.get_filename() or "file")}</a></li>'
        for number, part in enumerate(message.iter_attachments())
    )
    if files:
        parts.append(f'<h2>Attachments</h2><ul class="files">{files}</ul>')
    if message.get_body(("html",)) is not None:
        parts.append(
            f'<h2>HTML</h2><iframe src="/m/{name}/html" title="HTML part"'
            ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )
    text = message.get_body(("plain",))
    if text is not None:
        parts.append(
            f'<h2>Text</h2><pre class="text" dir="auto">{_linked(text.get_content())}</pre>'
        )
    return _page(subject or "Letter", "".join(parts))


def _html_part(message: EmailMessage) -> Answer:
    part = message.get_body(("html",))
    content = part.get_content() if part is not None else ""
    base = '<base target="_blank">'
    head = re.search(r"<head[^>]*>", content, re.IGNORECASE)
    at = head.end() if head else 0
    shown = f"{content[:at]}{base}{content[at:]}".encode()
    return 200, "text/html; charset=utf-8", shown, {"Content-Security-Policy": LETTER_POLICY}


def _attachment(message: EmailMessage, number: str) -> Answer:
    part = list(message.iter_attachments())[int(number)]
    content = part.get_payload(decode=True)
    name = quote(part.get_filename() or "file")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    body = content if isinstance(content, bytes) else b""
    return 200, part.get_content_type(), body, headers


def _page(title: str, body: str, *, head: str = "", status: int = 200) -> Answer:
    page = Template(PAGES.read_text(encoding="utf-8")).substitute(
        title=escape(title), body=body, head=head
    )
    return status, "text/html; charset=utf-8", page.encode(), {}


def _linked(text: str) -> str:
    return "".join(_link_pieces(text))


def _link_pieces(text: str) -> Iterator[str]:
    end = 0
    for found in _LINK.finditer(text):
        yield escape(text[end : found.start()])
        url = escape(found.group())
        yield f'<a href="{url}" target="_blank" rel="noopener" dir="ltr">{url}</a>'
        end = found.end()
    yield escape(text[end:])


def _bdi(value: object) -> str:
    return f"<bdi>{escape(str(value))}</bdi>"


def _when(message: EmailMessage) -> str:
    date = message["date"]
    moment = date.datetime if isinstance(date, DateHeader) else parsedate_to_datetime(str(date))
    return escape(moment.astimezone().strftime("%H:%M:%S")) if moment else ""


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="The demo mailbox.")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    Web.letters = Letters(options.folder)
    Web.hosts = frozenset(f"{name}:{options.web_port}" for name in (HERE, "localhost"))
    smtp = Controller(Taker(Web.letters), hostname=HERE, port=options.smtp_port)
    web = ThreadingHTTPServer((HERE, options.web_port), Web)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=web.shutdown).start())
    smtp.start()
    print("Listening", flush=True)
    try:
        web.serve_forever()
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()

"""The demo mailbox of `make run`, as a process of its own."""

import http.client
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from config import ROOT

PROGRAM = ROOT / "deploy" / "local" / "mailbox.py"
LINK = "https://summit.example/r/abc"


@dataclass
class Box:
    """Where the mailbox listens."""

    smtp_port: int
    web_port: int
    folder: Path

    def get(self, path: str, host: str | None = None) -> tuple[int, dict[str, str], str]:
        """One page: status, headers, text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=10)
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.web_port}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), body

    def send(self, subject: str = "Please confirm") -> str:
        """Deliver a letter; gives the path of its page."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "s@summit.example", "a@b.example", subject
        letter["Date"] = "Fri, 15 Jan 2027 12:00:00 +0000"
        letter.set_content(f"Open <this>: {LINK}.")
        letter.add_alternative(f'<html><head></head><a href="{LINK}">Open</a></html>', "html")
        letter.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="event.ics")
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=10) as line:
            line.send_message(letter)
        return f"/m/{max(path.stem for path in self.folder.glob('*.eml'))}"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """A running mailbox."""
    box = Box(_free_port(), _free_port(), tmp_path / "mailbox")
    ports = ["--smtp-port", str(box.smtp_port), "--web-port", str(box.web_port)]
    command = [sys.executable, str(PROGRAM), *ports, "--folder", str(box.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"Listening\n"
        yield box
        process.terminate()
        assert process.wait(10) == 0


def test_the_newest_letter_comes_first_and_the_list_renews_itself(box: Box) -> None:
    box.send("First")
    box.send("دوم")
    status, _, page = box.get("/")
    assert status == 200
    assert 'http-equiv="refresh"' in page
    assert page.index("دوم") < page.index("First")


def test_a_letter_shows_its_text_with_its_link(box: Box) -> None:
    _, headers, page = box.get(box.send())
    assert f'<a href="{LINK}" target="_blank" rel="noopener" dir="ltr">{LINK}</a>.' in page
    assert "Open &lt;this&gt;" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_html_part_stands_in_a_sandbox_and_opens_links_outside(box: Box) -> None:
    path = box.send()
    _, headers, page = box.get(f"{path}/html")
    assert headers["Content-Security-Policy"].startswith("sandbox ")
    assert "allow-scripts" not in headers["Content-Security-Policy"]
    assert '<base target="_blank">' in page
    assert f'src="{path}/html"' in box.get(path)[2]


def test_an_attachment_is_downloaded_and_never_shown(box: Box) -> None:
    status, headers, body = box.get(f"{box.send()}/0")
    assert (status, body.strip()) == (200, "BEGIN:VCALENDAR")
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''event.ics"


@pytest.mark.parametrize("path", ["/m/1", "/m/../../secret.key", "/m/0/html", "/nothing"])
def test_what_is_no_letter_is_not_found(box: Box, path: str) -> None:
    assert box.get(path)[0] == 404


def test_an_unknown_attachment_is_no_crash(box: Box) -> None:
    path = box.send()
    assert "cannot be shown" in box.get(f"{path}/99")[2]
    assert "cannot be shown" in box.get(f"{path}/x")[2]


def test_a_page_elsewhere_cannot_read_along(box: Box) -> None:
    assert box.get("/", host="evil.example")[0] == 400


def test_a_subject_is_text(box: Box) -> None:
    path = box.send("<script>alert(1)</script>")
    assert "<script>" not in box.get("/")[2] + box.get(path)[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

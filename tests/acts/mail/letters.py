"""Small letters of these tests' own, whatever the packages send."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from app.mail.letter import Attachment, Letter, LetterKind, each
from app.mail.models import Outbox
from app.vault.service import Opener

TEMPLATES = {
    "emails/hello/subject.txt": "Hello\n {{ greeting }}\n",
    "emails/hello/body.txt": "{{ greeting }}\n\n{{ link }}\n{% include 'emails/footer.txt' %}\n",
    "emails/hello/body.html": (
        "{% extends 'emails/layout.html' %}"
        "{% from 'emails/parts.html' import button, facts %}"
        "{% block heading %}{{ greeting }}{% endblock %}"
        "{% block content %}<p>{{ greeting }}</p>{{ button('Open', link) }}"
        "{{ facts([('Where', greeting)]) }}{% endblock %}"
    ),
    "emails/broken/subject.txt": "{{ nobody_gave_this }}",
}
LINK = "http://localhost/r/abc"


def hello(row: Outbox, _mailer: Opener) -> Letter | None:
    """What the row's parameters say, to whom they say."""
    return Letter(
        **{
            "to": "ann@example.org",
            "language": "en",
            "template": "hello",
            "context": {"greeting": "Good evening", "link": LINK},
            **row.parameters,
        }
    )


def nobody(_row: Outbox, _mailer: Opener) -> None:
    """A letter that is no longer due."""


def sealed(row: Outbox, mailer: Opener) -> Letter | None:
    """To the address in the row's own box."""
    assert row.contact_box is not None
    asked = mailer.open(row.contact_box, f"outbox.contact_box:0:{row.id}")
    return hello(Outbox(parameters={"to": asked["email"]}), mailer)


def with_file(row: Outbox, mailer: Opener) -> Letter | None:
    """With a calendar file beside the text."""
    kind = "text/calendar; method=PUBLISH; charset=utf-8"
    file = Attachment("event.ics", kind, "BEGIN:VCALENDAR نوروز".encode())
    letter = hello(row, mailer)
    return letter and replace(letter, attachments=(file,))


BUILDERS = {"hello": hello, "nobody": nobody, "sealed": sealed, "with_file": with_file}
LETTERS = {kind: each(build) for kind, build in BUILDERS.items()}


def read_in_vain(_rows: Sequence[Outbox], _now: datetime) -> None:
    """As a package with a fault would."""
    raise LookupError


LETTERS["unreadable"] = LetterKind(lambda *_anything: None, read_in_vain)


def install(app: Flask) -> None:
    """Have the application send these."""
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_env.loader])  # type: ignore[list-item]
    app.extensions["letters"] = LETTERS

"""Letters that are rendered once for all and filled for each reader."""

from flask import Flask

from app.mail.letter import Letter
from app.mail.rendering import render
from tests.acts.mail import letters


def hello(greeting: str, link: str = letters.LINK) -> Letter:
    gaps = {"greeting": greeting, "link": link}
    return Letter(to="a@example.org", language="en", template="hello", context={}, gaps=gaps)


def test_a_letter_with_gaps_says_the_same_as_one_made_at_once(app: Flask) -> None:
    letters.install(app)
    values = {"greeting": "Good evening", "link": letters.LINK}
    made = render(Letter(to="a@example.org", language="en", template="hello", context=values))
    assert render(hello("Good evening")) == made


def test_each_reader_gets_their_own_words_and_nobody_elses(app: Flask) -> None:
    letters.install(app)
    first, second = (render(hello(f"Dear {name}", f"/r/{name}")) for name in ("Ann", "Omar"))
    assert "Ann" in first.subject
    assert "Ann" in first.text
    assert "/r/Ann" in first.html
    assert "Ann" not in "".join(second)
    assert "/r/Omar" in second.text


def test_what_stands_in_a_gap_is_escaped_in_html_alone(app: Flask) -> None:
    letters.install(app)
    made = render(hello("<b>Nowruz & more</b>"))
    assert "<b>Nowruz & more</b>" in made.text
    assert "&lt;b&gt;Nowruz &amp; more&lt;/b&gt;" in made.html
    assert "<b>" not in made.html


def test_a_gap_cannot_begin_a_new_header(app: Flask) -> None:
    letters.install(app)
    assert (
        render(hello("Hello\r\nBcc: eve@example.org")).subject == "Hello Hello Bcc: eve@example.org"
    )

"""A link in somebody's Markdown leads where its text says; text parts say where."""

import pytest

from app.events.prose import plain_text, render_markdown

EVIL = "https://evil.example/x"


@pytest.mark.parametrize(
    "shown",
    [
        "bank.example",
        "https://bank.example/login",
        "**bank.example**",
        "Go to bank.example now",
        "bank\u200b.example",
        "bank。example",
        "bank．example",
        "BANK.EXAMPLE",
        "شهر.ایران",
        "me@bank.example",
        "evil.example.bank.example",
    ],
)
def test_a_text_that_shows_another_host_is_replaced_by_the_address(shown: str) -> None:
    html = render_markdown(f"[{shown}]({EVIL})")
    assert html == f'<p><a href="{EVIL}" rel="noopener noreferrer nofollow">{EVIL}</a></p>\n'
    assert plain_text(f"[{shown}]({EVIL})") == EVIL


@pytest.mark.parametrize(
    "shown",
    [
        "our page",
        "evil.example",
        "www.evil.example",
        "version 2.0",
        "3.5 km",
        "یک صفحه",
        "e.g. this",
    ],
)
def test_an_honest_text_stays(shown: str) -> None:
    assert f">{shown}</a>" in render_markdown(f"[{shown}]({EVIL})")
    assert plain_text(f"[{shown}]({EVIL})") == f"{shown} ({EVIL})"


def test_an_address_of_mail_stands_for_itself() -> None:
    assert plain_text("[me@a.example](mailto:me@a.example)") == "me@a.example"
    assert ">me@a.example</a>" in render_markdown("<me@a.example>")


def test_a_broken_address_is_no_link() -> None:
    assert "href" not in render_markdown("[x](https://[bad)")
    assert "href" not in render_markdown("[x](javascript:alert(1))")


def test_lists_headings_and_lines_read_well_as_text() -> None:
    text = "# Hello\n\nOne\ntwo\n\n- a\n- b\n  1. c\n  2. d\n\n---\n\n    code"
    expected = "Hello\n\nOne\ntwo\n\n- a\n\n- b\n\n  1. c\n\n  2. d\n\n---\n\ncode"
    assert plain_text(text) == expected


def test_what_looks_like_a_template_is_only_text() -> None:
    trap = "{{ 7 * 7 }} %s %(x)s {x.__class__}"
    assert plain_text(trap) == trap

import pytest

from app.events.prose import render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hello)",
        "<img src=x onerror=alert(1)>",
        '<https://a.example/" onclick=alert(1)>',
    ],
)
def test_nothing_that_runs_gets_through(text: str) -> None:
    html = render_markdown(text)
    for bad in ("<script", 'javascript:"', 'href="javascript', 'href="data', "<img", ' onclick="'):
        assert bad not in html


def test_pictures_are_left_out_since_they_would_tell_others_who_reads() -> None:
    assert "<img" not in render_markdown("![a cat](https://elsewhere.example/cat.png)")


def test_links_do_not_say_where_the_reader_comes_from() -> None:
    html = render_markdown("[here](https://a.example)")
    assert 'href="https://a.example"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


def test_headings_follow_the_page_without_a_gap() -> None:
    html = render_markdown("# One\n\n### Two\n\n# Three")
    assert [
        part for part in ("<h3>One</h3>", "<h4>Two</h4>", "<h3>Three</h3>") if part in html
    ] == [
        "<h3>One</h3>",
        "<h4>Two</h4>",
        "<h3>Three</h3>",
    ]

"""Markdown as safe HTML: no raw HTML, no pictures, no link that runs something."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FIRST_HEADING = 3
LAST_HEADING = 6
_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "h3", "h4", "h5", "h6"),
}
_SCHEMES = {"https", "http", "mailto"}

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def render_markdown(text: str) -> Markup:
    """Turn an organizer's Markdown into HTML that may stand below a heading of level two.

    It is written by organizers and still not trusted: a stolen account must not
    reach the browsers of those who sign up.
    """
    tokens = _markdown.parse(text)
    _fit_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return Markup(  # noqa: S704 (cleaned here)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=_SCHEMES,
            link_rel="noopener noreferrer nofollow",
        )
    )


def _fit_headings(tokens: list[Token]) -> None:
    """Let the text's own levels begin at the third and leave no gap between them."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(FIRST_HEADING + levels.index(token.tag), LAST_HEADING)}"

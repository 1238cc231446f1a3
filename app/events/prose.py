"""Markdown as safe HTML and as plain text: no raw HTML, no pictures, no link that lies."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

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
_DOTS = str.maketrans("。．｡․", "....")
"""What some keyboards write, and some liars, between the parts of a host name."""
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def render_markdown(text: str) -> Markup:
    """Turn an organizer's Markdown into HTML that may stand below a heading of level two.

    It is written by organizers and still not trusted: a stolen account must not
    reach the browsers of those who sign up.
    """
    tokens = _parse(text)
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


def plain_text(text: str) -> str:
    """The same words for the text part of a letter; each link stands beside its text."""
    return "\n\n".join(block for block in _blocks(_parse(text)) if block)


def _parse(text: str) -> list[Token]:
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_honest(token.children))
    return tokens


def _honest(tokens: Sequence[Token]) -> Iterator[Token]:
    """The same tokens; a link whose text shows another host shows its own address instead."""
    inside: list[Token] | None = None
    for token in tokens:
        if token.type == "link_open":
            inside = [token]
        elif inside is None:
            yield token
        else:
            inside.append(token)
            if token.type == "link_close":
                yield from _honest_link(inside)
                inside = None


def _honest_link(link: list[Token]) -> list[Token]:
    href = str(link[0].attrs.get("href", ""))
    shown = "".join(token.content for token in link[1:-1])
    if _hosts_in(shown) <= {_host_of(href)}:
        return link
    return [link[0], Token("text", "", 0, content=href), link[-1]]


def _hosts_in(text: str) -> set[str]:
    """The host names that a reader would see in a text, whatever hides between the letters."""
    seen = unicodedata.normalize("NFKC", text).translate(_DOTS)
    plain = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return {found.casefold().removeprefix("www.") for found in _HOST.findall(plain)}


def _host_of(href: str) -> str:
    if href.startswith("mailto:"):
        return href.partition("@")[2].partition("?")[0].casefold()
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return ""
    return host.casefold().removeprefix("www.")


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Paragraphs and the like, each as lines; the items of a list carry their sign."""
    numbers: list[int | None] = []
    sign = ""
    for token in tokens:
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type.endswith("_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            sign = "- " if numbers[-1] is None else f"{numbers[-1]}. "
            if numbers[-1] is not None:
                numbers[-1] += 1
        elif token.type in ("inline", "code_block", "fence"):
            text = _line(token.children) if token.children else token.content.rstrip()
            yield "  " * (len(numbers) - 1) + sign + text
            sign = ""
        elif token.type == "hr":
            yield "---"


def _line(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    href, since = "", 0
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "link_open":
            href, since = str(token.attrs.get("href", "")).removeprefix("mailto:"), len(parts)
        elif token.type == "link_close":
            if "".join(parts[since:]) != href:
                parts.append(f" ({href})")
        else:
            # What is strong keeps its stars.
            parts.append(token.content or token.markup)
    return "".join(parts)


def _fit_headings(tokens: list[Token]) -> None:
    """Let the text's own levels begin at the third and leave no gap between them."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(FIRST_HEADING + levels.index(token.tag), LAST_HEADING)}"

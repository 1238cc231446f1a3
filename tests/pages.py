"""A page as its reader has it; opening one checks what must hold on every page."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser as Parser
from selectolax.lexbor import LexborNode as Node
from werkzeug.test import TestResponse

from app.web.headers import CONTENT_SECURITY_POLICY, let_us_frame

DIRECTIONS = {"en": "ltr", "fa": "rtl"}
UNSEEN = ("hidden", "submit", "button")


@dataclass
class Form:
    """A form as the page offers it: where it goes, and what its fields hold."""

    action: str
    method: str
    fields: dict[str, str]


class Page:
    """The parsed HTML of one answer."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response = response
        self.path = path
        self.tree = Parser(response.get_data(as_text=True))

    @property
    def text(self) -> str:
        """What can be read, with single spaces."""
        main = self.tree.css_first("main") or self.tree.body
        return " ".join(main.text(separator=" ").split()) if main else ""

    @property
    def heading(self) -> str:
        return " ".join(self.tree.css_first("h1").text(separator=" ").split())

    def all(self, selector: str) -> list[str]:
        """The texts of every element that matches."""
        return [" ".join(node.text(separator=" ").split()) for node in self.tree.css(selector)]

    def links(self, containing: str = "") -> list[str]:
        """Where the page's links lead, as paths."""
        hrefs = (node.attributes.get("href") or "" for node in self.tree.css("a[href]"))
        return [href for href in hrefs if containing in href]

    def forms(self, action: str = "") -> list[Form]:
        """The page's forms whose action holds this text."""
        forms = (_read_form(node, self.path) for node in self.tree.css("form"))
        return [form for form in forms if action in form.action]

    def form(self, action: str = "") -> Form:
        """The only form that posts to an address holding this text."""
        posting = [form for form in self.forms(action) if form.method == "post"]
        if len(posting) > 1:
            # One address may begin like another: then it is the one that ends so.
            posting = [form for form in posting if form.action.partition("?")[0].endswith(action)]
        assert len(posting) == 1, f"{len(posting)} forms post to *{action}* on {self.path}"
        return posting[0]

    def submit(self, client: FlaskClient, action: str = "", **fields: Any) -> TestResponse:
        """Post that form as a browser would, with some fields filled in; None leaves one out."""
        form = self.form(action)
        data = {**form.fields, **fields}
        filled = {name: value for name, value in data.items() if value is not None}
        return client.post(form.action, data=filled)


def open_page(client: FlaskClient, path: str, *, status: int = 200, **how: Any) -> Page:
    """GET a page, and check what holds for all of them."""
    return check(client.get(path, **how), path, status=status)


def check(response: TestResponse, path: str, *, status: int) -> Page:
    """Check what holds for every page of ours; give it parsed."""
    assert response.status_code == status, f"{path}: {response.status}"
    page = Page(response, path)
    faults = [*_outline_faults(page.tree), *_field_faults(page.tree), *_foreign(page.tree)]
    assert not faults, f"{path}: {faults}"
    framed = response.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = let_us_frame(CONTENT_SECURITY_POLICY) if framed else CONTENT_SECURITY_POLICY
    assert response.headers["Content-Security-Policy"] == policy
    return page


def sign_in(client: FlaskClient, email: str, password: str) -> TestResponse:
    """Sign in as an organizer does."""
    page = open_page(client, "/organizer/sign-in")
    return page.submit(client, "/organizer/sign-in", email=email, password=password)


def _read_form(node: Node, path: str) -> Form:
    action = urlsplit(urljoin(path, node.attributes.get("action") or path))
    fields = {}
    for field in node.css("input[name], select[name], textarea[name]"):
        value = _value_of(field)
        if value is not None:
            fields[str(field.attributes["name"])] = value
    query = f"?{action.query}" if action.query else ""
    return Form(action.path + query, (node.attributes.get("method") or "get").lower(), fields)


def _value_of(field: Node) -> str | None:
    kind = field.attributes.get("type") or "text"
    if field.tag == "select":
        chosen = field.css_first("option[selected]") or field.css_first("option")
        return None if chosen is None else (chosen.attributes.get("value") or "")
    if field.tag == "textarea":
        return field.text()
    if kind in ("submit", "button", "file"):
        return None
    if kind in ("checkbox", "radio") and "checked" not in field.attributes:
        return None
    return field.attributes.get("value") or ("on" if kind == "checkbox" else "")


def _outline_faults(tree: Parser) -> list[str]:
    html, title = tree.css_first("html"), tree.css_first("head > title")
    language = html.attributes.get("lang") or ""
    faults = []
    if language not in DIRECTIONS or html.attributes.get("dir") != DIRECTIONS[language]:
        faults.append(f"lang={language!r} dir={html.attributes.get('dir')!r}")
    if title is None or not title.text().strip():
        faults.append("no title")
    counts = {element: len(tree.css(element)) for element in ("h1", "main")}
    faults += [f"{times} <{element}>" for element, times in counts.items() if times != 1]
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    faults += [f"id {name} {times} times" for name, times in ids.items() if times > 1]
    faults += [f"no alt: {node.html}" for node in tree.css("img:not([alt])")]
    return faults


def _field_faults(tree: Parser) -> list[str]:
    labelled = {node.attributes.get("for") for node in tree.css("label[for]")}
    faults = []
    for field in tree.css("input, select, textarea"):
        attributes = field.attributes
        if attributes.get("type") in UNSEEN:
            continue
        named = attributes.get("id") in labelled or attributes.get("aria-label")
        if not named and not attributes.get("aria-labelledby") and not _inside_label(field):
            faults.append(f"no label: {field.html}")
    return faults


def _inside_label(node: Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "label":
            return True
        parent = parent.parent
    return False


def _foreign(tree: Parser) -> list[str]:
    """What the browser would fetch from elsewhere, and what the policy would refuse to run."""
    faults = [f"inline: {node.html}" for node in tree.css("style, script:not([src]), [style]")]
    for node in tree.css("script[src], img[src], link[href], iframe, video, audio, source"):
        address = node.attributes.get("src") or node.attributes.get("href") or ""
        names_only = node.attributes.get("rel") in ("canonical", "alternate")
        if urlsplit(address).netloc and not names_only:
            faults.append(f"from elsewhere: {address}")
    for node in tree.css("*"):
        faults += [f"handler: {name}" for name in node.attributes if name.startswith("on")]
    return faults

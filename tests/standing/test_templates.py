"""Templates: they compile, they are short, they hold nothing inline; letters are complete."""

import re
from functools import cache
from pathlib import Path

from flask import Flask

from config import ROOT
from tests.fixtures.databases import on_one_database

FOLDER = ROOT / "templates"
LETTERS = FOLDER / "emails"
HTML = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.html"))
PAGES = [path for path in HTML if path.parts[0] != "emails"]
MACRO = re.compile(r"{%-? macro (\w+)\(")
SHOWN_ELSEWHERE = {
    "ask_passkey": "a dialogue of the browser's own",
    "asked_at_door": "needs a party",
    "door": "a page of its own",
    "mark": "needs an event",
    "offline_notice": "stands in the frame of public pages",
    "take_phone": "belongs to the door's page",
    "offline_script": "draws nothing",
}
INLINE = re.compile(r"<style|\sstyle\s*=|javascript:|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)")
IMPORT = re.compile(r"""{%-?\s*from\s+['"][^'"]+['"]\s+import\s+([\w\s,]+?)\s*-?%}""")


@on_one_database
def test_every_template_compiles(app: Flask) -> None:
    for path in FOLDER.rglob("*.*"):
        app.jinja_env.get_template(str(path.relative_to(FOLDER)))


def test_every_letter_has_its_three_parts() -> None:
    letters = [path for path in LETTERS.iterdir() if path.is_dir()]
    assert letters
    for letter in letters:
        assert {path.name for path in letter.iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_every_letter_on_the_list_has_its_template_and_none_is_left_over() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py"))
    for letter in (path.name for path in LETTERS.iterdir() if path.is_dir()):
        assert f'"{letter}"' in source, f"nothing sends {letter}"


def test_a_template_has_at_most_200_lines() -> None:
    assert [path for path in HTML if len(text_of(path).splitlines()) > 200] == []


def test_a_page_holds_no_inline_script_and_no_inline_style() -> None:
    assert [path for path in PAGES if INLINE.search(text_of(path))] == []


def test_a_template_names_no_other_site() -> None:
    elsewhere = re.compile(r"""(?:src|href|action)\s*=\s*['"](?:https?:)?//""")
    ours = {path: text_of(path).replace("http://www.w3.org/", "") for path in HTML}
    assert [path for path, text in ours.items() if elsewhere.search(text)] == []


def test_what_a_template_imports_it_uses() -> None:
    assert [(path, name) for path in HTML for name in unused_in(text_of(path))] == []


def unused_in(text: str) -> list[str]:
    """Macros that a template imports for nothing."""
    rest = IMPORT.sub("", text)
    imported = [
        name.split(" as ")[-1].strip()
        for names in IMPORT.findall(text)
        for name in names.removesuffix(" with context").split(",")
    ]
    return [name for name in imported if not re.search(rf"\b{name}\b", rest)]


@cache
def text_of(path: Path) -> str:
    return (FOLDER / path).read_text("utf-8")


def test_the_page_of_the_components_shows_the_colours_of_the_style_sheet() -> None:
    sheet, shown = (
        (ROOT / "static" / "css" / name).read_text("utf-8")
        for name in ("gatherwide.css", "components.css")
    )
    light, dark = re.findall(r":root \{([^}]*--paper:[^}]*--bad-wash:[^}]*)\}", sheet)[:2]
    for scheme, tokens in (("light", light), ("dark", dark)):
        block = re.search(rf"\.scheme-{scheme} \{{([^}}]*--paper[^}}]*)\}}", shown)
        assert block is not None
        assert colours_of(block.group(1)).items() <= colours_of(tokens).items()
        assert "--bad-wash" in colours_of(block.group(1))


def colours_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]+)", block))


def test_every_macro_stands_on_the_page_for_builders() -> None:
    shown = text_of(Path("organizer/components.html")) + text_of(Path("organizer_base.html"))
    for path in sorted((FOLDER / "components").glob("*.html")):
        for name in set(MACRO.findall(path.read_text("utf-8"))) - set(SHOWN_ELSEWHERE):
            assert re.search(rf"\b{name}\(", shown), f"{path.name}: {name}"

"""The documentation names everything an operator can set or run."""

import re
from pathlib import Path

import click
from flask import Flask

from config import ROOT, Config
from tests.fixtures.databases import on_one_database

DOCS = ROOT / "docs"


def test_every_setting_is_described() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    assert [name for name in Config.model_fields if f"`{name}`" not in text] == []


@on_one_database
def test_every_command_is_described(app: Flask) -> None:
    text = "\n".join(
        path.read_text("utf-8") for path in (DOCS / "operations.md", ROOT / "README.md")
    )
    assert [command for command in commands_of(app) if command not in text] == []


def test_every_package_is_described() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    packages = sorted(path.parent.name for path in (ROOT / "app").glob("*/__init__.py"))
    assert [name for name in packages if not re.search(rf"\b{name}\b", text)] == []


def test_what_the_architecture_names_is_there() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:\w+/)+\w+\.\w+)(?::(\w+))?", text)
    assert named
    assert [(path, name) for path, name in named if not is_there(path, name)] == []


def test_every_link_between_the_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        for target in targets_of(path)
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_file_that_a_guide_copies_or_runs_is_there() -> None:
    named = {
        (path.name, name)
        for path in [ROOT / "README.md", *DOCS.glob("*.md")]
        for name in re.findall(r"deploy/[\w./*@-]*[\w*]", path.read_text("utf-8"))
    }
    assert [pair for pair in sorted(named) if not any(ROOT.glob(pair[1]))] == []


def commands_of(app: Flask) -> list[str]:
    """Every `flask …` command of ours, and `db upgrade`."""
    found = ["flask db upgrade"]
    for name, command in app.cli.commands.items():
        if name == "db":
            continue
        if isinstance(command, click.Group):
            found += [f"flask {name} {sub}" for sub in command.commands]
        else:
            found.append(f"flask {name}")
    return found


def is_there(path: str, name: str) -> bool:
    """Whether a file stands in the application or beside it, and holds a function or class."""
    found = [folder / path for folder in (ROOT / "app", ROOT) if (folder / path).exists()]
    return any(
        not name or re.search(rf"^(?:def|class) {name}\b", file.read_text("utf-8"), re.MULTILINE)
        for file in found
    )


def targets_of(path: Path) -> list[str]:
    """Where a document's Markdown links lead, without those to the web and within the page."""
    text = path.read_text("utf-8")
    targets = [part.split(")", 1)[0] for part in text.split("](")[1:]]
    return [
        target.split("#")[0]
        for target in targets
        if target and not target.startswith(("http", "mailto:", "#"))
    ]

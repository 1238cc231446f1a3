"""Small files, small functions, no hidden imports, no cupboards."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
APP = sorted((ROOT / "app").rglob("*.py"))
SOURCES = [*APP, ROOT / "config.py", ROOT / "wsgi.py"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CUPBOARDS = {"utils", "util", "common", "helpers", "helper", "misc", "shared"}
FILE, TEST_FILE, CONFTEST = 300, 400, 150
FUNCTION, VIEW = 50, 25
PARAMETERS, KEYWORD_ONLY = 7, 12
LOADED_LATE = {
    "app/events/logos.py": "PIL",
    "app/locations/card.py": "PIL",
    "app/organizer/workbook.py": "xlsxwriter",
}
"""Libraries that would take many megabytes of every process and serve a few requests."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=named)
def test_a_file_is_short(path: Path) -> None:
    limit = FILE if path in SOURCES else TEST_FILE
    if path.name == "conftest.py":
        limit = CONFTEST
    assert len(path.read_text("utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_function_is_short_and_a_view_shorter(path: Path) -> None:
    for function in functions_of(path):
        limit = VIEW if is_view(function) else FUNCTION
        lines = (function.end_lineno or 0) - function.lineno + 1
        assert lines <= limit, f"{function.name}: {lines} lines"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_function_takes_few_parameters(path: Path) -> None:
    for function in functions_of(path):
        given = function.args
        by_place = len(given.posonlyargs) + len(given.args)
        assert by_place <= PARAMETERS, function.name
        assert by_place + len(given.kwonlyargs) <= KEYWORD_ONLY, function.name


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    for function in functions_of(path):
        hidden = {
            name
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in modules_of(node)
        }
        assert hidden <= {LOADED_LATE.get(named(path), "")}, function.name


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=named)
def test_a_file_is_named_after_what_it_holds(path: Path) -> None:
    assert not CUPBOARDS & set(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize("path", [path for path in APP if path.name == "rules.py"], ids=named)
def test_rules_are_pure(path: Path) -> None:
    """What import-linter cannot see: the clock, the disk and chance are no rules either."""
    text = path.read_text("utf-8")
    assert "datetime.now(" not in text
    assert "open(" not in text.replace(".open(", "").replace("_open(", "").replace("reopen(", "")


def test_only_the_clock_reads_the_time() -> None:
    readers = [
        named(path)
        for path in APP
        if any(
            name in path.read_text("utf-8") for name in ("datetime.now(", "utcnow(", "time.time(")
        )
    ]
    assert readers == ["app/clock.py"]


def modules_of(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The libraries that an import statement loads."""
    names = (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
    )
    yield from (name.partition(".")[0] for name in names)


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def is_view(function: Function) -> bool:
    marks = {ast.unparse(mark).split("(")[0] for mark in function.decorator_list}
    return bool(marks & {"public", "holder", "requires"})

"""Small files, small functions, no hidden imports, no cupboards."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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


def test_a_file_is_short() -> None:
    assert [
        named(path)
        for path in [*SOURCES, *TESTS]
        if len(path.read_text("utf-8").splitlines()) > limit_of(path)
    ] == []


def test_a_function_is_short_and_a_view_shorter() -> None:
    assert [
        f"{named(path)}: {function.name}, {lines} lines"
        for path, function in functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1)
        > (VIEW if is_view(function) else FUNCTION)
    ] == []


def test_a_function_takes_few_parameters() -> None:
    assert [
        f"{named(path)}: {function.name}"
        for path, function in functions()
        if takes_many(function.args)
    ] == []


def test_nothing_is_imported_inside_a_function() -> None:
    assert [
        f"{named(path)}: {function.name} imports {name}"
        for path, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in modules_of(node)
        if LOADED_LATE.get(named(path)) != name
    ] == []


def test_a_file_is_named_after_what_it_holds() -> None:
    assert [
        named(path)
        for path in [*SOURCES, *TESTS]
        if CUPBOARDS & set(path.relative_to(ROOT).with_suffix("").parts)
    ] == []


def test_a_file_says_what_it_is_for() -> None:
    assert [
        named(path) for path, tree in trees() if tree.body and not ast.get_docstring(tree)
    ] == []


def test_rules_are_pure() -> None:
    """What import-linter cannot see: the clock, the disk and chance are no rules either."""
    assert [
        named(path)
        for path in APP
        if path.name == "rules.py"
        and re.search(r"datetime\.now\(|(?<![\w.])open\(", path.read_text("utf-8"))
    ] == []


def test_only_the_clock_reads_the_time() -> None:
    readers = [
        named(path)
        for path in APP
        if any(
            name in path.read_text("utf-8") for name in ("datetime.now(", "utcnow(", "time.time(")
        )
    ]
    assert readers == ["app/clock.py"]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in SOURCES]


@cache
def functions() -> list[tuple[Path, Function]]:
    return [
        (path, node)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, Function)
    ]


def limit_of(path: Path) -> int:
    if path.name == "conftest.py":
        return CONFTEST
    return TEST_FILE if path in TESTS else FILE


def takes_many(given: ast.arguments) -> bool:
    by_place = len(given.posonlyargs) + len(given.args)
    return by_place > PARAMETERS or by_place + len(given.kwonlyargs) > KEYWORD_ONLY


def modules_of(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The libraries that an import statement loads."""
    names = (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
    )
    yield from (name.partition(".")[0] for name in names)


def is_view(function: Function) -> bool:
    marks = {ast.unparse(mark).split("(")[0] for mark in function.decorator_list}
    return bool(marks & {"public", "holder", "requires"})

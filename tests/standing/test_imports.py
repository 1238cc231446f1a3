"""Imports go down, and in no circle."""

import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

from config import ROOT


def test_the_contracts_of_pyproject_hold() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = grimp.build_graph("app", cache_dir=None)
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    order.prepare()  # raises CycleError, which names the circle


def test_every_package_stands_in_the_contract_of_the_floors() -> None:
    contracts = (ROOT / "pyproject.toml").read_text("utf-8")
    packages = [path.parent.name for path in (ROOT / "app").glob("*/__init__.py")]
    assert [name for name in packages if f"app.{name}" not in contracts] == []


def test_every_rules_file_stands_in_the_contract_of_purity() -> None:
    contract = (ROOT / "pyproject.toml").read_text("utf-8").split('name = "Rules are pure"')[1]
    rules = [f"app.{path.parent.name}.rules" for path in (ROOT / "app").glob("*/rules.py")]
    assert [name for name in rules if f'"{name}"' not in contract] == []

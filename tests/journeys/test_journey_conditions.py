"""The coverage asked about by night and at a moment, in the real window: map, hand, figures, legend."""

import pytest
import shapely
from hands import fid_of, mouse, settle
from PySide6.QtCore import QEvent, QPointF, Qt

from app import commands
from app.canvas.painters.footprints import FootprintStyle
from app.session import Selection
from app.tools.pose import Grip
from maps.coverage.moments import parse_when

pytestmark = pytest.mark.journey
LEFT = Qt.MouseButton.LeftButton


def look_at(window, qtbot, code: str) -> int:
    fid = fid_of(window, code)
    window.browser.locate("camera", fid)
    settle(qtbot, window)
    return fid


def share(window, name: str) -> float:
    """Return the share of a zone's public space that the cameras of the purpose cover at the time on show."""
    from maps.answers.questions import coverage_table

    table = coverage_table(window.session.project, window.session.purpose, when=window.session.when)
    zones = table.zones.set_index("name")
    return float(zones.at[name, "coverage"])


def test_by_night_a_dragged_camera_sees_what_is_lit_and_the_zone_tells(window, qtbot) -> None:
    fid = fid_of(window, "TC-007")
    at = window.session.file.record("camera", fid)["geometry"]
    with window.session.edit("Prova") as edit:
        edit.update("camera", fid, {"ir_range_m": 12.0})
        edit.insert("street_light", [{"height_m": 9.0, "geometry": shapely.Point(at.x, at.y + 20)}])
    window.session.set_when("night")
    settle(qtbot, window)
    look_at(window, qtbot, "TC-007")
    handles = window.toolbox.select.camera
    assert handles.figures.ready and window.bench.light is not None
    before = {name: share(window, name) for name in ("Duomo", "Fornaci", "Filanda", "Teatro")}
    start = next(p for kind, p in handles.hold.handles(window.canvas.view) if kind is Grip.POSITION)
    mouse(window, QEvent.Type.MouseButtonPress, start)
    for step in range(4, 44, 4):
        mouse(window, QEvent.Type.MouseMove, start + QPointF(step * 0.3, step))
        window.canvas.repaint()
    live, _area = handles.hold.ground()
    told = {each.name: each for each in handles.figures.changes}
    mouse(window, QEvent.Type.MouseButtonRelease, start + QPointF(12, 40))
    assert handles.figures.changes == []
    settle(qtbot, window)
    official = window.bench.plane.on_map(window.model.results["footprints"].geometry.loc[fid])
    assert live.symmetric_difference(official).area <= 1e-3 * official.area
    assert told
    for name, each in told.items():
        assert each.before == pytest.approx(before[name], abs=0.001)
        assert each.now == pytest.approx(share(window, name), abs=0.001)
        assert name in each.text and "→" in each.text


def test_a_drag_given_up_leaves_the_figures_as_they_were(window, qtbot) -> None:
    look_at(window, qtbot, "TC-007")
    handles = window.toolbox.select.camera
    before = handles.figures._grid.live.shares().seen.copy()
    start = next(p for kind, p in handles.hold.handles(window.canvas.view) if kind is Grip.POSITION)
    mouse(window, QEvent.Type.MouseButtonPress, start)
    mouse(window, QEvent.Type.MouseMove, start + QPointF(0, 60))
    assert handles.figures.changes
    handles.cancel()
    assert handles.figures.changes == []
    assert (handles.figures._grid.live.shares().seen == before).all()


def test_a_camera_off_at_the_moment_is_outlined_and_covers_nothing(window, qtbot) -> None:
    fid = look_at(window, qtbot, "TC-007")
    commands.set_value(window.session, "camera", fid, "is_24h", None)
    commands.set_value(window.session, "camera", fid, "schedule", "lun-ven 8-20")
    chooser = window.topbar._when
    chooser.form.show_moment(parse_when("lun 10:00"))
    chooser.form.chosen.emit(chooser.form.moment)
    settle(qtbot, window)
    assert window.session.when == "lun 10:00" and chooser.at.text() == "lun 10:00"
    prints = window.model.results["footprints"]
    assert prints.at[fid, "area_m2"] > 0
    window.session.set_when("sab 10:00")
    settle(qtbot, window)
    painter, prints = window.model.painter("footprint"), window.model.results["footprints"]
    assert (prints.at[fid, "state"], prints.at[fid, "area_m2"]) == ("off_hours", 0.0)
    assert painter.styles[painter.position[fid]] is FootprintStyle.OFF
    assert "non è attiva" in _texts(window)


def test_what_a_ptz_could_reach_is_drawn_and_never_counted(window, qtbot) -> None:
    fid = fid_of(window, "TC-007")
    commands.set_value(window.session, "camera", fid, "camera_type", "ptz")
    settle(qtbot, window)
    before = window.model.results["footprints"].at[fid, "area_m2"]
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    assert window.potential.shown
    commands.set_value(window.session, "camera", fid, "potential_range_m", 150.0)
    settle(qtbot, window)
    assert window.model.results["footprints"].at[fid, "area_m2"] == before
    assert "portata potenziale" in [entry.text for entry in window.layers.model.entries]
    window.session.select(Selection("camera", fid_of(window, "TC-001")))
    settle(qtbot, window)
    assert not window.potential.shown


def _texts(window) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(each.text() for each in window.inspector.widget().findChildren(QLabel))

"""Areas by hand: snapping, refusals at the spot, moving, holes and divisions."""

from typing import Any

import pytest
import shapely
from PySide6.QtCore import QEvent, Qt

from app.session import Selection
from app.tools.cutting import crossing, divided, outside_spot, pierced
from app.tools.outline import Outline

X0, Y0 = 580_000.0, 4_998_000.0
ALT, PLAIN = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
Rig = Any


@pytest.fixture
def area(rig: Rig, qtbot: Any) -> int:
    """A square of 80 m, selected, on the map."""
    shape = shapely.MultiPolygon([shapely.box(X0 + 20, Y0 + 20, X0 + 100, Y0 + 100)])
    with rig.session.edit("Area") as edit:
        fid = edit.insert("degraded_area", [{"code": "AD-001", "decay_type": "x", "geometry": shape}])[0]
    qtbot.waitUntil(
        lambda: not rig.jobs.busy and rig.model.painter("degraded_area") is not None, timeout=60_000
    )
    rig.session.select(Selection("degraded_area", fid))
    return fid


def shape_of(rig: Rig, fid: int) -> Any:
    return rig.record(fid, "degraded_area")["geometry"]


def test_a_refused_click_keeps_the_drawing_and_points_at_the_spot(rig: Rig) -> None:
    rig.key(Qt.Key.Key_A)
    for place in ((20, 20), (80, 20), (80, 80), (50, 5)):
        rig.click(rig.point(*place))
    tool = rig.toolbox.tool
    assert len(tool.points) == 3 and tool.flaw[1] == "qui si incrocia"
    assert tool.flaw[0] == pytest.approx((X0 + 56, Y0 + 20), abs=2.0)
    rig.canvas.grab()
    rig.click(rig.point(20, 80))
    assert tool.flaw is None and len(tool.points) == 4
    rig.click(rig.point(-30, 50))
    assert (
        "fuori dal territorio" in rig.told[-1] and tool.flaw[1].startswith("fuori") and len(tool.points) == 4
    )
    rig.click(rig.point(20, 20))
    assert rig.session.file.count("degraded_area") == 1 and rig.toolbox.tool.key == "select"


def test_vertices_draw_the_pointer_exactly(rig: Rig, area: int) -> None:
    rig.toolbox.use("draw_zone")
    for place in ((103, 97), (160, 100), (160, 20)):
        rig.click(rig.point(*place))
    rig.hover(rig.point(98, 23))
    rig.canvas.grab()
    rig.double_click(rig.point(98, 23))
    shape = rig.record(rig.session.selection.fid, "analysis_zone")["geometry"]
    corners = {tuple(xy) for xy in shapely.get_coordinates(shape)}
    assert {(X0 + 100, Y0 + 100), (X0 + 100, Y0 + 20)} <= corners
    assert rig.record(rig.session.selection.fid, "analysis_zone")["code"] == "Z-001"


def test_alt_leaves_the_vertices_alone(rig: Rig, area: int) -> None:
    rig.toolbox.use("draw_zone")
    rig.click(rig.point(103, 97), ALT)
    assert rig.toolbox.tool.points[0] != (X0 + 100, Y0 + 100)


def test_a_crossed_outline_waits_to_be_made_good(rig: Rig, area: int) -> None:
    before = shape_of(rig, area)
    rig.drag(rig.point(100, 100), rig.point(5, 60))
    handles = rig.toolbox.select.area
    assert handles.pending and "si incrocia" in rig.told[-1] and shape_of(rig, area).equals(before)
    rig.canvas.grab()
    rig.drag(rig.point(5, 60), rig.point(140, 120))
    assert not handles.pending and shape_of(rig, area).bounds[2] == pytest.approx(X0 + 140, abs=1.0)
    assert rig.session.file.undo_label() == "Contorno area degradata AD-001"


def test_escape_puts_the_crossed_outline_back(rig: Rig, area: int) -> None:
    rig.drag(rig.point(100, 100), rig.point(5, 60))
    rig.key(Qt.Key.Key_Escape)
    assert not rig.toolbox.select.area.pending and rig.session.selection is not None
    rig.drag(rig.point(100, 100), rig.point(5, 60))
    rig.session.select(None)
    assert "non è stato salvato" in rig.told[-1]


def test_an_area_is_moved_by_its_middle(rig: Rig, area: int) -> None:
    rig.hover(rig.point(60, 60))
    assert "tutta l'area" in rig.toolbox.tool.hint
    rig.drag(rig.point(60, 60), rig.point(90, 70))
    assert shape_of(rig, area).bounds == pytest.approx((X0 + 50, Y0 + 30, X0 + 130, Y0 + 110), abs=1.0)
    assert rig.session.file.undo_label() == "Spostamento area degradata AD-001"
    rig.drag(rig.point(90, 70), rig.point(20, 20))
    assert "fuori dal territorio" in rig.told[-1] and shape_of(rig, area).bounds[0] > X0 + 40


def test_an_area_is_divided_by_a_line(rig: Rig, area: int) -> None:
    rig.toolbox.use("split_area")
    for place in ((60, 10), (60, 60)):
        rig.click(rig.point(*place))
    rig.key(Qt.Key.Key_Return)
    assert "da un lato all'altro" in rig.told[-1] and rig.toolbox.tool.points
    rig.double_click(rig.point(70, 110))
    rows = rig.session.file.rows("degraded_area")
    assert rows.columns["code"] == ["AD-001", "AD-002"] and rows.columns["decay_type"] == ["x", "x"]
    assert shapely.area(rows.geometry).sum() == pytest.approx(6400.0)
    assert rig.session.file.undo_label() == "Divisione di AD-001" and rig.toolbox.tool.key == "select"
    rig.session.file.undo()
    assert rig.session.file.count("degraded_area") == 1 and shape_of(rig, area).area == pytest.approx(6400.0)


def test_an_area_is_pierced(rig: Rig, area: int) -> None:
    rig.toolbox.use("pierce_area")
    for place in ((40, 40), (120, 40), (60, 80)):
        rig.click(rig.point(*place))
    rig.key(Qt.Key.Key_Return)
    assert "tutto dentro l'area" in rig.told[-1] and rig.toolbox.tool.flaw[0][0] == pytest.approx(
        X0 + 100, abs=2
    )
    rig.key(Qt.Key.Key_Escape)
    for place in ((40, 40), (80, 40), (60, 80)):
        rig.click(rig.point(*place))
    rig.key(Qt.Key.Key_Return)
    assert shape_of(rig, area).area == pytest.approx(5600.0, abs=60.0)
    assert rig.session.file.undo_label() == "Foro in AD-001"
    rig.hover(rig.point(60, 80))
    rig.key(Qt.Key.Key_Delete)
    assert shape_of(rig, area).area == pytest.approx(6400.0)


def test_cutting_needs_an_area(rig: Rig) -> None:
    for key in ("split_area", "pierce_area"):
        rig.toolbox.use(key)
        assert rig.toolbox.tool.key == "select" and "Selezionare prima" in rig.told[-1]


def test_a_polygon_selects(rig: Rig) -> None:
    rig.key(Qt.Key.Key_L)
    for place in ((80, 180), (120, 180), (120, 40), (80, 40)):
        rig.click(rig.point(*place))
    rig.click(rig.point(100, 225))
    assert len(rig.toolbox.tool.points) == 4
    rig.key(Qt.Key.Key_Return)
    assert [rig.record(fid)["code"] for fid in rig.session.selection.fids] == ["TC-015"]
    assert rig.toolbox.tool.key == "select" and "1 telecamera" in rig.told[-1]


def test_the_other_tools_leave_an_outline_in_peace(rig: Rig, area: int) -> None:
    rig.drag(rig.point(100, 100), rig.point(120, 120), drop=False)
    rig.key(Qt.Key.Key_Escape)
    rig.mouse(QEvent.Type.MouseButtonRelease, rig.point(120, 120))
    assert shape_of(rig, area).bounds[2] == pytest.approx(X0 + 100)


def test_cuts_on_their_own() -> None:
    two = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(20, 0, 24, 4)])
    parts = divided(two, [(5, -1), (5, 11)])
    assert len(parts) == 2 and sum(part.area for part in parts) == pytest.approx(two.area)
    assert divided(two, [(-5, -1), (-5, 11)]) == []
    assert pierced(two, [(1, 1), (3, 1), (2, 3)]).area == pytest.approx(two.area - 2.0)
    assert pierced(two, [(8, 1), (12, 1), (10, 3)]) is None
    assert outside_spot(two, [(8, 1), (12, 1), (10, 3)])[0] == pytest.approx(10.0)
    assert crossing(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])) == pytest.approx((1.0, 1.0))
    assert crossing(shapely.box(0, 0, 1, 1)) is None


def test_a_hole_of_three_goes_whole() -> None:
    ring = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 4), (4, 4)]])
    outline = Outline.of(shapely.MultiPolygon([ring]))
    less = outline.removed((0, 1, 1))
    assert less is not None and less.geometry().area == 100.0
    assert outline.shifted(1.0, 2.0).geometry().bounds == (1.0, 2.0, 11.0, 12.0)


def test_a_crowded_outline_asks_to_come_nearer(rig: Rig) -> None:
    round_ = shapely.Point(X0 + 200, Y0 + 200).buffer(150, quad_segs=200)
    with rig.session.edit("Area") as edit:
        fid = edit.insert("degraded_area", [{"code": "AD-009", "geometry": shapely.MultiPolygon([round_])}])[
            0
        ]
    rig.session.select(Selection("degraded_area", fid))
    rig.canvas.repaint()
    assert "Avvicinare" in rig.toolbox.tool.hint
    view = rig.canvas.view
    rig.canvas.set_view(view.zoomed(24.0, rig.point(350, 200).x(), rig.point(350, 200).y()))
    rig.canvas.repaint()
    assert "Avvicinare" not in rig.toolbox.tool.hint
    rig.drag(rig.point(350, 200), rig.point(353, 200))
    assert rig.record(fid, "degraded_area")["geometry"].bounds[2] == pytest.approx(X0 + 353, abs=0.2)

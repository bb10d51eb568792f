"""Cameras under the hand: moved, aimed, opened and reached by their handles, one undo each."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from PySide6.QtCore import QEvent, Qt
from pytestqt.qtbot import QtBot

from app.tools.bearing import towards
from app.tools.pose import Grip

X0, Y0 = 580_000.0, 4_998_000.0
CTRL = Qt.KeyboardModifier.ControlModifier
Rig = Any


def test_a_camera_is_moved_and_undo_is_one_step(rig: Rig) -> None:
    fid = rig.choose()
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 140, Y0 + 230))
    place = rig.record(fid)["geometry"]
    assert (place.x, place.y) == pytest.approx((X0 + 140, Y0 + 230), abs=1.0)
    assert rig.session.file.undo_label() == "Spostamento telecamera TC-014"
    rig.session.file.undo()
    place = rig.record(fid)["geometry"]
    assert (place.x, place.y) == (X0 + 100, Y0 + 200)


def test_a_camera_is_aimed(rig: Rig) -> None:
    fid = rig.choose()
    target = towards(X0 + 100, Y0 + 200, 210.0, 90.0)
    rig.drag(rig.handle(Grip.AZIMUTH), rig.pixel(*target))
    assert rig.record(fid)["azimuth_deg"] == pytest.approx(210.0, abs=1.0)
    assert rig.session.file.undo_label() == "Direzione telecamera TC-014"


def test_the_aperture_opens_on_both_sides(rig: Rig) -> None:
    fid = rig.choose()
    target = towards(X0 + 100, Y0 + 200, 90.0 - 50.0, 70.0)
    rig.drag(rig.handle(Grip.APERTURE), rig.pixel(*target))
    assert rig.record(fid)["hfov_deg"] == pytest.approx(100.0, abs=2.0)
    assert rig.record(fid)["azimuth_deg"] == 90.0


def test_the_declared_reach_is_dragged(rig: Rig) -> None:
    fid = rig.choose()
    rig.drag(rig.handle(Grip.REACH), rig.pixel(X0 + 220, Y0 + 200))
    assert rig.record(fid)["range_m"] == pytest.approx(120.0, abs=1.5)
    assert rig.session.file.undo_label() == "Portata telecamera TC-014"


def test_reach_of_known_pixels_is_a_matter_of_aperture(rig: Rig) -> None:
    fid = rig.choose("TC-015")
    start = rig.toolbox.select.camera.hold.pose
    assert start.range_m == pytest.approx(1920 / (2 * 62.5 * math.tan(math.radians(30))))
    handle, camera = rig.handle(Grip.REACH), rig.handle(Grip.POSITION)
    rig.drag(handle, camera + (handle - camera) * 2.0)
    pose = rig.toolbox.select.camera.hold.pose
    assert pose.range_m == pytest.approx(2 * start.range_m, rel=0.03)
    assert rig.record(fid)["hfov_deg"] < 40.0 and rig.record(fid)["range_m"] is None


def test_reach_of_full_optics_is_a_matter_of_tilt(rig: Rig) -> None:
    fid = rig.choose("TC-016")
    handle, camera = rig.handle(Grip.REACH), rig.handle(Grip.POSITION)
    rig.drag(handle, camera + (handle - camera) * 0.5)
    pose = rig.toolbox.select.camera.hold.pose
    assert rig.record(fid)["tilt_deg"] > 20.0
    assert pose.range_m < 27.0
    assert rig.session.file.undo_label() == "Inclinazione telecamera TC-016"


def test_an_unknown_direction_can_be_given(rig: Rig) -> None:
    fid = rig.choose("TC-017")
    rig.drag(rig.handle(Grip.AZIMUTH), rig.pixel(X0 + 300, Y0 + 380))
    assert rig.record(fid)["azimuth_deg"] == pytest.approx(270.0, abs=1.0)


def test_escape_leaves_everything_as_it_was(rig: Rig) -> None:
    fid = rig.choose()
    before = rig.record(fid)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 140, Y0 + 230), drop=False)
    assert rig.toolbox.wants(Qt.Key.Key_Escape)
    rig.key(Qt.Key.Key_Escape)
    rig.mouse(QEvent.Type.MouseButtonRelease, rig.pixel(X0 + 140, Y0 + 230))
    assert rig.record(fid) == before
    assert rig.session.file.undo_label() == "Prova"
    assert (rig.toolbox.select.camera.hold.pose.x, rig.toolbox.select.camera.hold.pose.y) == (
        X0 + 100,
        Y0 + 200,
    )


def test_a_click_on_the_handle_changes_nothing(rig: Rig) -> None:
    rig.choose()
    rig.click(rig.pixel(X0 + 100, Y0 + 200))
    assert rig.session.file.undo_label() == "Prova"


def test_the_camera_snaps_to_a_facade_unless_ctrl_is_held(rig: Rig) -> None:
    fid = rig.choose()
    grip = rig.pixel(X0 + 100, Y0 + 200)
    rig.drag(grip, rig.pixel(X0 + 248, Y0 + 200))
    place = rig.record(fid)["geometry"]
    assert place.x == pytest.approx(X0 + 249.6, abs=1e-6)
    rig.drag(rig.handle(Grip.POSITION), rig.pixel(X0 + 248, Y0 + 150), CTRL)
    assert rig.record(fid)["geometry"].x == pytest.approx(X0 + 248, abs=0.8)


def test_a_place_outside_the_project_is_refused(rig: Rig) -> None:
    fid = rig.choose()
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 - 30, Y0 + 200))
    assert rig.record(fid)["geometry"].x == X0 + 100
    assert "fuori dal territorio" in rig.told[-1]


def test_a_read_only_project_is_not_changed(rig_of: Callable[..., Rig]) -> None:
    rig = rig_of(read_only=True)
    fid = rig.choose()
    before = rig.record(fid)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 140, Y0 + 230))
    assert rig.record(fid) == before
    assert "sola lettura" in rig.told[-1]


def test_the_ground_follows_in_the_frame(rig: Rig) -> None:
    """While it is dragged the map is drawn without the old ground, and with the new one on top."""
    fid = rig.choose()
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 60, Y0 + 120), drop=False)
    ground, area = rig.toolbox.select.camera.hold.ground()
    assert area == pytest.approx(math.pi * 80**2 / 6, rel=0.01)
    point = rig.pixel(X0 + 100, Y0 + 120)
    world = shapely.Point(rig.canvas.view.to_world(point.x(), point.y()))
    assert ground.contains(world)
    assert fid not in rig.canvas.lifted(rig.model.painter("footprint")).fids
    rig.key(Qt.Key.Key_Escape)
    assert fid in rig.canvas.lifted(rig.model.painter("footprint")).fids


def test_after_the_drop_the_map_takes_over(rig: Rig, qtbot: QtBot) -> None:
    fid = rig.choose()
    rig.drag(rig.handle(Grip.REACH), rig.pixel(X0 + 220, Y0 + 200))
    assert rig.toolbox.select.camera.pending
    qtbot.waitUntil(lambda: not rig.jobs.busy and not rig.toolbox.select.camera.pending, timeout=60_000)
    assert rig.model.results["footprints"].range_m.loc[fid] == pytest.approx(120.0, abs=1.5)


def test_tools_know_where_pixels_are(rig: Rig) -> None:
    x, y = rig.toolbox.bench.ground(rig.pixel(X0 + 123.0, Y0 + 45.0))
    assert (x, y) == pytest.approx((X0 + 123.0, Y0 + 45.0), abs=1e-3)


def test_no_handle_floats_where_the_place_shows_no_cameras(rig: Rig) -> None:
    fid = rig.choose()
    handle, camera = rig.handle(Grip.AZIMUTH), rig.toolbox.select.camera
    assert camera.hover(handle, Qt.KeyboardModifier.NoModifier) is not None
    rig.model.painter("camera").visible = False
    shown = rig.canvas.grab().toImage()
    assert camera.hover(handle, Qt.KeyboardModifier.NoModifier) is None
    rig.drag(handle, rig.pixel(*towards(X0 + 100, Y0 + 200, 210.0, 90.0)))
    assert rig.record(fid)["azimuth_deg"] == 90.0
    rig.model.painter("camera").visible = True
    assert rig.canvas.grab().toImage() != shown

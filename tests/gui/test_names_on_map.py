"""Names on the map: where they fit, which win, what they keep clear of."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from painting import VIEW, M, square, street
from sheet_town import small_town

from app.canvas.painters.labels import LabelsPainter, Occupied
from app.canvas.view import ZOOM_0_M, MapView
from app.layers.base import View, mercator
from app.layers.parts import build_names
from maps.progress import no_progress
from maps.project import Project

pytestmark = pytest.mark.usefixtures("qapp")


def test_names_do_not_overlap_and_zones_win() -> None:
    streets = [
        street("Via Roma"),
        street("Via Milano", 4),
        street("Via Po", 60, 0.5),
        street("Via Verdi", -70),
    ]
    lines, names = zip(*streets, strict=True)
    layer = LabelsPainter(lines, names, ["residential"] * 4, [square(0, 0, 90)], ["Stazione"])
    placed = layer.layout(VIEW)
    texts = [label.text for label in placed]
    assert "Stazione" in texts
    assert "Via Roma" not in texts
    assert {"Via Po", "Via Verdi"} <= set(texts)
    boxes = [(label.text, box) for label in placed for box in label.boxes()]
    for text, a in boxes:
        for other, b in boxes:
            assert text == other or not (a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1])
    slopes = {label.text: label.angle_deg for label in placed}
    assert slopes["Via Po"] == pytest.approx(-26.57, abs=0.1)


def test_two_numbers_beside_each_other_are_not_read_as_one() -> None:
    zones = [square(0, 0, 9), square(20, 0, 9)]
    assert [each.text for each in LabelsPainter(zones=zones, zone_names=["1", "11"]).layout(VIEW)] == ["1"]
    apart = [square(0, 0, 9), square(40, 0, 9)]
    assert len(LabelsPainter(zones=apart, zone_names=["1", "11"]).layout(VIEW)) == 2


def test_a_name_needs_a_straight_stretch_of_four_fifths() -> None:
    line, name = street("Via Giuseppe Garibaldi", length=60)
    assert LabelsPainter([line], [name], ["residential"]).layout(VIEW) == []
    bent = shapely.LineString(
        [(-80 * M, -60 * M), (-20 * M, -35 * M), (0, 0), (20 * M, 35 * M), (80 * M, 60 * M)]
    )
    assert LabelsPainter([bent], [name], ["residential"]).layout(VIEW) == []
    line, name = street("Via Giuseppe Garibaldi", length=160)
    assert [x.text for x in LabelsPainter([line], [name], ["residential"]).layout(VIEW)] == [name]
    far = MapView(0, 0, ZOOM_0_M / 2**15.5, 200, 200)
    assert LabelsPainter([line], [name], ["residential"]).layout(far) == []


def test_the_selection_beats_the_zone_and_names_keep_clear_of_cameras() -> None:
    zones = [square(0, 0, 90), square(0, 2, 88)]
    assert [x.text for x in LabelsPainter(zones=zones, zone_names=["Uno", "Due"]).layout(VIEW)] == ["Uno"]
    chosen = LabelsPainter(zones=zones, zone_names=["Uno", "Due"], first=["Due"])
    assert [x.text for x in chosen.layout(VIEW)] == ["Due"]
    crowd = np.array([[x * M, y * M] for x in range(-90, 91, 15) for y in range(-90, 91, 15)])
    crowded = LabelsPainter(zones=[square(0, 0, 90)], zone_names=["Duomo"], avoid=crowd)
    assert [x.text for x in crowded.layout(VIEW)] == ["Duomo"]
    line, name = street("Via Roma")
    clear = LabelsPainter([line], [name], ["residential"], avoid=np.array([[0.0, 0.0]]))
    assert clear.layout(VIEW) == []


def test_a_zone_name_steps_aside_for_a_camera_and_does_not_wander() -> None:
    camera = np.array([[0.0, 0.0]])
    layer = LabelsPainter(zones=[square(0, 0, 90)], zone_names=["Filanda"], avoid=camera)
    far = MapView(0, 0, ZOOM_0_M / 2**14.5, 200, 200)
    (label,) = layer.layout(far)
    assert abs(label.y - 100) >= label.height / 2 + 7 or abs(label.x - 100) >= label.width / 2 + 7
    assert abs(label.y - 100) < 40 and abs(label.x - 100) < label.width
    (moved,) = layer.layout(far.panned(30, -20))
    assert (moved.x - label.x, moved.y - label.y) == pytest.approx((30, -20))
    (alone,) = LabelsPainter(zones=[square(0, 0, 90)], zone_names=["Filanda"]).layout(far)
    assert (alone.x, alone.y) == pytest.approx((100, 100), abs=2)
    layer.aside = False  # no camera is on the map
    (back,) = layer.layout(far)
    assert (back.x, back.y) == (alone.x, alone.y)


def test_missing_names_are_no_names() -> None:
    line, _ = street("x")
    layer = LabelsPainter([line] * 3, [None, float("nan"), " "], ["residential"] * 3, [None], ["Duomo"])
    assert layer.layout(VIEW) == []


def test_occupied_boxes() -> None:
    grid = Occupied()
    assert grid.take([(0, 0, 100, 100)])
    assert not grid.take([(99, 99, 120, 120)])
    assert grid.take([(100, 100, 120, 120)])


def test_names_are_kept_clear_of_abandoned_buildings_too(tmp_path: Path) -> None:
    with Project.open(small_town(tmp_path / "borgo.gpkg")) as project:
        names = build_names(project, View("", ""), no_progress).painters["labels"]
        (ruin,) = shapely.centroid(mercator(project, "abandoned_building"))
        cameras = int((~shapely.is_missing(mercator(project, "camera"))).sum())
    assert len(names._avoid) == cameras + 1
    assert names._avoid[-1].tolist() == pytest.approx([ruin.x, ruin.y])

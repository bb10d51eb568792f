"""From shapely to painter paths."""

import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.geometry import Shapes, blocks_of, morton_order, path_of
from app.canvas.view import MapView


def filled(geometries: list[object], size: int = 100) -> np.ndarray:
    image = QImage(size, size, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.fillPath(path_of(np.array(geometries, dtype=object)), QColor("white"))
    painter.end()
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(size, image.bytesPerLine())
    return rows[:, :size] > 127


@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80), st.integers(4, 20)), min_size=1, max_size=8)
)
def test_overlapping_polygons_fill_their_union(squares: list[tuple[int, int, int]]) -> None:
    boxes = [shapely.box(x, y, x + s, y + s) for x, y, s in squares]
    boxes = [shapely.reverse(box) if i % 2 else box for i, box in enumerate(boxes)]
    assert filled(boxes).sum() == shapely.union_all(boxes).area


def test_a_hole_stays_open_whatever_its_orientation() -> None:
    ring = shapely.Polygon(
        [(10, 10), (90, 10), (90, 90), (10, 90)], [[(30, 30), (70, 30), (70, 70), (30, 70)]]
    )
    for polygon in (ring, shapely.reverse(ring), shapely.MultiPolygon([ring])):
        picture = filled([polygon])
        assert picture[20, 20]
        assert not picture[50, 50]
        assert picture.sum() == ring.area


def test_lines_and_empty_and_missing_geometries() -> None:
    path = path_of(np.array([shapely.LineString([(0, 0), (10, 0), (10, 10)])], dtype=object))
    assert path.elementCount() == 3
    assert path_of(np.array([], dtype=object)).isEmpty()
    assert path_of(np.array([None, shapely.Polygon()], dtype=object)).isEmpty()
    assert blocks_of(np.array([None, shapely.Polygon()], dtype=object)) == []
    assert Shapes(np.array([], dtype=object)).blocks(5.0) == []


def test_blocks_hold_every_feature_and_their_bounds() -> None:
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, 5000, (2, 2000))
    boxes = shapely.box(x, y, x + 10, y + 10)
    blocks = blocks_of(boxes, 100)
    assert sum(block.count for block in blocks) == 2000
    assert sum(block.path.elementCount() for block in blocks) == 2000 * 5
    areas = [(b.bounds[2] - b.bounds[0]) * (b.bounds[3] - b.bounds[1]) for b in blocks]
    assert np.median(areas) < 5000**2 / 5
    assert all(
        block.path.boundingRect().left() == pytest.approx(block.bounds[0])
        and block.path.boundingRect().bottom() == pytest.approx(block.bounds[3])
        for block in blocks
    )


@given(st.integers(1, 300))
def test_morton_order_is_a_permutation(count: int) -> None:
    rng = np.random.default_rng(count)
    corner = rng.uniform(-1e6, 1e6, (count, 2))
    order = morton_order(np.hstack([corner, corner + 1]))
    assert sorted(order.tolist()) == list(range(count))


def test_far_away_small_things_are_left_out_and_near_nothing_is_lost() -> None:
    circle = shapely.Point(0, 0).buffer(50, 64)
    shapes = Shapes(np.array([circle, shapely.Point(500, 0).buffer(1)], dtype=object))
    near, far = shapes.blocks(0.3), shapes.blocks(16.0)
    assert sum(block.count for block in near) == 2
    assert sum(block.count for block in far) == 1
    assert far[0].path.elementCount() < near[0].path.elementCount() / 4
    assert shapes.blocks(17.0) is far


def test_only_blocks_in_view_are_drawn() -> None:
    x = np.arange(0, 100_000, 100.0)
    shapes = Shapes(shapely.box(x, 0, x + 50, 50), size=10)
    view = MapView(500, 0, 1.0, 200, 200)
    assert 0 < len(shapes.visible(view)) <= 3
    assert shapes.visible(MapView(-5000, 0, 1.0, 200, 200)) == []


def test_world_coordinates_keep_their_centimetres() -> None:
    box = shapely.box(1_115_886.123, 5_643_094.456, 1_115_896.123, 5_643_104.456)
    element = path_of(np.array([box], dtype=object)).elementAt(0)
    assert QPointF(element.x, element.y) in [QPointF(*point) for point in box.exterior.coords]
    assert path_of(np.array([box], dtype=object)).fillRule() == Qt.FillRule.WindingFill

"""Thousands of points in one view: discs with their number, the same in every tile."""

import numpy as np
import shapely
from pytestqt.qtbot import QtBot

from app.canvas.painters.clusters import FEW, MOST_ALONE, clusters_of, level_of
from app.canvas.painters.points import PointsPainter
from app.canvas.view import MapView

VIEW = MapView(0.0, 0.0, 8.0, 400, 300)


def crowd(count: int) -> np.ndarray:
    return np.random.default_rng(5).normal(0, 900, (count, 2))


def test_every_point_is_told_once() -> None:
    x, y = crowd(6000).T
    x[:7] = np.nan
    found = clusters_of(x, y, level_of(VIEW))
    assert found.alone.sum() + found.count.sum() == 6000 - 7
    assert (found.count > MOST_ALONE).all()
    assert not found.alone[:7].any()


def test_discs_stand_amid_their_points() -> None:
    x, y = crowd(3000).T
    found = clusters_of(x, y, 12)
    assert found.count.tolist()
    assert np.isclose((found.x * found.count).sum(), x[~found.alone].sum())
    assert np.isclose((found.y * found.count).sum(), y[~found.alone].sum())


def test_cells_do_not_depend_on_the_view() -> None:
    assert level_of(VIEW) == level_of(VIEW.panned(333, -77)) == level_of(VIEW.zoomed(1.4))
    assert level_of(VIEW) == level_of(VIEW.zoomed(0.5)) - 1


def test_few_points_and_close_views_are_never_told_together(qtbot: QtBot) -> None:
    few = PointsPainter("street_light", shapely.points(crowd(FEW - 1)))
    many = PointsPainter("street_light", shapely.points(crowd(FEW)))
    close = MapView(0.0, 0.0, 0.4, 400, 300)
    assert few._clusters(VIEW) is None
    assert many._clusters(VIEW) is not None
    assert many._clusters(VIEW) is many._clusters(VIEW)
    assert many._clusters(close) is None

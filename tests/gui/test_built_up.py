"""Where buildings are smaller than a pixel, they are drawn together as built-up texture."""

import numpy as np
import pytest
import shapely
from painting import draw
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPdfWriter

from app.canvas.painters.built_up import TEXTURE_ZOOM, BuiltUp, samples
from app.canvas.painters.ground import BuildingsPainter, LandPainter
from app.canvas.view import ZOOM_0_M, MapView
from app.look.theme import LIGHT

pytestmark = pytest.mark.usefixtures("qapp")

#: About 1:325,000 on a screen of 96 dpi, in the middle latitudes.
FAR = MapView(0.0, 0.0, ZOOM_0_M / 2**10.3, 200.0, 200.0)


def houses(side_m: float, step_m: float, reach_m: float) -> np.ndarray:
    places = np.arange(-reach_m, reach_m, step_m)
    x, y = (axis.ravel() for axis in np.meshgrid(places, places))
    return shapely.box(x, y, x + side_m, y + side_m)


def test_a_town_of_houses_smaller_than_a_pixel_is_seen() -> None:
    picture = draw([LandPainter(), BuildingsPainter(houses(12.0, 25.0, 2500.0))], LIGHT, FAR)
    land = QColor(LIGHT.map.land).lightness()
    assert QColor(picture.pixel(100, 100)).lightness() < land - 25
    assert QColor(picture.pixel(10, 10)).lightness() == land


def test_every_house_adds_its_share_of_ink() -> None:
    town = BuiltUp(houses(12.0, 30.0, 1200.0))
    for finer in (1.0, 3.0):
        shares = town.shares(FAR, finer)
        assert shares.shape == (200 * finer, 200 * finer)
        pixel = (FAR.metres_per_px / finer) ** 2
        assert shares.sum() * pixel == pytest.approx(80 * 80 * 144.0, rel=1e-4)


def test_two_pictures_side_by_side_share_the_ink_of_the_whole() -> None:
    town = BuiltUp(houses(12.0, 30.0, 1200.0))
    half = FAR.width * FAR.metres_per_px / 4
    sides = [MapView(x, 0.0, FAR.metres_per_px, 100.0, 200.0) for x in (-half, half)]
    assert np.allclose(np.hstack([town.shares(side, 1.0) for side in sides]), town.shares(FAR, 1.0))


def test_a_hall_larger_than_a_pixel_is_spread_over_its_ground() -> None:
    hall = shapely.box(0, 0, 400, 200)
    x, y, area = samples(np.array([hall, None, shapely.Polygon()], dtype=object))
    assert len(x) > 40
    assert shapely.contains_xy(hall, x, y).all()
    assert area.sum() == pytest.approx(hall.area)
    assert BuiltUp([hall]).shares(FAR, 1.0).max() <= 1.0


def test_nothing_built_is_nothing_drawn() -> None:
    picture = draw([LandPainter(), BuildingsPainter([])], LIGHT, FAR)
    assert QColor(picture.pixel(100, 100)).name().upper() == LIGHT.map.land


def test_outlines_come_back_where_they_are_seen() -> None:
    near = MapView(0.0, 0.0, ZOOM_0_M / 2 ** (TEXTURE_ZOOM + 3), 200.0, 200.0)
    picture = draw([LandPainter(), BuildingsPainter([shapely.box(-200, -200, 200, 200)])], LIGHT, near)
    assert QColor(picture.pixel(100, 100)).name().upper() == LIGHT.map.building


def test_on_paper_it_is_one_picture_and_not_a_path_a_house(tmp_path) -> None:
    page = QPdfWriter(str(tmp_path / "page.pdf"))
    painter = QPainter(page)
    painter.setWindow(QRectF(0, 0, 200, 200).toRect())
    BuildingsPainter(houses(12.0, 25.0, 2500.0)).paint(painter, FAR, LIGHT)
    painter.end()
    written = (tmp_path / "page.pdf").read_bytes()
    assert b"/Image" in written
    assert len(written) < 600_000

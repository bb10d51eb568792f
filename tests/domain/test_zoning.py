"""Zones made by hexagons and squares."""

import pytest
import shapely
from hypothesis import given, settings, strategies as st

from maps.balance.zoning import SLIVER_SHARE, column_letters, hexagons, squares
from maps.errors import AnalysisError, InvalidValue

TOWN = shapely.Polygon([(0, 0), (4000, -300), (5200, 2500), (2500, 4000), (300, 2800)])


@pytest.mark.parametrize("divide", [hexagons, squares])
@given(metres=st.floats(150, 3000), turn=st.floats(0, 90))
@settings(max_examples=25, deadline=None)
def test_zones_cover_the_area_once(divide, metres, turn):
    area = shapely.affinity.rotate(TOWN, turn)
    zones = divide(area, metres)
    shapes = zones.geometry.to_numpy()
    assert shapely.area(shapes).sum() == pytest.approx(area.area, rel=1e-9)
    assert shapely.union_all(shapes).area == pytest.approx(area.area, rel=1e-7)
    assert zones["code"].is_unique
    assert zones.geometry.is_valid.all()


def test_a_hexagon_measures_its_metres_between_opposite_sides():
    zones = hexagons(shapely.box(0, 0, 5000, 5000), 500)
    whole = zones.geometry.iloc[zones.geometry.area.argsort().iloc[len(zones) // 2]]
    west, south, east, north = whole.bounds
    assert east - west == pytest.approx(500)
    assert north - south == pytest.approx(500 * 2 / 3**0.5)
    assert whole.area == pytest.approx(500**2 * 3**0.5 / 2)


def test_squares_are_whole_where_they_fit():
    zones = squares(shapely.box(0, 0, 2000, 1000), 500)
    assert len(zones) == 8
    assert list(zones["code"][:2]) == ["A-001", "B-001"]
    assert zones.geometry.iloc[0].bounds == (0, 500, 500, 1000)


def test_slivers_join_a_neighbour():
    zones = squares(shapely.box(0, 0, 1010, 1000), 500)
    assert len(zones) == 4
    assert zones.geometry.area.min() >= SLIVER_SHARE * 500**2


def test_an_area_in_two_parts_keeps_its_islands():
    area = shapely.MultiPolygon([shapely.box(0, 0, 1000, 1000), shapely.box(9000, 9000, 9020, 9020)])
    zones = hexagons(area, 400)
    assert zones.geometry.area.sum() == pytest.approx(area.area)


def test_column_letters():
    assert [column_letters(i) for i in (0, 4, 25, 26, 701, 702)] == ["A", "E", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("metres", [0, -5, float("nan"), 0.5])
def test_a_size_without_sense_is_refused(metres):
    with pytest.raises(InvalidValue):
        hexagons(TOWN, metres)


def test_an_empty_area_is_refused():
    with pytest.raises(AnalysisError):
        squares(shapely.Polygon(), 100)

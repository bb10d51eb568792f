"""Reference systems: right to the metre, refused where nobody states the accuracy."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, strategies as st

from maps import crs
from maps.errors import CrsError, CrsProblem

CREMONA = (10.0247, 45.1336)


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [(*CREMONA, 7791), (12.49, 41.9, 7792), (6.15, 46.2, 32632), (-0.09, 51.5, 32630), (-70.6, -33.4, 32719)],
)
def test_each_place_has_its_metric_system(lon: float, lat: float, epsg: int) -> None:
    assert crs.project_epsg(lon, lat) == epsg


def test_monte_mario_is_shifted_not_relabelled() -> None:
    """Without a datum shift the point would be 78 m off."""
    x, y = crs.transform_xy([CREMONA[0]], [CREMONA[1]], crs.WGS84, 3003)
    metric_x, metric_y = crs.transform_xy(x, y, 3003, 7791)
    true_x, true_y = crs.transform_xy([CREMONA[0]], [CREMONA[1]], crs.WGS84, 7791)
    assert np.hypot(metric_x - true_x, metric_y - true_y).max() < 0.1
    assert np.hypot(x - 1_000_000 - true_x, y - true_y).max() > 20


def test_axes_are_always_easting_then_northing() -> None:
    x, y = crs.transform_xy([CREMONA[0]], [CREMONA[1]], crs.WGS84, 6707)
    assert 500_000 < x[0] < 700_000 < 4_900_000 < y[0]


@given(st.floats(8.0, 12.0), st.floats(44.2, 45.8), st.sampled_from([7791, 7792, 7794, 3857, 32632, 3003]))
def test_there_and_back(lon: float, lat: float, epsg: int) -> None:
    x, y = crs.transform_xy([lon], [lat], crs.WGS84, epsg)
    back_lon, back_lat = crs.transform_xy(x, y, epsg, crs.WGS84)
    assert back_lon[0] == pytest.approx(lon, abs=1e-4)
    assert back_lat[0] == pytest.approx(lat, abs=1e-4)


def test_geometries_keep_their_kind_and_lose_their_height() -> None:
    given_shapes = np.array(
        [shapely.Point(*CREMONA, 60.0), None, shapely.box(10, 45, 10.1, 45.1)], dtype=object
    )
    out = crs.transform_geometries(given_shapes, crs.WGS84, 7791)
    assert [None if g is None else g.geom_type for g in out] == ["Point", None, "Polygon"]
    assert not out[0].has_z


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(CrsError) as refused:
        crs.transform_xy([0], [0], "EPSG:999999", crs.WGS84)
    assert refused.value.problem is CrsProblem.UNKNOWN


@pytest.mark.realdata
@pytest.mark.parametrize("epsg", [3003, 3004, 4265, 6707, 7791, 7794, 3857, 32632, 23032])
def test_the_113_comuni_fall_where_they_are(realdata, epsg: int) -> None:
    folder = realdata / "bad-input" / "italian-crs-csv"
    truth = pd.read_csv(folder / "TRUTH_lonlat_utf8.csv")
    table = pd.read_csv(
        folder / f"10_epsg{epsg}_cp1252_semicolon.csv", sep=";", encoding="cp1252", decimal=","
    )
    east, north = (column for column in table.columns if table[column].dtype == float)
    x, y = crs.transform_xy(table[east], table[north], epsg, 7791)
    true_x, true_y = crs.transform_xy(truth.lon, truth.lat, crs.WGS84, 7791)
    tolerance = 2.0 if epsg == 23032 else 0.02  # two published shifts of ED50 differ by 1.5 m here
    assert np.hypot(x - true_x, y - true_y).max() < tolerance

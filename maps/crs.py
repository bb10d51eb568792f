"""Reference systems: the only module that knows pyproj.

Coordinates are always x, y: longitude, latitude or easting, northing, whatever the
authority's axis order (EPSG:6707 is northing-first and is still given as x, y here).
Operations whose accuracy nobody states are refused: from Monte Mario, a transformation
without datum shift is 78 m off at Cremona.
"""

import math
import warnings
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from maps.errors import CrsError, CrsProblem

Crs = int | str

WGS84 = 4326
WEB_MERCATOR = 3857

_RDN2008_UTM = {32: 7791, 33: 7792}
_ITALY = (6.6, 35.2, 18.6, 47.1)
#: Metres; the best published grid-free shift in Italy is stated at 4 m.
_WORST_ACCURACY_M = 10.0


def project_epsg(lon: float, lat: float) -> int:
    """Return the metric system of a project centred at a place.

    RDN2008 / UTM in Italy (EPSG:7791 zone 32, 7792 zone 33), else WGS 84 / UTM.

    Parameters
    ----------
    lon, lat : float
        Decimal degrees, WGS 84.
    """
    zone = int((lon + 180) // 6) % 60 + 1
    west, south, east, north = _ITALY
    if west <= lon <= east and south <= lat <= north and zone in _RDN2008_UTM and _is_italian(lon, lat):
        return _RDN2008_UTM[zone]
    return (32600 if lat >= 0 else 32700) + zone


def _is_italian(lon: float, lat: float) -> bool:
    """Leave out what the Italian rectangle takes of Switzerland, France and Austria."""
    return not (lat > 46.6 and lon < 10.4) and not (lat > 45.95 and lon < 7.8)


def transform_xy(
    x: ArrayLike, y: ArrayLike, source: Crs, target: Crs
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bring coordinates from one system to another.

    Parameters
    ----------
    x, y : array_like of float, shape (n,)
    source, target : int or str
        EPSG code or any text that PROJ understands (WKT, "EPSG:3003").

    Returns
    -------
    x, y : ndarray of float64, shape (n,)
        Infinite where a point lies outside the operation's domain.

    Raises
    ------
    CrsError
        Unknown system, or no operation of known accuracy.
    """
    xs, ys = np.asarray(x, float), np.asarray(y, float)
    if source == target:
        return xs, ys
    out_x, out_y = _operation(source, target, xs, ys).transform(xs, ys)
    return np.asarray(out_x), np.asarray(out_y)


def transform_geometries(geometries: NDArray[np.object_], source: Crs, target: Crs) -> NDArray[np.object_]:
    """Bring shapely geometries from one system to another, all at once.

    Parameters
    ----------
    geometries : ndarray of shapely geometries or None, shape (n,)
    source, target : int or str

    Returns
    -------
    ndarray of object, shape (n,)
        New two-dimensional geometries.
    """
    given = np.asarray(geometries, dtype=object)
    flat = shapely.force_2d(given) if shapely.has_z(given).any() else given.copy()
    if source == target:
        return flat
    coordinates = shapely.get_coordinates(flat)
    x, y = transform_xy(coordinates[:, 0], coordinates[:, 1], source, target)
    return shapely.set_coordinates(flat, np.column_stack((x, y)))


def transform_bounds(
    bounds: tuple[float, float, float, float], source: Crs, target: Crs
) -> tuple[float, float, float, float]:
    """Return the rectangle of `target` that holds a rectangle of `source`."""
    if source == target:
        return bounds
    corners = np.asarray(bounds[::2], float), np.asarray(bounds[1::2], float)
    west, south, east, north = _operation(source, target, *corners).transform_bounds(*bounds, densify_pts=21)
    return west, south, east, north


def crs_label(crs: Crs) -> str:
    """Return a name to show, such as "RDN2008 / UTM zone 32N (N-E)"."""
    return str(_crs(crs).name)


def crs_wkt(crs: Crs) -> str:
    """Return the definition of a system as WKT (GeoPackage's, version 1)."""
    return str(_crs(crs).to_wkt("WKT1_GDAL"))


def crs_epsg(crs: Crs) -> int | None:
    """Return the EPSG code of a system, or None where it has none."""
    code = _crs(crs).to_epsg()
    return None if code is None else int(code)


def is_geographic(crs: Crs) -> bool:
    """Tell whether coordinates are degrees."""
    return bool(_crs(crs).is_geographic)


@lru_cache(maxsize=64)
def _crs(crs: Crs) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise CrsError(str(crs), "", CrsProblem.UNKNOWN) from error


def _operation(source: Crs, target: Crs, x: NDArray[np.float64], y: NDArray[np.float64]) -> Any:
    """Return the best operation for where the coordinates are, to the degree.

    Monte Mario alone has eleven shifts, one a region: the place chooses among them.
    """
    finite = np.isfinite(x) & np.isfinite(y)
    if not finite.any():
        return _transformer(source, target, None)
    lon, lat = _roughly(source).transform(_middle(x[finite]), _middle(y[finite]))
    inside = abs(lon) <= 180 and abs(lat) <= 90
    return _transformer(source, target, (math.floor(lon), math.floor(lat)) if inside else None)


def _middle(values: NDArray[np.float64]) -> float:
    """Return a value that half of the others do not exceed; numpy's median would import its masked arrays."""
    half = len(values) // 2
    return float(np.partition(values, half)[half])


@lru_cache(maxsize=64)
def _roughly(source: Crs) -> Any:
    """Return an operation to degrees good to some hundred metres: only to find the place."""
    from pyproj import Transformer

    return Transformer.from_crs(_crs(source).to_2d(), WGS84, always_xy=True)


@lru_cache(maxsize=64)
def _transformer(source: Crs, target: Crs, degree: tuple[int, int] | None) -> Any:
    direct = _best(source, target, degree)
    if direct is not None:
        return direct
    # Monte Mario reaches RDN2008 only by grids nobody has; through WGS 84 it is stated at 4 m.
    halves = _best(source, WGS84, degree), _best(WGS84, target, degree)
    if WGS84 in (source, target) or None in halves:
        raise CrsError(str(source), str(target), CrsProblem.UNKNOWN_ACCURACY)
    return _Chain(*halves)


class _Chain:
    """Two operations, one after the other, where there is no good direct one."""

    def __init__(self, first: Any, second: Any) -> None:
        self._first, self._second = first, second

    def transform(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any]:
        return self._second.transform(*self._first.transform(x, y))

    def transform_bounds(self, *bounds: float, densify_pts: int) -> tuple[float, float, float, float]:
        middle = self._first.transform_bounds(*bounds, densify_pts=densify_pts)
        return self._second.transform_bounds(*middle, densify_pts=densify_pts)


def _best(source: Crs, target: Crs, degree: tuple[int, int] | None) -> Any | None:
    """Return the best operation of stated and sufficient accuracy, or None."""
    from pyproj.aoi import AreaOfInterest
    from pyproj.exceptions import ProjError
    from pyproj.transformer import TransformerGroup

    aoi: Any = None if degree is None else AreaOfInterest(degree[0], degree[1], degree[0] + 1, degree[1] + 1)
    try:
        with warnings.catch_warnings():
            # PROJ says that a finer grid exists and is not installed: known and accepted.
            warnings.simplefilter("ignore", UserWarning)
            group = TransformerGroup(
                _crs(source), _crs(target), always_xy=True, allow_ballpark=False, area_of_interest=aoi
            )
    except ProjError as error:
        raise CrsError(str(source), str(target), CrsProblem.UNKNOWN) from error
    known = [each for each in group.transformers if 0 <= each.accuracy <= _WORST_ACCURACY_M]
    return known[0] if known else None

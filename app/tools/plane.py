"""From the project's metres to the map's and back, fast enough for a hand that moves.

pyproj is asked once, in the project's worker (`app.jobs` says why only there); what the tools use is a polynomial
fitted to its answers over the project's surroundings, checked to a tenth of a millimetre.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev

Bounds = tuple[float, float, float, float]

#: Worst difference from pyproj that is accepted, metres.
TOLERANCE_M = 1e-4
_DEGREES = (4, 6, 8, 10)
_MARGIN = 0.25
_LEAST_MARGIN_M = 2000.0
#: Coordinates evaluated at a time: what they need stays in the processor's cache.
_AT_A_TIME = 8192


@dataclass(frozen=True)
class _Fit:
    """One coordinate system as two polynomials of the other's coordinates."""

    centre: tuple[float, float]
    half: tuple[float, float]
    x: np.ndarray
    y: np.ndarray
    worst_m: float

    def __call__(self, x: Any, y: Any) -> tuple[Any, Any]:
        u, v = (x - self.centre[0]) / self.half[0], (y - self.centre[1]) / self.half[1]
        return chebyshev.chebval2d(u, v, self.x), chebyshev.chebval2d(u, v, self.y)

    def of_many(self, xy: np.ndarray) -> np.ndarray:
        """Return the same of an array (n, 2), ten times faster."""
        found = np.empty(xy.shape)
        both = np.concatenate([self.x, self.y], axis=1).T
        for start in range(0, len(xy), _AT_A_TIME):
            part = xy[start : start + _AT_A_TIME]
            u, v = ((part - self.centre) / self.half).T
            across, up = _terms(u, len(self.x)), _terms(v, len(self.x))
            sums = (both @ across).reshape(2, len(up), -1)
            found[start : start + _AT_A_TIME] = (sums * up).sum(axis=1).T
        return found


@dataclass(frozen=True)
class Plane:
    """The project's system (metres) and the map's (EPSG:3857) over one area.

    Attributes
    ----------
    bounds : tuple
        Where it holds, project metres.
    """

    bounds: Bounds
    _to_map: _Fit
    _to_ground: _Fit

    @classmethod
    def over(cls, bounds: Bounds, epsg: int) -> "Plane":
        """Fit the plane over an area with a quarter more all round; `bounds` in the project's metres.

        Raises
        ------
        CrsError
            The system cannot be brought to the map's.
        """
        from maps.crs import WEB_MERCATOR, transform_xy

        west, south, east, north = bounds
        dx, dy = (max(side * _MARGIN, _LEAST_MARGIN_M) for side in (east - west, north - south))
        wide = (west - dx, south - dy, east + dx, north + dy)
        x, y = (each.ravel() for each in np.meshgrid(*_nodes(wide, 24)))
        map_x, map_y = transform_xy(x, y, epsg, WEB_MERCATOR)
        return cls(wide, _fit(x, y, map_x, map_y), _fit(map_x, map_y, x, y))

    def to_map(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return map metres of project metres; scalars or arrays."""
        return self._to_map(x, y)

    def to_ground(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return project metres of map metres; scalars or arrays."""
        return self._to_ground(x, y)

    def many_to_map(self, xy: np.ndarray) -> np.ndarray | None:
        """Return map metres of project metres, arrays (n, 2).

        None where they would not be good to `TOLERANCE_M`: some lie outside the bounds, or the area is too wide for
        the fit. To be asked of pyproj then.
        """
        if not len(xy) or self._to_map.worst_m > TOLERANCE_M:
            return None
        west, south, east, north = self.bounds
        low, high = xy.min(axis=0), xy.max(axis=0)
        inside = (
            low[0] >= west and low[1] >= south and high[0] <= east and high[1] <= north
        )  # not so with a NaN
        return self._to_map.of_many(xy) if inside else None

    def on_map(self, geometry: Any) -> Any:
        """Return a shapely geometry of the project in map metres."""
        return _moved(geometry, self.to_map)

    def on_ground(self, geometry: Any) -> Any:
        """Return a shapely geometry of the map in project metres."""
        return _moved(geometry, self.to_ground)


def _moved(geometry: Any, convert: Any) -> Any:
    import shapely

    return shapely.transform(geometry, lambda xy: np.column_stack(convert(xy[:, 0], xy[:, 1])))


def _terms(values: np.ndarray, count: int) -> np.ndarray:
    """Return so many Chebyshev polynomials, from degree 0, at values between -1 and 1; shape (count, n)."""
    found = np.empty((count, len(values)))
    found[0], found[1] = 1.0, values
    for degree in range(2, count):
        np.multiply(values, found[degree - 1], out=found[degree])
        found[degree] *= 2.0
        found[degree] -= found[degree - 2]
    return found


def _nodes(bounds: Bounds, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return Chebyshev nodes on both sides: equally spaced ones would make the edges wave."""
    west, south, east, north = bounds
    nodes = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    return (west + east) / 2 + nodes * (east - west) / 2, (south + north) / 2 + nodes * (north - south) / 2


def _fit(x: np.ndarray, y: np.ndarray, to_x: np.ndarray, to_y: np.ndarray) -> _Fit:
    """Return the lowest fit that is good enough; the last tried where none is."""
    centre = (float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2)
    half = (float(np.ptp(x)) / 2, float(np.ptp(y)) / 2)
    u, v = (x - centre[0]) / half[0], (y - centre[1]) / half[1]
    found, sides = None, np.column_stack([to_x, to_y])
    for degree in _DEGREES:
        matrix = chebyshev.chebvander2d(u, v, [degree, degree])
        shape = (degree + 1, degree + 1)
        both = np.linalg.solve(
            matrix.T @ matrix, matrix.T @ sides
        )  # well conditioned: the nodes are Chebyshev's
        worst = float(np.abs(matrix @ both - sides).max())
        x_part, y_part = both[:, 0].reshape(shape), both[:, 1].reshape(shape)
        found = _Fit(centre, half, x_part, y_part, worst)
        if worst <= TOLERANCE_M:
            break
    assert found is not None
    return found

"""Which reference system are these coordinates in? Answered by the project's area.

Several systems share their numbers: UTM 32 of RDN2008 and of WGS 84 agree within a metre,
that of ED50 lies 200 m away. A guess is made only when all the systems that put the points
into the area put them within `SAME_PLACE_M` of each other, and it names the others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maps.crs import WGS84, crs_label, transform_bounds, transform_xy
from maps.errors import CrsError

#: Tried in this order; the first of those that agree is proposed.
CANDIDATES = (
    7791,
    7792,
    32632,
    32633,
    6707,
    6708,
    3003,
    3004,
    7794,
    6876,
    3857,
    23032,
    23033,
    25832,
    25833,
    2056,
    21781,
)
SAME_PLACE_M = 500.0
#: Share of the points that must fall into the area.
ENOUGH = 0.5
_SAMPLE = 500


@dataclass(frozen=True)
class Guess:
    """A reference system proposed for a file that states none.

    Attributes
    ----------
    crs : int
        EPSG code.
    share : float
        Share (0-1) of the sampled points that it puts into the area.
    others : tuple of (int, float)
        Systems that would also do, with the distance in metres at which they put the points.
    """

    crs: int
    share: float
    others: tuple[tuple[int, float], ...] = ()


def area_box(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the project's rectangle widened by 2 km, or by 5 % where that is more."""
    west, south, east, north = bounds
    margin = max(2000.0, 0.05 * float(np.hypot(east - west, north - south)))
    return west - margin, south - margin, east + margin, north + margin


def inside(x: NDArray[np.float64], y: NDArray[np.float64], box: tuple[float, ...]) -> NDArray[np.bool_]:
    """Tell which points lie in a rectangle; False where a coordinate is not finite."""
    with np.errstate(invalid="ignore"):
        return (x >= box[0]) & (y >= box[1]) & (x <= box[2]) & (y <= box[3])


def guess_crs(
    x: NDArray[np.float64], y: NDArray[np.float64], epsg: int, box: tuple[float, float, float, float]
) -> Guess | None:
    """Return the one system that puts the points into the project's area, or None.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
    epsg : int
        The project's system.
    box : tuple of float
        The project's rectangle, widened, in `epsg`.
    """
    good = np.isfinite(x) & np.isfinite(y)
    step = max(1, int(good.sum()) // _SAMPLE)
    x, y = x[good][::step], y[good][::step]
    if not len(x):
        return None
    if _are_degrees(x, y):
        return Guess(WGS84, _share(x, y, WGS84, epsg, box)[0])
    ordered = sorted({epsg, *CANDIDATES}, key=lambda code: (code != epsg, _rank(code)))
    fits = [(code, *_share(x, y, code, epsg, box)) for code in ordered]
    fits = [fit for fit in fits if fit[1] >= ENOUGH]
    if not fits:
        return None
    code, share, at_x, at_y = fits[0]
    others = tuple(
        (other, float(np.hypot(other_x - at_x, other_y - at_y))) for other, _, other_x, other_y in fits[1:]
    )
    if any(distance > SAME_PLACE_M for _, distance in others):
        return None
    return Guess(code, share, tuple((other, round(d, 1)) for other, d in others if d > 1.0))


def _rank(code: int) -> int:
    return CANDIDATES.index(code) if code in CANDIDATES else -1


def _are_degrees(x: NDArray[np.float64], y: NDArray[np.float64]) -> bool:
    """Tell whether most numbers are as small as degrees are (outliers do not decide)."""
    return bool(np.mean((np.abs(x) <= 180) & (np.abs(y) <= 180)) > ENOUGH)


def _share(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    code: int,
    epsg: int,
    box: tuple[float, float, float, float],
) -> tuple[float, float, float]:
    """Return the share of points that a system puts in the box, and their median place."""
    try:
        at = inside(x, y, transform_bounds(box, epsg, code))
        if not at.any():
            return 0.0, 0.0, 0.0
        px, py = transform_xy(x[at], y[at], code, epsg)
    except CrsError:
        return 0.0, 0.0, 0.0
    good = inside(px, py, box)
    return float(good.sum()) / len(x), float(np.median(px)), float(np.median(py))


def label(crs: int | str) -> str:
    """Return the system's name with its code, such as "WGS 84 (EPSG:4326)"."""
    name = crs_label(crs)
    return f"{name} (EPSG:{crs})" if isinstance(crs, int) else name


def degrees_box(epsg: int, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the project's widened rectangle as west, south, east, north in degrees."""
    return transform_bounds(box, epsg, WGS84)

"""Place the rows of a table: from coordinate columns to points in the project's system."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.crs import WGS84, is_geographic, transform_bounds, transform_xy
from maps.errors import FileProblem, ValueProblem
from maps.io.crs_guess import Guess, area_box, degrees_box, guess_crs, inside, label
from maps.io.plan import Request, RowWarning
from maps.io.positions import is_grouped, mend_grouped, read_column, read_coordinate, read_pair
from maps.schema.values import is_empty

Crs = int | str

#: Digits alone or in thousands: "461.993.881", "614.066", "461993881".
_BROKEN = re.compile(r"-?\d+|-?\d{1,3}(?:\.\d{3})+")


@dataclass
class Placement:
    """Where the rows are.

    Attributes
    ----------
    geometry : ndarray of object, shape (n,)
        In the project's system; None where a row has no position or is refused.
    refusals : dict
        {row index: (reason, position key, detail)}.
    warnings : dict
        {row index: list of RowWarning}.
    missing : ndarray of bool, shape (n,)
        Rows that give no position at all.
    crs, label, guessed, others
        See `ImportPlan`.
    problem : (FileProblem, str) or None
        Why no row at all can be placed.
    """

    geometry: NDArray[np.object_]
    missing: NDArray[np.bool_]
    refusals: dict[int, tuple[ValueProblem, str, str]] = field(default_factory=dict)
    warnings: dict[int, list[RowWarning]] = field(default_factory=dict)
    crs: Crs | None = None
    label: str = ""
    guessed: bool = False
    others: tuple[tuple[int, float], ...] = ()
    problem: tuple[FileProblem, str] | None = None

    @classmethod
    def nowhere(cls, count: int, problem: tuple[FileProblem, str] | None = None) -> "Placement":
        """Return the placement of rows that have no position."""
        return cls(np.full(count, None, dtype=object), np.ones(count, dtype=bool), problem=problem)

    def refuse(self, rows: NDArray[np.bool_], reason: ValueProblem, key: str, details: Sequence[str]) -> None:
        """Refuse the rows of a mask that are not refused yet."""
        for row in np.flatnonzero(rows).tolist():
            self.refusals.setdefault(row, (reason, key, details[row]))

    def warn(self, row: int, warning: RowWarning) -> None:
        """Add a warning to a row."""
        self.warnings.setdefault(row, []).append(warning)


@dataclass
class Coordinates:
    """Two columns of numbers, NaN where unreadable, with how they read."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    degrees: bool
    written: list[str]
    missing: NDArray[np.bool_]
    mended: list[int] = field(default_factory=list)


def place_points(columns: Mapping[str, Sequence[Any]], request: Request) -> Placement:
    """Place rows by their coordinate columns.

    Parameters
    ----------
    columns : dict
        {position key: cells}, as `maps.io.mapping.position_columns` names them.
    request : Request
    """
    box = area_box(request.bounds) if request.bounds else None
    found = read_columns(columns)
    given = normal_crs(request.crs)
    if found.degrees and box is not None and given in (None, WGS84):
        _mend(found, columns, degrees_box(request.epsg, box))
    placed = Placement(np.full(len(found.x), None, dtype=object), found.missing)
    key = next(iter(columns))
    readable = np.isfinite(found.x) & np.isfinite(found.y)
    placed.refuse(~readable & ~found.missing, ValueProblem.BAD_COORDINATES, key, found.written)
    if not settle_crs(placed, given, "", found, request, box):
        return placed
    _project(placed, found, request, box, readable, key)
    for row in found.mended:
        if row not in placed.refusals:
            placed.warn(row, RowWarning(key, ValueProblem.BAD_COORDINATES, found.written[row]))
    return placed


def normal_crs(crs: Crs | None) -> Crs | None:
    """Return an EPSG code as an integer however it was written."""
    if crs is None or isinstance(crs, int):
        return crs
    bare = crs.strip().upper().removeprefix("EPSG:")
    return int(bare) if bare.isdigit() else crs.strip() or None


def read_columns(columns: Mapping[str, Sequence[Any]]) -> Coordinates:
    """Read the columns of the position as numbers."""
    if "position" in columns:
        return _read_pairs(columns["position"])
    (key_x, cells_x), (key_y, cells_y) = columns.items()
    x, y = np.array(read_column(cells_x)), np.array(read_column(cells_y))
    missing = np.array(
        [is_empty(a) and is_empty(b) for a, b in zip(cells_x, cells_y, strict=True)], dtype=bool
    )
    written = [f"{a} {b}" for a, b in zip(cells_x, cells_y, strict=True)]
    named = key_x == "lon" or key_y == "lat"
    return Coordinates(x, y, named and not _are_metres(x, y, cells_x, cells_y), written, missing)


def _are_metres(x: Any, y: Any, cells_x: Sequence[Any], cells_y: Sequence[Any]) -> bool:
    """Tell whether columns called latitude and longitude hold projected coordinates."""
    large = (np.abs(x) > 1000) & (np.abs(y) > 1000)
    if not np.isfinite(x).any() or large.sum() * 2 < np.isfinite(x).sum():
        return False
    first = int(np.flatnonzero(large)[0])
    whole = float(x[first]).is_integer() and float(y[first]).is_integer()
    return not (whole and (is_grouped(cells_x[first]) or abs(x[first]) > 2.1e7 or abs(y[first]) > 2.1e7))


def _read_pairs(cells: Sequence[Any]) -> Coordinates:
    """Read "45,13; 10,02": latitude first where they are degrees, else easting first."""
    pairs = [read_pair(cell) or (np.nan, np.nan) for cell in cells]
    first, second = np.array(pairs, dtype=float).reshape(-1, 2).T
    missing = np.array([is_empty(cell) for cell in cells], dtype=bool)
    written = ["" if cell is None else str(cell) for cell in cells]
    degrees = not bool(np.nanmean(np.abs(first) > 180) > 0.5) if np.isfinite(first).any() else True
    x, y = (second, first) if degrees else (first, second)
    return Coordinates(x, y, degrees, written, missing)


def _mend(found: Coordinates, columns: Mapping[str, Sequence[Any]], degrees: tuple[float, ...]) -> None:
    """Put back the decimal point that Excel lost, where one place only is inside the area."""
    if "position" in columns:
        return
    cells = list(columns.values())
    suspect = (np.abs(found.x) > 180) | (np.abs(found.y) > 90)
    for row in np.flatnonzero(suspect).tolist():
        lon = _mended(cells[0][row], degrees[0], degrees[2])
        lat = _mended(cells[1][row], degrees[1], degrees[3])
        both = lon is not None and lat is not None
        found.x[row], found.y[row] = (lon, lat) if both else (np.nan, np.nan)
        if both:
            found.mended.append(row)


def _mended(cell: Any, low: float, high: float) -> float | None:
    """Return the coordinate as it stands where it is plausible, else with its point put back."""
    plain = read_coordinate(cell) if not is_grouped(cell) else None
    if plain is not None and low <= plain <= high:
        return plain
    whole = isinstance(cell, int) or (isinstance(cell, str) and _BROKEN.fullmatch(cell.strip()) is not None)
    return mend_grouped(cell, low, high) if whole else None


def settle_crs(
    placed: Placement, given: Crs | None, stated: Crs, found: Coordinates, request: Request, box: Any
) -> bool:
    """Decide the reference system: what the person said, the file, degrees, or a guess."""
    if given is not None or stated or found.degrees:
        placed.crs = given if given is not None else stated or WGS84
        placed.label = label(placed.crs)
        placed.guessed = given is None and not stated
        return True
    if not (np.isfinite(found.x) & np.isfinite(found.y)).any():
        return True
    guess = guess_crs(found.x, found.y, request.epsg, box) if box is not None else None
    if guess is None:
        placed.problem = (FileProblem.NO_CRS, _first_written(found))
        placed.refuse(~found.missing, ValueProblem.BAD_COORDINATES, "crs", found.written)
        return False
    _take_guess(placed, guess)
    return True


def _take_guess(placed: Placement, guess: Guess) -> None:
    placed.crs, placed.guessed, placed.others = guess.crs, True, guess.others
    placed.label = label(guess.crs)


def _first_written(found: Coordinates) -> str:
    told = np.flatnonzero(~found.missing)
    return found.written[int(told[0])] if len(told) else ""


def _project(
    placed: Placement, found: Coordinates, request: Request, box: Any, readable: NDArray[np.bool_], key: str
) -> None:
    """Bring the readable coordinates into the project and refuse what falls elsewhere."""
    if not readable.any() or placed.crs is None:
        return
    near = source_box(placed.crs, request.epsg, box)
    swapped = readable & ~inside(found.x, found.y, near) & inside(found.y, found.x, near)
    if request.swap_coordinates:
        found.x[swapped], found.y[swapped] = found.y[swapped], found.x[swapped]
        for row in np.flatnonzero(swapped):
            placed.warn(int(row), RowWarning(key, ValueProblem.SWAPPED_COORDINATES, found.written[row]))
    else:
        placed.refuse(swapped, ValueProblem.SWAPPED_COORDINATES, key, found.written)
    keep = readable & inside(found.x, found.y, near)
    x, y = transform_xy(found.x[keep], found.y[keep], placed.crs, request.epsg)
    good = inside(x, y, box) if box is not None else np.isfinite(x) & np.isfinite(y)
    keep[np.flatnonzero(keep)] = good
    reason = ValueProblem.OUTSIDE_AREA if box is not None else ValueProblem.BAD_COORDINATES
    placed.refuse(readable & ~keep, reason, key, found.written)
    placed.geometry[keep] = shapely.points(x[good], y[good])


def source_box(crs: Crs, epsg: int, box: Any) -> tuple[float, float, float, float]:
    """Return where coordinates of `crs` may lie: about the project, else what degrees allow.

    Only what falls in it is transformed: an operation good in the area may not exist for a
    point on the other side of the world.
    """
    if box is not None:
        west, south, east, north = transform_bounds(box, epsg, crs)
        margin = 0.01 * max(east - west, north - south)
        return west - margin, south - margin, east + margin, north + margin
    return (-180.0, -90.0, 180.0, 90.0) if is_geographic(crs) else (-np.inf, -np.inf, np.inf, np.inf)

"""Kernel density of offences on a regular grid, in events per square kilometre."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import ceil
from typing import Any

import contourpy
import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import fft

from maps.crime.binning import contiguous, linear_bins
from maps.errors import AnalysisError
from maps.progress import Progress, no_progress

FloatArray = NDArray[np.float64]

M2_PER_KM2 = 1e6
#: Class limits as multiples of a round step: 100 / 200 / 400 / 700 / 1000.
BREAK_STEPS = (1, 2, 4, 7, 10)
#: Cells of a grid, at most: eight bytes each, several grids at a time.
MOST_CELLS = 50_000_000
#: A Gaussian is cut where less than 0.04 % of its mass remains outside.
GAUSSIAN_REACH = 4.0
#: Rounding of the transforms in single precision: what is smaller than this share of the peak is nought.
NOISE = 2e-6


class Kernel(Enum):
    """Shape of the kernel."""

    QUARTIC = "quartic"  # the bandwidth is its radius: nothing counts beyond it
    GAUSSIAN = "gaussian"  # the bandwidth is its standard deviation


@dataclass(frozen=True)
class DensityGrid:
    """Density on square cells; row 0 is the southern one.

    Attributes
    ----------
    values : ndarray (ny, nx)
        Events per square kilometre at the cell centres, good to a millionth of the peak.
    x0, y0 : float
        South-west corner of the grid, metres in the project CRS.
    cell_m, bandwidth_m : float
        Side of a cell and bandwidth of the kernel, metres.
    kernel : Kernel
    events : float
        Sum of the weights of the events that contribute.
    """

    values: NDArray[np.floating]
    x0: float
    y0: float
    cell_m: float
    bandwidth_m: float
    kernel: Kernel = Kernel.QUARTIC
    events: float = 0.0

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the grid, metres."""
        ny, nx = self.values.shape
        return self.x0, self.y0, self.x0 + nx * self.cell_m, self.y0 + ny * self.cell_m

    def at(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Density at points, bilinear between cell centres (events/km2).

        Points outside the grid get NaN: there the density was not computed, it is not nought.
        """
        px, py = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
        ny, nx = self.values.shape
        column, across = _between(px, self.x0, self.cell_m, nx)
        row, up = _between(py, self.y0, self.cell_m, ny)
        column_1, row_1 = np.minimum(column + 1, nx - 1), np.minimum(row + 1, ny - 1)
        south = self.values[row, column] * (1 - across) + self.values[row, column_1] * across
        north = self.values[row_1, column] * (1 - across) + self.values[row_1, column_1] * across
        west, bottom, east, top = self.bounds
        outside = (px < west) | (px > east) | (py < bottom) | (py > top)
        return np.where(outside, np.nan, south * (1 - up) + north * up)

    def contours(self, breaks: ArrayLike | None = None) -> gpd.GeoDataFrame:
        """Filled contours as valid polygons, one row per class that occurs.

        Parameters
        ----------
        breaks : sequence of float, optional
            Rising lower limits of the classes, events/km2; the last class has no upper limit.
            Where the density is below the first one there is no polygon. Default: `nice_breaks`.

        Returns
        -------
        GeoDataFrame
            ``class`` (0-based), ``lower``, ``upper`` (infinite for the last), ``geometry`` (MultiPolygon).
        """
        limits = (
            nice_breaks(float(self.values.max(initial=0.0))) if breaks is None else tuple(np.ravel(breaks))
        )
        tops = (*limits[1:], np.inf)[: len(limits)]
        generator = contourpy.contour_generator(
            *self._padded(limits[0] if limits else np.inf),
            fill_type=contourpy.FillType.ChunkCombinedOffsetOffset,
            name="serial",
        )
        shapes = [_filled(generator, lower, upper) for lower, upper in zip(limits, tops, strict=True)]
        kept = [index for index, shape in enumerate(shapes) if not shape.is_empty]
        columns = {
            "class": np.array(kept, dtype=np.int64),
            "lower": np.array([limits[i] for i in kept], dtype=float),
            "upper": np.array([tops[i] for i in kept], dtype=float),
        }
        return gpd.GeoDataFrame(columns, geometry=[shapes[i] for i in kept])

    def _padded(self, lowest: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Nodes and values with the border cells stretched to the edge of the grid, about what reaches a limit.

        Contouring takes 24 bytes a cell: of the grid of a province only the towns are given to it.
        """
        ny, nx = self.values.shape
        west, south, east, north = self.bounds
        x = np.concatenate([[west], west + (np.arange(nx) + 0.5) * self.cell_m, [east]])
        y = np.concatenate([[south], south + (np.arange(ny) + 0.5) * self.cell_m, [north]])
        high = self.values >= lowest
        rows, columns = (_about(np.flatnonzero(high.any(axis=axis))) for axis in (1, 0))
        of_row = np.clip(np.arange(ny + 2)[rows] - 1, 0, ny - 1)
        of_column = np.clip(np.arange(nx + 2)[columns] - 1, 0, nx - 1)
        return x[columns], y[rows], self.values[np.ix_(of_row, of_column)].astype(float)


def _about(places: NDArray[np.int64]) -> slice:
    """Return the padded places of some cells and of one neighbour on each side."""
    return slice(places[0], places[-1] + 3) if len(places) else slice(0, 2)


def density_grid(
    x: ArrayLike,
    y: ArrayLike,
    *,
    bandwidth_m: float,
    cell_m: float,
    bounds: tuple[float, float, float, float],
    weights: ArrayLike | None = None,
    kernel: Kernel = Kernel.QUARTIC,
    progress: Progress = no_progress,
) -> DensityGrid:
    """Estimate the density of events by linear binning and FFT convolution.

    Parameters
    ----------
    x, y : array (n,)
        Positions in metres; pairs with a NaN are left out.
    bandwidth_m : float
        Radius of the quartic kernel or standard deviation of the Gaussian one.
    cell_m : float
        Side of a cell. The binning error is below 1 % of the peak where ``cell_m <= bandwidth_m / 5``.
    bounds : tuple
        West, south, east, north; the grid starts at west, south and covers all of it.
    weights : array (n,), optional
        Events that each point stands for (default 1).
    kernel : Kernel
    progress : Progress

    Returns
    -------
    DensityGrid

    Raises
    ------
    AnalysisError
        When bandwidth, cell or bounds are not positive, or the grid would have too many cells.

    Notes
    -----
    Mass is preserved: the kernel sums to one over its cells, and each event is shared among the four
    nearest centres. There is no edge correction: events outside the bounds but within reach of the kernel
    count, and the mass of events near the border falls partly outside. With bounds wider than the events by
    a bandwidth plus a cell, the sum of values times the cell area is the number of events (to 1e-6).
    Quartic kernel: Silverman (1986), Density Estimation, eq. 4.5; binned FFT estimate: Wand (1994).
    """
    nx, ny = _grid_size(bounds, bandwidth_m, cell_m)
    half = _kernel_half(kernel, bandwidth_m, cell_m)
    pad = half + 1
    progress(0.0)
    xs, ys = contiguous(x), contiguous(y)
    weight = np.empty(0) if weights is None else contiguous(weights)
    columns = _reached((xs - bounds[0]) / cell_m, pad, nx)
    rows = _reached((ys - bounds[1]) / cell_m, pad, ny)
    first_centre = tuple(
        low + (part.start + 0.5 - pad) * cell_m for low, part in zip(bounds, (columns, rows), strict=False)
    )
    shape = (rows.stop - rows.start + 2 * pad, columns.stop - columns.start + 2 * pad)
    require_room(shape[0] * shape[1])
    binned, events = linear_bins(xs, ys, weight, first_centre, cell_m, shape)
    counts = binned.astype(np.float32)
    del binned  # the grid of a province takes a hundred megabytes
    progress(0.5)
    found = _convolved(counts, kernel, bandwidth_m, cell_m, half)[pad:-pad, pad:-pad]
    found *= found > NOISE * found.max(initial=0.0)
    progress(1.0)
    values = np.zeros((ny, nx), dtype=found.dtype)
    values[rows, columns] = found
    return DensityGrid(values, bounds[0], bounds[1], cell_m, bandwidth_m, kernel, events)


def _reached(places: FloatArray, pad: int, count: int) -> slice:
    """Return the cells within reach of some events along one side; all, where none is within reach of the grid.

    ``places`` are in cells from the grid's corner. Most of the grid of a province is far from every event.
    """
    near = places[(places > -pad) & (places < count + pad)]
    if not len(near):
        return slice(0, count)
    low, high = int(near.min()) - pad - 1, int(near.max()) + pad + 2
    return slice(min(max(low, 0), count - 1), max(min(high, count), 1))


def nice_breaks(maximum: float) -> tuple[float, ...]:
    """Five round class limits (1, 2, 4, 7, 10 times a round step) below a maximum.

    The step is the largest of 1, 2, 5 times a power of ten whose tenfold does not exceed the maximum, so
    that the top class is never empty. A maximum of nought or less gives no classes.
    """
    if not np.isfinite(maximum) or maximum <= 0:
        return ()
    power = int(np.floor(np.log10(maximum / BREAK_STEPS[-1])))
    mantissa = next(m for m in (10, 5, 2, 1) if m * BREAK_STEPS[-1] * 10.0**power <= maximum * (1 + 1e-12))
    # A division by a power of ten keeps 0.7 as 0.7; a product with 0.1 does not.
    return tuple(
        step * mantissa * 10.0**power if power >= 0 else step * mantissa / 10.0**-power
        for step in BREAK_STEPS
    )


def _grid_size(
    bounds: tuple[float, float, float, float], bandwidth_m: float, cell_m: float
) -> tuple[int, int]:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    bad = [
        name
        for name, value in (("bandwidth_m", bandwidth_m), ("cell_m", cell_m), ("bounds", min(width, height)))
        if not (np.isfinite(value) and value > 0)
    ]
    if bad:
        raise AnalysisError(tuple(bad))
    across, up = width / cell_m, height / cell_m
    require_room(across * up)
    return max(ceil(across - 1e-9), 1), max(ceil(up - 1e-9), 1)


def require_room(cells: float) -> None:
    """Raise AnalysisError where a grid would have more cells than an office computer holds."""
    if cells > MOST_CELLS:
        raise AnalysisError(("larger_cell_m",))


def _kernel_half(kernel: Kernel, bandwidth_m: float, cell_m: float) -> int:
    """Reach of the kernel in whole cells."""
    return ceil(bandwidth_m * (GAUSSIAN_REACH if kernel is Kernel.GAUSSIAN else 1.0) / cell_m)


def _kernel_cells(kernel: Kernel, bandwidth_m: float, cell_m: float) -> FloatArray:
    """Weights of the kernel over cell offsets; they sum to one."""
    half = _kernel_half(kernel, bandwidth_m, cell_m)
    offsets = np.arange(-half, half + 1) * (cell_m / bandwidth_m)
    squared = offsets[:, None] ** 2 + offsets[None, :] ** 2
    if kernel is Kernel.GAUSSIAN:
        mask = np.where(squared <= GAUSSIAN_REACH**2, np.exp(-squared / 2), 0.0)
    else:
        mask = np.maximum(1.0 - squared, 0.0) ** 2
    return mask / mask.sum()


def _convolved(
    counts: NDArray[np.float32], kernel: Kernel, bandwidth_m: float, cell_m: float, half: int
) -> FloatArray:
    """Convolution with the kernel, of the same size as `counts`."""
    rows, columns = counts.shape
    size = (fft.next_fast_len(rows + half, real=True), fft.next_fast_len(columns + half, real=True))
    spectrum = fft.rfft2(counts, size, workers=2)
    spectrum *= _kernel_spectrum(kernel, bandwidth_m, cell_m, size)
    return fft.irfft2(spectrum, size, workers=2, overwrite_x=True)[:rows, :columns]


@lru_cache(maxsize=4)
def _kernel_spectrum(
    kernel: Kernel, bandwidth_m: float, cell_m: float, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Spectrum, per km2, of the kernel centred on cell (0, 0): real, since the kernel is symmetric.

    Kept because the periods and categories of a project are compared on one grid with one bandwidth.
    """
    mask = _kernel_cells(kernel, bandwidth_m, cell_m)
    offsets = np.arange(mask.shape[0]) - mask.shape[0] // 2
    centred = np.zeros(size, dtype=np.float32)
    np.add.at(centred, (offsets[:, None] % size[0], offsets[None, :] % size[1]), mask)
    return (fft.rfft2(centred, workers=2).real * (M2_PER_KM2 / cell_m**2)).astype(np.float32)


def _between(
    position: FloatArray, start: float, cell_m: float, count: int
) -> tuple[NDArray[np.int64], FloatArray]:
    """Index of the cell centre before each position, and the share of the way to the next."""
    place = np.clip(np.nan_to_num((position - start) / cell_m - 0.5), 0, count - 1)
    index = np.minimum(place.astype(np.int64), max(count - 2, 0))
    return index, place - index


def _filled(generator: Any, lower: float, upper: float) -> shapely.MultiPolygon:
    """One class of the contours; empty where the density does not reach it."""
    points, rings, outers = (chunk[0] for chunk in generator.filled(lower, upper))
    if points is None:
        return shapely.MultiPolygon()
    polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (rings, outers))
    shape = shapely.multipolygons(polygons)
    if shape.is_valid:
        return shape
    # Rings pinch where a cell centre lies exactly on a limit.
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(polygons)))
    return shapely.multipolygons(shapely.get_parts(shapely.union_all(parts[shapely.area(parts) > 0])))

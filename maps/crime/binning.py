"""Linear binning: each event is shared among the four nearest cell centres of a grid."""

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def linear_bins(
    x: FloatArray,
    y: FloatArray,
    weights: FloatArray,
    first_centre: tuple[float, float],
    cell_m: float,
    shape: tuple[int, int],
) -> tuple[FloatArray, float]:
    """Bin events linearly (Wand 1994, "Fast computation of multivariate kernel estimators").

    Parameters
    ----------
    x, y : ndarray (n,)
        Metres. Events that are not between four centres of the grid, or NaN, are left out.
    weights : ndarray (n,), or empty for one each
    first_centre : tuple of float
        Centre of the south-western cell, metres.
    cell_m : float
    shape : tuple of int
        Rows and columns of the grid.

    Returns
    -------
    counts : ndarray (ny, nx)
        The sum is the weight that was binned.
    total : float
        That weight.
    """
    counts = np.zeros(shape)
    total = _bin(x, y, weights, first_centre[0], first_centre[1], cell_m, counts)
    return counts, total


def contiguous(values: ArrayLike) -> FloatArray:
    """Return a contiguous array of floats, for which the kernel is compiled."""
    return np.ascontiguousarray(values, dtype=np.float64)


def warm_up() -> None:
    """Compile the kernel, or load it from numba's cache (0.3 s against 0.02 s)."""
    linear_bins(np.zeros(1), np.zeros(1), np.empty(0), (0.0, 0.0), 1.0, (2, 2))


@njit(cache=True, nogil=True)
def _bin(
    x: FloatArray, y: FloatArray, weights: FloatArray, x0: float, y0: float, cell_m: float, counts: FloatArray
) -> float:
    rows, columns = counts.shape
    flat = counts.ravel()
    per_metre = 1.0 / cell_m
    one = np.uint64(1)  # unsigned: no test for negative indices
    row_size = np.uint64(columns)
    total = 0.0
    for i in range(x.size):
        across, up = (x[i] - x0) * per_metre, (y[i] - y0) * per_metre
        if not (0.0 <= across < columns - 1 and 0.0 <= up < rows - 1):  # False for NaN too
            continue
        column, row = int(across), int(up)
        cell = np.uint64(row * columns + column)
        weight = weights[i] if weights.size else 1.0
        total += weight
        east, north = weight * (across - column), weight * (up - row)
        both = east * (up - row)
        flat[cell] += weight - east - north + both
        flat[cell + one] += east - both
        flat[cell + row_size] += north - both
        flat[cell + row_size + one] += both
    return total

"""The cells of the depth grid that a polygon holds: whole ones, and parts of those on the boundary of a zone.

A whole cell belongs to the polygon that holds its centre. A cell that a zone holds partly is *split*: its SUB x SUB
parts are told one by one, by their centres, for the zone and for the footprints alike.

Public: `cells_of`, `gather_parts`, `label_parts`, `SUB`, `WHOLE`, `OUTSIDE`, `FIRST_SPLIT`.
"""

import numpy as np
from numba import njit

from maps.coverage.raster import grown, runs_of

#: Parts along the side of a cell; odd, so that the centre of a cell is that of a part.
SUB = 5
WHOLE, MIDDLE = SUB * SUB, SUB // 2
#: Label of a cell in no zone; lower ones tell the split cells, from this one down.
OUTSIDE, FIRST_SPLIT = -1, -2


@njit(cache=True, nogil=True)
def _bits(fine: np.ndarray, first: int, last: int, column: int) -> int:
    """Return the parts of a cell that the fine runs first:last cover, as bits."""
    bits, west = 0, column * SUB
    for k in range(first, last):
        start, end = max(fine[k, 1] - west, 0), min(fine[k, 2] - west, SUB)
        if end > start:
            bits |= ((1 << end) - (1 << start)) << (fine[k, 0] % SUB * SUB)
    return bits


@njit(cache=True, nogil=True)
def _split_row(fine: np.ndarray, first: int, last: int, labels: np.ndarray, out: np.ndarray, n: int) -> tuple:
    """Append the split cells that the fine runs first:last, all in one row of cells, meet."""
    left, right = len(labels), 0
    for k in range(first, last):
        left, right = min(left, fine[k, 1] // SUB), max(right, (fine[k, 2] - 1) // SUB + 1)
    out = grown(out, n, n + right - left)
    for column in range(left, right):
        if labels[column] <= FIRST_SPLIT:
            bits = _bits(fine, first, last, column)
            if bits:
                out[n, 0], out[n, 1] = FIRST_SPLIT - labels[column], bits
                n += 1
    return out, n


@njit(cache=True, nogil=True)
def _appended(array: np.ndarray, used: int, more: np.ndarray) -> np.ndarray:
    """Return an array whose rows from `used` on are those of another, made longer where it must be."""
    array = grown(array, used, used + len(more))
    array[used : used + len(more)] = more
    return array


@njit(cache=True, nogil=True)
def _cells(fine: np.ndarray, labels: np.ndarray) -> tuple:
    """Return the runs of whole cells of fine runs, and the masks of the split cells they meet."""
    whole, n = np.empty((len(fine), 3), np.int32), 0
    masks, met, first = np.empty((256, 2), np.int32), 0, 0
    for k in range(len(fine)):
        row = fine[k, 0] // SUB
        if fine[k, 0] % SUB == MIDDLE:
            left, right = -(-(fine[k, 1] - MIDDLE) // SUB), -(-(fine[k, 2] - MIDDLE) // SUB)
            if right > left:
                whole[n, 0], whole[n, 1], whole[n, 2] = row, left, right
                n += 1
        if k + 1 == len(fine) or fine[k + 1, 0] // SUB != row:
            masks, met = _split_row(fine, first, k + 1, labels[row], masks, met)
            first = k + 1
    return whole[:n].copy(), masks[:met].copy()


@njit(cache=True, nogil=True)
def cells_of(
    points: np.ndarray, ring: np.ndarray, starts: np.ndarray, frame: tuple, labels: np.ndarray
) -> tuple:
    """Return the whole and the split cells of polygons, joined, and where those of each start and end.

    `frame` is the lower left corner of the grid and the side of a part, in metres; `starts` (n + 1,) tells the
    polygons apart in `points`.
    """
    rows, columns = labels.shape[0] * SUB, labels.shape[1] * SUB
    ends = np.zeros((len(starts), 2), np.int64)
    wholes, masks = np.empty((0, 3), np.int32), np.empty((0, 2), np.int32)
    for i in range(len(starts) - 1):
        a, b = starts[i], starts[i + 1]
        fine = runs_of(points[a:b], ring[a:b], frame[0], frame[1], frame[2], columns, rows)
        whole, mask = _cells(fine, labels)
        ends[i + 1] = ends[i, 0] + len(whole), ends[i, 1] + len(mask)
        wholes, masks = _appended(wholes, ends[i, 0], whole), _appended(masks, ends[i, 1], mask)
    return wholes, masks, ends


@njit(cache=True)
def gather_parts(runs: np.ndarray, window: np.ndarray) -> None:
    """Count in `window` (cells) the parts that fine runs cover."""
    for k in range(len(runs)):
        row, left, right = runs[k, 0] // SUB, runs[k, 1], runs[k, 2]
        for column in range(left // SUB, (right - 1) // SUB + 1):
            first, last = max(left, column * SUB), min(right, (column + 1) * SUB)
            window[row, column] += last - first


@njit(cache=True)
def label_parts(runs: np.ndarray, labels: np.ndarray, parts: np.ndarray, number: int) -> None:
    """Give a zone the parts that fine runs cover in the split cells of `labels`."""
    for k in range(len(runs)):
        row, start = runs[k, 0] // SUB, runs[k, 0] % SUB * SUB
        for at in range(runs[k, 1], runs[k, 2]):
            label = labels[row, at // SUB]
            if label <= FIRST_SPLIT:
                parts[FIRST_SPLIT - label, start + at % SUB] = number

"""Walking along the edge of a block: positions, corners, inward normals."""

from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.polygon import orient

CORNER_DEG = 28.0


class Front:
    """The outline of a block as a path to build along, anticlockwise, the block on the left.

    Attributes
    ----------
    sides : list of (start_m, end_m)
        Stretches between two corners, as distances along the outline.
    """

    def __init__(self, block: Polygon) -> None:
        ring = shapely.get_coordinates(orient(block).exterior)
        steps = np.diff(ring, axis=0)
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        keep = lengths > 1e-6
        self._directions = steps[keep] / lengths[keep, None]
        start = self._first_corner()
        order = np.roll(np.arange(keep.sum()), -start)
        self._directions = self._directions[order]
        self._origins = ring[:-1][keep][order]
        self._ends = np.cumsum(lengths[keep][order])
        self.sides = self._sides()

    def _turns(self) -> np.ndarray:
        """Return the angle at the start of each edge, degrees."""
        previous = np.roll(self._directions, 1, axis=0)
        cos = np.clip((previous * self._directions).sum(axis=1), -1, 1)
        return np.degrees(np.arccos(cos))

    def _first_corner(self) -> int:
        return int(np.argmax(np.round(self._turns(), 3)))

    def _sides(self) -> list[tuple[float, float]]:
        starts = np.concatenate([[0.0], self._ends[:-1]])
        corners = [
            0.0,
            *(float(s) for s in starts[1:][self._turns()[1:] > CORNER_DEG]),
            float(self._ends[-1]),
        ]
        return list(pairwise(corners))

    def at(self, distance_m: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the point at a distance, the direction of the front there and the inward normal."""
        edge = min(int(np.searchsorted(self._ends, distance_m, side="right")), len(self._ends) - 1)
        begun = self._ends[edge - 1] if edge else 0.0
        along = self._directions[edge]
        return self._origins[edge] + along * (distance_m - begun), along, np.array([-along[1], along[0]])

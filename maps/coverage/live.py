"""Coverage that follows the hand: one camera is moved, its ground and the shares of the zones are told at once.

    live = LiveCoverage(scene, bounds, zones)         # once, in the background: some tenths of a second
    live.put_all(found.index, found.geometry)         # the footprints as they are, of ONE purpose
    moved = live.move(fid, x, y, azimuths, ground)    # at every mouse event: half a millisecond
    moved.seen, moved.shares.seen, moved.shares.overlap
    live.put(fid, before)                             # the drag is given up

`ground` is `levels.shapes(...)` of that one camera, as `Pose.shape` keeps it. Figures are those of the depth grid
(0.05 percentage points from the vector ones); once the hand lets go the official figures are computed by vector.

Public: `LiveCoverage`, `Moved`, `ZoneShares`.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from maps.coverage.depth import DepthGrid
from maps.coverage.levels import Shapes
from maps.coverage.placing import place
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_polygons


@dataclass(frozen=True)
class ZoneShares:
    """Figures of n zones, in the order in which they were given.

    Attributes
    ----------
    seen, overlap : float64 arrays (n,)
        Shares (0-1) of the zone that at least one, and two or more, cameras see; NaN for a zone outside the
        grid.
    multiplicity : float64 array (n,)
        Cameras that see the seen part, on average; NaN where nothing is seen. The overlap rate of the balance
        (`1 - union / sum`) is 1 - 1 / multiplicity.
    """

    seen: np.ndarray
    overlap: np.ndarray
    multiplicity: np.ndarray


@dataclass(frozen=True)
class Moved:
    """What a move gives.

    Attributes
    ----------
    seen : shapely polygon or multipolygon, or None
        The ground that the camera sees; None where it sees none (inside a building, no direction).
    shares : ZoneShares
        Of all zones, with the camera where it now is.
    """

    seen: shapely.Geometry | None
    shares: ZoneShares


class LiveCoverage:
    """Footprints of one purpose on a depth grid, kept while a camera is dragged.

    Parameters
    ----------
    scene : Scene
    bounds : (float, float, float, float)
        min x, min y, max x, max y in metres: of the zones.
    zones : object array (n,) of shapely polygons
        Disjoint zones, or the public space of each.
    cell_m : float
    """

    def __init__(
        self, scene: Scene, bounds: tuple[float, float, float, float], zones: np.ndarray, cell_m: float = 1.0
    ) -> None:
        self.scene = scene
        self.grid = DepthGrid(bounds, cell_m, zones)

    def put_all(self, cameras: Iterable[Hashable], footprints: Iterable[shapely.Geometry | None]) -> None:
        """Give many cameras their footprints; None for those that cover nothing."""
        self.grid.put_all(cameras, footprints)

    def put(self, camera: Hashable, footprint: shapely.Geometry | None) -> ZoneShares:
        """Give one camera a footprint computed elsewhere (by night, or the one it had before)."""
        self.grid.put(camera, footprint)
        return self.shares()

    def move(self, camera: Hashable, x: float, y: float, azimuths: Sequence[float], ground: Shapes) -> Moved:
        """Put a camera elsewhere, or turn it, or change its optics.

        Parameters
        ----------
        camera : hashable
            The camera, as in `put_all`; one that was not there is added.
        x, y : float
            Where the hand holds it, in metres; on a facade it is moved off the wall as in `footprints`.
        azimuths : sequence of float
            Every direction in which it looks, degrees clockwise from north; none where it is unknown.
        ground : Shapes
            Of this one camera.
        """
        seen = self._seen(x, y, azimuths, ground)
        self.grid.put(camera, seen)
        return Moved(seen, self.shares())

    def shares(self) -> ZoneShares:
        """Return the figures of the zones as they stand."""
        return ZoneShares(self.grid.seen_share(), self.grid.overlap_share(), self.grid.multiplicity())

    def _seen(self, x: float, y: float, azimuths: Sequence[float], ground: Shapes) -> shapely.Geometry | None:
        if not len(azimuths) or ground.never[0]:
            return None
        places = place(self.scene, np.array([x]), np.array([y]))
        if places.inside[0]:
            return None
        bearings = np.asarray(azimuths, float)
        xs, ys = np.full(len(bearings), places.x[0]), np.full(len(bearings), places.y[0])
        aperture, radius = ground.sight()
        _, parts = visible_polygons(self.scene, xs, ys, bearings, aperture[0], radius[0])
        if ground.straight[0]:
            rows = np.zeros(len(bearings), int)
            parts = shapely.intersection(parts, ground.outlines(rows, xs, ys, bearings))
        return parts[0] if len(parts) == 1 else shapely.union_all(parts)

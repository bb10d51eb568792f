"""Sight over low buildings: where heights are known, a camera sees the ground beyond a shadow (2.5-D).

A building of height b below the camera (height H) hides, of the plane at the target's height t, its own ground and
what lies behind each point of its outline up to (H - t) / (H - b) times the distance of that point: the shadow
behind a wall at distance x is x (b - t) / (H - b) long. A building as high as the camera, or of unknown height,
hides everything behind it, as in the flat case.

Public: `Relief`, `Relief.visible`.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from maps.coverage.scene import Scene, polygon_edges
from maps.coverage.visibility import visible_polygons

#: A building nearer than this to the ground that is seen stops the sight.
TOUCHING_M = 0.01


@dataclass(frozen=True)
class Relief:
    """Buildings with their heights.

    Attributes
    ----------
    outlines : object array (n,) of shapely polygons or multipolygons, valid
    height_m : float64 array (n,)
        NaN where it is not known.
    tree : STRtree of the outlines
    """

    outlines: np.ndarray
    height_m: np.ndarray
    tree: shapely.STRtree

    @classmethod
    def from_buildings(cls, outlines: np.ndarray, height_m: np.ndarray) -> "Relief":
        """Build a relief; missing outlines are left out, invalid ones mended."""
        given = np.asarray(outlines, object)
        there = ~shapely.is_missing(given)
        sound = shapely.make_valid(given[there])
        return cls(sound, np.asarray(height_m, float)[there], shapely.STRtree(sound))

    def matters(self, x: float, y: float, range_m: float, camera_m: float) -> bool:
        """Tell whether some building within reach is lower than the camera."""
        return bool((self.height_m[self._near(x, y, range_m)] < camera_m).any())

    def shows_more(
        self,
        seen: shapely.Geometry,
        x: float,
        y: float,
        range_m: float,
        camera_m: float,
        target_m: float = 0.0,
    ) -> bool:
        """Tell whether a camera may see more than `seen`, the ground between opaque buildings.

        Only over a building lower than itself, that its sight meets, whose shadow ends within reach.
        """
        near = self._near(x, y, range_m)
        low = near[self.height_m[near] < camera_m]
        low = low[shapely.dwithin(self.outlines[low], seen, TOUCHING_M)]
        stretch = (camera_m - target_m) / (camera_m - np.maximum(self.height_m[low], target_m))
        away = shapely.distance(self.outlines[low], shapely.Point(x, y))
        return bool((away * stretch < range_m).any())

    def _near(self, x: float, y: float, range_m: float) -> np.ndarray:
        return self.tree.query(shapely.Point(x, y), predicate="dwithin", distance=range_m)

    def visible(
        self,
        x: float,
        y: float,
        azimuth_deg: float,
        hfov_deg: float,
        range_m: float,
        camera_m: float,
        target_m: float = 0.0,
    ) -> shapely.Geometry | None:
        """Return the ground that a camera sees over and between the buildings.

        Parameters
        ----------
        x, y, azimuth_deg, hfov_deg, range_m : float
            As in `visible_polygons`.
        camera_m, target_m : float
            Heights of the camera and of what it is to see, above the same ground.

        Returns
        -------
        polygon or multipolygon, or None
            None where the camera is inside a building as high as itself.
        """
        near = self._near(x, y, range_m)
        near = near[shapely.intersects(self.outlines[near], _sector(x, y, azimuth_deg, hfov_deg, range_m))]
        low = near[self.height_m[near] < camera_m]
        high = np.setdiff1d(near, low)
        scene = Scene.from_polygons(self.outlines[high])
        _, seen = visible_polygons(scene, x, y, azimuth_deg, hfov_deg, range_m)
        if seen[0] is None or not len(low):
            return seen[0]
        stretch = (camera_m - target_m) / (camera_m - np.maximum(self.height_m[low], target_m))
        shadows = [shadow(self.outlines[i], x, y, s) for i, s in zip(low, stretch, strict=True)]
        return shapely.difference(seen[0], shapely.union_all(shadows))


def _sector(x: float, y: float, azimuth_deg: float, hfov_deg: float, range_m: float) -> shapely.Polygon:
    """Return an outline that holds a sector, somewhat wider and longer."""
    half = math.radians(min(hfov_deg / 2.0 + 1.0, 180.0))
    angles = np.linspace(-half, half, 37) + math.radians(azimuth_deg)
    arc = range_m / math.cos(half / 36) * np.stack([np.sin(angles), np.cos(angles)], axis=1)
    return shapely.Polygon(np.concatenate([[[x, y]], arc + np.array([x, y])])).buffer(0.1)


def shadow(outline: shapely.Geometry, x: float, y: float, stretch: float) -> shapely.Geometry:
    """Return the ground of a building and behind it, up to `stretch` (>= 1) times the distance of its outline."""
    parts = shapely.get_parts(outline)
    edges = polygon_edges(parts[shapely.get_dimensions(parts) == 2]) - [x, y, x, y]
    a, b = edges[:, :2], edges[:, 2:]
    turn = np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    broad = (turn > 1e-9 * np.hypot(*(b - a).T)) & (stretch > 1.0)
    quads = np.stack([a[broad], b[broad], stretch * b[broad], stretch * a[broad]], axis=1)
    return shapely.union_all([outline, *shapely.polygons(quads + np.array([x, y]))])

"""What is left at night: the lit ground and the reach of a camera's own infrared.

night = footprint and (lit ground or infrared disc). A lamp that is off or broken lights nothing; one of which the
state is not recorded is taken as on. Without a photometric study a lamp lights a disc: `LIT_PER_HEIGHT` times its
height, or `LIT_M` where the height is not known (a stated assumption, kept in the method sheet).

Public: `Light`, `lit_ground`, `lit_parts`.
"""

import geopandas as gpd
import numpy as np
import shapely

from maps.coverage.placing import Places
from maps.coverage.register import positive, texts

#: Radius of the ground lit by a lamp, in metres, where its height is not known.
LIT_M = 15.0
#: Radius of the lit ground over the height of the lamp.
LIT_PER_HEIGHT = 2.0


def lit_ground(lamps: gpd.GeoDataFrame | None) -> np.ndarray:
    """Return the discs of ground lit by the lamps that are on; object array of polygons."""
    if lamps is None or not len(lamps):
        return np.empty(0, object)
    points = np.asarray(lamps.geometry.values, object)
    on = ~np.isin(texts(lamps, "lamp_state"), ["off", "broken"]) & ~shapely.is_missing(points)
    height = positive(lamps, "height_m")
    radius = np.where(np.isnan(height), LIT_M, LIT_PER_HEIGHT * height)
    return shapely.buffer(points[on], radius[on], quad_segs=16)


class Light:
    """The lit ground of the street lights, indexed: what one footprint keeps of it is told at once.

    Parameters
    ----------
    lamps : GeoDataFrame or None
    """

    def __init__(self, lamps: gpd.GeoDataFrame | None) -> None:
        self.discs = lit_ground(lamps)
        self._tree = shapely.STRtree(self.discs)

    def left(self, ground: shapely.Geometry, x: float, y: float, infrared_m: float) -> shapely.Geometry:
        """Return what is left at night of a footprint.

        Parameters
        ----------
        ground : polygon or multipolygon
        x, y : float
            Of the camera.
        infrared_m : float
            Reach of its own infrared; 0 for none.
        """
        near = self.discs[self._tree.query(ground, predicate="intersects")]
        own = shapely.buffer(shapely.Point(x, y), infrared_m, quad_segs=90)
        if shapely.contains_properly(own, ground):
            return ground
        return shapely.intersection(ground, shapely.union_all([own, *near]))


def lit_parts(
    outlines: np.ndarray,
    areas: np.ndarray,
    cameras: gpd.GeoDataFrame,
    places: Places,
    lamps: gpd.GeoDataFrame | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what is left at night of footprints, and its area.

    Parameters
    ----------
    outlines : object array (n,)
        Footprints by day, None where there is none.
    areas : float64 array (n,)
        Their areas; NaN where there is none.
    cameras : GeoDataFrame (n)
        `ir_range_m` is read.
    places : Places
    lamps : GeoDataFrame or None
    """
    light = Light(lamps)
    there = np.flatnonzero(~shapely.is_missing(outlines))
    infrared = np.nan_to_num(positive(cameras, "ir_range_m"))
    night, left = outlines.copy(), areas.copy()
    for row in there.tolist():
        night[row] = light.left(outlines[row], places.x[row], places.y[row], infrared[row])
    left[there] = shapely.area(night[there])
    return night, left

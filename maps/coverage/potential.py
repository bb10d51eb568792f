"""What a PTZ camera could reach by turning: shown as potential, never counted as coverage.

A PTZ camera covers what its declared preset shows (`footprints`). Its potential is the ground in sight all round, as
far as `potential_range_m` says or, where that is missing, as far as its optics at the preset keep the class asked.

Public: `potential_reach_m`, `potential_ground`.
"""

import geopandas as gpd
import numpy as np
import shapely

from maps.coverage import optics
from maps.coverage.levels import Level, shapes
from maps.coverage.placing import place
from maps.coverage.register import positive, texts
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_polygons


def potential_reach_m(cameras: gpd.GeoDataFrame, px_per_m: float) -> np.ndarray:
    """Return how far each camera could reach by turning, metres (n,).

    NaN for cameras that do not turn and declare no potential, and where neither potential nor reach is known.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    px_per_m : float
        Class of the computed reach.
    """
    declared, turns = positive(cameras, "potential_range_m"), texts(cameras, "camera_type") == "ptz"
    ground = shapes(cameras, np.full(len(cameras), px_per_m), None, optics.DEFAULT_HFOV_DEG)
    known = turns & ~ground.never & (ground.level != Level.CLASS_DEFAULT.value)
    return np.where(np.isnan(declared), np.where(known, ground.range_m, np.nan), declared)


def potential_ground(cameras: gpd.GeoDataFrame, scene: Scene, px_per_m: float) -> np.ndarray:
    """Return the ground that cameras could reach by turning, cut by the buildings; object array (n,), None for none.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    scene : Scene
    px_per_m : float
    """
    reach = potential_reach_m(cameras, px_per_m)
    points = np.asarray(cameras.geometry.values, object)
    places = place(scene, shapely.get_x(points), shapely.get_y(points))
    rows = np.flatnonzero(~np.isnan(reach) & ~np.isnan(places.x) & ~places.inside)
    found = np.full(len(cameras), None, object)
    if len(rows):
        all_round = np.full(len(rows), 360.0)
        _areas, found[rows] = visible_polygons(
            scene, places.x[rows], places.y[rows], np.zeros(len(rows)), all_round, reach[rows]
        )
    return found

"""Compile the kernels once, so that the first map does not wait for it.

See `maps.warm`, which is run at set-up and by the window at its first start.
"""

import geopandas as gpd
import numpy as np
import shapely

from maps.coverage.depth import DepthGrid
from maps.coverage.footprints import footprints
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_areas
from maps.progress import Progress, no_progress


def compile_kernels(progress: Progress = no_progress) -> None:
    """Run each kernel on a scene of one building; compiled code is cached on disk."""
    scene = Scene.from_polygons(np.array([shapely.box(10, 10, 20, 20)], dtype=object))
    progress(0.3)
    cameras = gpd.GeoDataFrame(
        {"azimuth_deg": [45.0, 0.0], "hfov_deg": [60.0, 360.0], "range_m": [40.0, 30.0]},
        geometry=shapely.points([0.0, 9.9], [0.0, 15.0]),
    )
    found = footprints(cameras, scene)
    progress(0.8)
    visible_areas(scene, 0.0, 0.0, 45.0, 60.0, 40.0)
    grid = DepthGrid(
        (0.0, 0.0, 30.0, 30.0), zones=np.array([shapely.box(0.5, 0.5, 20.0, 20.0)], dtype=object)
    )
    grid.put_all(found.index, found.geometry)
    progress(1.0)

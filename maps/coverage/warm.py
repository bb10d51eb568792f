"""Compile the kernels once, so that the first map does not wait for it.

See `maps.warm`, which is run at set-up and by the window at its first start.
"""

import geopandas as gpd
import numpy as np
import shapely

from maps.coverage.footprints import footprints
from maps.coverage.levels import shapes
from maps.coverage.live import LiveCoverage
from maps.coverage.relief import Relief
from maps.coverage.scene import FEW, Scene
from maps.coverage.slabs import piece_areas
from maps.coverage.visibility import visible_areas, visible_polygons
from maps.progress import Progress, no_progress


def compile_kernels(progress: Progress = no_progress) -> None:
    """Run each kernel on two buildings; compiled code is cached on disk."""
    houses = np.array([shapely.box(10, 10, 20, 20), shapely.box(30, 10, 34, 20)], dtype=object)
    progress(0.02)
    scene = Scene.from_polygons(houses)
    many = np.zeros(FEW)  # enough of them to be put in order
    scene.contains(many, many)
    scene.nearest_facade(many, many, 100.0)
    progress(0.2)
    visible_polygons(scene, 0.0, 0.0, 45.0, 60.0, 40.0)
    visible_areas(scene, 0.0, 0.0, 45.0, 60.0, 40.0)
    progress(0.55)
    relief = Relief.from_buildings(houses, np.array([3.0, np.nan]))
    relief.visible(0.0, 0.0, 45.0, 60.0, 40.0, 5.0, 1.6)
    progress(0.85)
    cameras = gpd.GeoDataFrame(
        {"azimuth_deg": [45.0, 0.0], "hfov_deg": [60.0, 360.0], "range_m": [40.0, 30.0], "height_m": 5.0},
        geometry=shapely.points([0.0, 9.9], [0.0, 15.0]),
    )
    found = footprints(cameras, scene, relief=relief)
    live = LiveCoverage(scene, (0.0, 0.0, 30.0, 30.0), np.array([shapely.box(0.5, 0.5, 20.0, 20.0)], object))
    live.put_all(found.index, found.geometry)
    live.move(0, 0.0, 0.0, [45.0], shapes(cameras.iloc[:1], np.array([62.5]), None, 90.0))
    piece_areas(houses, houses, (np.array([0]), np.array([0])))
    progress(1.0)

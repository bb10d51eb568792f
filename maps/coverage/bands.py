"""The bands of detail inside the footprint of a camera, from the coarsest class to the finest.

Public: `bands`.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage.footprints import footprints
from maps.coverage.ladders import EN_2014, Ladder
from maps.coverage.scene import Scene


def bands(cameras: gpd.GeoDataFrame, scene: Scene, ladder: Ladder = EN_2014) -> gpd.GeoDataFrame:
    """Return the ground where each camera gives each class and no finer one, by day.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    scene : Scene
    ladder : Ladder

    Returns
    -------
    GeoDataFrame
        One row a camera and class, coarse to fine, with: camera (its index), class_name, px_per_m, geometry
        (the band; empty where the class has no ground of its own), range_m (where the class ends on the axis),
        state (`never_reached` is the thing to say in words), level. A camera whose reach is only declared has
        the same ground at every class: all of it is then in the finest band, and `level` tells.
    """
    tables, finer = [], np.full(len(cameras), shapely.Polygon(), object)
    for detail in reversed(ladder.classes):
        found = footprints(cameras, scene, px_per_m=detail.px_per_m)
        ground = found.geometry.to_numpy()
        ground = np.where(shapely.is_missing(ground), shapely.Polygon(), ground)
        columns = {"camera": found.index, "class_name": detail.name, "px_per_m": detail.px_per_m}
        table = found[["range_m", "state", "level"]].assign(
            **columns, geometry=shapely.difference(ground, finer)
        )
        tables.append(table)
        finer = shapely.union(finer, ground)
    rows = pd.concat(tables[::-1], ignore_index=True)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=cameras.crs)

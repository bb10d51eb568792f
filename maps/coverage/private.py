"""How much private ground each camera films: where a mask is to be asked for.

Public: `private_share`, `private_ground`.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely


def private_ground(land_use: gpd.GeoDataFrame) -> np.ndarray:
    """Return the outlines of land without public access; object array. Land of which it is not said is left out."""
    if "public_access" not in land_use:
        return np.empty(0, object)
    closed = np.array(
        [value is not None and not pd.isna(value) and not value for value in land_use["public_access"]], bool
    )
    return np.asarray(land_use.geometry.values, object)[closed]


def private_share(footprints: gpd.GeoDataFrame, private: np.ndarray) -> pd.Series:
    """Return the share (0-1) of each footprint on private ground; NaN where there is no footprint.

    Parameters
    ----------
    footprints : GeoDataFrame (n)
    private : object array of shapely polygons
        Outlines of private ground (they may overlap).
    """
    ground = footprints.geometry.to_numpy()
    there = np.flatnonzero(~shapely.is_missing(ground) & (shapely.area(ground) > 0.0))
    camera, land = shapely.STRtree(private).query(ground[there], predicate="intersects")
    share = np.full(len(ground), np.nan)
    share[there] = 0.0
    for i in np.unique(camera):
        row = there[i]
        closed = shapely.union_all(private[land[camera == i]])
        share[row] = shapely.area(shapely.intersection(ground[row], closed)) / shapely.area(ground[row])
    return pd.Series(share, index=footprints.index, name="private_share")

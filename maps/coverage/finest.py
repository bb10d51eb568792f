"""The finest class of detail that each camera reaches somewhere on the ground, on the ladder of the criteria.

Public: `finest_class`.
"""

import geopandas as gpd
import numpy as np
import pandas as pd

from maps.coverage import optics
from maps.coverage.ladders import EN_2014, Ladder
from maps.coverage.levels import Level, shapes

#: Where height and tilt are not known a class that ends nearer than this is not counted: it would lie below the camera,
#: as high as cameras are usually mounted.
LEAST_REACH_M = 3.0


def finest_class(
    cameras: gpd.GeoDataFrame, ladder: Ladder = EN_2014, default_hfov_deg: float = optics.DEFAULT_HFOV_DEG
) -> pd.Series:
    """Return the name of the finest class that each camera reaches, by its optics and without obstacles.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    ladder : Ladder
    default_hfov_deg : float
        Aperture of a camera of which it is not known.

    Returns
    -------
    Series of str, indexed like `cameras`
        None where the optics is not known (a declared range tells no density), or no class is reached.
    """
    found = np.full(len(cameras), None, object)
    for detail in ladder.classes:  # coarsest first: a finer one takes its place
        ground = shapes(cameras, np.full(len(cameras), detail.px_per_m), None, default_hfov_deg)
        whole = (ground.level == Level.OPTICS.value) & ~ground.never
        flat = (ground.level == Level.PIXELS.value) & (ground.range_m >= LEAST_REACH_M)
        found[whole | flat] = detail.name
    return pd.Series(found, index=cameras.index, dtype=object, name="finest_class")

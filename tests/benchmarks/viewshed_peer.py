"""GDAL's viewshed in its own process, for the system's Python (osgeo is not on PyPI as a wheel).

Reads a raster of obstacles and the viewpoints with their ranges in metres (npy) from the folder given on the command
line; prints as JSON the seconds of each viewpoint.
"""

import json
import sys
import time

import numpy as np
from osgeo import gdal


def seconds(band: gdal.Band, x: float, y: float, reach: float) -> float:
    """Time ViewshedGenerate in memory on one viewpoint, and the count of the cells seen."""
    start = time.perf_counter()
    seen = gdal.ViewshedGenerate(band, "MEM", "", [], x, y, 3.0, 0.0, 1, 0, 0, 0, 0.0, gdal.GVM_Edge, reach)
    area = np.count_nonzero(seen.ReadAsArray())  # of cells of one square metre
    took = time.perf_counter() - start
    if not area:
        raise SystemExit("nothing seen")
    return took


def main(folder: str) -> None:
    """Time every viewpoint."""
    heights = np.load(f"{folder}/heights.npy")
    views = np.load(f"{folder}/views.npy")
    west, north = np.load(f"{folder}/origin.npy")
    raster = gdal.GetDriverByName("MEM").Create("", heights.shape[1], heights.shape[0], 1, gdal.GDT_Float32)
    raster.SetGeoTransform([west, 1.0, 0.0, north, 0.0, -1.0])
    raster.GetRasterBand(1).WriteArray(heights)
    band = raster.GetRasterBand(1)
    print(json.dumps([seconds(band, *map(float, view)) for view in views]))  # noqa: T201


main(sys.argv[1])

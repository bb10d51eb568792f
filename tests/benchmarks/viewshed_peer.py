"""GDAL's viewshed in its own process, for the system's Python (osgeo is not on PyPI as a wheel).

Reads a JSON of a raster of obstacles (npy) and viewpoints from the command line; prints the seconds of each viewpoint.
"""

import json
import sys
import time

import numpy as np
from osgeo import gdal

REACH = 60.0


def main(folder: str) -> None:
    """Time ViewshedGenerate in memory on every viewpoint, and the count of the cells seen."""
    heights = np.load(f"{folder}/heights.npy")
    views = np.load(f"{folder}/views.npy")
    west, north = np.load(f"{folder}/origin.npy")
    raster = gdal.GetDriverByName("MEM").Create("", heights.shape[1], heights.shape[0], 1, gdal.GDT_Float32)
    raster.SetGeoTransform([west, 1.0, 0.0, north, 0.0, -1.0])
    raster.GetRasterBand(1).WriteArray(heights)
    band, took = raster.GetRasterBand(1), []
    for x, y in views:
        start = time.perf_counter()
        seen = gdal.ViewshedGenerate(
            band, "MEM", "", [], float(x), float(y), 3.0, 0.0, 1, 0, 0, 0, 0.0, gdal.GVM_Edge, REACH
        )
        area = np.count_nonzero(seen.ReadAsArray())  # of cells of one square metre
        took.append(time.perf_counter() - start)
        if not area:
            raise SystemExit("nothing seen")
    print(json.dumps(took))  # noqa: T201


main(sys.argv[1])

"""Write a grid as a GeoTIFF: tifffile lays the file, this module the three GeoTIFF tags."""

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from maps.io.atomic import atomic_file

PIXEL_SCALE, TIE_POINT, GEO_KEYS, NO_DATA_TAG = 33550, 33922, 34735, 42113
NO_DATA = -9999.0
#: GeoKey directory 1.1.0 with model type 1 (projected), raster type 1 (pixel is area), projected CRS, metre.
MODEL_TYPE, RASTER_TYPE, PROJECTED_CRS, LINEAR_UNIT, METRE = 1024, 1025, 3072, 3076, 9001


class Grid(Protocol):
    """Square cells of a projected system, row 0 the southern one; NaN where there is no value."""

    @property
    def values(self) -> NDArray[np.floating]: ...
    @property
    def cell_m(self) -> float: ...
    @property
    def bounds(self) -> tuple[float, float, float, float]: ...


def write_geotiff(path: Path, grid: Grid, epsg: int) -> None:
    """Write a single-band, north-up GeoTIFF of 32-bit floats, deflate compressed.

    Parameters
    ----------
    path : Path
        Replaced only when the whole file has been written; never where it is a project (see `atomic_file`).
    grid : Grid
        NaN becomes the no-data value -9999.
    epsg : int
        Code of a projected CRS in metres.

    Raises
    ------
    FileError
        EXISTS, DISK_FULL or NOT_WRITABLE.

    Notes
    -----
    OGC GeoTIFF 1.1 (19-008r4), clauses 7.1 and B.2.
    """
    import tifffile  # only exports need it

    kept = ((MODEL_TYPE, 1), (RASTER_TYPE, 1), (PROJECTED_CRS, epsg), (LINEAR_UNIT, METRE))
    keys = (1, 1, 0, len(kept), *(part for key, value in kept for part in (key, 0, 1, value)))
    west, _, _, north = grid.bounds
    tags = [
        (PIXEL_SCALE, "d", 3, (grid.cell_m, grid.cell_m, 0.0), True),
        (TIE_POINT, "d", 6, (0.0, 0.0, 0.0, west, north, 0.0), True),
        (GEO_KEYS, "H", len(keys), keys, True),
        (NO_DATA_TAG, "s", 0, f"{NO_DATA:g}", True),
    ]
    values = np.flipud(grid.values)
    band = np.where(np.isnan(values), NO_DATA, values).astype(np.float32)
    with atomic_file(path) as stream:
        tifffile.imwrite(
            tifffile.FileHandle(stream, name=path.name),
            band,
            photometric="minisblack",
            compression="zlib",
            extratags=tags,
            metadata=None,
        )

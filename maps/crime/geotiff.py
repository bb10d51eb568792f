"""Write a grid as a GeoTIFF: tifffile lays the file, this module the three GeoTIFF tags."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maps.errors import FileError, FileProblem

PIXEL_SCALE, TIE_POINT, GEO_KEYS, NO_DATA_TAG = 33550, 33922, 34735, 42113
NO_DATA = -9999.0
#: GeoKey directory 1.1.0 with model type 1 (projected), raster type 1 (pixel is area), projected CRS, metre.
MODEL_TYPE, RASTER_TYPE, PROJECTED_CRS, LINEAR_UNIT, METRE = 1024, 1025, 3072, 3076, 9001


def write_geotiff(
    path: Path, values: NDArray[np.floating], *, west: float, north: float, cell_m: float, epsg: int
) -> None:
    """Write a single-band, north-up GeoTIFF of 32-bit floats, deflate compressed.

    Parameters
    ----------
    path : Path
        Replaced only when the whole file has been written.
    values : ndarray (ny, nx)
        Row 0 is the northern one; NaN becomes the no-data value -9999.
    west, north : float
        Corner of the first cell, metres in the projected CRS.
    cell_m : float
    epsg : int
        Code of a projected CRS in metres.

    Raises
    ------
    FileError
        NOT_WRITABLE, with the operating system's reason.

    Notes
    -----
    OGC GeoTIFF 1.1 (19-008r4), clauses 7.1 and B.2.
    """
    import tifffile  # only exports need it

    keys = (
        1,
        1,
        0,
        4,
        MODEL_TYPE,
        0,
        1,
        1,
        RASTER_TYPE,
        0,
        1,
        1,
        PROJECTED_CRS,
        0,
        1,
        epsg,
        LINEAR_UNIT,
        0,
        1,
        METRE,
    )
    tags = [
        (PIXEL_SCALE, "d", 3, (cell_m, cell_m, 0.0), True),
        (TIE_POINT, "d", 6, (0.0, 0.0, 0.0, west, north, 0.0), True),
        (GEO_KEYS, "H", len(keys), keys, True),
        (NO_DATA_TAG, "s", 0, f"{NO_DATA:g}", True),
    ]
    band = np.where(np.isnan(values), NO_DATA, values).astype(np.float32)
    partial = path.with_name(f".{path.name}.part")
    try:
        tifffile.imwrite(
            partial, band, photometric="minisblack", compression="zlib", extratags=tags, metadata=None
        )
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise FileError(path, FileProblem.NOT_WRITABLE, error.strerror or "") from error

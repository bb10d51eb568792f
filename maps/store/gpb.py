"""GeoPackage geometry blobs: a header (magic, flags, srs, envelope) before plain WKB.

Source: OGC 12-128r18, GeoPackage Encoding Standard 1.3, clause 2.1.3.
"""

import math
import struct
from collections.abc import Sequence

import numpy as np
import shapely

_MAGIC = b"GP\x00"
_LITTLE_ENDIAN = 0x01
_XY_ENVELOPE = 0x02
_EMPTY = 0x10
_POINT_TYPE = 0
_LITTLE_POINT = b"\x01\x01\x00\x00\x00"
_DOUBLES_BY_CODE = (0, 4, 6, 6, 8, 0, 0, 0)

#: Header length in bytes for each value of the flags byte.
_HEADER_LENGTH = tuple(8 + 8 * _DOUBLES_BY_CODE[(flags >> 1) & 7] for flags in range(256))

_HEADER = np.dtype([("magic", "S3"), ("flags", "u1"), ("srs", "<i4"), ("envelope", "<f8", 4)])

Envelope = tuple[float, float, float, float]


def encode(geometries: np.ndarray, srs_id: int) -> list[bytes | None]:
    """Turn geometries into GeoPackage blobs.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Shapely geometries or None; a third coordinate is dropped.
    srs_id : int
        Row of `gpkg_spatial_ref_sys`.

    Returns
    -------
    list of bytes or None, length n
        Points carry no envelope (their coordinates are it), the rest an XY envelope.
    """
    flat = shapely.force_2d(geometries)
    bodies = shapely.to_wkb(flat, byte_order=1)
    bare = struct.pack("<3sBi", _MAGIC, _LITTLE_ENDIAN, srs_id)
    headers = _envelope_headers(flat, srs_id)
    size = _HEADER.itemsize
    is_point = shapely.get_type_id(flat) == _POINT_TYPE
    return [
        None if body is None else (bare if point else headers[i * size : (i + 1) * size]) + body
        for i, (body, point) in enumerate(zip(bodies.tolist(), is_point.tolist(), strict=True))
    ]


def _envelope_headers(geometries: np.ndarray, srs_id: int) -> bytes:
    headers = np.zeros(len(geometries), dtype=_HEADER)
    headers["magic"] = _MAGIC
    headers["flags"] = _LITTLE_ENDIAN | _XY_ENVELOPE
    headers["srs"] = srs_id
    headers["envelope"] = shapely.bounds(geometries)[:, [0, 2, 1, 3]]
    return headers.tobytes()


def decode(blobs: Sequence[bytes | None]) -> np.ndarray:
    """Turn GeoPackage blobs into shapely geometries.

    Returns
    -------
    ndarray of object, shape (n,)
        None where the blob is NULL, empty or cannot be read as WKB.
    """
    bodies = np.empty(len(blobs), dtype=object)
    bodies[:] = [None if not blob or len(blob) < 8 else blob[_HEADER_LENGTH[blob[3]] :] for blob in blobs]
    geometries = shapely.from_wkb(bodies, on_invalid="ignore")
    geometries[shapely.is_empty(geometries)] = None
    return geometries


def envelope(blob: bytes | None) -> Envelope | None:
    """Return (min x, max x, min y, max y) of a blob; None for NULL or empty.

    The two layouts written by this program are read from their bytes, any other
    (big endian, Z envelopes, no envelope: QGIS and others) through shapely.
    """
    if not blob or len(blob) < 8 or blob[3] & _EMPTY:
        return None
    flags = blob[3]
    if flags == _LITTLE_ENDIAN | _XY_ENVELOPE:
        return struct.unpack_from("<4d", blob, 8)
    if flags == _LITTLE_ENDIAN and blob[8:13] == _LITTLE_POINT:
        x, y = struct.unpack_from("<2d", blob, 13)
        return None if math.isnan(x) else (x, x, y, y)
    return _parsed_envelope(blob)


def _parsed_envelope(blob: bytes) -> Envelope | None:
    geometry = decode([blob])[0]
    if geometry is None:
        return None
    min_x, min_y, max_x, max_y = geometry.bounds
    return (min_x, max_x, min_y, max_y)

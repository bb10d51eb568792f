"""Write GeoJSON by RFC 7946, whole or not at all, with nothing that must not leave.

WGS 84 without a "crs" member, longitude first, seven decimals (about a centimetre), outer
rings anticlockwise, a "bbox" on the collection. Of a layer only the fields declared PUBLIC
are written: a whitelist, so that a field added tomorrow stays inside until somebody decides.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from maps import crs as systems
from maps.errors import CrsError, CrsProblem
from maps.io.atomic import atomic_file
from maps.schema.fields import Layer, Sensitivity

DECIMALS = 7
#: What GEOS writes now and then of a rounded number: 6.1187588999999996 for 6.1187589.
_LONG = re.compile(r"-?\d+\.\d{8,}")
_ID = "uid"
_CHUNK = 2_000
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

Columns = Mapping[str, Sequence[Any]]


def public_fields(layer: Layer) -> tuple[str, ...]:
    """Return the names of the fields of a layer that leave in an export, in declared order."""
    return tuple(f.name for f in layer.fields if f.sensitivity is Sensitivity.PUBLIC and f.name != _ID)


def write_geojson(
    path: str | Path,
    layer: Layer,
    features: Any,
    *,
    crs: systems.Crs = systems.WGS84,
    fields: Sequence[str] | None = None,
) -> int:
    """Write the rows of a layer.

    Parameters
    ----------
    path : str or Path
    layer : Layer
        Its PUBLIC fields become the properties of every feature, `uid` its "id".
    features : GeoDataFrame or iterable of dict
        Records hold "geometry" and field names; what the layer does not declare is left out.
    crs : int or str
        System of the geometries, unless a GeoDataFrame states its own.
    fields : sequence of str, optional
        The fields that leave, in place of the PUBLIC ones: the whitelist of an addressee.

    Returns
    -------
    int
        How many features were written.

    Raises
    ------
    FileError
        DISK_FULL or NOT_WRITABLE; a file already there is as it was.
    CrsError
        A position has no place in WGS 84.
    """
    named = public_fields(layer) if fields is None else tuple(name for name in fields if name != _ID)
    geometry, columns, crs = _taken_apart(features, (_ID, *named), crs)
    ids = columns.pop(_ID)
    return write_features(path, geometry, columns, ids=ids, crs=crs)


def write_features(
    path: str | Path,
    geometry: Sequence[Any],
    columns: Columns,
    *,
    ids: Sequence[Any] | None = None,
    crs: systems.Crs = systems.WGS84,
) -> int:
    """Write results that are no layer (footprints, density classes); see `write_geojson`.

    Parameters
    ----------
    geometry : sequence of shapely geometry or None, length n
    columns : mapping of str to sequence of length n
        The properties, all of them: the caller vouches for what leaves.
    ids : sequence, optional
        The "id" of each feature; None leaves it out.
    """
    shapes = prepared(geometry, crs)
    with atomic_file(path) as stream:
        stream.write(_head(shapes).encode())
        for start in range(0, len(shapes), _CHUNK):
            part = slice(start, start + _CHUNK)
            chosen = {name: list(column[part]) for name, column in columns.items()}
            texts = _features(shapes[part], chosen, None if ids is None else list(ids[part]))
            stream.write(
                ("," if start else "").encode() + ("\n" + ",\n".join(texts)).encode("utf-8", "replace")
            )
        stream.write(b"\n]}\n")
    return len(shapes)


def feature_collection(
    geometry: Sequence[Any], columns: Columns, *, crs: systems.Crs = systems.WGS84
) -> dict[str, Any]:
    """Return the same collection as Python data, for the web map."""
    shapes = prepared(geometry, crs)
    return json.loads(_head(shapes) + ",".join(_features(shapes, columns, None)) + "]}")


def prepared(geometry: Sequence[Any], crs: systems.Crs = systems.WGS84) -> NDArray[np.object_]:
    """Bring geometries to what RFC 7946 asks: WGS 84, two dimensions, rounded, wound rightly.

    Empty geometries become None. Raises CrsError where a position has no place in WGS 84.
    """
    shapes = np.empty(len(geometry), dtype=object)
    shapes[:] = list(geometry)
    shapes[shapely.is_empty(shapes)] = None
    shapes = systems.transform_geometries(shapes, crs, systems.WGS84)
    coordinates = shapely.get_coordinates(shapes)
    if not np.isfinite(coordinates).all():
        raise CrsError(str(crs), str(systems.WGS84), CrsProblem.OUTSIDE_DOMAIN)
    # Adding zero turns -0.0 into 0.0, which would be written "-0.0".
    return shapely.orient_polygons(shapely.set_coordinates(shapes, np.round(coordinates, DECIMALS) + 0.0))


def _taken_apart(
    features: Any, names: tuple[str, ...], crs: systems.Crs
) -> tuple[list[Any], dict[str, list[Any]], systems.Crs]:
    """Return geometries, whitelisted columns and their system."""
    if hasattr(features, "geometry") and hasattr(features, "crs"):
        own = features.crs.to_wkt() if features.crs is not None and features.crs.to_epsg() is None else None
        known = crs if features.crs is None else own or features.crs.to_epsg()
        columns = {name: _column(features, name) for name in names}
        return list(features.geometry), columns, known
    records: Iterable[Mapping[str, Any]] = list(features)
    columns = {name: [record.get(name) for record in records] for name in names}
    return [record.get("geometry") for record in records], columns, crs


def _column(frame: Any, name: str) -> list[Any]:
    """Return a column of a frame as Python values, None where it is missing."""
    if name not in frame.columns:
        return [None] * len(frame)
    series = frame[name]
    return list(series.astype(object).where(series.notna(), None))


def _head(shapes: NDArray[np.object_]) -> str:
    bounds = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
    bbox = f'"bbox":{_encode([float(v) for v in bounds])},' if np.isfinite(bounds).all() else ""
    return f'{{"type":"FeatureCollection",{bbox}"features":['


def _features(shapes: NDArray[np.object_], columns: Columns, ids: Sequence[Any] | None) -> list[str]:
    """Return each feature as text; the geometries are written by GEOS in one call."""
    names = list(columns)
    rows = (
        zip(*(map(_plain, column) for column in columns.values()), strict=True)
        if names
        else [()] * len(shapes)
    )
    texts = [text and _LONG.sub(_shortest, text) for text in shapely.to_geojson(shapes)]
    written = []
    for index, (text, row) in enumerate(zip(texts, rows, strict=True)):
        own = ids[index] if ids is not None else None
        identifier = "" if own is None else f'"id":{_encode(_plain(own))},'
        properties = _encode(dict(zip(names, row, strict=True)))
        written.append(
            f'{{"type":"Feature",{identifier}"geometry":{text or "null"},"properties":{properties}}}'
        )
    return written


def _shortest(number: re.Match[str]) -> str:
    """Return the shortest text of the same number: it was rounded before."""
    return repr(float(number[0]))


def _plain(value: Any) -> Any:
    """Return what JSON can hold: ISO dates, no NaN, no numpy."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if type(value).__name__ == "NAType":
        return None
    if isinstance(value, datetime):
        return None if value != value else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, list | tuple | set | np.ndarray):
        return [_plain(part) for part in value]
    return _plain(value.value) if hasattr(value, "value") else str(value)

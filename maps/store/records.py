"""Between records (dicts of Python values) and rows of the project file.

GeoPackage DATETIME has no local time: hours are written as they were given (civil time
of the place) under the obligatory Z, and come back without a zone; a zone that a value
carries is dropped, as `maps.schema.values` does: the hour stays the one that was written.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from maps.errors import InvalidValue, ValueProblem
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer
from maps.store import gpb

Record = dict[str, Any]


@dataclass
class Rows:
    """Rows of one layer, column by column.

    Attributes
    ----------
    fids : ndarray of int64, shape (n,)
        Keys, ascending.
    geometry : ndarray of object, shape (n,)
        Shapely geometries in the project CRS, or None.
    columns : dict of str to list
        Python values of each asked field, length n.
    """

    fids: np.ndarray
    geometry: np.ndarray
    columns: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fids)


def encode_column(declared: Field, values: Iterable[Any]) -> list[Any]:
    """Return what SQLite keeps for the Python values of a field; None and NaN become NULL."""
    encoder = _ENCODERS[declared.kind]
    return [None if value is None or _is_nan(value) else encoder(value) for value in values]


def _is_nan(value: Any) -> bool:
    """Tell NaN and NaT, which alone differ from themselves; a list never does."""
    return not isinstance(value, list | tuple | str | np.ndarray) and bool(value != value)


def decode_column(declared: Field, values: Sequence[Any]) -> list[Any]:
    """Return the Python values of a stored column.

    A value that another program wrote and that cannot be read comes back as None
    (`unreadable` finds them).
    """
    decoder = _DECODERS.get(declared.kind)
    if decoder is None:
        return list(values)
    if declared.kind in (FieldKind.CODES, FieldKind.BEARINGS):
        return _decoded_lists(decoder, values)
    return [None if value is None else _decoded(decoder, value) for value in values]


def _decoded_lists(decoder: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """Read each distinct JSON text once (a census repeats the same few); every row has its own list."""
    known = {raw: _decoded(decoder, raw) for raw in set(values) if raw is not None}
    found = [known.get(raw) for raw in values]
    return [None if each is None else list(each) for each in found]


def unreadable(declared: Field, values: Sequence[Any]) -> int:
    """Count the stored values of a column that cannot be read."""
    decoded = decode_column(declared, values)
    return sum(raw is not None and value is None for raw, value in zip(values, decoded, strict=True))


def encode_geometries(layer: Layer, geometries: Sequence[Any], epsg: int) -> list[bytes | None]:
    """Return the blobs of geometries, single parts promoted to what the layer holds.

    Raises
    ------
    InvalidValue
        A geometry is empty or of another type than the layer's.
    """
    array = np.empty(len(geometries), dtype=object)
    array[:] = list(geometries)
    _refuse(array, shapely.is_empty(array) & ~shapely.is_missing(array), ValueProblem.EMPTY_GEOMETRY)
    array = _promoted(array, layer.geometry)
    allowed = _TYPE_IDS.get(layer.geometry)
    if allowed is not None:
        kinds = shapely.get_type_id(array)
        _refuse(array, (kinds != allowed) & (kinds != -1), ValueProblem.WRONG_GEOMETRY_TYPE)
    return gpb.encode(array, epsg)


def _refuse(array: np.ndarray, wrong: np.ndarray, problem: ValueProblem) -> None:
    if wrong.any():
        raise InvalidValue("geometry", array[wrong][0], problem)


def _promoted(array: np.ndarray, kind: GeometryKind) -> np.ndarray:
    if kind not in _PROMOTIONS:
        return array
    single, make_multi = _PROMOTIONS[kind]
    where = np.flatnonzero(shapely.get_type_id(array) == single)
    if len(where):
        array[where] = make_multi(array[where], indices=np.arange(len(where)))
    return array


def checked_names(layer: Layer, names: Iterable[str]) -> list[str]:
    """Return field names in declared order; raise KeyError for one not declared."""
    wanted = set(names) - {"geometry"}
    unknown = wanted - set(layer.field_names)
    if unknown:
        raise KeyError(f"{layer.name}: {', '.join(sorted(unknown))}")
    return [name for name in layer.field_names if name in wanted]


def _decoded(decoder: Callable[[Any], Any], value: Any) -> Any:
    try:
        return decoder(value)
    except (ValueError, TypeError):
        return None


def _encode_date(value: date) -> str:
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def _encode_datetime(value: date) -> str:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _encode_list(item: Callable[[Any], Any]) -> Callable[[Iterable[Any]], str]:
    def encode(values: Iterable[Any]) -> str:
        if isinstance(values, str | bytes):
            raise TypeError(f"a list is needed, not {values!r}")
        return json.dumps([item(value) for value in values], ensure_ascii=False, separators=(",", ":"))

    return encode


def _decode_datetime(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _decode_list(item: type) -> Callable[[str], list[Any]]:
    def decode(text: str) -> list[Any]:
        values = json.loads(text)
        if not isinstance(values, list):
            raise ValueError(text)
        return [item(value) for value in values]

    return decode


_ENCODERS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.TEXT: str,
    FieldKind.CODE: str,
    FieldKind.INTEGER: int,
    FieldKind.REAL: float,
    FieldKind.BEARING: float,
    FieldKind.BOOLEAN: lambda value: int(bool(value)),
    FieldKind.DATE: _encode_date,
    FieldKind.DATETIME: _encode_datetime,
    FieldKind.CODES: _encode_list(str),
    FieldKind.BEARINGS: _encode_list(float),
}

_DECODERS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.BOOLEAN: bool,
    FieldKind.DATE: date.fromisoformat,
    FieldKind.DATETIME: _decode_datetime,
    FieldKind.CODES: _decode_list(str),
    FieldKind.BEARINGS: _decode_list(float),
}

_PROMOTIONS = {
    GeometryKind.LINE: (1, shapely.multilinestrings),
    GeometryKind.POLYGON: (3, shapely.multipolygons),
}
_TYPE_IDS = {GeometryKind.POINT: 0, GeometryKind.LINE: 5, GeometryKind.POLYGON: 6}

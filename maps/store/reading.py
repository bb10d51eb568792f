"""Reading rows of a layer, in bulk and by box."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

import apsw
import numpy as np
import shapely

from maps.schema.fields import GeometryKind, Layer
from maps.store import gpb
from maps.store.container import columns_of
from maps.store.records import Record, Rows, checked_names, decode_column
from maps.store.spatial_index import GEOMETRY_COLUMN, KEY_COLUMN, quoted, rtree_name

Bounds = tuple[float, float, float, float]

#: After reading so many rows the pages of the file are let go: they are not soon read again, and fill 64 MB.
MANY = 20_000
#: Rows decoded together: shapely and Python hold the interpreter meanwhile, and the window waits for it.
AT_ONCE = 2_000


def read_rows(
    db: apsw.Connection,
    layer: Layer,
    *,
    fids: Iterable[int] | None = None,
    fields: Iterable[str] | None = None,
    bbox: Bounds | None = None,
) -> Rows:
    """Return rows of a layer, ascending by key.

    Parameters
    ----------
    db : apsw.Connection
    layer : Layer
    fids : iterable of int, optional
        Only these keys; those that do not exist are left out.
    fields : iterable of str, optional
        Only these columns; all by default.
    bbox : (min x, min y, max x, max y), optional
        Only geometries whose bounds touch the box, edges included; project CRS.

    Raises
    ------
    KeyError
        A field is not declared.
    """
    names = list(layer.field_names) if fields is None else checked_names(layer, fields)
    present = columns_of(db, layer.name)
    if not present:
        return Rows(np.empty(0, np.int64), np.empty(0, object), {name: [] for name in names})
    where, values = _conditions(layer, fids, bbox)
    sql = f"SELECT {_selection(layer, names, present)} FROM {quoted(layer.name)}{where} ORDER BY {KEY_COLUMN}"
    rows = _all_rows(layer, names, db.execute(sql, values))
    if len(rows) >= MANY:
        db.release_memory()
    return rows if bbox is None else _touching(rows, bbox)


def read_parts(
    ask: Callable[[Callable[[apsw.Connection], Rows]], Rows],
    layer: Layer,
    fields: Iterable[str],
    size: int = MANY,
) -> Iterator[Rows]:
    """Return the rows of a layer some at a time, so that all of them are never in memory as they are stored.

    Parameters
    ----------
    ask : callable
        `ProjectFile.ask_aside`.
    layer : Layer
    fields : iterable of str
        The columns to read.
    size : int
        Rows of a part.
    """
    names, after = checked_names(layer, fields), -1
    while True:
        rows = ask(partial(_part, layer=layer, names=names, after=after, size=size))
        yield rows
        if len(rows) < size:
            return
        after = int(rows.fids[-1])


def count_rows(db: apsw.Connection, layer: Layer) -> int:
    """Return the number of rows of a layer; none where an older file lacks it."""
    counted: Any = 0
    if columns_of(db, layer.name):
        counted = db.execute(f"SELECT count(*) FROM {quoted(layer.name)}").get
    return int(counted)


def _part(db: apsw.Connection, layer: Layer, names: list[str], after: int, size: int) -> Rows:
    present = columns_of(db, layer.name)
    if not present:
        return _as_rows(layer, names, [])
    what = f"SELECT {_selection(layer, names, present)} FROM {quoted(layer.name)}"
    sql = f"{what} WHERE {KEY_COLUMN} > ? ORDER BY {KEY_COLUMN} LIMIT ?"
    rows = _all_rows(layer, names, db.execute(sql, (after, size)))
    if len(rows) < size:
        db.release_memory()
    return rows


def read_record(db: apsw.Connection, layer: Layer, fid: int) -> Record:
    """Return one row as a record with every declared field and its geometry.

    Raises
    ------
    KeyError
        There is no such row.
    """
    rows = read_rows(db, layer, fids=[fid])
    if not len(rows):
        raise KeyError(f"{layer.name}: {fid}")
    record = {name: values[0] for name, values in rows.columns.items()}
    return {**record, "geometry": rows.geometry[0]}


def _selection(layer: Layer, names: Iterable[str], present: Iterable[str]) -> str:
    """List the columns to read; one that an older file lacks reads as NULL."""
    known = set(present)
    geometry = "NULL" if layer.geometry is GeometryKind.NONE else GEOMETRY_COLUMN
    columns = [quoted(name) if name in known else "NULL" for name in names]
    return ", ".join([KEY_COLUMN, geometry, *columns])


def _conditions(layer: Layer, fids: Iterable[int] | None, bbox: Bounds | None) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if fids is not None:
        parts.append(f"{KEY_COLUMN} IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([int(fid) for fid in fids]))
    if bbox is not None:
        min_x, min_y, max_x, max_y = map(float, bbox)
        parts.append(_box_condition(layer))
        values += [max_x, min_x, max_y, min_y] if layer.geometry is not GeometryKind.NONE else []
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _box_condition(layer: Layer) -> str:
    if layer.geometry is GeometryKind.NONE:
        return "0"
    tree = quoted(rtree_name(layer.name))
    return (
        f"{KEY_COLUMN} IN (SELECT id FROM {tree} WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?)"
    )


def _all_rows(layer: Layer, names: list[str], cursor: Iterator[tuple[Any, ...]]) -> Rows:
    """Return what a cursor gives, decoded some rows at a time."""
    parts = [_as_rows(layer, names, list(islice(cursor, AT_ONCE)))]
    while len(parts[-1]) == AT_ONCE:
        parts.append(_as_rows(layer, names, list(islice(cursor, AT_ONCE))))
    if len(parts) == 1:
        return parts[0]
    columns = {name: list(chain.from_iterable(part.columns[name] for part in parts)) for name in names}
    fids, geometries = [part.fids for part in parts], [part.geometry for part in parts]
    return Rows(np.concatenate(fids), np.concatenate(geometries), columns)


def _as_rows(layer: Layer, names: list[str], fetched: list[tuple[Any, ...]]) -> Rows:
    if not fetched:
        return Rows(np.empty(0, np.int64), np.empty(0, object), {name: [] for name in names})
    fids, blobs, *columns = zip(*fetched, strict=True)
    decoded = {
        name: decode_column(layer.field(name), column) for name, column in zip(names, columns, strict=True)
    }
    return Rows(np.array(fids, np.int64), gpb.decode(blobs), decoded)


def _touching(rows: Rows, bbox: Bounds) -> Rows:
    """Drop what only the outward rounding of the R-tree (32-bit floats) let in."""
    min_x, min_y, max_x, max_y = bbox
    bounds = shapely.bounds(rows.geometry)
    keep = (
        (bounds[:, 0] <= max_x) & (bounds[:, 2] >= min_x) & (bounds[:, 1] <= max_y) & (bounds[:, 3] >= min_y)
    )
    if keep.all():
        return rows
    kept = np.flatnonzero(keep).tolist()
    columns = {name: [values[i] for i in kept] for name, values in rows.columns.items()}
    return Rows(rows.fids[keep], rows.geometry[keep], columns)

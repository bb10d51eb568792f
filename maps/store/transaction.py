"""One edit of the project: everything inside it is committed together or not at all."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import apsw

from maps.errors import InvalidValue, ValueProblem
from maps.schema.fields import GeometryKind, Layer
from maps.store import attachments, settings
from maps.store.records import Record, checked_names, encode_column, encode_geometries
from maps.store.spatial_index import (
    BULK_ROWS,
    GEOMETRY_COLUMN,
    KEY_COLUMN,
    quoted,
    resume_index,
    suspend_index,
)
from maps.store.undo import Change

_BATCH = 5000


class Transaction:
    """The edits made inside `ProjectFile.edit`.

    Attributes
    ----------
    last_change : Change or None
        What was committed; None until then.
    """

    def __init__(
        self, db: apsw.Connection, layers: Mapping[str, Layer], epsg: int, user: str, label: str, origin: str
    ) -> None:
        self._db, self._layers, self._epsg, self._user = db, layers, epsg, user
        self._label, self._origin = label, origin
        self._session = apsw.Session(db, "main")
        self._touched: dict[str, set[int]] = {}
        self._settings: set[str] = set()
        self._open = True
        self.last_change: Change | None = None

    def insert(self, layer: str, records: Iterable[Record]) -> list[int]:
        """Add records; a missing uid and who and when are filled in.

        Returns
        -------
        list of int
            Keys of the new rows, in the order of the records.

        Raises
        ------
        KeyError
            A field is not declared.
        InvalidValue
            Wrong or empty geometry, or a uid that another row has.
        """
        declared = self._touch(layer)
        stamp = self._stamp(declared, "created_by", "created_at")
        fids: list[int] = []
        for batch in _batches(records):
            fids += self._insert_batch(declared, [_completed(record, stamp) for record in batch])
        self._touched[layer].update(fids)
        return fids

    def _stamp(self, layer: Layer, who: str, when: str) -> Record:
        """Who and when, as far as the layer declares the fields."""
        known = {who: self._user or None, when: datetime.now()}
        return {name: value for name, value in known.items() if name in layer.field_names}

    def _insert_batch(self, layer: Layer, records: list[Record]) -> list[int]:
        names = checked_names(layer, set().union(*records))
        columns = [quoted(name) for name in names]
        values = self._encoded(layer, names, records)
        if layer.geometry is not GeometryKind.NONE:
            columns.append(GEOMETRY_COLUMN)
        sql = (
            f"INSERT INTO {quoted(layer.name)} ({', '.join(columns)}) "
            f"VALUES ({', '.join('?' * len(columns))}) RETURNING {KEY_COLUMN}"
        )
        bulk = layer.geometry is not GeometryKind.NONE and len(values) >= BULK_ROWS
        if bulk:
            suspend_index(self._db, layer.name)
        try:
            fids = [row[0] for row in self._db.executemany(sql, values)]
        except apsw.ConstraintError as error:
            raise InvalidValue("uid", layer.name, ValueProblem.DUPLICATE_CODE) from error
        if bulk:
            resume_index(self._db, layer.name, fids)
        return fids

    def _encoded(self, layer: Layer, names: list[str], records: list[Record]) -> list[tuple[Any, ...]]:
        fields = [layer.field(name) for name in names]
        columns = [encode_column(field, [record.get(field.name) for record in records]) for field in fields]
        geometries = [record.get("geometry") for record in records]
        if layer.geometry is not GeometryKind.NONE:
            columns.append(encode_geometries(layer, geometries, self._epsg))
        elif any(geometry is not None for geometry in geometries):
            raise InvalidValue("geometry", layer.name, ValueProblem.WRONG_GEOMETRY_TYPE)
        return list(zip(*columns, strict=True))

    def update(self, layer: str, fid: int, values: Mapping[str, Any]) -> None:
        """Change fields of one row; `values` may hold "geometry".

        Raises
        ------
        KeyError
            There is no such row, or a field is not declared.
        InvalidValue
            Wrong or empty geometry, or a uid that another row has.
        """
        self.update_many(layer, [(fid, values)])

    def update_many(self, layer: str, changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Change fields of several rows, given as (key, values); see `update`."""
        declared = self._touch(layer)
        stamp = self._stamp(declared, "updated_by", "updated_at")
        groups: dict[frozenset[str], list[tuple[int, Record]]] = {}
        for fid, values in changes:
            stamped = {**stamp, **values}
            groups.setdefault(frozenset(stamped), []).append((int(fid), stamped))
        for group in groups.values():
            self._update_group(declared, group)

    def _update_group(self, layer: Layer, group: list[tuple[int, Record]]) -> None:
        fids, records = [fid for fid, _ in group], [record for _, record in group]
        names = checked_names(layer, records[0])
        moved = "geometry" in records[0] and layer.geometry is not GeometryKind.NONE
        columns = [quoted(name) for name in names] + ([GEOMETRY_COLUMN] if moved else [])
        values = [row if moved else row[: len(names)] for row in self._encoded(layer, names, records)]
        sql = (
            f"UPDATE {quoted(layer.name)} SET {', '.join(f'{column} = ?' for column in columns)} "
            f"WHERE {KEY_COLUMN} = ? RETURNING {KEY_COLUMN}"
        )
        try:
            found = self._db.executemany(sql, [(*row, fid) for fid, row in zip(fids, values, strict=True)])
            updated = {row[0] for row in found}
        except apsw.ConstraintError as error:
            raise InvalidValue("uid", layer.name, ValueProblem.DUPLICATE_CODE) from error
        self._expect(layer, fids, updated)

    def delete(self, layer: str, fids: Iterable[int]) -> None:
        """Remove rows; raise KeyError where one does not exist."""
        declared = self._touch(layer)
        wanted = [int(fid) for fid in fids]
        attachments.forget_rows(self, self._db, layer, wanted)
        sql = f"DELETE FROM {quoted(layer)} WHERE {KEY_COLUMN} = ? RETURNING {KEY_COLUMN}"
        removed = {row[0] for row in self._db.executemany(sql, [(fid,) for fid in set(wanted)])}
        self._expect(declared, wanted, removed)

    def _expect(self, layer: Layer, wanted: list[int], done: set[int]) -> None:
        missing = set(wanted) - done
        if missing:
            raise KeyError(f"{layer.name}: {min(missing)}")
        self._touched[layer.name] |= done

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a JSON value in the project as part of this edit: an undo brings the former one back."""
        if not self._settings:
            self._session.attach("torrazzo_settings")
        self._settings.add(key)
        settings.write(self._db, key, value)

    def _touch(self, layer: str) -> Layer:
        """Start recording a layer the first time it is edited."""
        if not self._open:
            raise RuntimeError("the transaction is over")
        declared = self._layers[layer]
        if layer not in self._touched:
            self._session.attach(layer)
            self._touched[layer] = set()
        return declared

    def side(self, table: str, make: Callable[[apsw.Connection], None] | None = None) -> apsw.Connection:
        """Record a table that is no layer, made by `make` where it is not there; return the connection."""
        if not self._open:
            raise RuntimeError("the transaction is over")
        if make is not None:
            make(self._db)
        if table not in self._touched:
            self._session.attach(table)
            self._touched[table] = set()
        return self._db

    def touch(self, table: str, keys: Iterable[int]) -> None:
        """Tell which rows of a side table were changed."""
        self._touched[table].update(keys)

    def finish(self) -> tuple[Change, bytes]:
        """End the recording; return what was touched and the changeset (b"" for nothing)."""
        self._open = False
        changeset = self._session.changeset()
        self._session.close()
        ids = {layer: tuple(sorted(fids)) for layer, fids in self._touched.items() if fids}
        keys = tuple(sorted(self._settings)) if changeset else ()
        return Change(ids if changeset else {}, self._label, self._origin, keys), changeset

    def abandon(self) -> None:
        """End the recording; the owner rolls back."""
        self._open = False
        self._session.close()


def _batches(records: Iterable[Record]) -> Iterable[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _completed(record: Mapping[str, Any], stamp: Mapping[str, Any]) -> Record:
    """Fill uid, creator and time where the record does not tell them."""
    filled = {**stamp, **record}
    if not filled.get("uid"):
        filled["uid"] = str(uuid.uuid4())
    for name, value in stamp.items():
        if filled[name] is None:
            filled[name] = value
    return filled

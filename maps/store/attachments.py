"""Photographs and documents kept with a record, in the project file itself.

Source: OGC 18-000, GeoPackage Related Tables Extension, "media" relation: one table of media (`attachment`), for each
layer a table that ties rows to media (`attachment_camera`), registered so that other programs find them. The tables
are made with the first attachment. Every edit is undone like any other.

Public: `Document`, `Attachment`, `add`, `of`, `data`, `remove`, `describe`, `TABLE`.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import apsw

from maps.store.container import columns_of
from maps.store.spatial_index import quoted

if TYPE_CHECKING:
    from maps.store.project_file import ProjectFile
    from maps.store.transaction import Transaction

#: The table of media; in a `Change` the keys of its rows stand under this name.
TABLE = "attachment"

_MEDIA = f"""
CREATE TABLE {TABLE} (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, data BLOB NOT NULL, content_type TEXT NOT NULL,
  name TEXT NOT NULL, caption TEXT, width INTEGER, height INTEGER, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  taken_at DATETIME, added_at DATETIME NOT NULL, added_by TEXT, thumbnail BLOB);
CREATE TABLE IF NOT EXISTS gpkgext_relations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, base_table_name TEXT NOT NULL,
  base_primary_column TEXT NOT NULL DEFAULT 'id', related_table_name TEXT NOT NULL,
  related_primary_column TEXT NOT NULL DEFAULT 'id', relation_name TEXT NOT NULL,
  mapping_table_name TEXT NOT NULL UNIQUE);
"""
_EXTENSION = "INSERT OR IGNORE INTO gpkg_extensions VALUES (?,NULL,'gpkg_related_tables',?,'read-write')"
_STANDARD = "http://www.opengis.net/doc/IS/gpkg-rte/1.0"
_SHOWN = (
    "id, name, content_type, caption, width, height, size, sha256, taken_at, added_at, added_by, thumbnail"
)


@dataclass(frozen=True)
class Document:
    """A file ready to be kept; `maps.io.photos` makes it.

    Attributes
    ----------
    name : str
        File name.
    content_type : str
        "image/jpeg", "image/png" or "application/pdf".
    data : bytes
        Without personal data, for pictures.
    width, height : int
        As seen upright, pixels; 0 for a PDF.
    thumbnail : bytes
        JPEG of at most 256 pixels a side; b"" for a PDF.
    taken_at : datetime or None
        When the camera says that it was taken.
    """

    name: str
    content_type: str
    data: bytes
    width: int = 0
    height: int = 0
    thumbnail: bytes = b""
    taken_at: datetime | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of what is kept, by which the same file is known again."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Attachment:
    """One photograph or document, without its bytes.

    Attributes
    ----------
    id : int
    name, content_type, caption : str
    width, height : int
        Pixels; 0 for a document.
    size : int
        Bytes.
    sha256 : str
    taken_at : datetime or None
    added_at : datetime
    added_by : str
    thumbnail : bytes
    """

    id: int
    name: str
    content_type: str
    caption: str
    width: int
    height: int
    size: int
    sha256: str
    taken_at: datetime | None
    added_at: datetime
    added_by: str
    thumbnail: bytes

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at."""
        return self.content_type.startswith("image/")


def mapping_of(layer: str) -> str:
    """Return the name of the table that ties rows of a layer to media."""
    return f"{TABLE}_{layer}"


def add(file: "ProjectFile", layer: str, fid: int, documents: Sequence[Document], label: str) -> list[int]:
    """Keep documents with a record; those that it has already are left out.

    Returns
    -------
    list of int
        Keys of those added.

    Raises
    ------
    KeyError
        There is no such record.
    FileError, ProjectError
        See `ProjectFile.edit`.
    """
    file.record(layer, fid)
    known = {each.sha256 for each in of(file, layer, fid)}
    new = {each.digest: each for each in documents if each.digest not in known}
    added: list[int] = []
    if new:
        with file.edit(label, origin="window") as edit:
            db = edit.side(TABLE, lambda db: _ensure(db, layer))
            edit.side(mapping_of(layer))
            added = [_insert(db, file.user, each, digest) for digest, each in new.items()]
            db.executemany(
                f"INSERT INTO {mapping_of(layer)} VALUES (?,?)", [(int(fid), key) for key in added]
            )
            edit.touch(TABLE, added)
    return added


def _insert(db: apsw.Connection, user: str, document: Document, digest: str) -> int:
    taken = None if document.taken_at is None else document.taken_at.isoformat(timespec="seconds") + "Z"
    db.execute(
        f"INSERT INTO {TABLE} (data, content_type, name, width, height, size, sha256, taken_at, added_at, added_by, "
        "thumbnail) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            document.data,
            document.content_type,
            document.name,
            document.width or None,
            document.height or None,
            len(document.data),
            digest,
            taken,
            datetime.now().isoformat(timespec="milliseconds") + "Z",
            user or None,
            document.thumbnail or None,
        ),
    )
    return db.last_insert_rowid()


def of(file: "ProjectFile", layer: str, fid: int) -> list[Attachment]:
    """Return what is kept with a record, in the order in which it was added."""

    def read(db: apsw.Connection) -> list[Attachment]:
        if not columns_of(db, mapping_of(layer)):
            return []
        rows = db.execute(
            f"SELECT {_SHOWN} FROM {TABLE} WHERE id IN "
            f"(SELECT related_id FROM {mapping_of(layer)} WHERE base_id = ?) ORDER BY id",
            (int(fid),),
        )
        return [_attachment(*row) for row in rows]

    return file.ask(read)


def _attachment(key: int, name: str, kind: str, caption: str | None, *rest: Any) -> Attachment:
    width, height, size, digest, taken, added, user, small = rest
    moments = [
        None if text is None else datetime.fromisoformat(text).replace(tzinfo=None) for text in (taken, added)
    ]
    assert moments[1] is not None
    return Attachment(
        key,
        name,
        kind,
        caption or "",
        width or 0,
        height or 0,
        size,
        digest,
        moments[0],
        moments[1],
        user or "",
        small or b"",
    )


def data(file: "ProjectFile", key: int) -> bytes:
    """Return the bytes of an attachment; raise KeyError where there is none."""

    def read(db: apsw.Connection) -> bytes:
        row = db.execute(f"SELECT data FROM {TABLE} WHERE id = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return bytes(row[0])

    return file.ask(read)


def remove(file: "ProjectFile", layer: str, keys: Iterable[int], label: str) -> None:
    """Take attachments away from the records of a layer."""
    wanted = [int(key) for key in keys]
    with file.edit(label, origin="window") as edit:
        _take_away(edit, layer, wanted)


def describe(file: "ProjectFile", key: int, caption: str, label: str) -> None:
    """Give an attachment its caption."""
    with file.edit(label, origin="window") as edit:
        db = edit.side(TABLE)
        db.execute(f"UPDATE {TABLE} SET caption = ? WHERE id = ?", (caption.strip() or None, int(key)))
        edit.touch(TABLE, [int(key)])


def forget_rows(edit: "Transaction", db: apsw.Connection, layer: str, fids: Sequence[int]) -> None:
    """Take away the attachments of rows that are being deleted: an undo brings both back."""
    if not columns_of(db, mapping_of(layer)):
        return
    found = db.execute(
        f"SELECT related_id FROM {mapping_of(layer)} WHERE base_id IN (SELECT value FROM json_each(?))",
        (json.dumps([int(fid) for fid in fids]),),
    )
    keys = [row[0] for row in found]
    if keys:
        _take_away(edit, layer, keys)


def _take_away(edit: "Transaction", layer: str, keys: Sequence[int]) -> None:
    db = edit.side(TABLE)
    edit.side(mapping_of(layer))
    db.executemany(f"DELETE FROM {mapping_of(layer)} WHERE related_id = ?", [(key,) for key in keys])
    db.executemany(f"DELETE FROM {TABLE} WHERE id = ?", [(key,) for key in keys])
    edit.touch(TABLE, keys)


def _ensure(db: apsw.Connection, layer: str) -> None:
    """Make the tables that are not there yet and register them."""
    if not columns_of(db, TABLE):
        db.execute(_MEDIA)
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?,?,?,?)",
            (TABLE, "attributes", TABLE, "Foto e allegati"),
        )
        db.execute(_EXTENSION, ("gpkgext_relations", _STANDARD))
    mapping = mapping_of(layer)
    if columns_of(db, mapping):
        return
    db.execute(
        f"CREATE TABLE {quoted(mapping)} (base_id INTEGER NOT NULL, related_id INTEGER NOT NULL, "
        "PRIMARY KEY (base_id, related_id))"
    )
    db.execute(
        "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name, "
        "related_primary_column, relation_name, mapping_table_name) VALUES (?,'fid',?,'id','media',?)",
        (layer, TABLE, mapping),
    )
    db.execute(_EXTENSION, (mapping, _STANDARD))

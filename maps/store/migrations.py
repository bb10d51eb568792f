"""Versions of the project file's own tables, and the steps between them.

A file is brought up to date in one transaction when it is opened for writing. Layers and
fields that are merely declared anew need no step: `adopt_declarations` adds them.
"""

from collections.abc import Callable, Mapping

import apsw

from maps.schema.fields import Layer
from maps.store import export_log
from maps.store.container import adopt_declarations, columns_of
from maps.store.styles import write_styles

Step = Callable[[apsw.Connection], None]

_PROJECT_TABLES = """
CREATE TABLE torrazzo_settings (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE torrazzo_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, user TEXT NOT NULL, label TEXT NOT NULL,
  origin TEXT NOT NULL, counts TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE torrazzo_undo (
  id INTEGER PRIMARY KEY, size INTEGER NOT NULL, fids TEXT NOT NULL, changes BLOB NOT NULL);
"""


def _first_version(db: apsw.Connection) -> None:
    db.execute(_PROJECT_TABLES)
    definition = "Torrazzo: settings, history and undo records; no other program needs them"
    for table in ("torrazzo_settings", "torrazzo_history", "torrazzo_undo"):
        db.execute(
            "INSERT INTO gpkg_extensions VALUES (?,NULL,'torrazzo_project',?,'read-write')",
            (table, definition),
        )


def _second_version(db: apsw.Connection) -> None:
    db.execute(export_log.SCHEMA)
    definition = "Torrazzo: log of what was exported; no other program needs it"
    db.execute(
        "INSERT INTO gpkg_extensions VALUES (?,NULL,'torrazzo_project',?,'read-write')",
        (export_log.TABLE, definition),
    )


#: Step n brings a file from version n to n + 1; version 0 is a bare GeoPackage container.
STEPS: tuple[Step, ...] = (_first_version, _second_version)


def current_version() -> int:
    """Return the version that this program writes."""
    return len(STEPS)


def version_of(db: apsw.Connection) -> int | None:
    """Return the version of an open file; None where it is not a project."""
    if not columns_of(db, "torrazzo_settings"):
        return None
    row = db.execute("SELECT value FROM torrazzo_settings WHERE key = 'schema_version'").fetchone()
    return None if row is None else int(row[0])


def migrate(db: apsw.Connection, layers: Mapping[str, Layer], epsg: int) -> list[str]:
    """Bring an open file up to date, all or nothing.

    Returns
    -------
    list of str
        Layers and fields added, as "layer" or "layer.field".
    """
    with db:
        for step in STEPS[version_of(db) or 0 :]:
            step(db)
        db.execute("REPLACE INTO torrazzo_settings VALUES ('schema_version', ?)", (str(current_version()),))
        added = adopt_declarations(db, layers, epsg)
        write_styles(db, layers)
    return added

"""What left the project: who, when, what, for whom, with the digest of the file. Lines are added, never changed.

The log is no layer: no undo reaches it, and the table refuses by itself to change or lose a line.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw

from maps.store.container import columns_of

TABLE = "torrazzo_exports"
#: Of the second version of the project file.
SCHEMA = f"""
CREATE TABLE {TABLE} (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, user TEXT NOT NULL, what TEXT NOT NULL,
  profile TEXT NOT NULL, recipient TEXT NOT NULL, records INTEGER, file TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER {TABLE}_true BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""
_COLUMNS = "at, user, what, profile, recipient, records, file, sha256"
_LONGEST = 500


@dataclass(frozen=True)
class Export:
    """What was written.

    Attributes
    ----------
    what : str
        Name of a layer, or of a result or a document ("web_map", "sheet").
    path : Path
        The file, as it was written; only its name is kept.
    records : int or None
        Rows, zones or pages in it.
    profile : str
        Name of the export profile; "" where none was chosen.
    recipient : str
        The addressee, an office.
    """

    what: str
    path: Path
    records: int | None = None
    profile: str = ""
    recipient: str = ""


@dataclass(frozen=True)
class ExportEntry:
    """A line of the log.

    Attributes
    ----------
    at : datetime
        With the zone of this machine.
    user, what, profile, recipient : str
    records : int or None
    file : str
        Name without its folder.
    sha256 : str
        Of the whole file, 64 hexadecimal digits.
    """

    at: datetime
    user: str
    what: str
    profile: str
    recipient: str
    records: int | None
    file: str
    sha256: str


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def append(db: apsw.Connection, export: Export, user: str, digest: str) -> None:
    """Add a line to the log."""
    values = (
        datetime.now(UTC).isoformat(timespec="seconds"),
        user,
        export.what,
        export.profile,
        export.recipient[:_LONGEST],
        export.records,
        export.path.name,
        digest,
    )
    db.execute(f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", values)


def read(db: apsw.Connection) -> list[ExportEntry]:
    """Return the log, newest first; a file of the first version, opened to read, has none."""
    if not columns_of(db, TABLE):
        return []
    rows = db.execute(f"SELECT {_COLUMNS} FROM {TABLE} ORDER BY id DESC")
    return [ExportEntry(datetime.fromisoformat(at).astimezone(), *rest) for at, *rest in rows]

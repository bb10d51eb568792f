"""JSON values kept in the project file under a key."""

import json
from typing import Any

import apsw


def read(db: apsw.Connection, key: str, default: Any = None) -> Any:
    """Return the value of a key, or the default where it was never set."""
    row = db.execute("SELECT value FROM torrazzo_settings WHERE key = ?", (key,)).fetchone()
    return default if row is None else json.loads(row[0])


def write(db: apsw.Connection, key: str, value: Any) -> None:
    """Keep a JSON value under a key."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    db.execute("REPLACE INTO torrazzo_settings VALUES (?, ?)", (key, text))


def bump_revision(db: apsw.Connection) -> None:
    """Count one more committed change, so that a backup knows whether it is of today."""
    write(db, "revision", read(db, "revision", 0) + 1)

"""The projects opened before, kept in the user's settings."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

_KEY, _MOST = "recent", 8


def load() -> list[dict[str, Any]]:
    """Return the recent projects, the latest first: path, name, detail, at."""
    try:
        found = json.loads(str(QSettings().value(_KEY, "[]")))
    except ValueError:
        return []
    return [entry for entry in found if isinstance(entry, dict) and "path" in entry]


def remember(path: Path, name: str, detail: str, at: dt.datetime) -> None:
    """Put a project on top of the list."""
    others = [entry for entry in load() if entry["path"] != str(path)]
    entry = {"path": str(path), "name": name, "detail": detail, "at": at.isoformat(timespec="seconds")}
    QSettings().setValue(_KEY, json.dumps([entry, *others][:_MOST]))


def forget(path: Path) -> None:
    """Take a project off the list."""
    QSettings().setValue(_KEY, json.dumps([entry for entry in load() if entry["path"] != str(path)]))

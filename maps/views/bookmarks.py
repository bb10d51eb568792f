"""Bookmarks: views of the map with a name, kept in the project file, in the order in which they were made."""

from dataclasses import dataclass
from typing import Any

from maps.errors import InvalidValue, ValueProblem
from maps.views.scenes import Bounds, Settings, extent_of

SETTING = "bookmarks"
LONGEST_NAME = 80
MOST = 200


@dataclass(frozen=True)
class Bookmark:
    """A named extent.

    Attributes
    ----------
    name : str
        Unique in its project.
    extent : tuple of float
        (min x, min y, max x, max y) in the project's metric system, metres.
    """

    name: str
    extent: Bounds


def read_bookmarks(file: Settings) -> list[Bookmark]:
    """Return the bookmarks in their order; entries that another program has spoilt are passed over."""
    kept = file.setting(SETTING, [])
    found: dict[str, Bookmark] = {}
    for entry in kept if isinstance(kept, list) else []:
        made = _from_json(entry)
        if made is not None:
            found.setdefault(made.name, made)
    return list(found.values())


def _from_json(entry: Any) -> Bookmark | None:
    if not isinstance(entry, dict) or not str(entry.get("name") or "").strip():
        return None
    try:
        return Bookmark(str(entry["name"])[:LONGEST_NAME], extent_of(entry.get("extent")))
    except InvalidValue:
        return None


def keep_bookmark(file: Settings, bookmark: Bookmark) -> None:
    """Keep a bookmark; one of the same name takes the new extent.

    Raises
    ------
    InvalidValue
        No name (REQUIRED), a name that is too long (TOO_LONG), or too many bookmarks (ABOVE_MAXIMUM).
    """
    name = bookmark.name.strip()
    if not name:
        raise InvalidValue("Nome", bookmark.name, ValueProblem.REQUIRED)
    made = Bookmark(name[:LONGEST_NAME], extent_of(bookmark.extent))
    others = read_bookmarks(file)
    if made.name in [each.name for each in others]:
        _write(file, [made if each.name == made.name else each for each in others])
        return
    if len(others) >= MOST:
        raise InvalidValue("Segnalibri", len(others) + 1, ValueProblem.ABOVE_MAXIMUM)
    _write(file, [*others, made])


def rename_bookmark(file: Settings, before: str, name: str) -> None:
    """Give a bookmark another name.

    Raises
    ------
    InvalidValue
        REQUIRED, or DUPLICATE_CODE where another has that name.
    """
    name = name.strip()[:LONGEST_NAME]
    bookmarks = read_bookmarks(file)
    if not name:
        raise InvalidValue("Nome", name, ValueProblem.REQUIRED)
    if name != before and name in [each.name for each in bookmarks]:
        raise InvalidValue("Nome", name, ValueProblem.DUPLICATE_CODE)
    _write(file, [Bookmark(name, each.extent) if each.name == before else each for each in bookmarks])


def drop_bookmark(file: Settings, name: str) -> None:
    """Take a bookmark away."""
    _write(file, [each for each in read_bookmarks(file) if each.name != name])


def _write(file: Settings, bookmarks: list[Bookmark]) -> None:
    file.set_setting(SETTING, [{"name": each.name, "extent": list(each.extent)} for each in bookmarks])

"""What each edit did, kept in the file with the edit itself, so that it can be undone.

Changes are recorded by SQLite's session extension; undoing applies the inverse, and the
R-tree follows through its triggers.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import apsw

from maps.store.spatial_index import BULK_ROWS, has_index, resume_index, suspend_index

#: Edits that can be undone, and the bytes that their records may take in the file.
MAX_RECORDS = 200
MAX_BYTES = 128 * 1024 * 1024

_WORTH_COMPRESSING = 16 * 1024
_PLAIN, _DEFLATED = b"\x00", b"\x01"
#: Mark of a setting among the layers of an undo record.
_SETTING = "setting:"


@dataclass(frozen=True)
class Change:
    """What a committed edit, undo or redo touched.

    Attributes
    ----------
    layer_ids : dict of str to tuple of int
        Keys of the rows added, changed or removed, by layer.
    label : str
        Name of the edit, as given by who made it.
    origin : str
        Who made it ("" where not said); "undo" and "redo" for these.
    settings : tuple of str
        Keys of the settings changed as part of the edit.
    """

    layer_ids: dict[str, tuple[int, ...]]
    label: str
    origin: str = ""
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class HistoryEntry:
    """One edit in the history of the project.

    Attributes
    ----------
    at : datetime
        With the zone of this machine.
    user, label : str
    counts : dict of str to int
        Rows touched, by layer.
    undone : bool
    key : int
        By which `ProjectFile.undo` and `redo` know it.
    kept : bool
        It can still be undone or redone: its record is in the file.
    """

    at: datetime
    user: str
    label: str
    counts: dict[str, int]
    undone: bool
    key: int = 0
    kept: bool = True


def record(db: apsw.Connection, change: Change, user: str, changeset: bytes | None) -> None:
    """Write an edit into the history, drop what could be redone, and prune.

    Without a changeset no undo goes behind the edit: what was done before stays too.
    """
    db.execute("DELETE FROM torrazzo_undo WHERE id > ?", (_last_done(db),))
    counts = {layer: len(fids) for layer, fids in change.layer_ids.items()}
    db.execute(
        "INSERT INTO torrazzo_history (at, user, label, origin, counts) VALUES (?,?,?,?,?)",
        (
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            user,
            change.label,
            change.origin,
            _json(counts),
        ),
    )
    if changeset is None:
        db.execute("DELETE FROM torrazzo_undo")
        return
    packed = _packed(changeset)
    runs: dict[str, list[list[int]]] = {layer: _runs(fids) for layer, fids in change.layer_ids.items()}
    runs |= {_SETTING + key: [] for key in change.settings}
    db.execute(
        "INSERT INTO torrazzo_undo VALUES (?,?,?,?)",
        (db.last_insert_rowid(), len(packed), _json(runs), packed),
    )
    _prune(db, len(packed))


def _last_done(db: apsw.Connection) -> int:
    """Key of the newest edit that is not undone; 0 where there is none."""
    newest: Any = db.execute("SELECT max(id) FROM torrazzo_history WHERE undone = 0").get
    return newest or 0


def _prune(db: apsw.Connection, newest_size: int) -> None:
    """Keep the newest records within the limits, always the last; the history stays.

    Sizes are only summed after a record above the average that the limits allow: records
    below it can never pass the limit by themselves, and summing takes half a millisecond.
    """
    db.execute(
        "DELETE FROM torrazzo_undo WHERE id <= "
        "(SELECT id FROM torrazzo_undo ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (MAX_RECORDS,),
    )
    if newest_size > MAX_BYTES // MAX_RECORDS:
        db.execute(
            "DELETE FROM torrazzo_undo WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER newest AS n, "
            "sum(size) OVER newest AS total FROM torrazzo_undo WINDOW newest AS (ORDER BY id DESC)) "
            "WHERE n > 1 AND total > ?)",
            (MAX_BYTES,),
        )


_NEXT = {
    "undo": "SELECT max(u.id) FROM torrazzo_undo u JOIN torrazzo_history h USING (id) WHERE h.undone = 0",
    "redo": "SELECT min(u.id) FROM torrazzo_undo u JOIN torrazzo_history h USING (id) WHERE h.undone = 1",
}


def next_label(db: apsw.Connection, direction: str) -> str | None:
    """Return the name of the edit that "undo" or "redo" would take; None where none."""
    row = db.execute(f"SELECT label FROM torrazzo_history WHERE id = ({_NEXT[direction]})").fetchone()
    return None if row is None else row[0]


def step(db: apsw.Connection, direction: str) -> Change | None:
    """Undo or redo one edit inside the caller's transaction.

    Returns
    -------
    Change or None
        None where there is nothing to undo or redo.

    Raises
    ------
    apsw.AbortError
        The rows are no longer as the edit left them (another program changed them).
    """
    row = db.execute(
        "SELECT u.id, h.label, u.fids, u.changes FROM torrazzo_undo u JOIN torrazzo_history h USING (id) "
        f"WHERE u.id = ({_NEXT[direction]})"
    ).fetchone()
    if row is None:
        return None
    key, label, fids, packed = row
    flags = apsw.SQLITE_CHANGESETAPPLY_INVERT if direction == "undo" else 0
    touched = json.loads(fids)
    keys = tuple(name.removeprefix(_SETTING) for name in touched if name.startswith(_SETTING))
    rows = {name: _spread(runs) for name, runs in touched.items() if not name.startswith(_SETTING)}
    change = Change(rows, label, direction, keys)
    bulk = [layer for layer, touched in change.layer_ids.items() if _is_bulk(db, layer, touched)]
    for layer in bulk:
        suspend_index(db, layer)
    apsw.Changeset.apply(_unpacked(packed), db, flags=flags)
    for layer in bulk:
        resume_index(db, layer, change.layer_ids[layer])
    db.execute("UPDATE torrazzo_history SET undone = ? WHERE id = ?", (direction == "undo", key))
    return change


def steps(db: apsw.Connection, direction: str, until: int | None = None) -> Change | None:
    """Undo or redo one edit, or every one back or up to the edit `until` of the history, this one included.

    Returns
    -------
    Change or None
        All that changed, under the name of the last step; None where there was nothing to do.
    """
    if until is None:
        return step(db, direction)
    done = direction == "undo"
    total: Change | None = None
    while db.execute("SELECT 1 FROM torrazzo_history WHERE id = ? AND undone != ?", (until, done)).fetchone():
        change = step(db, direction)
        if change is None:
            break
        total = change if total is None else _together(total, change)
    return total


def _together(first: Change, second: Change) -> Change:
    names = {*first.layer_ids, *second.layer_ids}
    ids = {
        name: tuple(sorted({*first.layer_ids.get(name, ()), *second.layer_ids.get(name, ())}))
        for name in names
    }
    keys = tuple(sorted({*first.settings, *second.settings}))
    return Change(ids, second.label, second.origin, keys)


def _is_bulk(db: apsw.Connection, layer: str, touched: tuple[int, ...]) -> bool:
    return len(touched) >= BULK_ROWS and has_index(db, layer)


def history(db: apsw.Connection, limit: int) -> list[HistoryEntry]:
    """Return the last edits, newest first."""
    rows = db.execute(
        "SELECT h.at, h.user, h.label, h.counts, h.undone, h.id, u.id IS NOT NULL FROM torrazzo_history h "
        "LEFT JOIN torrazzo_undo u USING (id) ORDER BY h.id DESC LIMIT ?",
        (limit,),
    )
    return [
        HistoryEntry(
            datetime.fromisoformat(at).astimezone(),
            user,
            label,
            json.loads(counts),
            bool(undone),
            key,
            bool(kept),
        )
        for at, user, label, counts, undone, key, kept in rows
    ]


def _packed(changeset: bytes) -> bytes:
    if len(changeset) < _WORTH_COMPRESSING:
        return _PLAIN + changeset
    return _DEFLATED + zlib.compress(changeset, 1)


def _unpacked(packed: bytes) -> bytes:
    return zlib.decompress(packed[1:]) if packed[:1] == _DEFLATED else packed[1:]


def _runs(fids: Iterable[int]) -> list[list[int]]:
    """Return sorted keys as [first, count] runs: an import takes two numbers."""
    ordered = sorted(fids)
    starts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if b != a + 1)]
    ends = [*starts[1:], len(ordered)]
    return [[ordered[start], end - start] for start, end in zip(starts, ends, strict=True)]


def _spread(runs: Iterable[Iterable[int]]) -> tuple[int, ...]:
    return tuple(fid for first, count in runs for fid in range(first, first + count))


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, separators=(",", ":"))

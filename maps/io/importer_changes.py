"""Compare a plan with what the project holds: added, changed, unchanged."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from maps.io.plan import ImportPlan, ImportRow
from maps.schema import GeometryKind, layer
from maps.schema.checks import confirmed_direction, settled
from maps.store import ProjectFile

#: Geometries that differ by less are the same (metres).
SAME_PLACE_M = 0.001


@dataclass
class Changes:
    """What an import does to a layer.

    Attributes
    ----------
    added : list of dict
        New records.
    changed : list of (int, dict)
        Key of the row and the values that differ.
    unchanged : int
    """

    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0


def find_changes(project: ProjectFile, plan: ImportPlan) -> Changes:
    """Match the accepted rows with the project's by uid, then by code, and compare them.

    An empty cell never erases a value: an office that leaves a column blank says nothing.
    """
    matches = _match(project, plan)
    stored = _stored(project, plan, sorted({fid for fid in matches if fid is not None}))
    changes = Changes()
    for row, fid in zip(plan.accepted, matches, strict=True):
        if fid is None:
            changes.added.append(_new_record(row, plan))
            continue
        record = _confirmed(row.record, stored[fid]) if plan.layer == "camera" else row.record
        values = _differences(record, stored[fid])
        if values:
            changes.changed.append((fid, values))
        else:
            changes.unchanged += 1
    return changes


def _match(project: ProjectFile, plan: ImportPlan) -> list[int | None]:
    """Return the key of the row that each accepted row is about, None for a new one."""
    if not project.count(plan.layer):
        return [None] * len(plan.accepted)
    rows = project.rows(plan.layer, fields=["uid", "code"])
    fids = [int(fid) for fid in rows.fids]
    by_uid = dict(zip(rows.columns["uid"], fids, strict=True))
    by_code = {code: fid for code, fid in zip(rows.columns["code"], fids, strict=True) if code}
    matched: set[int] = set()
    out: list[int | None] = []
    for row in plan.accepted:
        fid = by_uid.get(row.record.get("uid"))
        if fid is None and row.record.get("code"):
            fid = by_code.get(row.record["code"])
        out.append(None if fid in matched else fid)
        if fid is not None:
            matched.add(fid)
    return out


def _stored(project: ProjectFile, plan: ImportPlan, fids: list[int]) -> dict[int, dict[str, Any]]:
    """Return the stored records of the rows that the file is about."""
    if not fids:
        return {}
    names = [name for name in layer(plan.layer).field_names if name in _touched(plan)]
    rows = project.rows(plan.layer, fids=fids, fields=names)
    geometry = rows.geometry if len(rows.geometry) else np.full(len(rows.fids), None, dtype=object)
    return {
        int(fid): {"geometry": geometry[i], **{name: rows.columns[name][i] for name in names}}
        for i, fid in enumerate(rows.fids)
    }


def _touched(plan: ImportPlan) -> set[str]:
    return {name for row in plan.accepted for name in row.record}


def _new_record(row: ImportRow, plan: ImportPlan) -> dict[str, Any]:
    """Return the record to add; a source that the file does not tell is the file itself."""
    record = dict(row.record)
    record.setdefault("source", plan.path.name)
    if layer(plan.layer).geometry is GeometryKind.NONE:
        record.pop("geometry", None)
    return record


def _confirmed(record: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """Return a record without the doubt on its direction where somebody has confirmed the same text before."""
    told = record.get("remarks") or ""
    confirmed = confirmed_direction(told)
    kept = (stored.get("remarks") or "").split("; ")
    if confirmed == told or not set(confirmed.split("; ")) - set(told.split("; ")) <= set(kept):
        return record
    record = {**record, "remarks": confirmed}
    if settled({**stored, **record}):
        record.pop("record_state", None)
    if set(confirmed.split("; ")) <= set(kept):
        record.pop("remarks")  # what was written beside it stays
    return record


def _differences(record: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    found = {
        name: value
        for name, value in record.items()
        if name not in ("geometry", "uid") and value is not None and not _same(value, stored.get(name))
    }
    geometry = record.get("geometry")
    if geometry is not None and not _same_geometry(geometry, stored["geometry"]):
        found["geometry"] = geometry
    return found


def _same(new: Any, old: Any) -> bool:
    if isinstance(new, float) and isinstance(old, int | float):
        return math.isclose(new, old, rel_tol=1e-9, abs_tol=1e-9)
    return bool(new == old)


def _same_geometry(new: Any, old: Any) -> bool:
    if old is None:
        return False
    if new.geom_type != old.geom_type and old.geom_type == f"Multi{new.geom_type}":
        new = type(old)([new])
    return bool(shapely.equals_exact(new, old, tolerance=SAME_PLACE_M))

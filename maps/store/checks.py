"""Is an open file a whole, sound project?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import apsw

from maps.schema.fields import GeometryKind, Layer
from maps.store import gpb
from maps.store.container import APPLICATION_ID, columns_of
from maps.store.records import unreadable
from maps.store.spatial_index import GEOMETRY_COLUMN, quoted, rtree_name

REQUIRED_TABLES = (
    "gpkg_spatial_ref_sys",
    "gpkg_contents",
    "gpkg_geometry_columns",
    "gpkg_extensions",
    "torrazzo_settings",
    "torrazzo_history",
    "torrazzo_undo",
    "project_area",
)


class CheckProblem(Enum):
    """What a check found."""

    PAGES = "pages"
    NOT_GEOPACKAGE = "not_geopackage"
    TABLE_MISSING = "table_missing"
    SPATIAL_INDEX = "spatial_index"
    UNREADABLE_GEOMETRY = "unreadable_geometry"
    UNREADABLE_VALUE = "unreadable_value"


@dataclass(frozen=True)
class Finding:
    """One problem of the file.

    Attributes
    ----------
    problem : CheckProblem
    where : str
        Table, or table.field.
    detail : str
        What SQLite says, or how many.
    """

    problem: CheckProblem
    where: str = ""
    detail: str = ""


def quick_findings(db: apsw.Connection) -> list[Finding]:
    """Check pages and structure, fast enough for each opening."""
    findings = [
        Finding(CheckProblem.PAGES, detail=text)
        for (text,) in db.execute("PRAGMA quick_check(10)")
        if text != "ok"
    ]
    db.release_memory()
    if db.execute("PRAGMA application_id").get != APPLICATION_ID:
        findings.append(Finding(CheckProblem.NOT_GEOPACKAGE))
    missing = [table for table in REQUIRED_TABLES if not columns_of(db, table)]
    return findings + [Finding(CheckProblem.TABLE_MISSING, table) for table in missing]


def all_findings(db: apsw.Connection, layers: Mapping[str, Layer]) -> list[Finding]:
    """Check everything: pages, indexes, R-trees, every geometry and value."""
    findings = quick_findings(db)
    for (text,) in db.execute("PRAGMA integrity_check(10)"):
        if text != "ok":
            findings.append(Finding(CheckProblem.PAGES, detail=text))
    for layer in layers.values():
        if columns_of(db, layer.name):
            findings += _geometry_findings(db, layer) + _value_findings(db, layer)
    return list(dict.fromkeys(findings))


def _geometry_findings(db: apsw.Connection, layer: Layer) -> list[Finding]:
    if layer.geometry is GeometryKind.NONE:
        return []
    findings = []
    verdict = str(db.execute("SELECT rtreecheck('main', ?)", (rtree_name(layer.name),)).get)
    tree = {row[0] for row in db.execute(f"SELECT id FROM {quoted(rtree_name(layer.name))}")}
    rows: list[Any] = db.execute(
        f"SELECT fid, {GEOMETRY_COLUMN} FROM {quoted(layer.name)} WHERE {GEOMETRY_COLUMN} NOTNULL"
    ).fetchall()
    geometries = gpb.decode([blob for _fid, blob in rows])
    bad = sum(geometry is None for geometry in geometries)
    if bad:
        findings.append(Finding(CheckProblem.UNREADABLE_GEOMETRY, layer.name, str(bad)))
    indexed = {fid for fid, blob in rows if gpb.envelope(blob) is not None}
    if verdict != "ok" or tree != indexed:
        findings.append(Finding(CheckProblem.SPATIAL_INDEX, layer.name, "" if verdict == "ok" else verdict))
    return findings


def _value_findings(db: apsw.Connection, layer: Layer) -> list[Finding]:
    present = columns_of(db, layer.name)
    findings = []
    for field in layer.fields:
        if field.name in present:
            sql = f"SELECT {quoted(field.name)} FROM {quoted(layer.name)} WHERE {quoted(field.name)} NOTNULL"
            bad = unreadable(field, [row[0] for row in db.execute(sql)])
            if bad:
                findings.append(
                    Finding(CheckProblem.UNREADABLE_VALUE, f"{layer.name}.{field.name}", str(bad))
                )
    return findings

"""The R-tree of a layer: GeoPackage's extension, kept exact by seven triggers.

Source: OGC 12-128r18, annex F.3, with the triggers of GeoPackage 1.4, which replaced
`update1` and `update3` to survive an upsert.
"""

import json
import struct
from collections.abc import Iterable

import apsw

GEOMETRY_COLUMN = "geom"
KEY_COLUMN = "fid"

#: Rows of one layer from which it pays to index them together.
BULK_ROWS = 1000

_RTREE_DEFINITION = "http://www.geopackage.org/spec120/#extension_rtree"

# {t} table, {i} key; the box of the new geometry is {box}.
_BOX = "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
_NEW_SET = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
_OLD_SET = "(OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))"
_NEW_UNSET = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_OLD_UNSET = "(OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))"

_TRIGGERS = {
    "insert": (
        f"AFTER INSERT ON {{t}} WHEN {_NEW_SET} BEGIN "
        f"INSERT OR REPLACE INTO {{r}} VALUES (NEW.fid, {_BOX}); END"
    ),
    "update2": (
        f"AFTER UPDATE OF geom ON {{t}} WHEN OLD.fid = NEW.fid AND {_NEW_UNSET} BEGIN "
        "DELETE FROM {r} WHERE id = OLD.fid; END"
    ),
    "update4": (
        f"AFTER UPDATE ON {{t}} WHEN OLD.fid != NEW.fid AND {_NEW_UNSET} BEGIN "
        "DELETE FROM {r} WHERE id IN (OLD.fid, NEW.fid); END"
    ),
    "update5": (
        f"AFTER UPDATE ON {{t}} WHEN OLD.fid != NEW.fid AND {_NEW_SET} BEGIN "
        f"DELETE FROM {{r}} WHERE id = OLD.fid; INSERT OR REPLACE INTO {{r}} VALUES (NEW.fid, {_BOX}); END"
    ),
    "update6": (
        f"AFTER UPDATE OF geom ON {{t}} WHEN OLD.fid = NEW.fid AND {_NEW_SET} AND {_OLD_SET} BEGIN "
        "UPDATE {r} SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), "
        "miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END"
    ),
    "update7": (
        f"AFTER UPDATE OF geom ON {{t}} WHEN OLD.fid = NEW.fid AND {_NEW_SET} AND {_OLD_UNSET} BEGIN "
        f"INSERT INTO {{r}} VALUES (NEW.fid, {_BOX}); END"
    ),
    "delete": ("AFTER DELETE ON {t} WHEN OLD.geom NOT NULL BEGIN DELETE FROM {r} WHERE id = OLD.fid; END"),
}


def quoted(name: str) -> str:
    """Return an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def rtree_name(layer: str) -> str:
    """Return the name of the R-tree of a layer."""
    return f"rtree_{layer}_{GEOMETRY_COLUMN}"


def create_index(db: apsw.Connection, layer: str) -> None:
    """Create the R-tree of a layer with its triggers, and register it."""
    name = rtree_name(layer)
    db.execute(f"CREATE VIRTUAL TABLE {quoted(name)} USING rtree(id, minx, maxx, miny, maxy)")
    _create_triggers(db, layer)
    db.execute(
        "INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)",
        (layer, GEOMETRY_COLUMN, "gpkg_rtree_index", _RTREE_DEFINITION, "write-only"),
    )


def _create_triggers(db: apsw.Connection, layer: str) -> None:
    name = rtree_name(layer)
    for suffix, body in _TRIGGERS.items():
        trigger = body.format(t=quoted(layer), r=quoted(name))
        db.execute(f"CREATE TRIGGER {quoted(f'{name}_{suffix}')} {trigger}")


def has_index(db: apsw.Connection, layer: str) -> bool:
    """Tell whether a layer has an R-tree (those without geometry have none)."""
    sql = "SELECT count(*) FROM sqlite_schema WHERE name = ?"
    return bool(db.execute(sql, (rtree_name(layer),)).get)


def suspend_index(db: apsw.Connection, layer: str) -> None:
    """Stop following the rows of a layer, until `resume_index` in the same transaction."""
    for suffix in _TRIGGERS:
        db.execute(f"DROP TRIGGER IF EXISTS {quoted(f'{rtree_name(layer)}_{suffix}')}")


def resume_index(db: apsw.Connection, layer: str, fids: Iterable[int]) -> None:
    """Index anew the rows touched while suspended, and follow the layer again.

    Row by row through the triggers, thousands of rows take three times as long.
    """
    name, keys = quoted(rtree_name(layer)), json.dumps(list(fids))
    db.execute(f"DELETE FROM {name} WHERE id IN (SELECT value FROM json_each(?))", (keys,))
    box = _BOX.replace("NEW.", "")
    db.execute(
        f"INSERT INTO {name} SELECT {KEY_COLUMN}, {box} FROM {quoted(layer)} "
        f"WHERE {KEY_COLUMN} IN (SELECT value FROM json_each(?)) AND {_NEW_SET.replace('NEW.', '')}",
        (keys,),
    )
    _create_triggers(db, layer)


def index_bounds(db: apsw.Connection, layer: str) -> tuple[float | None, ...]:
    """Return the bounds (min x, min y, max x, max y) of a layer from the root node of its R-tree.

    The root holds at most some fifty boxes whatever the number of rows, so this costs
    the same for ten rows and a million; its 32-bit floats are rounded outwards.
    """
    root = db.execute(f"SELECT data FROM {quoted(rtree_name(layer) + '_node')} WHERE nodeno = 1").fetchone()
    if root is None:
        return (None,) * 4
    (count,) = struct.unpack_from(">H", root[0], 2)
    cells = list(struct.iter_unpack(">q4f", root[0][4 : 4 + 24 * count]))
    if not cells:
        return (None,) * 4
    _ids, min_x, max_x, min_y, max_y = zip(*cells, strict=True)
    return (min(min_x), min(min_y), max(max_x), max(max_y))

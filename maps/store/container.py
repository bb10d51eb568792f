"""The GeoPackage container: its system tables, one table per declared layer, the R-tree.

Source: OGC 12-128r18 (GeoPackage 1.3) with the R-tree triggers of version 1.4, which
replaced `update1` and `update3` to survive an upsert.
"""

import struct
from collections.abc import Iterable, Mapping

import apsw

from maps.crs import WGS84, crs_label, crs_wkt
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300
GEOMETRY_COLUMN = "geom"
KEY_COLUMN = "fid"

_TYPES = {
    FieldKind.INTEGER: "INTEGER",
    FieldKind.REAL: "REAL",
    FieldKind.BEARING: "REAL",
    FieldKind.BOOLEAN: "BOOLEAN",
    FieldKind.DATE: "DATE",
    FieldKind.DATETIME: "DATETIME",
}

_SYSTEM_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

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


def create_container(db: apsw.Connection, epsg: int) -> None:
    """Write the GeoPackage marks, system tables and reference systems."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {USER_VERSION}")
    db.execute(_SYSTEM_TABLES)
    rows = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
        *((crs_label(code), code, "EPSG", code, crs_wkt(code), None) for code in {WGS84, epsg}),
    ]
    db.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", rows)


def create_layer(db: apsw.Connection, layer: Layer, epsg: int) -> None:
    """Create the table of a declared layer, its indexes, R-tree and registrations."""
    columns = [f"{KEY_COLUMN} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    spatial = layer.geometry is not GeometryKind.NONE
    if spatial:
        columns.append(f"{GEOMETRY_COLUMN} {layer.geometry.value}")
    columns += [_column(field) for field in layer.fields]
    db.execute(f"CREATE TABLE {quoted(layer.name)} ({', '.join(columns)})")
    _index_keys(db, layer)
    _register(db, layer, epsg)
    if spatial:
        _create_rtree(db, layer.name)


def _column(field: Field) -> str:
    return f"{quoted(field.name)} {_TYPES.get(field.kind, 'TEXT')}"


def _index_keys(db: apsw.Connection, layer: Layer) -> None:
    table = quoted(layer.name)
    if "uid" in layer.field_names:
        db.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {quoted(layer.name + '_uid')} ON {table} (uid)")
    if "code" in layer.field_names:
        db.execute(f"CREATE INDEX IF NOT EXISTS {quoted(layer.name + '_code')} ON {table} (code)")


def _register(db: apsw.Connection, layer: Layer, epsg: int) -> None:
    spatial = layer.geometry is not GeometryKind.NONE
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?,?,?,?,?)",
        (
            layer.name,
            "features" if spatial else "attributes",
            layer.name,
            layer.plural,
            epsg if spatial else None,
        ),
    )
    if spatial:
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)",
            (layer.name, GEOMETRY_COLUMN, layer.geometry.value, epsg),
        )


def _create_rtree(db: apsw.Connection, layer: str) -> None:
    name = rtree_name(layer)
    db.execute(f"CREATE VIRTUAL TABLE {quoted(name)} USING rtree(id, minx, maxx, miny, maxy)")
    for suffix, body in _TRIGGERS.items():
        trigger = body.format(t=quoted(layer), r=quoted(name))
        db.execute(f"CREATE TRIGGER {quoted(f'{name}_{suffix}')} {trigger}")
    db.execute(
        "INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)",
        (layer, GEOMETRY_COLUMN, "gpkg_rtree_index", _RTREE_DEFINITION, "write-only"),
    )


def columns_of(db: apsw.Connection, table: str) -> tuple[str, ...]:
    """Return the column names of a table; () where there is no such table."""
    return tuple(row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def adopt_declarations(db: apsw.Connection, layers: Mapping[str, Layer], epsg: int) -> list[str]:
    """Add the layers and fields declared since the file was written.

    Returns
    -------
    list of str
        "layer" or "layer.field" for each addition. Columns no longer declared stay.
    """
    added = []
    for layer in layers.values():
        present = columns_of(db, layer.name)
        if not present:
            create_layer(db, layer, epsg)
            added.append(layer.name)
            continue
        missing = [field for field in layer.fields if field.name not in present]
        for field in missing:
            db.execute(f"ALTER TABLE {quoted(layer.name)} ADD COLUMN {_column(field)}")
        if missing:
            _index_keys(db, layer)
        added += [f"{layer.name}.{field.name}" for field in missing]
    return added


def touch_contents(db: apsw.Connection, layers: Iterable[Layer]) -> None:
    """Record the time of change and the bounds of layers in `gpkg_contents`."""
    for layer in layers:
        bounds = (None,) * 4 if layer.geometry is GeometryKind.NONE else _bounds(db, layer.name)
        db.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'), "
            "min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*bounds, layer.name),
        )


def _bounds(db: apsw.Connection, layer: str) -> tuple[float | None, ...]:
    """Bounds (min x, min y, max x, max y) of a layer from the root node of its R-tree.

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

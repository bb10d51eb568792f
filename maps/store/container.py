"""The GeoPackage container: its system tables and one table per declared layer.

Source: OGC 12-128r18 (GeoPackage 1.3).
"""

from collections.abc import Iterable, Mapping

import apsw

from maps.crs import WGS84, crs_label, crs_wkt
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer
from maps.store.spatial_index import GEOMETRY_COLUMN, KEY_COLUMN, create_index, index_bounds, quoted

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300

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
        create_index(db, layer.name)


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
        bounds = (None,) * 4 if layer.geometry is GeometryKind.NONE else index_bounds(db, layer.name)
        db.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'), "
            "min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*bounds, layer.name),
        )

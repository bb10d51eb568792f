"""The `layer_styles` table that QGIS reads: a style for each drawable layer."""

from collections.abc import Mapping

import apsw

from maps.schema.fields import Layer

_TABLE = """
CREATE TABLE IF NOT EXISTS layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""


def write_styles(db: apsw.Connection, layers: Mapping[str, Layer]) -> None:
    """Add a style for each drawable layer that has none; a style made by hand stays."""
    db.execute(_TABLE)

"""The `layer_styles` table that QGIS reads: a style for each drawable layer.

Colours are those of the map on light ground. Styles are QML, QGIS's own format, with
the symbol parts that every QGIS since 3.20 reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import apsw

from maps.schema.fields import GeometryKind, Layer
from maps.store.container import columns_of
from maps.store.spatial_index import GEOMETRY_COLUMN

_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""


@dataclass(frozen=True)
class Look:
    """How a layer is drawn.

    Attributes
    ----------
    fill, line : str
        "#RRGGBB", or "" for none.
    width : float
        Outline or line width, millimetres.
    size : float
        Marker size, millimetres.
    marker : str
        QGIS marker name.
    hatch : float or None
        Angle of a hatch in the outline's colour, degrees.
    dashed : bool
    """

    fill: str = ""
    line: str = "#4E545B"
    width: float = 0.26
    size: float = 2.6
    marker: str = "circle"
    hatch: float | None = None
    dashed: bool = False


_DEFAULT = Look(fill="#DBDAD6")

_LOOKS = {
    "project_area": Look(line="#7A818A", width=0.4, dashed=True),
    "analysis_zone": Look(line="#4A4D52", width=0.4, dashed=True),
    "obstacle": Look(fill="#DBDAD6", line="#B9B7B2", width=0.1),
    "road": Look(line="#FFFFFF", width=0.8),
    "land_use": Look(fill="#E1E8DA", line="#CBD6C0", width=0.1),
    "camera": Look(fill="#14599B", line="#FFFFFF", width=0.3, size=3.2),
    "offence": Look(fill="#F03B20", line="#FFFFFF", width=0.1, size=1.6),
    "degraded_area": Look(line="#7B3294", width=0.5, hatch=45),
    "abandoned_building": Look(fill="#8A4300", line="#1B1E22", width=0.45, hatch=135, marker="square"),
    "street_light": Look(fill="#FECC5C", line="#8A4300", width=0.15, size=1.6),
    "report": Look(fill="#FD8D3C", line="#FFFFFF", width=0.2, size=2.2, marker="diamond"),
    "dump_site": Look(fill="#8C6D31", line="#FFFFFF", width=0.2, size=2.6, marker="triangle"),
    "sensitive_place": Look(fill="#CFE5D4", line="#117733", width=0.4, size=3, marker="pentagon"),
}


def write_styles(db: apsw.Connection, layers: Mapping[str, Layer]) -> None:
    """Add a style for each drawable layer that has none; a style made by hand stays."""
    if not columns_of(db, "layer_styles"):
        db.execute(_TABLE)
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Stili per QGIS')"
        )
    styled = {row[0] for row in db.execute("SELECT f_table_name FROM layer_styles")}
    rows = [
        (layer.name, GEOMETRY_COLUMN, layer.plural[:30], qml(layer), layer.plural)
        for layer in layers.values()
        if layer.name not in styled and layer.geometry is not GeometryKind.NONE
    ]
    db.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '')",
        rows,
    )


def qml(layer: Layer) -> str:
    """Return the QGIS style of a layer as a QML document.

    A layer of points and outlines (GeometryKind.ANY) carries its polygon symbol; QGIS
    gives the other geometries its own default.
    """
    look = _LOOKS.get(layer.name, _DEFAULT)
    kind, parts = _SYMBOLS[layer.geometry]
    symbol = f'<symbol type="{kind}" name="0" alpha="1" clip_to_extent="1">{"".join(parts(look))}</symbol>'
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22.0" styleCategories="Symbology">'
        '<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">'
        f"<symbols>{symbol}</symbols><rotation/><sizescale/></renderer-v2>"
        "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode></qgis>"
    )


def _marker(look: Look) -> list[str]:
    options = {
        "name": look.marker,
        "color": _rgba(look.fill or "#FFFFFF"),
        "outline_color": _rgba(look.line),
        "outline_style": "solid",
        "outline_width": str(look.width),
        "outline_width_unit": "MM",
        "size": str(look.size),
        "size_unit": "MM",
    }
    return [_part("SimpleMarker", options)]


def _stroke(look: Look) -> list[str]:
    """Return a line, white ones over a darker casing so that they show on white."""
    casing = [_line("#7A818A", look.width + 0.3)] if look.line == "#FFFFFF" else []
    return [*casing, _line(look.line, look.width)]


def _line(colour: str, width: float) -> str:
    options = {
        "line_color": _rgba(colour),
        "line_width": str(width),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }
    return _part("SimpleLine", options)


def _area(look: Look) -> list[str]:
    filled = bool(look.fill) and look.hatch is None
    base = _part(
        "SimpleFill",
        {
            "color": _rgba(look.fill or "#FFFFFF"),
            "style": "solid" if filled else "no",
            "outline_color": _rgba(look.line),
            "outline_style": "dash" if look.dashed else "solid",
            "outline_width": str(look.width),
            "outline_width_unit": "MM",
        },
    )
    return [base] if look.hatch is None else [_hatch(look), base]


def _hatch(look: Look) -> str:
    options = {
        "angle": str(look.hatch),
        "distance": "2",
        "distance_unit": "MM",
        "color": _rgba(look.line),
        "line_width": "0.26",
        "line_width_unit": "MM",
    }
    lines = f'<symbol type="line" name="@0@0" alpha="1" clip_to_extent="1">{_line(look.line, 0.26)}</symbol>'
    return _part("LinePatternFill", options, lines)


def _part(kind: str, options: Mapping[str, str], inner: str = "") -> str:
    listed = "".join(
        f'<Option type="QString" name="{escape(name)}" value="{escape(value)}"/>'
        for name, value in options.items()
    )
    head = f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
    return f'{head}<Option type="Map">{listed}</Option>{inner}</layer>'


def _rgba(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour[1:])
    return f"{red},{green},{blue},255"


_SYMBOLS = {
    GeometryKind.POINT: ("marker", _marker),
    GeometryKind.LINE: ("line", _stroke),
    GeometryKind.POLYGON: ("fill", _area),
    GeometryKind.ANY: ("fill", _area),
}

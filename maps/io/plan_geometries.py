"""Place the rows of a geographic file: its geometries in the project's system, mended."""

import re
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.crs import is_geographic, transform_geometries
from maps.errors import CrsError, ValueProblem
from maps.io.crs_guess import area_box
from maps.io.plan import Request, RowWarning
from maps.io.plan_positions import Coordinates, Placement, normal_crs, settle_crs, source_box
from maps.io.tables import Table
from maps.schema.fields import GeometryKind, Layer
from maps.schema.values import is_empty

_HEXADECIMAL = re.compile(r"0[01][0-9a-fA-F]{16,}")
#: A mended polygon smaller than this was a line (square metres).
_NO_SURFACE_M2 = 0.01
#: shapely type ids: point 0, line 1, ring 2, polygon 3, multi 4-6, collection 7.
_ALLOWED = {
    GeometryKind.POINT: (0, 4),
    GeometryKind.LINE: (1, 2, 5),
    GeometryKind.POLYGON: (3, 6),
    GeometryKind.ANY: (0, 3, 4, 6),
}


def place_geometries(table: Table, target: Layer, mapping: dict[str, str], request: Request) -> Placement:
    """Place rows by their own geometries (or by a WKT column).

    Heights are dropped, polygons mended, other types than the layer's refused.
    """
    box = area_box(request.bounds) if request.bounds else None
    shapes, unread = _shapes(table, mapping)
    shapes = shapely.force_2d(shapes)
    placed = Placement(np.full(len(shapes), None, dtype=object), shapely.is_missing(shapes) & ~unread)
    written = _written(shapes)
    placed.refuse(unread, ValueProblem.INVALID_GEOMETRY, "geometry", written)
    _refuse_empty_and_strange(placed, shapes, target, written)
    found = _middles(shapes, written, placed)
    given, stated = normal_crs(request.crs), _stated_crs(table.crs, found)
    found.degrees = found.degrees and not stated
    if not settle_crs(placed, given, stated, found, request, box) or placed.crs is None:
        return placed
    shapes = _in_place(placed, shapes, found, request, box)
    keep = _rows(placed, shapes)
    shapes[keep] = transform_geometries(shapes[keep], placed.crs, request.epsg)
    _refuse_outside(placed, shapes, keep, box, written)
    keep = _rows(placed, shapes)
    placed.geometry[keep] = _mended(placed, shapes, keep, target)[keep]
    placed.geometry[list(placed.refusals)] = None
    return placed


def _shapes(table: Table, mapping: dict[str, str]) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Return the geometries as read, and which of them are written but cannot be read."""
    if table.geometry is not None:
        shapes = table.geometry.copy()
        return shapes, np.zeros(len(shapes), dtype=bool)
    cells = table.column(mapping["wkt"])
    texts = np.array([None if is_empty(cell) else _bare_wkt(str(cell)) for cell in cells], dtype=object)
    shapes = _from_wkt(texts)
    return shapes, shapely.is_missing(shapes) & np.array([text is not None for text in texts], dtype=bool)


def _from_wkt(texts: NDArray[np.object_]) -> NDArray[np.object_]:
    told = next((text for text in texts if text), "")
    if _HEXADECIMAL.fullmatch(told):  # what PostGIS writes for a geometry column
        return shapely.from_wkb(
            [text if text and len(text) % 2 == 0 else None for text in texts], on_invalid="ignore"
        )
    try:
        return shapely.from_wkt(texts, on_invalid="ignore")
    except NotImplementedError:  # one curve refuses the whole array
        return np.array([_one_from_wkt(text) for text in texts], dtype=object)


def _one_from_wkt(text: str | None) -> Any:
    try:
        return shapely.from_wkt(text, on_invalid="ignore")
    except NotImplementedError:
        return None


def _bare_wkt(text: str) -> str:
    """Drop the "SRID=3003;" that databases put before WKT."""
    head, mark, rest = text.partition(";")
    return rest if mark and head.strip().upper().startswith("SRID=") else text


def _written(shapes: NDArray[np.object_]) -> list[str]:
    """Return a word on each geometry for the person who must find it."""
    return ["" if shape is None else shape.geom_type for shape in shapes]


def _refuse_empty_and_strange(
    placed: Placement, shapes: NDArray[np.object_], target: Layer, written: list[str]
) -> None:
    kinds = shapely.get_type_id(shapes)
    told = kinds >= 0
    empty = told & shapely.is_empty(shapes)
    placed.refuse(empty & (kinds == 7), ValueProblem.INVALID_GEOMETRY, "geometry", written)
    placed.refuse(empty, ValueProblem.EMPTY_GEOMETRY, "geometry", written)
    wrong = told & ~np.isin(kinds, _ALLOWED[target.geometry]) & ~_is_nest_of(shapes, kinds, target)
    if target.geometry is GeometryKind.POINT:
        wrong |= (kinds == 4) & (shapely.get_num_geometries(shapes) > 1)
    placed.refuse(wrong, ValueProblem.WRONG_GEOMETRY_TYPE, "geometry", written)
    bounds = shapely.bounds(shapes)
    placed.refuse(
        told & ~empty & ~np.isfinite(bounds).all(axis=1), ValueProblem.BAD_COORDINATES, "geometry", written
    )


def _is_nest_of(shapes: NDArray[np.object_], kinds: NDArray[np.int32], target: Layer) -> NDArray[np.bool_]:
    """Tell which collections hold nothing but polygons (or lines) that the layer takes."""
    out = np.zeros(len(shapes), dtype=bool)
    for row in np.flatnonzero(kinds == 7):
        inner = shapely.get_type_id(shapely.get_parts(shapes[row]))
        allowed = set(_ALLOWED[target.geometry]) - {0, 4}
        out[row] = len(inner) > 0 and set(inner.tolist()) <= allowed
    return out


def _middles(shapes: NDArray[np.object_], written: list[str], placed: Placement) -> Coordinates:
    """Return the middle of each geometry's rectangle: enough to recognise a system."""
    bounds = shapely.bounds(shapes)
    bounds[list(placed.refusals)] = np.nan
    x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    good = np.isfinite(x) & np.isfinite(y)
    degrees = bool(good.any()) and bool(np.mean((np.abs(x[good]) <= 180) & (np.abs(y[good]) <= 180)) > 0.5)
    return Coordinates(x, y, degrees, written, placed.missing)


def _stated_crs(text: str, found: Coordinates) -> int | str:
    """Return the file's own system, unless it says degrees and the numbers are metres."""
    if not text:
        return ""
    try:
        crs = normal_crs(text) or ""
        code = _code(crs)
        return "" if is_geographic(code) and not found.degrees and np.isfinite(found.x).any() else code
    except CrsError:
        return ""


def _code(crs: int | str) -> int | str:
    """Return the EPSG code where the system has one: shorter to show, quicker to compare."""
    from maps.crs import crs_epsg

    return crs_epsg(crs) or crs


def _in_place(
    placed: Placement, shapes: NDArray[np.object_], found: Coordinates, request: Request, box: Any
) -> NDArray[np.object_]:
    """Refuse, or put right, geometries whose x and y are exchanged; refuse far ones."""
    near = source_box(placed.crs, request.epsg, box)  # type: ignore[arg-type]
    bounds = shapely.bounds(shapes)
    at = _touches(bounds, near)
    flipped = ~at & _touches(bounds[:, [1, 0, 3, 2]], near) & _rows(placed, shapes)
    if not request.swap_coordinates:
        placed.refuse(flipped, ValueProblem.SWAPPED_COORDINATES, "geometry", found.written)
    elif flipped.any():
        shapes[flipped] = shapely.transform(shapes[flipped], lambda xy: xy[:, ::-1])
        for row in np.flatnonzero(flipped):
            placed.warn(int(row), RowWarning("geometry", ValueProblem.SWAPPED_COORDINATES))
        at |= flipped
    placed.refuse(~at & _rows(placed, shapes), ValueProblem.OUTSIDE_AREA, "geometry", found.written)
    return shapes


def _touches(bounds: NDArray[np.float64], box: tuple[float, ...]) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return (
            (bounds[:, 0] <= box[2])
            & (bounds[:, 2] >= box[0])
            & (bounds[:, 1] <= box[3])
            & (bounds[:, 3] >= box[1])
        )


def _rows(placed: Placement, shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return the mask of rows that have a geometry and are not refused so far."""
    keep = ~shapely.is_missing(shapes)
    keep[list(placed.refusals)] = False
    return keep


def _refuse_outside(
    placed: Placement, shapes: NDArray[np.object_], keep: NDArray[np.bool_], box: Any, written: list[str]
) -> None:
    bounds = shapely.bounds(shapes)
    finite = np.isfinite(bounds).all(axis=1)
    outside = keep & (~finite if box is None else ~_touches(bounds, box) | ~finite)
    placed.refuse(outside, ValueProblem.OUTSIDE_AREA, "geometry", written)


def _mended(
    placed: Placement, shapes: NDArray[np.object_], keep: NDArray[np.bool_], target: Layer
) -> NDArray[np.object_]:
    """Give every geometry the form its layer holds; mend polygons that cross themselves."""
    kinds = shapely.get_type_id(shapes)
    for row in np.flatnonzero(keep & (kinds == 4)):
        parts = shapely.get_parts(shapes[row])
        shapes[row] = parts[0] if len(parts) == 1 else shapes[row]
    for row in np.flatnonzero(keep & (kinds == 7)):
        shapes[row] = shapely.union_all(shapely.get_parts(shapes[row]))
    surface = keep & np.isin(shapely.get_type_id(shapes), (3, 6))
    for row in np.flatnonzero(surface & ~shapely.is_valid(shapes)):
        _mend(placed, shapes, int(row))
    if target.geometry is GeometryKind.LINE:
        short = keep & (shapely.length(shapes) == 0)
        placed.refuse(short, ValueProblem.INVALID_GEOMETRY, "geometry", _written(shapes))
    return shapes


def _mend(placed: Placement, shapes: NDArray[np.object_], row: int) -> None:
    """Make a polygon valid, keeping its surface only; refuse it where none is left."""
    why = shapely.is_valid_reason(shapes[row])
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shapes[row])))
    surfaces = parts[np.isin(shapely.get_type_id(parts), (3, 6))]
    whole = shapely.union_all(surfaces) if len(surfaces) else None
    if whole is None or whole.area < _NO_SURFACE_M2:
        placed.refusals.setdefault(row, (ValueProblem.INVALID_GEOMETRY, "geometry", str(why)))
        return
    shapes[row] = whole
    placed.warn(row, RowWarning("geometry", ValueProblem.INVALID_GEOMETRY, str(why)))

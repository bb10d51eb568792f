"""Guess which column of a foreign table is which field of a layer, and in what unit.

The guess compares headers with the names, Italian labels and aliases of the layer's
declaration, without case, accents or punctuation; a person corrects it by giving a mapping
{field: column}. Besides the fields, a mapping may name the columns of the position.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from maps.errors import InvalidValue
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer
from maps.schema.values import fold, is_empty, parse_value

#: Keys of a mapping that are no fields: eastings or longitudes, northings or latitudes,
#: degrees for sure, both in one cell (latitude first), and a WKT point.
POSITION_KEYS = ("x", "y", "lon", "lat", "position", "wkt")
#: Written by the program, never taken from a file.
_OWN_FIELDS = frozenset({"created_by", "created_at", "updated_by", "updated_at"})

_POSITION_HEADERS: dict[str, tuple[str, ...]] = {
    "lat": ("lat", "latitudine", "latitude", "lat wgs84", "latitudine wgs84", "gps lat", "lat dd", "y wgs84"),
    "lon": ("lon", "long", "lng", "longitudine", "longitude", "lon wgs84", "longitudine wgs84", "gps lon",
            "gps long", "lon dd", "x wgs84"),
    "x": ("x", "est", "easting", "coord x", "coordinata x", "x coord", "xcoord", "coordx", "e", "point x",
          "utm x", "utm e", "utm est", "est m", "x m", "coord est", "coordinata est", "gb est"),
    "y": ("y", "nord", "northing", "coord y", "coordinata y", "y coord", "ycoord", "coordy", "n", "point y",
          "utm y", "utm n", "utm nord", "nord m", "y m", "coord nord", "coordinata nord", "gb nord"),
    "position": ("coordinate", "coordinate gps", "coordinates", "gps", "posizione", "position", "lat long",
                 "lat lon", "lat lng", "latlong", "latlon", "coord", "coordinate wgs84", "geo point 2d"),
    "wkt": ("wkt", "geom", "geometry", "geometria", "the geom", "wkt geom"),
}  # fmt: skip
_PARTNERS = {"lat": "lon", "lon": "lat", "x": "y", "y": "x"}

_METRES = {"mm": 1e-3, "cm": 1e-2, "dm": 0.1, "m": 1.0, "mt": 1.0, "metri": 1.0, "centimetri": 1e-2,
           "millimetri": 1e-3, "km": 1e3, "chilometri": 1e3, "ft": 0.3048, "piedi": 0.3048}  # fmt: skip
_SQUARE_METRES = {
    "mq": 1.0,
    "m2": 1.0,
    "m²": 1.0,
    "ha": 1e4,
    "ettari": 1e4,
    "kmq": 1e6,
    "km2": 1e6,
    "km²": 1e6,
}
_SCALES = (_METRES, _SQUARE_METRES)
_HEADER_UNIT = re.compile(
    r"(?:[(\[]\s*(?:in\s+)?([^()\[\]]{1,11}?)\s*[)\]]\s*$)|(?:(?:[\s_,]|\bin\s)([a-z0-9²]{1,11})\s*$)", re.I
)
#: A column in which fewer values are distinct identifies something else than the rows.
_DISTINCT = 0.5
_WORDS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Conversion:
    """What is done to every value of a column.

    Attributes
    ----------
    field, column : str
    kind : str
        "unit" (`source` to `target`, multiplied by `factor`), "compass" (points of the
        compass read as degrees), "month" (a month read as its first day) or "second" (the
        column fills the rows in which the field's own column is empty).
    source, target : str
        Units, where the kind is "unit".
    factor : float
    """

    field: str
    column: str
    kind: str
    source: str = ""
    target: str = ""
    factor: float = 1.0


def plain(text: str) -> str:
    """Return a header without case, accents and punctuation."""
    return " ".join(_WORDS.sub(" ", fold(text)).split())


def guess_mapping(layer: Layer, columns: Sequence[str], cells: Sequence[Sequence[Any]]) -> dict[str, str]:
    """Return {field or position key: column}, each column used once.

    Parameters
    ----------
    layer : Layer
    columns : sequence of str
        Headers as written.
    cells : sequence of sequence
        Each column: a weak likeness counts only if its cells can be read, and an identifier
        must tell most rows apart.
    """
    mapping = guess_position(columns) if layer.geometry is not GeometryKind.NONE else {}
    taken = set(mapping.values())
    told = [not all(map(is_empty, column)) for column in cells]  # an empty column comes last
    likely = [
        (told[place], score, -order, -place, field.name, column)
        for order, field in enumerate(layer.fields)
        if field.name not in _OWN_FIELDS
        for place, column in enumerate(columns)
        if column not in taken and (score := _likeness(field, column)) > 0
        and _is_likely(field, column, score, cells[place])
    ]  # fmt: skip
    for *_, name, column in sorted(likely, reverse=True):
        if name not in mapping and column not in taken:
            mapping[name] = column
            taken.add(column)
    return mapping


def second_columns(
    layer: Layer, columns: Sequence[str], mapping: Mapping[str, str], used: set[str]
) -> dict[str, str]:
    """Return {field: further column} for directions written under two headers.

    OpenStreetMap keeps a camera's direction under `camera:direction` or `direction`: the
    second fills the rows in which the first is empty.
    """
    found: dict[str, str] = {}
    for field in layer.fields:
        if field.kind is FieldKind.BEARING and field.name in mapping:
            others = [c for c in columns if c not in used and _likeness(field, c) >= 0.9]
            if others:
                found[field.name] = others[0]
    return found


def guess_position(columns: Sequence[str]) -> dict[str, str]:
    """Return the columns that hold the position; empty when none is recognised."""
    by_header: dict[str, str] = {}
    for column in columns:
        by_header.setdefault(plain(column), column)
        by_header.setdefault(plain(re.sub(r"[(\[].*[)\]]", "", column)), column)
    found = {
        key: next((by_header[name] for name in names if name in by_header), "")
        for key, names in _POSITION_HEADERS.items()
    }
    for pair in (("lat", "lon"), ("x", "y")):
        if all(found[key] for key in pair):
            return {key: found[key] for key in pair}
    return next(({key: found[key]} for key in ("wkt", "position") if found[key]), {})


def position_columns(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the part of a mapping that tells the position, if it is whole."""
    for pair in (("lon", "lat"), ("x", "y"), ("x", "lat"), ("lon", "y")):
        if all(mapping.get(key) for key in pair):
            return {key: mapping[key] for key in pair}
    return next(({key: mapping[key]} for key in ("wkt", "position") if mapping.get(key)), {})


def header_unit(column: str) -> str:
    """Return the unit that a header ends with ("H palo (cm)" is "cm"), or ""."""
    found = _HEADER_UNIT.search(column.strip())
    unit = (found[1] or found[2] or "").strip().lower() if found else ""
    return unit if any(unit in scale for scale in _SCALES) else ""


def unit_factor(source: str, target: str) -> float | None:
    """Return what a value in `source` is multiplied by to be in `target`, None if unlike."""
    for scale in _SCALES:
        if source.lower() in scale and target.lower() in scale:
            return scale[source.lower()] / scale[target.lower()]
    return None


def unit_conversion(field: Field, column: str) -> Conversion | None:
    """Return the conversion that the header asks for, or None where none is needed."""
    unit = header_unit(column)
    factor = unit_factor(unit, field.unit) if unit and field.unit else None
    if factor is None or factor == 1.0 or field.kind not in (FieldKind.REAL, FieldKind.INTEGER):
        return None
    return Conversion(field.name, column, "unit", unit, field.unit, factor)


@lru_cache(maxsize=4096)
def _spellings(field: Field) -> dict[str, float]:
    """Return {plain spelling: likeness} of a field; the earlier alias is the likelier."""
    names = [
        (field.name, 1.0),
        (re.sub(r"_(m|mm|cm|deg|m2|km|eur)$", "", field.name), 0.97),
        (field.label, 0.99),
    ]
    names += [(alias, 0.98 - 0.001 * place) for place, alias in enumerate(field.aliases)]
    spellings: dict[str, float] = {}
    for name, score in names:
        spellings.setdefault(plain(name), score)
    return spellings


def _likeness(field: Field, column: str) -> float:
    """Return how much a header looks like a field, 0 (not at all) to 1."""
    whole = plain(column)
    bare = plain(_HEADER_UNIT.sub("", column)) if header_unit(column) else whole
    spellings = _spellings(field)
    exact = max(spellings.get(whole, 0.0), spellings.get(bare, 0.0) - 0.005)
    if exact > 0:
        return exact
    return max((_partial(bare, spelling) for spelling in spellings), default=0.0)


def _partial(header: str, spelling: str) -> float:
    """Return the likeness of an abbreviation ("orient") or of a longer header."""
    if len(spelling) < 4 or len(header) < 3:
        return 0.0
    words, parts = header.split(), spelling.split()
    if words[: len(parts)] == parts or words[-len(parts) :] == parts:
        return 0.5 + 0.3 * len(spelling) / len(header)
    if len(words) == len(parts) and all(map(_abbreviates, words, parts)):
        return 0.4 + 0.3 * len(header) / len(spelling)
    return 0.0


def _abbreviates(word: str, part: str) -> bool:
    return part.startswith(word) and (len(word) >= 5 or len(word) * 2 > len(part)) and len(word) >= 3


def _is_likely(field: Field, column: str, score: float, cells: Sequence[Any]) -> bool:
    if field.name in ("code", "uid"):
        told = [str(cell) for cell in cells if not is_empty(cell)]
        return len(set(told)) >= (_DISTINCT if score >= 0.9 else 0.99) * len(told)
    return score >= 0.9 or _readable(field, column, cells)


def _readable(field: Field, column: str, cells: Iterable[Any]) -> bool:
    """Tell whether at least half of the filled cells make sense in the field."""
    if field.kind is FieldKind.TEXT:
        return True
    conversion = unit_conversion(field, column)
    told = list(islice((cell for cell in cells if not is_empty(cell)), 50))
    read = sum(_parses(field, cell, conversion) for cell in told)
    return not told or read * 2 >= len(told)


def _parses(field: Field, cell: Any, conversion: Conversion | None) -> bool:
    try:
        parse_value(field, cell)
    except InvalidValue:
        return conversion is not None
    return True

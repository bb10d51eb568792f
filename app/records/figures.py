"""Columns of the camera table that are computed, beside those of the register: how good its data are, what it sees.

Public: `FIGURES`, `is_figure`, `with_figures`, `reader`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.speech import words
from maps.schema import LAYERS, Field, FieldKind, Layer
from maps.schema.fields import Code, CodeList

_GROUP = "Area ripresa (calcolata)"
_LEVELS = CodeList(
    "footprint_level",
    (
        Code("optics", "Ottica completa"),
        Code("pixels", "Pixel e angolo"),
        Code("declared_range", "Portata dichiarata"),
        Code("class_default", "Valori tipici"),
    ),
)
_STATES = CodeList(
    "footprint_state", tuple(Code(name, text) for name, text in words.FOOTPRINT_STATES.items())
)
_CLASSES = LAYERS["camera"].field("required_class").codes
#: Field -> column of the footprints, and what it is multiplied by.
_SOURCES = {
    "calc_level": ("level", None),
    "calc_state": ("state", None),
    "calc_finest": ("finest_class", None),
    "calc_area_m2": ("area_m2", 1.0),
    "calc_range_m": ("range_m", 1.0),
    "calc_hidden": ("hidden_share", 100.0),
    "calc_private": ("private_share", 100.0),
}
FIGURES = (
    Field("calc_level", "Livello del calcolo", FieldKind.CODE, _GROUP, codes=_LEVELS, in_table=True),
    Field("calc_state", "Stato dell'area", FieldKind.CODE, _GROUP, codes=_STATES),
    Field("calc_finest", "Classe migliore raggiunta", FieldKind.CODE, _GROUP, codes=_CLASSES),
    Field("calc_area_m2", "Area ripresa", FieldKind.REAL, _GROUP, unit="m²"),
    Field("calc_range_m", "Portata nella classe", FieldKind.REAL, _GROUP, unit="m"),
    Field("calc_hidden", "Dietro edifici", FieldKind.REAL, _GROUP, unit="%"),
    Field("calc_private", "Su suolo privato", FieldKind.REAL, _GROUP, unit="%"),
)


def is_figure(name: str) -> bool:
    """Tell whether a field is computed and not of the register."""
    return name in _SOURCES


def with_figures(declared: Layer) -> Layer:
    """Return the layer as the table shows it: cameras with their computed columns, nothing that only programs read."""
    read = tuple(field for field in declared.fields if not field.inner)
    return replace(declared, fields=(*read, *FIGURES) if declared.name == "camera" else read)


def reader(file: Any, name: str, prints: Callable[[], Any]) -> Callable[..., Any]:
    """Return the function that reads rows of a layer, the computed columns taken from the footprints.

    Parameters
    ----------
    file : ProjectFile
    name : str
        Layer.
    prints : callable
        The footprints now on the map, indexed by fid; None before they are there.
    """
    if name != "camera":
        return partial(file.rows, name)

    def read(fids: Any = None, fields: Sequence[str] | None = None, **asked: Any) -> Any:
        kept = None if fields is None else [each for each in fields if not is_figure(each)]
        rows = file.rows(name, fids=fids, fields=kept, **asked)
        found = prints()
        figures = {each: _values(found, rows.fids.tolist(), each) for each in fields or () if is_figure(each)}
        return replace(rows, columns={**rows.columns, **figures})

    return read


def _values(prints: Any, fids: list[int], name: str) -> list[Any]:
    """Return a computed column for some cameras, None where there is nothing to tell."""
    source, factor = _SOURCES[name]
    if prints is None or source not in prints:
        return [None] * len(fids)
    column = prints[source].reindex(fids)
    known = column.notna()
    if factor is None:
        return [value if there else None for value, there in zip(column, known, strict=True)]
    return [round(value * factor, 1) if there else None for value, there in zip(column, known, strict=True)]

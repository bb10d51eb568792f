"""What the style of a layer means for the painters: rows that pass its filter, colours by class, labels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.canvas.painters.base import FilterNote
from app.canvas.painters.tones import Tones
from app.layers.symbology import filter_text, tones_for
from maps.schema import LAYERS, Field, FieldKind, Layer, layer
from maps.schema.fields import GeometryKind
from maps.views.symbology import Kind, LayerStyle, Styles

#: Row of the layers card that shows figures of the balance, not rows of a layer.
ZONE_THEME = "choropleth"
#: Figures of the balance by which zones can be coloured, and the column and factor of each.
_FIGURES = (
    ("risk", "Indice di rischio", FieldKind.REAL, "0–100", 1.0),
    ("coverage", "Copertura", FieldKind.REAL, "%", 100.0),
    ("overlap", "Sovrapposizione", FieldKind.REAL, "%", 100.0),
    ("cameras", "Telecamere", FieldKind.INTEGER, "", 1.0),
    ("quotient", "Quoziente di presidio", FieldKind.REAL, "", 1.0),
)
FIGURES = Layer(
    ZONE_THEME,
    "Zona",
    "Rischio e copertura",
    GeometryKind.POLYGON,
    tuple(Field(name, label, kind, unit=unit) for name, label, kind, unit, _factor in _FIGURES),
)
#: Layers by the name under which their style is kept.
STYLED: dict[str, Layer] = {**LAYERS, ZONE_THEME: FIGURES}
#: Rows of the card that can be filtered, coloured by a field and labelled.
THEMED = (
    *("camera", "analysis_zone", "degraded_area", "abandoned_building", "sensitive_place", "street_light"),
    *("dump_site", "report"),
)


@dataclass(frozen=True)
class Drawn:
    """The rows of a layer that are drawn.

    Attributes
    ----------
    kept : ndarray of bool, shape (n,), or None
        In the order of the project's rows; None for all.
    note : FilterNote or None
    tones : Tones or None
        Of the rows that are kept.
    """

    kept: NDArray[np.bool_] | None = None
    note: FilterNote | None = None
    tones: Tones | None = None

    def of(self, values: Any) -> Any:
        """Return those of an array, an index or a frame that are drawn."""
        return values if self.kept is None else values[self.kept]


def drawn(project: Any, name: str, style: LayerStyle) -> Drawn:
    """Return which rows of a layer are drawn and in which colours.

    Parameters
    ----------
    project : maps.project.Project
    name : str
    style : LayerStyle
    """
    declared, asked = layer(name), style.filter
    fields = [*asked.fields, *([style.symbology.field] if style.symbology.kind is not Kind.SINGLE else [])]
    if not fields:
        return Drawn()
    rows = _rows(project, name, tuple(dict.fromkeys(fields)))
    kept = asked.mask(declared, rows.columns, len(rows.fids)) if asked else None
    note = None if kept is None else FilterNote(int(kept.sum()), len(kept), filter_text(declared, asked))
    tones = None
    if style.symbology.kind is not Kind.SINGLE:
        values = rows.columns[style.symbology.field]
        taken = values if kept is None else [value for value, keep in zip(values, kept, strict=True) if keep]
        tones = tones_for(style.symbology, declared.field(style.symbology.field), taken)
    return Drawn(kept, note, tones)


def _rows(project: Any, name: str, fields: tuple[str, ...]) -> Any:
    """Return the rows of a layer; the cameras of a scenario as its proposal would have them."""
    if hasattr(project, "base"):
        return project.rows(name, fields)
    return project.file.rows(name, fields=fields)


def figure_values(table: Any, field_name: str) -> list[float | None]:
    """Return a figure of the zones as the legend tells it; None where it was not computed."""
    factor = next(factor for name, *_rest, factor in _FIGURES if name == field_name)
    return [None if value is None or value != value else float(value) * factor for value in table[field_name]]


def labelled(
    project: Any, styles: Styles, hidden: frozenset[str] = frozenset()
) -> list[tuple[str, Any, list[str]]]:
    """Return name, mask and texts of the layers that have a label field, in the order of the project's rows."""
    from maps.views.filters import search_text

    found = []
    for name in THEMED:
        style = styles.of(name)
        if not style.label or name in hidden:
            continue
        declared = layer(name).field(style.label)
        values = _rows(project, name, (style.label,)).columns[style.label]
        found.append(
            (name, drawn(project, name, style).kept, [search_text(declared, each) for each in values])
        )
    return found

"""The rows of the layers card from the painters that are on the map."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QColor, QPixmap

from app.canvas.painters.base import LegendItem, Painter, Swatch
from app.canvas.painters.points import SYMBOLS
from app.canvas.painters.tones import Tones
from app.layers.camera_legend import camera_rows
from app.layers.order import PAINTERS_OF, design_order, rows_down
from app.look.risk_tones import shown
from app.look.swatches import camera_swatch, classes_swatch, point_swatch, swatch
from app.look.theme import Theme
from app.panels.layers import Entry, Kind
from app.speech import numbers
from maps.views.symbology import Styles

#: Groups of the card, as the map lies over itself: heading, then row, Italian name, layer that is counted.
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Videosorveglianza", (("camera", "Telecamere", "camera"), ("footprint", "Aree riprese", ""))),
    (
        "Territorio",
        (
            ("report", "Segnalazioni", "report"),
            ("dump_site", "Discariche abusive", "dump_site"),
            ("street_light", "Punti luce", "street_light"),
            ("sensitive_place", "Luoghi sensibili", "sensitive_place"),
            ("abandoned_building", "Immobili abbandonati", "abandoned_building"),
            ("degraded_area", "Aree degradate", "degraded_area"),
        ),
    ),
    (
        "Analisi",
        (
            ("analysis_zone", "Zone di analisi", "analysis_zone"),
            ("choropleth", "Rischio e copertura", "analysis_zone"),
            ("risk_cells", "Rischio per cella", ""),
            ("density", "Densità", "offence"),
        ),
    ),
    (
        "Sfondo",
        (
            ("labels", "Nomi di vie e zone", ""),
            ("tiles", "Mappa di base", ""),
            ("ground", "Sfondo del progetto", ""),
        ),
    ),
)
#: Painters that one row of the card switches together.
TOGETHER = PAINTERS_OF
_BACKGROUND = GROUPS[-1]
_MEMBERS = {key: (key, text, layer) for _heading, members in GROUPS for key, text, layer in members}
OWN_ORDER = "Ordine scelto"
#: Rows shown as a ramp of classes, and the line below it; "" for the one with the radius.
_RAMPS = {"density": "", "risk_cells": "rischio, da 0 a 100"}


@dataclass(frozen=True)
class Look:
    """What the rows are made with.

    Attributes
    ----------
    painters : dict of str to Painter
        On the map, by name.
    counts : dict of str to int
        Rows by layer; painters without one take the count of their legend.
    styles : Styles
    visible : callable
        Tells whether a row is shown.
    theme : Theme
    ratio : float
        Device pixels of a logical pixel.
    units : str
        The line below the density legend.
    limits : tuple
        Of the classes of risk (0-100) and of coverage (share).
    """

    painters: dict[str, Painter]
    counts: dict[str, int]
    styles: Styles
    visible: Callable[[str], bool]
    theme: Theme
    ratio: float
    units: str
    limits: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())


def title_of(key: str) -> str:
    """Return what the card calls a row."""
    return _MEMBERS[key][1] if key in _MEMBERS else key


def entries(look: Look) -> list[Entry]:
    """Return the rows of the card: by group as designed, in one list where the user has chosen the order."""
    order = look.styles.order
    if order:
        rows = tuple(_MEMBERS[key] for key in rows_down(order) if key in _MEMBERS)
        groups: Any = ((OWN_ORDER, rows), _BACKGROUND)
    else:
        groups = GROUPS
    made: list[Entry] = []
    for heading, members in groups:
        present = [each for each in members if set(TOGETHER.get(each[0], each[:1])) & set(look.painters)]
        made += [Entry("", Kind.HEAD, heading)] if present else []
        for member in present:
            made += _rows(look, *member)
    return made


def shown_painter(look: Look, key: str) -> Painter | None:
    """Return the painter that a row shows: the last of its painters that is on the map."""
    there = [look.painters[name] for name in TOGETHER.get(key, (key,)) if name in look.painters]
    return there[-1] if there else None


def _rows(look: Look, key: str, text: str, layer: str) -> list[Entry]:
    painter = shown_painter(look, key)
    tones: Tones | None = getattr(painter, "tones", None)
    items = painter.legend_items(look.theme) if painter is not None and key != "ground" else []
    visible, note = look.visible(key), painter.filter_note if painter is not None else None
    count = look.counts.get(layer)
    if key == "footprint" and items:
        count = sum(item.count or 0 for item in items) or None
    title = tones.title.split(" (")[0] if tones is not None and key == "choropleth" else text
    row = Entry(
        key,
        Kind.LAYER,
        title,
        note.shown if note is not None and key != "footprint" else count,
        visible,
        look.styles.of(key).opacity,
        _row_swatch(look, key, items, tones),
        movable=key in design_order(),
    )
    below = (
        [Entry(key, Kind.FILTER, _filter_line(note), tip=note.text)] if note and key != "footprint" else []
    )
    if not visible:
        return [row, *below]
    return [row, *below, *_legend(look, key, painter, items, tones)]


def _filter_line(note: Any) -> str:
    return f"filtro: {numbers.integer(note.shown)} di {numbers.integer(note.total)}"


def _legend(look: Look, key: str, painter: Any, items: list[LegendItem], tones: Tones | None) -> list[Entry]:
    """The rows below a layer that is shown: its classes, or what its symbols mean."""
    if tones is not None and key != "footprint":
        head = [] if key == "choropleth" else [Entry("", Kind.NOTE, tones.title)]
        sub = [Entry("", Kind.SUB, each.label, each.count, swatch=swatch(each, look.ratio)) for each in items]
        return [*head, *sub]
    if key == "choropleth" and painter is not None:
        return [_matrix(look)]
    if key in _RAMPS:
        legend = tuple(
            (QColor(item.fill or item.colour), numbers.integer(float(item.label))) for item in items
        )
        return [Entry("", Kind.LEGEND, _RAMPS[key] or look.units, legend=legend)] if legend else []
    if key == "camera":
        return camera_rows(painter, items, look.theme, look.ratio)
    return []


def _matrix(look: Look) -> Entry:
    """The nine classes of risk and coverage with their limits."""
    risk, coverage = look.limits
    told = ", ".join(numbers.integer(each) for each in risk)
    shares = ", ".join(numbers.integer(each * 100) for each in coverage)
    colours = tuple((QColor(shown(r, c, look.theme)), "") for r in range(3) for c in range(3))
    return Entry("", Kind.MATRIX, f"{told}|{shares}{numbers.NBSP}%", legend=colours)


def _row_swatch(look: Look, key: str, items: list[LegendItem], tones: Tones | None) -> QPixmap | None:
    theme, ratio = look.theme, look.ratio
    if key == "camera" and tones is None:
        return camera_swatch("fixed", theme, ratio)
    if tones is not None and items and key != "footprint":
        return classes_swatch([item.fill or item.colour for item in items], ratio)
    if key in SYMBOLS and items:
        return point_swatch(SYMBOLS[key], theme, ratio)
    if key == "choropleth":
        return classes_swatch(
            [shown(2, 0, theme), shown(0, 0, theme), shown(2, 2, theme), shown(0, 2, theme)], ratio
        )
    if key in _RAMPS and items:
        middle = items[len(items) // 2]
        return swatch(LegendItem(key, middle.swatch, middle.colour, middle.fill), ratio)
    if key in ("ground", "tiles", "labels"):
        return swatch(LegendItem(key, Swatch.FILL, theme.map.building_outline, theme.map.land), ratio)
    return swatch(items[0], ratio) if items else None

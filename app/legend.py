"""The rows of the layers card from the painters that are on the map."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from app import numbers, words
from app.canvas.painters.base import LegendItem, Painter, Swatch
from app.panels.layers import Entry, Kind
from app.purposes import LETTERS, colour, letter
from app.theme import Theme, font

#: Groups of the card: heading, then painter name, Italian name, layer that is counted.
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Analisi",
        (
            ("density", "Densità", "offence"),
            ("choropleth", "Rischio e copertura", "analysis_zone"),
            ("analysis_zone", "Zone di analisi", "analysis_zone"),
        ),
    ),
    ("Videosorveglianza", (("footprint", "Aree riprese", ""), ("camera", "Telecamere", "camera"))),
    (
        "Territorio",
        (
            ("degraded_area", "Aree degradate", "degraded_area"),
            ("abandoned_building", "Immobili abbandonati", "abandoned_building"),
            ("sensitive_place", "Luoghi sensibili", "sensitive_place"),
            ("street_light", "Punti luce", "street_light"),
        ),
    ),
    (
        "Sfondo",
        (
            ("labels", "Nomi di vie e zone", ""),
            ("tiles", "OpenStreetMap", ""),
            ("ground", "Sfondo del progetto", ""),
        ),
    ),
)
#: Painters that one row of the card switches together.
TOGETHER = {
    "ground": ("land_use", "road", "obstacle", "obstacle_outline"),
}
_CAMERA_WORDS = {
    "dome": "dome o panoramica",
    "plates": "lettura targhe",
    "planned": "pianificata",
    "broken": "guasta",
    "unknown": "direzione ignota",
    "other_purpose": "altra finalità",
}
_SIDE = 18


def entries(
    painters: dict[str, Painter],
    counts: dict[str, int],
    shown: dict[str, tuple[bool, float]],
    theme: Theme,
    ratio: float,
    units: str,
) -> list[Entry]:
    """Return the rows of the card.

    Parameters
    ----------
    painters : dict
        On the map, by name.
    counts : dict
        Rows by layer; painters without one take the count of their legend.
    shown : dict
        Visibility and opacity by row key, where the user has changed them.
    units : str
        The line below the density legend.
    """
    rows: list[Entry] = []
    for heading, members in GROUPS:
        present = [
            member
            for member in members
            if any(name in painters for name in TOGETHER.get(member[0], member[:1]))
        ]
        if present:
            rows.append(Entry("", Kind.HEAD, heading))
        for key, text, layer in present:
            rows += _rows(
                key, text, counts.get(layer), painters, shown.get(key, (True, 1.0)), theme, ratio, units
            )
    return rows


def _rows(
    key: str,
    text: str,
    count: int | None,
    painters: dict[str, Painter],
    state: tuple[bool, float],
    theme: Theme,
    ratio: float,
    units: str,
) -> list[Entry]:
    painter = painters.get(key)
    items = painter.legend_items(theme) if painter is not None else []
    visible, opacity = state
    if key == "footprint" and items:
        count = sum(item.count or 0 for item in items) or None
    row = Entry(key, Kind.LAYER, text, count, visible, opacity, _row_swatch(key, items, theme, ratio))
    if key == "density" and visible:
        legend = tuple(
            (QColor(item.fill or item.colour), numbers.integer(float(item.label))) for item in items
        )
        return [row, Entry("", Kind.LEGEND, units, legend=legend)] if legend else [row]
    if key == "camera" and visible:
        purposes = getattr(painter, "purpose_counts", dict)()
        return [row, *_purpose_rows(purposes, theme, ratio), *_camera_rows(items, theme, ratio)]
    return [row]


def _purpose_rows(counts: dict[str, int], theme: Theme, ratio: float) -> list[Entry]:
    """Return one row a purpose, where all of them are on the map at once."""
    return [
        Entry("", Kind.SUB, words.purpose(each), counts[each], swatch=purpose_swatch(each, theme, ratio))
        for each in LETTERS
        if each in counts
    ]


def _camera_rows(items: list[LegendItem], theme: Theme, ratio: float) -> list[Entry]:
    return [
        Entry("", Kind.SUB, _CAMERA_WORDS[item.key], item.count, swatch=camera_swatch(item.key, theme, ratio))
        for item in items
        if item.key in _CAMERA_WORDS
    ]


def _row_swatch(key: str, items: list[LegendItem], theme: Theme, ratio: float) -> QPixmap | None:
    if key == "camera":
        return camera_swatch("fixed", theme, ratio)
    if key == "density" and items:
        middle = items[len(items) // 2]
        return swatch(LegendItem(key, Swatch.FILL, middle.colour, middle.fill), ratio)
    if key in ("ground", "tiles", "labels"):
        return swatch(LegendItem(key, Swatch.FILL, theme.map.building_outline, theme.map.land), ratio)
    return swatch(items[0], ratio) if items else None


def _blank(ratio: float) -> QPixmap:
    image = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


def camera_swatch(key: str, theme: Theme, ratio: float) -> QPixmap:
    """Return a camera symbol or state as a legend sample."""
    from app.canvas.painters.cameras import CameraState, CameraSymbol, draw_camera

    symbol: Any = CameraSymbol(key) if key in {s.value for s in CameraSymbol} else CameraSymbol.FIXED
    state: Any = CameraState(key) if key in {s.value for s in CameraState} else CameraState.WORKING
    image = _blank(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(_SIDE / 2, _SIDE / 2 - (2 if symbol is CameraSymbol.FIXED else 0))
    painter.scale(0.85, 0.85)
    draw_camera(painter, theme, symbol, state, [180.0] if symbol is CameraSymbol.FIXED else [])
    painter.end()
    return image


def purpose_swatch(purpose: str, theme: Theme, ratio: float) -> QPixmap:
    """Return the colour of a purpose with its letter."""
    image = _blank(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(colour(purpose, theme))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(QPointF(9, 9), 7.5, 7.5)
    painter.setPen(QColor("#FFFFFF" if ground.lightnessF() < 0.5 else "#101214"))
    painter.setFont(font(10, 600))
    painter.drawText(QRectF(0, 0, _SIDE, _SIDE), Qt.AlignmentFlag.AlignCenter, letter(purpose))
    painter.end()
    return image


def swatch(item: LegendItem, ratio: float) -> QPixmap:
    """Return a legend sample of 18 x 18 logical pixels."""
    image = _blank(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(2.5, 3.5, 13, 11)
    dashes = {Swatch.DASH: [3.0, 2.0]}.get(item.swatch)
    pen = QPen(QColor(item.colour), 1.4)
    if dashes:
        pen.setDashPattern(dashes)
    painter.setPen(pen)
    if item.swatch is Swatch.LINE:
        painter.drawLine(QPointF(2, 9), QPointF(16, 9))
    elif item.swatch is Swatch.SYMBOL:
        painter.setBrush(QColor(item.fill or item.colour))
        painter.drawEllipse(QPointF(9, 9), 3.5, 3.5)
    else:
        if item.fill:
            painter.setBrush(QColor(item.fill))
        if item.swatch is Swatch.HATCH:
            painter.setBrush(QBrush(QColor(item.colour), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(area)
    painter.end()
    return image

"""Small point layers: street lights, sensitive places, offences."""

from collections.abc import Sequence
from enum import Enum

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.painters.base import FeaturePainter, Highlight, LegendItem, Surface, Swatch
from app.canvas.painters.cameras import symbol_scale
from app.canvas.view import MapView
from app.theme import Theme


class PointSymbol(Enum):
    """How a point is drawn."""

    LIGHT = "light"
    LIGHT_OFF = "light_off"
    PLACE = "place"
    DOT = "dot"


class PointsPainter(FeaturePainter):
    """Points of one layer. Areas and lines are drawn at a point inside them.

    Parameters
    ----------
    name, geometries, fids : see `FeaturePainter`
    symbols : PointSymbol or sequence of PointSymbol, length n
    min_zoom : float
        Below this zoom the layer is not drawn.
    """

    surface = Surface.POINTS

    def __init__(
        self,
        name: str,
        geometries: Sequence[object],
        fids: Sequence[int] | None = None,
        symbols: PointSymbol | Sequence[PointSymbol] = PointSymbol.DOT,
        min_zoom: float = 14.0,
    ) -> None:
        super().__init__(name, geometries, fids)
        self.min_zoom = min_zoom
        many = [symbols] * len(self.geometries) if isinstance(symbols, PointSymbol) else symbols
        self.symbols = np.asarray(many, dtype=object)
        inside = shapely.point_on_surface(self.geometries)
        self.x, self.y = shapely.get_x(inside), shapely.get_y(inside)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw each kind of symbol in view with one call."""
        min_x, min_y, max_x, max_y = view.expanded(16).bounds
        seen = (self.x >= min_x) & (self.x <= max_x) & (self.y >= min_y) & (self.y <= max_y)
        for symbol in PointSymbol:
            chosen = seen & (self.symbols == symbol)
            if chosen.any():
                px, py = view.to_screen(self.x[chosen], self.y[chosen])
                draw_points(painter, theme, symbol, px, py, symbol_scale(view.zoom))

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw the symbol larger; a selected one in a ring."""
        chosen = self.positions(fids)
        px, py = view.to_screen(self.x[chosen], self.y[chosen])
        if kind is Highlight.SELECTED:
            painter.setPen(QPen(QColor(theme.ac), 2))
            painter.setBrush(QColor(theme.map.symbol_fill))
            for x, y in zip(px.tolist(), py.tolist(), strict=True):
                painter.drawEllipse(QPointF(x, y), 10, 10)
        for symbol in PointSymbol:
            same = self.symbols[chosen] == symbol
            draw_points(painter, theme, symbol, px[same], py[same], 1.25 * symbol_scale(view.zoom))

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the layer."""
        return [LegendItem(self.name, Swatch.SYMBOL, theme.map.other, count=len(self.geometries))]


def draw_points(
    painter: QPainter, theme: Theme, symbol: PointSymbol, px: np.ndarray, py: np.ndarray, size: float
) -> None:
    """Draw many equal symbols at pixels ``px``, ``py``."""
    if len(px) == 0:
        return
    if symbol is PointSymbol.PLACE:
        _squares(painter, theme, px, py, 4.5 * size)
        return
    radius = {PointSymbol.LIGHT: 3.6, PointSymbol.LIGHT_OFF: 3.6, PointSymbol.DOT: 2.6}[symbol] * size
    points = [QPointF(x, y) for x, y in zip(px.tolist(), py.tolist(), strict=True)]
    rim, core = {
        PointSymbol.LIGHT: (theme.map.other, theme.map.symbol_fill),
        PointSymbol.LIGHT_OFF: (theme.er, theme.map.symbol_fill),
        PointSymbol.DOT: (theme.map.halo, theme.map.other),
    }[symbol]
    for diameter, colour in ((2 * radius + 1.4, rim), (2 * radius - 1.4, core)):
        pen = QPen(QColor(colour), max(diameter, 0.8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(points)


def _squares(painter: QPainter, theme: Theme, px: np.ndarray, py: np.ndarray, half: float) -> None:
    painter.setPen(QPen(QColor(theme.map.label), 1.4))
    painter.setBrush(QColor(theme.map.symbol_fill))
    boxes = [
        QRectF(x - half, y - half, 2 * half, 2 * half) for x, y in zip(px.tolist(), py.tolist(), strict=True)
    ]
    painter.drawRects(boxes)

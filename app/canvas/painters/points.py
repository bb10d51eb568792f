"""Small point layers: street lights, sensitive places, dumps, reports, offences."""

from collections.abc import Sequence
from enum import Enum
from functools import cached_property

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.canvas.ink import ink_of
from app.canvas.painters.base import FeaturePainter, Highlight, LegendItem, Surface, Swatch
from app.canvas.painters.cameras import rim_of, symbol_scale
from app.canvas.painters.clusters import (
    APART_ZOOM,
    FEW,
    Clusters,
    clusters_of,
    draw_clusters,
    level_of,
)
from app.canvas.painters.tones import Tones
from app.canvas.view import MapView
from app.look.theme import Theme


class PointSymbol(Enum):
    """How a point is drawn."""

    LIGHT = "light"
    LIGHT_OFF = "light_off"
    PLACE = "place"
    REPORT = "report"
    DUMP = "dump"
    DOT = "dot"


#: The symbol of each layer of points, from the bottom up.
SYMBOLS = {
    "sensitive_place": PointSymbol.PLACE,
    "street_light": PointSymbol.LIGHT,
    "dump_site": PointSymbol.DUMP,
    "report": PointSymbol.REPORT,
}
#: Corners of symbols that are polygons, in half sides: a rhombus, a triangle on its base.
_CORNERS = {
    PointSymbol.REPORT: ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)),
    PointSymbol.DUMP: ((0.0, -1.2), (1.25, 0.95), (-1.25, 0.95)),
}


class PointsPainter(FeaturePainter):
    """Points of one layer. Areas and lines are drawn at a point inside them.

    Parameters
    ----------
    name, geometries, fids : see `FeaturePainter`
    symbols : PointSymbol or sequence of PointSymbol, length n
    min_zoom : float
        Below this zoom the layer is not drawn.
    tones : Tones, optional
        Colours by class in place of the neutral ones.
    """

    surface = Surface.POINTS

    def __init__(
        self,
        name: str,
        geometries: Sequence[object],
        fids: Sequence[int] | None = None,
        symbols: PointSymbol | Sequence[PointSymbol] = PointSymbol.DOT,
        min_zoom: float = 14.0,
        tones: Tones | None = None,
    ) -> None:
        super().__init__(name, geometries, fids)
        self.tones = tones
        self.min_zoom = min_zoom
        many = [symbols] * len(self.geometries) if isinstance(symbols, PointSymbol) else symbols
        self.symbols = np.asarray(many, dtype=object)
        inside = shapely.point_on_surface(self.geometries)
        self.x, self.y = shapely.get_x(inside), shapely.get_y(inside)
        self._counted: dict[int, tuple[np.ndarray, Clusters]] = {}

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw each kind of symbol in view with one call."""
        min_x, min_y, max_x, max_y = view.expanded(16).bounds
        seen = (self.x >= min_x) & (self.x <= max_x) & (self.y >= min_y) & (self.y <= max_y)
        clusters = self._clusters(view)
        if clusters is not None:
            seen &= clusters.alone
        for symbol, tone, members in self._groups(theme):
            chosen = seen & members
            if chosen.any():
                px, py = view.to_screen(self.x[chosen], self.y[chosen])
                draw_points(painter, theme, symbol, px, py, symbol_scale(view.zoom), tone)
        if clusters is not None:
            draw_clusters(painter, view, theme, clusters)

    def _clusters(self, view: MapView) -> Clusters | None:
        """Points told together at this scale; None for a small layer or a close view."""
        if len(self.x) < FEW or view.zoom >= APART_ZOOM:
            return None
        level = level_of(view)
        known = self._counted.get(level)
        if known is None or known[0] is not self.x:  # a sheet moves copies of painters near the origin
            known = self.x, clusters_of(self.x, self.y, level)
            self._counted[level] = known
        return known[1]

    def _groups(self, theme: Theme) -> list[tuple[PointSymbol, str, np.ndarray]]:
        """Symbols of one shape and colour: each group is drawn with one call."""
        if self.tones is None:
            return [(symbol, "", members) for symbol, members in self._shapes]
        colours = [(tone.colour(theme), self.tones.codes == k) for k, tone in enumerate(self.tones.tones)]
        return [(symbol, colour, one & other) for symbol, one in self._shapes for colour, other in colours]

    @cached_property
    def _shapes(self) -> list[tuple[PointSymbol, np.ndarray]]:
        """Which points have each symbol, for the symbols that some have."""
        shapes = [(symbol, self.symbols == symbol) for symbol in PointSymbol]
        return [(symbol, members) for symbol, members in shapes if members.any()]

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
        for symbol, tone, members in self._groups(theme):
            same = members[chosen]
            draw_points(painter, theme, symbol, px[same], py[same], 1.25 * symbol_scale(view.zoom), tone)

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the layer, or one a class."""
        if self.tones is not None:
            return self.tones.items(Swatch.SYMBOL, theme)
        return [LegendItem(self.name, Swatch.SYMBOL, theme.map.other, count=len(self.geometries))]


def draw_points(
    painter: QPainter,
    theme: Theme,
    symbol: PointSymbol,
    px: np.ndarray,
    py: np.ndarray,
    size: float,
    tone: str = "",
) -> None:
    """Draw many equal symbols at pixels ``px``, ``py``; a colour takes the place of their own."""
    if len(px) == 0:
        return
    if symbol is PointSymbol.PLACE:
        _squares(painter, theme, px, py, 4.5 * size, tone)
        return
    if symbol in _CORNERS:
        _polygons(painter, theme, symbol, px, py, 4.6 * size, tone)
        return
    radius = {PointSymbol.LIGHT: 3.6, PointSymbol.LIGHT_OFF: 3.6, PointSymbol.DOT: 2.6}[symbol] * size
    rim, core = {
        PointSymbol.LIGHT: (theme.map.other, theme.map.symbol_fill),
        PointSymbol.LIGHT_OFF: (theme.er, theme.map.symbol_fill),
        PointSymbol.DOT: (theme.map.halo, theme.map.other),
    }[symbol]
    if tone:
        radius, rim, core = max(radius, 4.2 * size), rim_of(theme), tone
    for diameter, colour in ((2 * radius + 1.4, rim), (2 * radius - 1.4, core)):
        _discs(painter, px, py, max(diameter, 0.8), colour)


def _discs(painter: QPainter, px: np.ndarray, py: np.ndarray, diameter: float, colour: str) -> None:
    ink = ink_of(painter)
    if ink is not None:
        ink.dots(px, py, diameter / 2, QColor(colour), painter.opacity())
        return
    pen = QPen(QColor(colour), diameter)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints([QPointF(x, y) for x, y in zip(px.tolist(), py.tolist(), strict=True)])


def _squares(
    painter: QPainter, theme: Theme, px: np.ndarray, py: np.ndarray, half: float, tone: str = ""
) -> None:
    painter.setPen(QPen(QColor(theme.map.label), 1.4))
    painter.setBrush(QColor(tone or theme.map.symbol_fill))
    boxes = [
        QRectF(x - half, y - half, 2 * half, 2 * half) for x, y in zip(px.tolist(), py.tolist(), strict=True)
    ]
    painter.drawRects(boxes)


def _polygons(
    painter: QPainter,
    theme: Theme,
    symbol: PointSymbol,
    px: np.ndarray,
    py: np.ndarray,
    half: float,
    tone: str,
) -> None:
    """Full for a dump, hollow for a report, so that neither is the square of a place or the ring of a lamp."""
    core = theme.map.label if symbol is PointSymbol.DUMP else theme.map.symbol_fill
    rim = theme.map.halo if symbol is PointSymbol.DUMP else theme.map.label
    painter.setPen(QPen(QColor(rim), 1.2 if symbol is PointSymbol.DUMP else 1.5))
    painter.setBrush(QColor(tone or core))
    for x, y in zip(px.tolist(), py.tolist(), strict=True):
        corners = [QPointF(x + dx * half, y + dy * half) for dx, dy in _CORNERS[symbol]]
        painter.drawPolygon(QPolygonF(corners))

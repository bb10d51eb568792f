"""Cameras as symbols: what it is by shape, how it works by line and colour."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.canvas.courtesy import in_turn
from app.canvas.painters.base import (
    FeaturePainter,
    Highlight,
    LegendItem,
    Surface,
    Swatch,
    azimuth_offset,
)
from app.canvas.painters.tones import Tones
from app.canvas.view import MapView
from app.look.purposes import colour as purpose_colour, letter
from app.look.theme import Theme, font

WEDGE_DEG = 70.0
_WEDGE_PX = 11.0
_DISC_PX = 15.0


#: Letters of a code that the map writes beside a camera.
_LONGEST_TAG = 32


class CameraSymbol(Enum):
    """The shape of a camera: by its kind, or by what is not known about it."""

    FIXED = "fixed"
    DOME = "dome"
    PLATES = "plates"
    UNKNOWN = "unknown"


class CameraState(Enum):
    """What a camera counts for on this map."""

    WORKING = "working"
    PLANNED = "planned"
    BROKEN = "broken"
    OTHER_PURPOSE = "other_purpose"


@dataclass(frozen=True, slots=True)
class _Ink:
    fill: QColor
    line: QColor
    rim: QColor
    dashed: bool = False


class CamerasPainter(FeaturePainter):
    """Cameras.

    Parameters
    ----------
    x, y : sequence of float, length n
        Web Mercator metres.
    fids : sequence of int, length n
    azimuths : sequence of sequences of float, length n
        Degrees clockwise from north, one wedge each; empty where the direction is unknown.
    symbols : sequence of CameraSymbol, length n
    states : sequence of CameraState, length n
    codes : sequence of str, length n, optional
        Shown beside the selected camera.
    purposes : sequence of str, length n, optional
        Where all purposes are shown at once: each camera takes the colour and the letter of its own.
    tones : Tones, optional
        Colours by class in place of all others; shapes stay.
    """

    surface = Surface.POINTS
    #: How many of them turn: what they could reach is told in the legend.
    turning = 0
    #: The working state of each, where it is known: the legend tells apart those that share a symbol.
    working_states: Sequence[str] = ()

    def __init__(
        self,
        x: Sequence[float],
        y: Sequence[float],
        fids: Sequence[int],
        azimuths: Sequence[Sequence[float]],
        symbols: Sequence[CameraSymbol],
        states: Sequence[CameraState],
        codes: Sequence[str] | None = None,
        name: str = "camera",
        purposes: Sequence[str] | None = None,
        tones: Tones | None = None,
    ) -> None:
        self.x, self.y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        super().__init__(name, shapely.points(self.x, self.y), fids)
        self.azimuths = [[angle for angle in each if angle == angle] for each in azimuths]
        self.symbols, self.states = list(symbols), list(states)
        self.codes = list(codes) if codes is not None else None
        self.purposes = list(purposes) if purposes is not None and tones is None else None
        self.tones = tones

    def without(self, fids: Collection[int]) -> "CamerasPainter":
        """Return a painter without some cameras."""
        return self.taken(np.flatnonzero(~np.isin(self.fids, list(fids))).tolist())

    def taken(self, kept: Sequence[int]) -> "CamerasPainter":
        """Return a painter of some cameras, given by their places."""
        codes = None if self.codes is None else [self.codes[at] for at in kept]
        kept = list(kept)
        some = CamerasPainter(
            self.x[kept].tolist(),
            self.y[kept].tolist(),
            self.fids[kept].tolist(),
            [self.azimuths[at] for at in kept],
            [self.symbols[at] for at in kept],
            [self.states[at] for at in kept],
            codes,
            self.name,
            None if self.purposes is None else [self.purposes[at] for at in kept],
            None if self.tones is None else self.tones.kept(kept),
        )
        some.working_states = [self.working_states[at] for at in kept] if self.working_states else ()
        return some

    @property
    def idle(self) -> Counter[str]:
        """How many are in each working state."""
        return Counter(self.working_states)

    @cached_property
    def order(self) -> np.ndarray:
        """Positions from the least to the most important, so that working cameras lie on top."""
        rank = {
            CameraState.OTHER_PURPOSE: 0,
            CameraState.PLANNED: 1,
            CameraState.BROKEN: 2,
            CameraState.WORKING: 3,
        }
        return np.argsort([rank[state] for state in self.states], kind="stable").astype(np.int64)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the symbols in view; smaller below zoom 15, dots below 13."""
        min_x, min_y, max_x, max_y = view.expanded(24).bounds
        ordered = self.order
        x, y = self.x[ordered], self.y[ordered]
        seen = ordered[(x >= min_x) & (x <= max_x) & (y >= min_y) & (y <= max_y)]
        size = symbol_scale(view.zoom)
        for index in in_turn(seen.tolist()):
            self._draw(painter, view, theme, index, size)

    def _draw(self, painter: QPainter, view: MapView, theme: Theme, index: int, size: float) -> None:
        px, py = view.to_screen(self.x[index], self.y[index])
        painter.save()
        painter.translate(float(px), float(py))
        painter.scale(size, size)
        symbol, state = self.symbols[index], self.states[index]
        purpose = "" if self.purposes is None else self.purposes[index]
        tone = "" if self.tones is None else self.tones.colour_of(index, theme)
        draw_camera(painter, theme, symbol, state, self.azimuths[index], purpose, tone)
        painter.restore()

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw a hovered camera 1.25 times as large, a selected one in a 30 px disc with its code."""
        size = symbol_scale(view.zoom)
        for index in self.positions(fids).tolist():
            if kind is Highlight.SELECTED:
                self._disc(painter, view, theme, index)
                self._draw(painter, view, theme, index, max(size, 1.0) * 0.85)
            else:
                self._draw(painter, view, theme, index, size * 1.25)

    def _disc(self, painter: QPainter, view: MapView, theme: Theme, index: int) -> None:
        px, py = view.to_screen(self.x[index], self.y[index])
        centre = QPointF(float(px), float(py))
        painter.setPen(QPen(QColor(theme.map.camera), 2))
        painter.setBrush(QColor(theme.map.symbol_fill))
        painter.drawEllipse(centre, _DISC_PX, _DISC_PX)
        if self.codes and self.codes[index]:
            draw_tag(painter, theme, centre + QPointF(_DISC_PX + 6, 0), self.codes[index])

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return one item a symbol or state present, or one a class, with its count."""
        if self.tones is not None:
            return self.tones.items(Swatch.SYMBOL, theme)
        colour = theme.map.camera
        rows = [(symbol.value, colour, self._count(symbol)) for symbol in CameraSymbol]
        rows += [
            (CameraState.PLANNED.value, colour, self.states.count(CameraState.PLANNED)),
            (CameraState.BROKEN.value, theme.er, self.states.count(CameraState.BROKEN)),
            (CameraState.OTHER_PURPOSE.value, theme.map.other, self.states.count(CameraState.OTHER_PURPOSE)),
        ]
        return [LegendItem(key, Swatch.SYMBOL, tone, count=n) for key, tone, n in rows if n]

    def purpose_counts(self) -> dict[str, int]:
        """Return how many working cameras each purpose has, where all are shown at once."""
        counted = zip(self.purposes or (), self.states, strict=self.purposes is not None)
        return dict(Counter(purpose for purpose, state in counted if state is CameraState.WORKING))

    def _count(self, symbol: CameraSymbol) -> int:
        pairs = zip(self.symbols, self.states, strict=True)
        return sum(1 for shape, state in pairs if shape is symbol and state is CameraState.WORKING)


def symbol_scale(zoom: float) -> float:
    """Return the size of point symbols against their full size, which they have from zoom 16.5."""
    return float(np.interp(zoom, (12.0, 14.0, 16.5), (0.4, 0.6, 1.0)))


def draw_camera(
    painter: QPainter,
    theme: Theme,
    symbol: CameraSymbol,
    state: CameraState,
    azimuths: Sequence[float],
    purpose: str = "",
    tone: str = "",
) -> None:
    """Draw one camera at the painter's origin; also the sample of legends and lists.

    Given a purpose, the symbol takes its colour and carries its letter; given a tone, that colour whatever else.
    """
    ink = _toned(theme, state, tone) if tone else _ink(theme, state, purpose)
    if state is CameraState.BROKEN:
        _ring(painter, ink, 7.0)
        _cross(painter, ink.line)
        return
    if symbol is CameraSymbol.UNKNOWN or (symbol is CameraSymbol.FIXED and not azimuths):
        _ring(painter, ink, 7.5)
        _question(painter, ink.line)
        return
    for azimuth in azimuths:
        _wedge(painter, ink, azimuth)
    if symbol is CameraSymbol.DOME:
        _ring(painter, ink, 6.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.line)
        painter.drawEllipse(QPointF(0, 0), 2.8, 2.8)
    elif symbol is CameraSymbol.PLATES:
        _dot(painter, ink, square=True)
    else:
        _dot(painter, ink)
    if purpose and symbol is not CameraSymbol.DOME:
        _letter(painter, theme, purpose, state)


def _letter(painter: QPainter, theme: Theme, purpose: str, state: CameraState) -> None:
    """Write the letter of a purpose in the dot, dark or light as its colour asks."""
    ground = QColor(purpose_colour(purpose, theme))
    on_colour = QColor("#FFFFFF" if ground.lightnessF() < 0.5 else "#101214")
    hollow = state is CameraState.PLANNED
    painter.setPen(ground if hollow else on_colour)
    painter.setFont(font(8, 600))
    painter.drawText(QRectF(-8, -8, 16, 16), Qt.AlignmentFlag.AlignCenter, letter(purpose))


def _ink(theme: Theme, state: CameraState, purpose: str = "") -> _Ink:
    accent, white = QColor(theme.map.camera), QColor(theme.map.symbol_fill)
    if purpose:
        accent = QColor(purpose_colour(purpose, theme))
    rim = QColor(theme.map.camera_rim)
    if state is CameraState.BROKEN:
        return _Ink(white, QColor(theme.er), QColor(theme.er))
    if state is CameraState.OTHER_PURPOSE:
        other = QColor(theme.map.other)
        return _Ink(white, other, other)
    if state is CameraState.PLANNED:
        return _Ink(white, accent, accent, dashed=True)
    return _Ink(accent, accent, rim)


def rim_of(theme: Theme) -> str:
    """Return the rim of a symbol in the colour of a class: light on either ground, so that dim classes are seen."""
    return theme.map.label if theme.dark else theme.map.camera_rim


def _toned(theme: Theme, state: CameraState, tone: str) -> _Ink:
    colour, hollow = QColor(tone), QColor(theme.map.symbol_fill)
    if state is CameraState.BROKEN:
        return _Ink(hollow, colour, colour)
    if state is CameraState.PLANNED:
        return _Ink(hollow, colour, colour, dashed=True)
    return _Ink(colour, colour, QColor(rim_of(theme)))


def _outline(ink: _Ink, width: float) -> QPen:
    result = QPen(ink.rim, width)
    if ink.dashed:
        result.setDashPattern([1.8, 1.5])
    return result


def _wedge(painter: QPainter, ink: _Ink, azimuth: float) -> None:
    """A 70-degree slice that starts a little ahead of the dot, pointing where the camera looks."""
    start = azimuth_offset(azimuth, 2.0)
    path = QPainterPath(start)
    box = QRectF(start.x() - _WEDGE_PX, start.y() - _WEDGE_PX, 2 * _WEDGE_PX, 2 * _WEDGE_PX)
    path.arcTo(box, 90 - azimuth - WEDGE_DEG / 2, WEDGE_DEG)
    path.closeSubpath()
    painter.setPen(_outline(ink, 1.2))
    painter.setBrush(ink.fill)
    painter.drawPath(path)


def _dot(painter: QPainter, ink: _Ink, square: bool = False) -> None:
    painter.setPen(_outline(ink, 1.4))
    painter.setBrush(ink.fill)
    if square:
        painter.drawRect(QRectF(-4.6, -4.6, 9.2, 9.2))
    else:
        painter.drawEllipse(QPointF(0, 0), 5.2, 5.2)


def _ring(painter: QPainter, ink: _Ink, radius: float) -> None:
    pen = QPen(ink.line, 1.8)
    if ink.dashed:
        pen.setDashPattern([1.6, 1.3])
    painter.setPen(pen)
    painter.setBrush(ink.fill if ink.fill != ink.line else ink.rim)
    painter.drawEllipse(QPointF(0, 0), radius, radius)


def _cross(painter: QPainter, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.6))
    painter.drawLine(QPointF(-3, -3), QPointF(3, 3))
    painter.drawLine(QPointF(-3, 3), QPointF(3, -3))


def _question(painter: QPainter, colour: QColor) -> None:
    painter.setPen(QPen(colour))
    painter.setFont(font(11, 600))
    painter.drawText(QRectF(-8, -8, 16, 16), Qt.AlignmentFlag.AlignCenter, "?")


def draw_tag(painter: QPainter, theme: Theme, left_middle: QPointF, text: str) -> None:
    """Draw a small label on paper with an accent rim, its left edge at ``left_middle``."""
    painter.setFont(font(13, 600))
    text = text if len(text) <= _LONGEST_TAG else f"{text[: _LONGEST_TAG - 1]}…"
    width = painter.fontMetrics().horizontalAdvance(text) + 16
    box = QRectF(left_middle.x(), left_middle.y() - 11, width, 22)
    painter.setPen(QPen(QColor(theme.map.camera), 1))
    painter.setBrush(QColor(theme.sf))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(theme.tx))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

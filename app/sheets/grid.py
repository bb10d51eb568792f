"""The grid of the project's metric system on a map drawn in Web Mercator."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.view import MapView
from app.look.theme import Theme
from app.sheets.paper import grid_step
from app.sheets.text import SMALLEST_PX, Align, draw_text, text_width
from app.speech import numbers
from maps.crs import WEB_MERCATOR, transform_xy

_TICK = 6.0
_SAMPLES = 256


@dataclass(frozen=True)
class Grid:
    """Where the lines of a grid meet the edges of a map.

    Attributes
    ----------
    step : float
        Metres between two lines.
    top, bottom : tuple of (easting, pixel)
        Crossings of the eastings with the horizontal edges, pixels from the left.
    left, right : tuple of (northing, pixel)
        Crossings of the northings with the vertical edges, pixels from the top.
    """

    step: float
    top: tuple[tuple[float, float], ...]
    bottom: tuple[tuple[float, float], ...]
    left: tuple[tuple[float, float], ...]
    right: tuple[tuple[float, float], ...]


def grid_of(view: MapView, epsg: int) -> Grid:
    """Return the grid of a view.

    Parameters
    ----------
    view : MapView
    epsg : int
        Metric system of the grid's coordinates.
    """
    step = grid_step(view.ground_resolution)
    across, down = np.linspace(0, view.width, _SAMPLES), np.linspace(0, view.height, _SAMPLES)
    return Grid(
        step,
        _crossings(view, epsg, across, np.zeros(_SAMPLES), step, east=True),
        _crossings(view, epsg, across, np.full(_SAMPLES, view.height), step, east=True),
        _crossings(view, epsg, np.zeros(_SAMPLES), down, step, east=False),
        _crossings(view, epsg, np.full(_SAMPLES, view.width), down, step, east=False),
    )


def _crossings(
    view: MapView, epsg: int, px: np.ndarray, py: np.ndarray, step: float, *, east: bool
) -> tuple[tuple[float, float], ...]:
    """Return the round coordinates along an edge and the pixel at which each is crossed."""
    x, y = view.to_world(px, py)
    east_m, north_m = transform_xy(np.asarray(x), np.asarray(y), WEB_MERCATOR, epsg)
    along, pixels = (np.asarray(east_m), px) if east else (np.asarray(north_m)[::-1], py[::-1])
    first, last = math.ceil(along[0] / step), math.floor(along[-1] / step)
    values = np.arange(first, last + 1) * step
    return tuple(zip(values.tolist(), np.interp(values, along, pixels).tolist(), strict=True))


def draw_lines(painter: QPainter, frame: QRectF, grid: Grid, theme: Theme) -> None:
    """Draw the lines of the grid over the map, thin."""
    colour = QColor(theme.tx)
    colour.setAlphaF(0.16)
    painter.setPen(QPen(colour, 0.7))
    bottom, right = dict(grid.bottom), dict(grid.right)
    for value, x in grid.top:
        if value in bottom:
            start, end = frame.left() + x, frame.left() + bottom[value]
            painter.drawLine(QLineF(start, frame.top(), end, frame.bottom()))
    for value, y in grid.left:
        if value in right:
            start, end = frame.top() + y, frame.top() + right[value]
            painter.drawLine(QLineF(frame.left(), start, frame.right(), end))


def draw_ticks(painter: QPainter, frame: QRectF, grid: Grid, theme: Theme) -> None:
    """Draw ticks outside the frame, with eastings above and northings at the left."""
    painter.setPen(QPen(QColor(theme.tx), 1.0))
    for _value, x in grid.top:
        painter.drawLine(QLineF(frame.left() + x, frame.top() - _TICK, frame.left() + x, frame.top()))
    for _value, x in grid.bottom:
        painter.drawLine(QLineF(frame.left() + x, frame.bottom(), frame.left() + x, frame.bottom() + _TICK))
    for _value, y in grid.left:
        painter.drawLine(QLineF(frame.left() - _TICK, frame.top() + y, frame.left(), frame.top() + y))
    for _value, y in grid.right:
        painter.drawLine(QLineF(frame.right(), frame.top() + y, frame.right() + _TICK, frame.top() + y))
    _labels(painter, frame, grid, theme)


def _labels(painter: QPainter, frame: QRectF, grid: Grid, theme: Theme) -> None:
    for value, x in grid.top:
        text = f"{numbers.integer(value)} E"
        half = text_width(text, SMALLEST_PX) / 2
        middle = min(max(frame.left() + x, frame.left() + half), frame.right() - half)
        draw_text(painter, QPointF(middle, frame.top() - 9), text, SMALLEST_PX, theme.tx, align=Align.CENTRE)
    for value, y in grid.left:
        text = f"{numbers.integer(value)} N"
        half = text_width(text, SMALLEST_PX) / 2
        middle = min(max(frame.top() + y, frame.top() + half), frame.bottom() - half)
        at = QPointF(frame.left() - 9, middle)
        draw_text(painter, at, text, SMALLEST_PX, theme.tx, align=Align.CENTRE, angle=-90)

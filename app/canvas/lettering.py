"""Names as outlines, so that all the names of a picture are drawn at once: with ink, else one by one."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.canvas.courtesy import in_turn
from app.canvas.ink import Ink, ink_of
from app.canvas.outlines import Outlines, outlines_of_rings
from app.canvas.view import MapView
from app.look.theme import font

HALO_PX = 3.0
_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
#: Elements of a painter path: a start, a line, the first of the three points of a curve.
_START, _LINE, _CURVE = 0, 1, 2
#: A curve of a letter becomes so many lines.
_STEPS = 4


class Name(Protocol):
    """A text and where it stands: pixels of its middle, slope in degrees, size of its box and of its letters."""

    @property
    def text(self) -> str: ...

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def angle_deg(self) -> float: ...

    @property
    def width(self) -> float: ...

    @property
    def height(self) -> float: ...

    @property
    def pixels(self) -> float: ...

    @property
    def weight(self) -> int: ...


def draw_names(painter: QPainter, view: MapView, names: Sequence[tuple[Name, str]], halo: str) -> None:
    """Draw names, each in its colour over a halo; none lies over another."""
    ink = ink_of(painter)
    if ink is None:
        for name, colour in names:
            draw_name(painter, name, colour, halo)
    elif names:
        _draw_with_ink(ink, painter.opacity(), view, names, halo)


def draw_name(painter: QPainter, name: Name, colour: str, halo: str) -> None:
    """Draw one name with its halo."""
    path = _path(name.text, name.pixels, name.weight, name.width, name.height)
    painter.save()
    painter.translate(name.x, name.y)
    painter.rotate(name.angle_deg)
    pen = QPen(QColor(halo), HALO_PX)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(colour))
    painter.restore()


def _path(text: str, pixels: float, weight: int, width: float, height: float) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(-width / 2, height * 0.38), font(pixels, weight), text)
    return path


def _draw_with_ink(
    ink: Ink, opacity: float, view: MapView, names: Sequence[tuple[Name, str]], halo: str
) -> None:
    # A view whose world is the picture's pixels, y up.
    flat = MapView(view.width / 2, -view.height / 2, 1.0, view.width, view.height, view.dpr)
    colours = dict.fromkeys(colour for _name, colour in names)
    groups = [(colour, _together(name for name, its in names if its == colour)) for colour in colours]
    for _colour, outlines in groups:
        ink.stroke_apart(flat, outlines, HALO_PX, QColor(halo), opacity)
    for colour, outlines in groups:
        ink.fill(flat, outlines, QColor(colour), opacity, apart=True)


def _together(names: Iterable[Name]) -> Outlines:
    """Return the outlines of names, each turned, put in its place and a block of its own; y up."""
    corners, lengths = [np.empty((0, 2))], [np.zeros(1, dtype=np.int64)]
    for name in in_turn(names):
        xy, rings = _letters(name.text, name.pixels, name.weight, name.width, name.height)
        if len(xy):
            cos, sin = math.cos(math.radians(name.angle_deg)), math.sin(math.radians(name.angle_deg))
            corners.append(xy @ np.array([[cos, -sin], [-sin, -cos]]) + (name.x, -name.y))
            lengths.append(rings)
    return outlines_of_rings(corners[1:], lengths[1:])


@lru_cache(maxsize=4096)
def _letters(
    text: str, pixels: float, weight: int, width: float, height: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the corners of a text's letters about its middle, y down, and how many each ring has."""
    elements = _elements(_path(text, pixels, weight, width, height))
    kind, xy = elements["type"].astype(int), np.column_stack([elements["x"], elements["y"]]).astype(float)
    plain, curve = np.flatnonzero(kind <= _LINE), np.flatnonzero(kind == _CURVE)
    bent = _curves(xy, curve)
    points = np.concatenate([xy[plain], bent.reshape(-1, 2)])
    order = np.argsort(np.concatenate([plain, np.repeat(curve, _STEPS)]), kind="stable")
    starts = np.concatenate([kind[plain] == _START, np.zeros(len(curve) * _STEPS, dtype=bool)])[order]
    first = np.append(np.flatnonzero(starts), len(order))
    return points[order], np.diff(first).astype(np.int64)


def _curves(xy: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return points along the cubic curves whose first control point is at ``at``, shape (n, steps, 2)."""
    t = (np.arange(1, _STEPS + 1) / _STEPS)[None, :, None]
    a, b, c, d = (xy[at + shift][:, None, :] for shift in (-1, 0, 1, 2))
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d


def _elements(path: QPainterPath) -> NDArray[np.void]:
    """Return the elements of a path through its stream format, as `app.canvas.geometry` writes it."""
    raw = QByteArray()
    stream = QDataStream(raw, QIODevice.OpenModeFlag.WriteOnly)
    stream << path
    return np.frombuffer(raw.data(), dtype=_ELEMENT, count=path.elementCount(), offset=4)

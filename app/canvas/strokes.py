"""What painters call to fill and to stroke a layer: with ink where the picture has it, else with QPainter.

The painter's transform must be `world_transform(view)`: both ways draw world metres.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from app.canvas.courtesy import in_turn
from app.canvas.geometry import Shapes
from app.canvas.ink import ink_of
from app.canvas.painters.base import world_pen
from app.canvas.view import MapView

#: Lines wider than this end in a half disc, so that the ribbons of two roads meet.
ROUND_PX = 2.0


def fill_shapes(painter: QPainter, view: MapView, shapes: Shapes, colour: QColor | str) -> None:
    """Fill polygons with a colour, which may be translucent, without outline."""
    ink = ink_of(painter)
    if ink is not None:
        ink.fill(view, shapes.outlines, QColor(colour), painter.opacity())
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for block in in_turn(shapes.visible(view)):
        painter.drawPath(block.path)


def stroke_shapes(
    painter: QPainter,
    view: MapView,
    shapes: Shapes,
    colour: QColor | str,
    pixels: float,
    dash: tuple[float, ...] | None = None,
) -> None:
    """Stroke lines or outlines; width and dashes are in logical pixels."""
    stroke_groups(painter, view, [(shapes, pixels)], colour, dash)


def stroke_groups(
    painter: QPainter,
    view: MapView,
    groups: Sequence[tuple[Shapes, float]],
    colour: QColor | str,
    dash: tuple[float, ...] | None = None,
    round_cap: bool = False,
) -> None:
    """Stroke several groups of lines, each with its width, in one colour."""
    ink = ink_of(painter)
    if ink is None:
        _stroke_paths(painter, view, groups, colour, dash, round_cap)
        return
    some = [(shapes.outlines, px, round_cap and px > ROUND_PX) for shapes, px in groups]
    ink.stroke(view, some, QColor(colour), painter.opacity(), dash)


def _stroke_paths(
    painter: QPainter,
    view: MapView,
    groups: Sequence[tuple[Shapes, float]],
    colour: QColor | str,
    dash: tuple[float, ...] | None,
    round_cap: bool,
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shapes, pixels in groups:
        rounded = round_cap and pixels > ROUND_PX
        cap = Qt.PenCapStyle.RoundCap if rounded else Qt.PenCapStyle.FlatCap
        painter.setPen(world_pen(view, colour, pixels, dash, cap))
        for block in in_turn(shapes.visible(view, pixels + 8.0)):
            painter.drawPath(block.path)

"""Draw one of everything in the GUI thread before the worker starts.

PySide6 makes the Python side of its enums when a call first needs them, and two threads that make the same one
at the same time crash the process (seen with `QPainter.fillRect` on 6.11.3, decision 0004). After this, none
is left to make.
"""

from functools import lru_cache

import numpy as np
import shapely
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QGradient, QImage, QPainter, QPainterPath, QPen

from app.canvas import furniture
from app.canvas.geometry import path_of
from app.canvas.painters.base import Highlight, Painter
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.footprints import Bands, FootprintsPainter, FootprintStyle
from app.canvas.painters.ground import (
    BuildingOutlinesPainter,
    BuildingsPainter,
    LandPainter,
    LandUsePainter,
    RoadsPainter,
)
from app.canvas.painters.labels import LabelsPainter
from app.canvas.painters.points import PointsPainter, PointSymbol
from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, DensityPainter, ZonesPainter
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import DARK, LIGHT

_CLASSES = (Qt, QPainter, QImage, QColor, QPen, QBrush, QGradient, QFont, QPainterPath)


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Make every enum of the drawing classes and draw every painter once; later calls do nothing."""
    for each in _CLASSES:
        for name in dir(each):
            if not name.startswith("__"):  # the text of __doc__ alone takes a tenth of a second to make
                getattr(each, name)
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    view = MapView(0.0, 0.0, 0.5, 64, 64)
    painter = QPainter(image)
    for theme in (LIGHT, DARK):
        layers = _one_of_each()
        draw_layers(painter, view, theme, [(layer, 0.9) for layer in layers])
        for layer in layers:
            for kind in Highlight:
                painter.save()
                layer.highlight(painter, view, theme, [0], kind)
                painter.restore()
        furniture.draw_card(painter, QRectF(0, 0, 60, 60), view, theme)
        furniture.draw_north(painter, QPointF(30, 30), theme)
    _plain_calls(painter, image)
    painter.end()
    np.frombuffer(image.constBits(), dtype=np.uint64)


def _plain_calls(painter: QPainter, image: QImage) -> None:
    other = QImage(image).copy()
    painter.fillRect(QRect(0, 0, 2, 2), QColor("black"))
    painter.fillRect(QRectF(0, 0, 2, 2), QColor("black"))
    painter.drawImage(0, 0, other)
    painter.drawImage(QPoint(0, 0), other)
    painter.drawImage(QPointF(0, 0), other)
    painter.drawImage(QRectF(0, 0, 2, 2), other)
    painter.drawImage(QRectF(0, 0, 2, 2), other, QRectF(0, 0, 2, 2))
    painter.strokePath(path_of(np.array([shapely.box(0, 0, 1, 1)], dtype=object)), QPen(QColor("black")))


def _one_of_each() -> list[Painter]:
    box, line, point = shapely.box(-8, -8, 8, 8), shapely.LineString([(-15, 0), (15, 0)]), shapely.Point(0, 0)
    buildings = BuildingsPainter([box])
    kinds = [(symbol, state) for symbol in CameraSymbol for state in CameraState]
    zeros, count = [0.0] * len(kinds), len(kinds)
    symbols, states = [symbol for symbol, _ in kinds], [state for _, state in kinds]
    return [
        LandPainter(),
        LandUsePainter([box, box], ["park", "water"]),
        RoadsPainter([line], ["residential"]),
        buildings,
        DensityPainter([box], [2], (1.0,)),
        BuildingOutlinesPainter(buildings),
        ZonesPainter([box], names=["Z"], fills=["#E08214"]),
        ZonesPainter([box]),
        DegradedPainter([box]),
        AbandonedPainter([box, point]),
        *[FootprintsPainter([box], [0], [style], {0: Bands((box,), box)}) for style in FootprintStyle],
        *[PointsPainter("dot", [point], symbols=symbol) for symbol in PointSymbol],
        CamerasPainter(zeros, zeros, range(count), [[90.0]] * count, symbols, states, ["T"] * count),
        LabelsPainter([line], ["V"], ["residential"], [box], ["Z"]),
    ]

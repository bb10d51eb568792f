"""Samples of the legend: 18 x 18 logical pixels each."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from app.canvas.painters.base import LegendItem, Swatch, tint
from app.canvas.painters.points import PointSymbol, draw_points
from app.look.purposes import colour, letter
from app.look.theme import Theme, font

_SIDE = 18


def _blank(ratio: float) -> QPixmap:
    image = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


def classes_swatch(colours: Sequence[str], ratio: float) -> QPixmap:
    """Return four squares in the colours of the first, the last and two middle classes."""
    last = len(colours) - 1
    chosen = [colours[round(last * share)] for share in (0.0, 0.34, 0.67, 1.0)]
    image = _blank(ratio)
    painter = QPainter(image)
    for place, each in enumerate(chosen):
        painter.fillRect(QRectF(2.5 + 7 * (place % 2), 2.5 + 7 * (place // 2), 6, 6), QColor(each))
    painter.end()
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


def point_swatch(symbol: PointSymbol, theme: Theme, ratio: float) -> QPixmap:
    """Return the symbol of a layer of points as the map draws it."""
    image = _blank(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = np.array([_SIDE / 2])
    draw_points(painter, theme, symbol, middle, middle, 1.0)
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
        if item.swatch is Swatch.HATCH and item.fill == item.colour:  # a class: a tint under its hatch
            painter.fillRect(area, tint(item.colour, 0.35))
        if item.swatch is Swatch.HATCH:
            painter.setBrush(QBrush(QColor(item.colour), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(area)
    painter.end()
    return image

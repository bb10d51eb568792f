"""Points that would lie over each other, told as one disc with their number."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.view import MapView
from app.look.theme import Theme, font

#: Layers with fewer points are always drawn point by point.
FEW = 2000
#: Side of the cells that points are counted in: between this and twice as many pixels.
CELL_PX = 48.0
#: A cell with more points than this becomes a disc.
MOST_ALONE = 24
#: From this zoom on, what lies together is told apart.
APART_ZOOM = 18.0


@dataclass(frozen=True)
class Clusters:
    """Points of a layer at one scale.

    Attributes
    ----------
    alone : ndarray of bool, shape (n,)
        Points drawn as themselves.
    x, y, count : ndarray, shape (k,)
        Middle of the points of each disc, world metres, and how many they are.
    """

    alone: NDArray[np.bool_]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    count: NDArray[np.int64]


def level_of(view: MapView) -> int:
    """Return the level at which points are counted: cells stay the same through a whole zoom."""
    return math.ceil(math.log2(view.metres_per_px))


def clusters_of(x: NDArray[np.float64], y: NDArray[np.float64], level: int) -> Clusters:
    """Count points in square cells anchored to the world, so that tiles of one map agree.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        World metres; NaN where a feature has no place.
    level : int
        See `level_of`.
    """
    placed = np.isfinite(x) & np.isfinite(y)
    side = CELL_PX * 2.0**level
    column, row = (np.floor(np.where(placed, v, 0.0) / side).astype(np.int64) for v in (x, y))
    _cells, cell, count = np.unique(column * 2**32 + row, return_inverse=True, return_counts=True)
    crowded = count > MOST_ALONE
    alone = ~crowded[cell] & placed
    inside = placed & ~alone
    total, east, north = (np.bincount(cell[inside], w, len(count)) for w in (None, x[inside], y[inside]))
    kept = total > 0
    counts = total[kept].astype(np.int64)
    return Clusters(alone, east[kept] / counts, north[kept] / counts, counts)


def draw_clusters(painter: QPainter, view: MapView, theme: Theme, clusters: Clusters) -> None:
    """Draw the discs in view, larger for more points, each with its number."""
    px, py = view.to_screen(clusters.x, clusters.y)
    seen = (px > -30) & (px < view.width + 30) & (py > -30) & (py < view.height + 30)
    painter.setFont(font(11, 600))
    for x, y, count in zip(px[seen].tolist(), py[seen].tolist(), clusters.count[seen].tolist(), strict=True):
        radius = min(11.0 + 2.6 * math.log10(count / MOST_ALONE) * 2.0, 21.0)
        painter.setPen(QPen(QColor(theme.map.other), 1.4))
        painter.setBrush(QColor(theme.map.symbol_fill))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.setPen(QColor(theme.map.label))
        box = QRectF(x - 24, y - 10, 48, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _short(count))


def _short(count: int) -> str:
    """Return a number in at most four characters: 999, 1,2k, 12k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k".replace(".", ",") if count < 10_000 else f"{count // 1000}k"

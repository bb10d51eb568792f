"""The verdicts of the balance on a map that must hold in grey: a heavy outline, a hatch."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from app.canvas.geometry import path_of, total_bounds
from app.canvas.painters.base import LegendItem, Painter, Swatch, world_pen, world_transform
from app.canvas.view import Bounds, MapView
from app.look.theme import Theme

SHORTAGE, OVERLAP = "shortage", "overlap"
#: Width of the band inside the limit of a zone in shortage, and of the paper that parts it from the map.
_BAND_PX, _CASING_PX = 4.5, 6.5
#: Between two lines of the hatch of an overlap.
HATCH_PX = 5.0


class VerdictsPainter(Painter):
    """Zones in shortage within a heavy outline, zones in overlap under a hatch.

    Parameters
    ----------
    geometries : sequence of shapely polygons in EPSG:3857, length n
    verdicts : sequence of str, length n
        Values of `maps.balance.verdicts.Verdict`.
    """

    def __init__(self, geometries: Sequence[object], verdicts: Sequence[str], name: str = "verdict") -> None:
        super().__init__(name)
        array, verdict = np.asarray(geometries, dtype=object), np.asarray(verdicts, dtype=object)
        self.shortage, self.overlap = array[verdict == SHORTAGE], array[verdict == OVERLAP]

    @property
    def bounds(self) -> Bounds | None:
        """World bounds of the zones drawn."""
        return total_bounds(np.concatenate([self.shortage, self.overlap]))

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Hatch, then outline inside the limit so that neighbours do not hide each other's."""
        for zone in self.overlap:
            self._hatch(painter, view, theme, zone)
        for zone in self.shortage:
            self._outline(painter, view, theme, zone)

    @staticmethod
    def _hatch(painter: QPainter, view: MapView, theme: Theme, zone: Any) -> None:
        """Draw upright lines cut by geometry: nested clips come out wrong in Qt's SVG (6.11).

        Areas are hatched aslant: without colours, only the direction tells them from an overlap.
        """
        (west, south, east, north), seen = shapely.bounds(zone).tolist(), view.bounds
        step = HATCH_PX * view.metres_per_px
        first = math.ceil(max(west, seen[0]) / step) * step
        x = np.arange(first, min(east, seen[2]), step)
        if not len(x):
            return
        low, high = np.full(len(x), south), np.full(len(x), north)
        upright = np.stack([np.column_stack([x, low]), np.column_stack([x, high])], axis=1)
        cut = shapely.intersection(shapely.linestrings(upright), zone)
        painter.save()
        painter.setTransform(world_transform(view), True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.strokePath(path_of(cut), world_pen(view, theme.ov, 1.0))
        painter.restore()

    @staticmethod
    def _outline(painter: QPainter, view: MapView, theme: Theme, zone: Any) -> None:
        painter.save()
        painter.setTransform(world_transform(view), True)
        for colour, pixels in ((theme.map.halo, _CASING_PX), (theme.wa, _BAND_PX)):
            inner = zone.buffer(-pixels * view.metres_per_px, join_style="mitre")
            painter.fillPath(path_of(np.array([zone.difference(inner)], dtype=object)), QColor(colour))
        painter.restore()

    def is_in(self, view: MapView, verdict: str) -> bool:
        """Tell whether a view holds a zone of a verdict."""
        zones = self.shortage if verdict == SHORTAGE else self.overlap
        return bool(shapely.intersects(zones, shapely.box(*view.bounds)).any())

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return one item a verdict present, with its count."""
        items = []
        if len(self.shortage):
            items.append(LegendItem(SHORTAGE, Swatch.OUTLINE, theme.wa, count=len(self.shortage)))
        if len(self.overlap):
            items.append(LegendItem(OVERLAP, Swatch.HATCH, theme.ov, count=len(self.overlap)))
        return items

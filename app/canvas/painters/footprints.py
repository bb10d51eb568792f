"""Areas that cameras see: only the chosen purpose is coloured."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from app.canvas.geometry import Shapes, path_of
from app.canvas.painters.base import (
    FeaturePainter,
    Highlight,
    LegendItem,
    Swatch,
    by_zoom,
    tint,
    world_pen,
    world_transform,
)
from app.canvas.view import MapView
from app.theme import DETAIL, Theme


class FootprintStyle(Enum):
    """What a footprint counts for; drawn in this order, the last on top."""

    OTHER_PURPOSE = "other_purpose"
    PLANNED = "planned"
    BROKEN = "broken"
    THIN = "thin"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class _Look:
    fill: float
    dash: tuple[float, float] | None
    casing: bool
    colour: str


def _look(style: FootprintStyle, theme: Theme) -> _Look:
    accent = theme.map.camera
    return {
        FootprintStyle.CHOSEN: _Look(0.22, None, True, accent),
        FootprintStyle.THIN: _Look(0.10, None, True, accent),
        FootprintStyle.PLANNED: _Look(0.08, (6, 3), False, accent),
        FootprintStyle.BROKEN: _Look(0.0, (2, 3), False, theme.er),
        FootprintStyle.OTHER_PURPOSE: _Look(0.0, (4, 3), False, theme.map.other),
    }[style]


class FootprintsPainter(FeaturePainter):
    """Footprints of the cameras.

    Parameters
    ----------
    geometries : sequence of shapely polygons in EPSG:3857, length n
    fids : sequence of int, length n
        Of the cameras.
    styles : sequence of FootprintStyle, length n
    bands : dict of int to sequence of polygons, optional
        By camera fid, the parts of its footprint by detail class, near to far: identification, recognition,
        observation, detection. Drawn when the camera is selected.
    """

    min_zoom = 13.0

    def __init__(
        self,
        geometries: Sequence[object],
        fids: Sequence[int],
        styles: Sequence[FootprintStyle],
        bands: dict[int, Sequence[object]] | None = None,
        name: str = "footprint",
    ) -> None:
        super().__init__(name, geometries, fids)
        self.styles = np.asarray(styles, dtype=object)
        self.bands = bands or {}
        self.shapes = {
            style: Shapes(self.geometries[self.styles == style], size=16)
            for style in FootprintStyle
            if (self.styles == style).any()
        }

    def without(self, fids: Collection[int]) -> "FootprintsPainter":
        """Return a painter without some cameras."""
        kept = ~np.isin(self.fids, list(fids))
        return FootprintsPainter(
            self.geometries[kept], self.fids[kept].tolist(), self.styles[kept].tolist(), self.bands, self.name
        )

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the footprints, the chosen purpose last."""
        painter.setTransform(world_transform(view), True)
        width = by_zoom(view.zoom, 0.8, 1.2, 1.4)
        for style, shapes in self.shapes.items():
            look, blocks = _look(style, theme), shapes.visible(view)
            if look.fill:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tint(look.colour, look.fill))
                for block in blocks:
                    painter.drawPath(block.path)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pens = [world_pen(view, look.colour, width, look.dash)]
            if look.casing:
                pens.insert(0, world_pen(view, tint(theme.map.halo, 0.85), width + 2.0))
            for pen in pens:
                painter.setPen(pen)
                for block in blocks:
                    painter.drawPath(block.path)

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw the detail bands of a selected camera and a 2-pixel outline over a 4-pixel casing."""
        painter.setTransform(world_transform(view), True)
        for index in self.positions(fids).tolist():
            path = path_of(self.geometries[index : index + 1])
            if kind is Highlight.SELECTED:
                self._paint_bands(painter, theme, int(self.fids[index]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.strokePath(path, world_pen(view, theme.map.halo, 4.0))
            colour = _look(self.styles[index], theme).colour
            painter.strokePath(path, world_pen(view, colour, 2.0))

    def _paint_bands(self, painter: QPainter, theme: Theme, fid: int) -> None:
        parts = self.bands.get(fid, ())
        for part, colour, opacity in zip(parts, DETAIL, theme.band_opacity, strict=False):
            if part is not None:
                painter.fillPath(path_of(np.array([part], dtype=object)), tint(colour, opacity))

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return one item a style present, with its count."""
        items = []
        for style in reversed(FootprintStyle):
            count, look = int((self.styles == style).sum()), _look(style, theme)
            if count:
                swatch = Swatch.DASH if look.dash else Swatch.FILL
                fill = tint(look.colour, look.fill).name(QColor.NameFormat.HexArgb) if look.fill else None
                items.append(LegendItem(style.value, swatch, look.colour, fill, count))
        return items

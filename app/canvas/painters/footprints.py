"""Areas that cameras see: only the chosen purpose is coloured."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
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
from app.canvas.painters.tones import Tones
from app.canvas.strokes import fill_shapes, stroke_shapes
from app.canvas.view import MapView
from app.look.purposes import colour as purpose_colour
from app.look.theme import DETAIL, Theme


class FootprintStyle(Enum):
    """What a footprint counts for; drawn in this order, the last on top."""

    OTHER_PURPOSE = "other_purpose"
    OFF = "off"
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


def _look(style: FootprintStyle, theme: Theme, purpose: str = "", tone: str = "") -> _Look:
    accent = tone or (purpose_colour(purpose, theme) if purpose else theme.map.camera)
    return {
        FootprintStyle.CHOSEN: _Look(0.22, None, True, accent),
        FootprintStyle.THIN: _Look(0.10, None, True, accent),
        FootprintStyle.PLANNED: _Look(0.08, (6, 3), False, accent),
        FootprintStyle.BROKEN: _Look(0.0, (2, 3), False, tone or theme.er),
        FootprintStyle.OFF: _Look(0.0, (1.5, 3), False, theme.map.other),
        FootprintStyle.OTHER_PURPOSE: _Look(0.0, (4, 3), False, tone or theme.map.other),
    }[style]


@dataclass(frozen=True, slots=True)
class Bands:
    """The ground of one camera by detail class, in EPSG:3857.

    Attributes
    ----------
    parts : tuple of geometries or None
        Near to far: identification, recognition, observation, detection; None where a class has no ground.
    whole : geometry
        All of them together.
    """

    parts: tuple[object, ...]
    whole: object


class FootprintsPainter(FeaturePainter):
    """Footprints of the cameras.

    Parameters
    ----------
    geometries : sequence of shapely polygons in EPSG:3857, length n
    fids : sequence of int, length n
        Of the cameras.
    styles : sequence of FootprintStyle, length n
    bands : dict of int to Bands, optional
        By camera fid, its ground by detail class. Drawn when the camera is selected.
    purposes : sequence of str, length n, optional
        Where all purposes are shown at once: each area takes the colour of its own.
    tones : Tones, optional
        Colours by class of the cameras, in place of all others.
    """

    min_zoom = 13.0

    def __init__(
        self,
        geometries: Sequence[object] | NDArray[np.object_],
        fids: Sequence[int] | NDArray[np.int64],
        styles: Sequence[FootprintStyle],
        bands: dict[int, Bands] | None = None,
        name: str = "footprint",
        purposes: Sequence[str] | None = None,
        tones: Tones | None = None,
    ) -> None:
        super().__init__(name, geometries, fids)
        self.styles = np.asarray(styles, dtype=object)
        self.bands, self.tones = bands or {}, tones
        self.purposes = None if purposes is None or tones else np.asarray(purposes, dtype=object)
        groups: np.ndarray = np.full(len(self.styles), "", dtype=object)
        if tones is not None or self.purposes is not None:
            groups = tones.codes if tones is not None else np.asarray(self.purposes)
        self.shapes = {
            (style, group): Shapes(self.geometries[chosen], size=16)
            for style in FootprintStyle
            for group in sorted(set(groups.tolist()))
            if (chosen := (self.styles == style) & (groups == group)).any()
        }

    def _look_of(self, style: FootprintStyle, group: str | int, theme: Theme) -> _Look:
        """How areas of a style look: `group` is a purpose, or a class of the tones."""
        if self.tones is not None:
            return _look(style, theme, tone=self.tones.tones[int(group)].colour(theme))
        return _look(style, theme, str(group))

    def without(self, fids: Collection[int]) -> "FootprintsPainter":
        """Return a painter without some cameras."""
        kept = ~np.isin(self.fids, list(fids))
        return FootprintsPainter(
            self.geometries[kept],
            self.fids[kept].tolist(),
            self.styles[kept].tolist(),
            self.bands,
            self.name,
            None if self.purposes is None else self.purposes[kept].tolist(),
            None if self.tones is None else self.tones.kept(kept),
        )

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the footprints, the chosen purpose last."""
        painter.setTransform(world_transform(view), True)
        width = by_zoom(view.zoom, 0.8, 1.2, 1.4)
        for (style, group), shapes in self.shapes.items():
            look = self._look_of(style, group, theme)
            if look.fill:
                fill_shapes(painter, view, shapes, tint(look.colour, look.fill))
            if look.casing:
                stroke_shapes(painter, view, shapes, tint(theme.map.halo, 0.85), width + 2.0)
            stroke_shapes(painter, view, shapes, look.colour, width, look.dash)

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw the detail bands of a selected camera and a 2-pixel outline over a 4-pixel casing."""
        painter.setTransform(world_transform(view), True)
        for index in self.positions(fids).tolist():
            bands = self.bands.get(int(self.fids[index])) if kind is Highlight.SELECTED else None
            whole = self.geometries[index] if bands is None else bands.whole
            path = path_of(np.array([whole], dtype=object))
            self._paint_bands(painter, theme, () if bands is None else bands.parts)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.strokePath(path, world_pen(view, theme.map.halo, 4.0))
            group = "" if self.purposes is None else self.purposes[index]
            group = group if self.tones is None else int(self.tones.codes[index])
            colour = self._look_of(self.styles[index], group, theme).colour
            painter.strokePath(path, world_pen(view, colour, 2.0))

    @staticmethod
    def _paint_bands(painter: QPainter, theme: Theme, parts: Sequence[object]) -> None:
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

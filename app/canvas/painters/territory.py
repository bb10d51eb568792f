"""Territorial layers over the ground: density, zones, degraded areas, abandoned buildings."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen

from app.canvas.courtesy import in_turn
from app.canvas.geometry import Block, Shapes, as_array, path_of, total_bounds
from app.canvas.painters.base import (
    FeaturePainter,
    Highlight,
    LegendItem,
    Painter,
    Swatch,
    blend,
    by_zoom,
    tint,
    world_pen,
    world_transform,
)
from app.canvas.painters.cameras import symbol_scale
from app.canvas.painters.tones import Tones
from app.canvas.strokes import fill_shapes, stroke_shapes
from app.canvas.view import Bounds, MapView
from app.look.theme import DENSITY, Theme

#: Distance of hatch lines along a row; a whole number, so that lines of neighbouring tiles meet.
HATCH_PX = 8.0
#: Opacity of zones by class: streets and buildings stay readable below.
TONE_OPACITY = 0.62


class DensityPainter(Painter):
    """Classes of events per km2 with thin contour lines, so that streets stay readable below.

    Parameters
    ----------
    geometries : sequence of shapely polygons in EPSG:3857, length n
        One class each, not overlapping (the bands between two breaks).
    classes : sequence of int, length n
        0 to 4, low to high; a class may occur more than once.
    breaks : sequence of float
        Lower bound of each class, events/km2, for the legend.
    colours : sequence of str
        ``#RRGGBB`` of each class.
    opacities : callable
        Opacity of each class in a theme, 0-1.
    limit_opacity : float
        Of the contour lines.
    """

    def __init__(
        self,
        geometries: Sequence[object] | NDArray[np.object_],
        classes: Sequence[int],
        breaks: Sequence[float] = (),
        name: str = "density",
        colours: Sequence[str] = DENSITY,
        opacities: Callable[[Theme], Sequence[float]] = attrgetter("density_opacity"),
        limit_opacity: float = 0.55,
    ) -> None:
        super().__init__(name)
        self.colours, self.opacities, self.limit_opacity = tuple(colours), opacities, limit_opacity
        array, index = as_array(geometries), np.asarray(classes, dtype=int)
        self.shapes = {k: Shapes(array[index == k]) for k in range(len(self.colours)) if (index == k).any()}
        self.breaks = tuple(breaks)
        self._bounds = total_bounds(array)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Fill each class, then draw its limit."""
        painter.setTransform(world_transform(view), True)
        # On the map of a large city the spots are a few pixels wide: thinner, the lines do not become the map.
        width = 0.8 * min(max((view.zoom - 9.5) / 3.5, 0.3), 1.0)
        for index, shapes in self.shapes.items():
            colour = self.colours[index]
            fill_shapes(painter, view, shapes, tint(colour, self.opacities(theme)[index]))
            stroke_shapes(painter, view, shapes, tint(_contour(colour, theme), self.limit_opacity), width)

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return one item a class, its colour composited on the land, labelled with its lower break."""
        rows = zip(self.colours, self.opacities(theme), self.breaks, strict=False)
        return [
            LegendItem(self.name, Swatch.FILL, colour, blend(colour, theme.map.land, alpha), label=f"{low:g}")
            for colour, alpha, low in rows
        ]


def _contour(colour: str, theme: Theme) -> str:
    tone = QColor(colour)
    return (tone.lighter(115) if theme.dark else tone.darker(125)).name()


class ZonesPainter(FeaturePainter):
    """Analysis zones: a dashed limit, filled when colours are given.

    Parameters
    ----------
    geometries, fids : see `FeaturePainter`
    names : sequence of str, length n, optional
        For the labels.
    fills : sequence of str or None, length n, optional
        ``#RRGGBB`` of a verdict or class; None leaves the zone empty.
    fill_opacity : float
        Opacity of the fills, 0-1.
    dark_opacity : dict of str to float, optional
        By fill, where the dark theme asks another.
    tones : Tones, optional
        Colours by class, in place of `fills`.
    """

    def __init__(
        self,
        geometries: Sequence[object],
        fids: Sequence[int] | None = None,
        names: Sequence[str | None] | None = None,
        fills: Sequence[str | None] | None = None,
        fill_opacity: float = 0.55,
        name: str = "analysis_zone",
        dark_opacity: Mapping[str, float] | None = None,
        tones: Tones | None = None,
    ) -> None:
        super().__init__(name, geometries, fids)
        self.classes = _by_class(self.geometries, tones)
        self.tones = tones
        self.names = list(names) if names is not None else [None] * len(self.geometries)
        self.fill_opacity, self.dark_opacity = fill_opacity, dict(dark_opacity or {})
        inks = np.asarray(fills if fills is not None else [None] * len(self.geometries), dtype=object)
        self.fills = {ink: Shapes(self.geometries[inks == ink]) for ink in dict.fromkeys(inks) if ink}

    @cached_property
    def limits(self) -> Shapes:
        """Limits of the zones, each common side once: two runs of dashes over each other make a full line."""
        merged = shapely.line_merge(shapely.union_all(shapely.boundary(self.geometries)))
        return Shapes(shapely.get_parts(merged))

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Fill, then draw the limits: 8-4 dashes, or a solid line over a casing where zones are filled."""
        painter.setTransform(world_transform(view), True)
        for tone, shapes in self.fills.items():
            opacity = self.dark_opacity.get(tone, self.fill_opacity) if theme.dark else self.fill_opacity
            fill_shapes(painter, view, shapes, tint(tone, opacity))
        if self.tones is not None:
            for shapes, tone in zip(self.classes, self.tones.tones, strict=True):
                fill_shapes(painter, view, shapes, tint(tone.colour(theme), TONE_OPACITY))
        width = by_zoom(view.zoom, 1.2, 1.4, 1.6)
        if self.fills or self.tones is not None:
            stroke_shapes(painter, view, self.limits, tint(theme.map.halo, 0.8), width + 2)
            stroke_shapes(painter, view, self.limits, theme.tx2, width)
        else:
            stroke_shapes(painter, view, self.limits, theme.map.zone, width, (8, 4))

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw a heavy limit over a paper casing."""
        width = 3.0 if kind is Highlight.SELECTED else 2.0
        outline(painter, view, theme, self.geometries[self.positions(fids)], theme.tx, width)

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the zones, or one a class as it looks on the ground."""
        if self.tones is not None:
            return [
                replace(item, fill=blend(item.colour, theme.map.land, TONE_OPACITY), colour=theme.tx2)
                for item in self.tones.items(Swatch.FILL, theme)
            ]
        return [LegendItem(self.name, Swatch.DASH, theme.map.zone, count=len(self.geometries))]


class DegradedPainter(FeaturePainter):
    """Degraded areas: violet outline and 45-degree hatch."""

    def __init__(
        self,
        geometries: Sequence[object],
        fids: Sequence[int] | None = None,
        name: str = "degraded_area",
        tones: Tones | None = None,
    ) -> None:
        super().__init__(name, geometries, fids)
        self.tones = tones
        self.shapes = Shapes(self.geometries) if tones is None else Shapes(self.geometries[:0])
        self.classes = _by_class(self.geometries, tones)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Hatch, then outline of 2 pixels; by class, over a tint of its colour."""
        _hatched(painter, view, self.shapes.visible(view), theme.map.degraded, 2.0, rising=True)
        _paint_classes(painter, view, theme, self.classes, self.tones, rising=True)

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw the outline again, heavier."""
        width = 3.5 if kind is Highlight.SELECTED else 2.8
        outline(painter, view, theme, self.geometries[self.positions(fids)], theme.map.degraded, width)

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the degraded areas, or one a class."""
        if self.tones is not None:
            return self.tones.items(Swatch.HATCH, theme)
        return [LegendItem(self.name, Swatch.HATCH, theme.map.degraded, count=len(self.geometries))]


class AbandonedPainter(FeaturePainter):
    """Abandoned buildings: dark outline and -45-degree hatch; known only by a point, a small hatched square."""

    def __init__(
        self,
        geometries: Sequence[object],
        fids: Sequence[int] | None = None,
        name: str = "abandoned_building",
        tones: Tones | None = None,
    ) -> None:
        super().__init__(name, geometries, fids)
        self.tones = tones
        areas = shapely.get_dimensions(self.geometries) >= 1
        self.shapes = Shapes(self.geometries[areas] if tones is None else self.geometries[:0])
        self.classes = _by_class(self.geometries[areas], None if tones is None else tones.kept(areas))
        self.single = np.flatnonzero(shapely.get_dimensions(self.geometries) == 0)
        points = self.geometries[self.single]
        self.points = shapely.get_coordinates(shapely.centroid(points)) if len(points) else np.empty((0, 2))

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw buildings, then points."""
        blocks = self.shapes.visible(view)
        _hatched(painter, view, blocks, theme.map.abandoned, 1.8, rising=False, fill=theme.map.abandoned_fill)
        _paint_classes(painter, view, theme, self.classes, self.tones, rising=False)
        min_x, min_y, max_x, max_y = view.expanded(12).bounds
        for place, (x, y) in zip(self.single.tolist(), self.points.tolist(), strict=True):
            if min_x <= x <= max_x and min_y <= y <= max_y:
                at = QPointF(*view.to_screen(x, y))
                self._point(painter, theme, at, symbol_scale(view.zoom), self._tone(place, theme))

    def _tone(self, place: int, theme: Theme) -> str:
        return "" if self.tones is None else self.tones.colour_of(place, theme)

    @staticmethod
    def _point(painter: QPainter, theme: Theme, at: QPointF, size: float, tone: str = "") -> None:
        half = 6.0 * size
        painter.setPen(QPen(QColor(theme.map.abandoned), 1.8 * size))
        painter.setBrush(QColor(tone or theme.map.abandoned_fill))
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
        painter.setPen(QPen(QColor(theme.map.abandoned), size))
        for step in (-half, 0.0, half):
            low, high = max(-half, -half + step), min(half, half + step)
            painter.drawLine(
                QPointF(at.x() + low, at.y() + low - step), QPointF(at.x() + high, at.y() + high - step)
            )

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw the outline again, heavier."""
        width = 3.2 if kind is Highlight.SELECTED else 2.5
        chosen = self.positions(fids)
        found = self.geometries[chosen]
        outline(painter, view, theme, found, theme.map.abandoned, width)
        single = shapely.get_dimensions(found) == 0
        for place, point in zip(chosen[single].tolist(), found[single], strict=True):
            at = QPointF(*view.to_screen(point.centroid.x, point.centroid.y))
            self._point(painter, theme, at, 1.25 * symbol_scale(view.zoom), self._tone(place, theme))

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the abandoned buildings, or one a class."""
        if self.tones is not None:
            return self.tones.items(Swatch.HATCH, theme)
        fill = theme.map.abandoned_fill
        return [LegendItem(self.name, Swatch.HATCH, theme.map.abandoned, fill, len(self.geometries))]


def _by_class(geometries: np.ndarray, tones: Tones | None) -> list[Shapes]:
    """Return the shapes of each class; none without tones."""
    if tones is None:
        return []
    return [Shapes(geometries[tones.codes == k]) for k in range(len(tones.tones))]


def _paint_classes(
    painter: QPainter,
    view: MapView,
    theme: Theme,
    classes: Sequence[Shapes],
    tones: Tones | None,
    rising: bool,
) -> None:
    for shapes, tone in zip(classes, () if tones is None else tones.tones, strict=True):
        colour = tone.colour(theme)
        _hatched(painter, view, shapes.visible(view), colour, 2.0, rising, fill=tint(colour, 0.35))


def outline(
    painter: QPainter, view: MapView, theme: Theme, geometries: np.ndarray, colour: str, width: float
) -> None:
    """Stroke lines and polygons in a colour over a casing of the halo's colour."""
    painter.setTransform(world_transform(view), True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = path_of(geometries)
    painter.strokePath(path, world_pen(view, theme.map.halo, width + 2.5))
    painter.strokePath(path, world_pen(view, colour, width))


def _lines(painter: QPainter, pen: QPen, blocks: Sequence[Block]) -> None:
    painter.setPen(pen)
    for block in in_turn(blocks):
        painter.drawPath(block.path)


def _hatched(
    painter: QPainter,
    view: MapView,
    blocks: Sequence[Block],
    colour: str,
    width: float,
    rising: bool,
    fill: str | QColor | None = None,
) -> None:
    """Fill, hatch and outline. Hatches are lines under a clip: they stay 45 degrees and vector on paper too.

    In SVG they are cut by arithmetic: there are viewers that pass over clips.
    """
    if not blocks:
        return
    painter.save()
    screen = painter.transform()
    painter.setTransform(world_transform(view), True)
    width *= by_zoom(view.zoom, 0.5, 0.8, 1.0)
    for block in in_turn(blocks):
        if fill is not None:
            painter.fillPath(block.path, QColor(fill))
        painter.save()
        lines = hatch_lines(view, block.bounds, rising)
        if painter.paintEngine().type() is QPaintEngine.Type.SVG:
            lines = _within(lines, world_transform(view).map(block.path))
        else:
            painter.setClipPath(block.path, Qt.ClipOperation.IntersectClip)
        painter.setTransform(screen)
        painter.setPen(QPen(QColor(colour), max(0.9, width / 2)))
        painter.drawLines(lines)
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _lines(painter, world_pen(view, colour, width), blocks)
    painter.restore()


def _within(lines: Sequence[QLineF], path: QPainterPath) -> list[QLineF]:
    """Return what of some lines lies in a path, all in pixels."""
    rings = [
        shapely.linearrings([(point.x(), point.y()) for point in ring])
        for ring in (each.toList() for each in path.toSubpathPolygons())
        if len(ring) > 3
    ]
    area = shapely.build_area(shapely.union_all(rings))
    whole = shapely.linestrings([((line.x1(), line.y1()), (line.x2(), line.y2())) for line in lines])
    parts = shapely.get_parts(shapely.intersection(whole, area))
    cut = [shapely.get_coordinates(part) for part in parts if part.geom_type == "LineString"]
    return [QLineF(*ends[0], *ends[-1]) for ends in cut if len(ends)]


def hatch_lines(view: MapView, bounds: Bounds, rising: bool) -> list[QLineF]:
    """Return pixel lines at 45 degrees over world bounds, anchored to the world so that tiles meet."""
    left, top = view.to_screen(bounds[0], bounds[3])
    right, low = view.to_screen(bounds[2], bounds[1])
    left, top = max(left, -8.0), max(top, -8.0)
    right, low = min(right, view.width + 8.0), min(low, view.height + 8.0)
    if right <= left or low <= top:
        return []
    step = HATCH_PX
    origin_x, origin_y = view.to_screen(0.0, 0.0)
    offset = (origin_x + origin_y if rising else origin_x - origin_y) % step
    height = low - top
    first, last = (left + top, right + low) if rising else (left - low, right - top)
    starts = np.arange(math.floor((first - offset) / step), math.ceil((last - offset) / step) + 1) * step
    if rising:
        return [QLineF(s + offset - low, low, s + offset - low + height, top) for s in starts.tolist()]
    return [QLineF(s + offset + top, top, s + offset + top + height, low) for s in starts.tolist()]

"""The map of a projected scene: the window's painters muted, and over them the few things the scene is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.geometry import Shapes, path_of
from app.canvas.painters.base import Painter, Surface, tint, world_pen, world_transform
from app.canvas.painters.territory import hatch_lines
from app.canvas.strokes import fill_shapes, stroke_shapes
from app.canvas.view import Bounds, MapView
from app.look.theme import Theme
from app.sheets.text import draw_text, text_width
from app.sheets.verdicts import OVERLAP, SHORTAGE

#: The one fill of a scene.
SHORTAGE_FILL, NUMBER = "#E6983F", "#A14F00"
_VEIL = 0.45


@dataclass(frozen=True)
class Spot:
    """A zone that the scene speaks of, `number` 0 for none; the geometry is in EPSG:3857."""

    number: int
    name: str
    verdict: str
    geometry: Any


class VeilPainter(Painter):
    """Paper over the background, so that only what matters has colour."""

    surface = Surface.GROUND

    def __init__(self, name: str = "veil") -> None:
        super().__init__(name)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Cover the view."""
        painter.fillRect(QRectF(0, 0, view.width, view.height), tint(theme.sf, _VEIL))


class ScenePainter(Painter):
    """Limits of all zones, the zones of the scene, its cameras, direct labels.

    Parameters
    ----------
    limits : sequence of shapely polygons in EPSG:3857
        Of all zones.
    spots : sequence of Spot
    cameras : ndarray, shape (n, 2)
        Working cameras of the purpose, EPSG:3857.
    lacking : sequence of shapely polygons in EPSG:3857
        Zones in shortage of which the scene does not speak: same fill, no label.
    beside : bool
        Whether what lies in a zone must be seen, so that its label stands beside it.
    """

    surface = Surface.LABELS

    def __init__(
        self,
        limits: Sequence[object],
        spots: Sequence[Spot],
        cameras: np.ndarray,
        lacking: Sequence[object] | np.ndarray = (),
        name: str = "scene",
        *,
        beside: bool = False,
    ) -> None:
        super().__init__(name)
        self.beside = beside
        self.lacking = Shapes(np.asarray(lacking, dtype=object))
        zones = np.asarray(limits, dtype=object)
        merged = shapely.line_merge(shapely.union_all(shapely.boundary(zones))) if len(zones) else None
        self.limits = Shapes(shapely.get_parts(merged) if merged is not None else zones)
        self.spots = tuple(spots)
        self.cameras = np.asarray(cameras, dtype=float).reshape(-1, 2)
        #: Size against the design at 1920x1080.
        self.unit = 1.0

    @property
    def bounds(self) -> Bounds | None:
        """None: the scene says what it shows."""
        return None

    def scaled(self, unit: float) -> "ScenePainter":
        """Return the same painter with symbols and text of another size."""
        other = ScenePainter((), self.spots, self.cameras, beside=self.beside)
        other.limits, other.lacking, other.unit = self.limits, self.lacking, unit
        return other

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw limits, zones, cameras and labels."""
        painter.save()
        painter.setTransform(world_transform(view), True)
        fill_shapes(painter, view, self.lacking, tint(SHORTAGE_FILL, 0.95))
        stroke_shapes(painter, view, self.limits, theme.tx3, 1.6 * self.unit)
        for spot in self.spots:
            self._zone(painter, view, theme, spot)
        painter.restore()
        self._dots(painter, view, theme)
        for spot, box in zip(self.spots, self.label_boxes(view), strict=True):
            self._label(painter, theme, spot, box)

    def _zone(self, painter: QPainter, view: MapView, theme: Theme, spot: Spot) -> None:
        path = path_of(np.array([spot.geometry], dtype=object))
        if spot.verdict == SHORTAGE:
            painter.fillPath(path, tint(SHORTAGE_FILL, 0.95))
        elif spot.verdict == OVERLAP:
            painter.strokePath(
                _hatch(view, spot.geometry, self.unit), world_pen(view, theme.ov, 2.4 * self.unit)
            )
        painter.strokePath(path, world_pen(view, theme.map.halo, 10.5 * self.unit))
        painter.strokePath(path, world_pen(view, theme.tx, 4.5 * self.unit))

    def _dots(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        px, py = view.to_screen(self.cameras[:, 0], self.cameras[:, 1])
        painter.setPen(QPen(QColor(theme.map.camera_rim), 3.0 * self.unit))
        painter.setBrush(QColor(theme.map.camera))
        radius = 10.0 * self.unit
        for x, y in zip(px.tolist(), py.tolist(), strict=True):
            if -20 <= x <= view.width + 20 and -20 <= y <= view.height + 20:
                painter.drawEllipse(QPointF(x, y), radius, radius)

    def label_boxes(self, view: MapView) -> list[QRectF]:
        """Return where the labels stand: in their zone where they hide few cameras, else beside it."""
        px, py = view.to_screen(self.cameras[:, 0], self.cameras[:, 1])
        zones = [_screen_box(spot.geometry, view) for spot in self.spots]
        filled = [_screen_box(zone, view) for zone in self.lacking.geometries]
        boxes: list[QRectF] = []
        gap = 10.0 * self.unit
        for number, spot in enumerate(self.spots):
            others = [*filled, *(zone for place, zone in enumerate(zones) if place != number)]
            choices = self._choices(spot, view, zones[number])
            apart = [each.adjusted(-gap, -gap, gap, gap) for each in boxes]
            costs = [outside + _cost(box, px, py, others, apart) for outside, box in choices]
            boxes.append(choices[costs.index(min(costs))][1])
        return boxes

    def _choices(self, spot: Spot, view: MapView, zone: QRectF) -> list[tuple[float, QRectF]]:
        """Boxes within a zone and around it, moved into the view, each with what it costs to stand there."""
        wide, high = self._label_size(spot)
        x, y = view.to_screen(*_middle(spot.geometry, view))
        away, gap, edge = high * 1.2, 10.0 * self.unit, 12.0 * self.unit
        inside = 9.0 if self.beside else 0.0
        centres = (
            (inside, x, y),
            (inside + 0.5, x, y - away),
            (inside + 0.5, x, y + away),
            (3.0, x, zone.top() - gap - high / 2),
            (3.0, x, zone.bottom() + gap + high / 2),
            (3.5, zone.right() + gap + wide / 2, y),
            (3.5, zone.left() - gap - wide / 2, y),
            (4.0, zone.right() + gap + wide / 2, zone.top() - gap),
            (4.0, zone.left() - gap - wide / 2, zone.top() - gap),
            (4.0, zone.right() + gap + wide / 2, zone.bottom() + gap),
            (4.0, zone.left() - gap - wide / 2, zone.bottom() + gap),
        )
        most_x, most_y = view.width - wide / 2 - edge, view.height - high / 2 - edge
        placed = [
            (cost, min(max(cx, wide / 2 + edge), most_x), min(max(cy, high / 2 + edge), most_y))
            for cost, cx, cy in centres
        ]
        return [(cost, QRectF(cx - wide / 2, cy - high / 2, wide, high)) for cost, cx, cy in placed]

    def _label_size(self, spot: Spot) -> tuple[float, float]:
        text = 34.0 * self.unit
        return self._along(spot, text) + text_width(spot.name, text, 600) + 44.0 * self.unit, 64.0 * self.unit

    def _along(self, spot: Spot, text: float) -> float:
        """Return what the number of a zone takes before its name, pixels."""
        return text_width(str(spot.number), text, 600) + 14.0 * self.unit if spot.number else 0.0

    def _label(self, painter: QPainter, theme: Theme, spot: Spot, box: QRectF) -> None:
        unit, text = self.unit, 34.0 * self.unit
        painter.setPen(QPen(QColor(theme.tx), 3.0 * unit))
        painter.setBrush(QColor(theme.sf))
        painter.drawRoundedRect(box, 6 * unit, 6 * unit)
        base = QPointF(box.left() + 22 * unit, box.center().y() + text * 0.36)
        if spot.number:
            draw_text(painter, base, str(spot.number), text, NUMBER, 600)
        draw_text(painter, base + QPointF(self._along(spot, text), 0), spot.name, text, theme.tx, 600)


def _screen_box(geometry: Any, view: MapView) -> QRectF:
    west, south, east, north = shapely.bounds(geometry).tolist()
    return QRectF(QPointF(*view.to_screen(west, north)), QPointF(*view.to_screen(east, south)))


def _cost(
    box: QRectF, px: np.ndarray, py: np.ndarray, zones: Sequence[QRectF], labels: Sequence[QRectF]
) -> float:
    """How bad a place for a label is: the cameras it hides, other zones it touches, labels it covers."""
    hidden = (px > box.left() - 8) & (px < box.right() + 8) & (py > box.top() - 8) & (py < box.bottom() + 8)
    touched = 6.0 * sum(box.intersects(zone) for zone in zones)
    return float(hidden.sum()) + touched + 1000.0 * sum(box.intersects(label) for label in labels)


def _middle(geometry: Any, view: MapView) -> tuple[float, float]:
    """The centre of the largest circle in what the view holds of a zone."""
    seen = geometry.intersection(shapely.box(*view.bounds))
    shape = geometry if seen.is_empty or seen.area <= 0 else seen
    extent = max(shape.bounds[2] - shape.bounds[0], shape.bounds[3] - shape.bounds[1], 1.0)
    circle = shapely.maximum_inscribed_circle(shape, tolerance=extent / 100)
    centre = shapely.get_point(circle, 0)
    return float(centre.x), float(centre.y)


def _hatch(view: MapView, zone: Any, unit: float) -> Any:
    """The path of a hatch of a zone, in world metres; every second or third line of the map's on large screens."""
    every = max(1, round(2.2 * unit))
    lines = hatch_lines(view, shapely.bounds(zone).tolist(), rising=True)[::every]
    ends = np.array([(line.x1(), line.y1(), line.x2(), line.y2()) for line in lines]).reshape(-1, 2, 2)
    if not len(ends):
        return path_of(np.array([], dtype=object))
    world = np.stack(view.to_world(ends[..., 0], ends[..., 1]), axis=-1)
    return path_of(shapely.intersection(shapely.linestrings(world), zone))

"""Names of streets and zones, placed without overlap: selection before zone before street.

Street names lie on straight stretches, as long as 80 % of the text at least; zone names at the centre of the
largest circle inside, or a step from it where cameras stand there. Where a name may stand depends on the whole
feature, not on the view, so that names do not wander when the map is moved.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from app.canvas.courtesy import in_turn
from app.canvas.geometry import as_array
from app.canvas.lettering import draw_names
from app.canvas.painters.aside import step_aside
from app.canvas.painters.base import Painter, Surface
from app.canvas.painters.ground import ROAD_CLASSES
from app.canvas.view import Bounds, MapView
from app.look.theme import Theme, font

STREET_ZOOM = 16.0
STREET_PX, ZONE_PX = 12.0, 15.0
#: Labels of features stand this far from their symbol; with more than these in the view none is written.
MARK_GAP_PX, MOST_MARKS = 11.0, 600
#: A stretch is straight while its heading stays within this of the heading at its start.
STRAIGHT_DEG = 12.0
#: The straight stretch must hold this share of the text.
HOLD = 0.8
#: Two names of the same street stand at least this far apart.
REPEAT_PX = 420.0
_PAD = 2.0
#: Two names in bold that stand beside each other keep twice this share of their size between them, else they are
#: read as one: «1» and «11» as «1 11».
_APART = 0.5


@dataclass(frozen=True, slots=True)
class Label:
    """One name at a place on the screen: pixels of its middle, slope in degrees, size in pixels."""

    text: str
    x: float
    y: float
    angle_deg: float
    width: float
    height: float
    pixels: float
    weight: int
    #: The feature that it names, where each has its own label; only one of its places is taken.
    owner: int | None = None

    def boxes(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield small squares along the text: a slanted name takes no more room than it needs."""
        count = max(1, math.ceil(self.width / self.height))
        cos, sin = math.cos(math.radians(self.angle_deg)), math.sin(math.radians(self.angle_deg))
        half = self.height / 2 + _PAD
        beside = half + (_APART * self.pixels if self.weight > 400 else 0.0)
        for step in range(count):
            along = ((step + 0.5) / count - 0.5) * self.width
            x, y = self.x + along * cos, self.y + along * sin
            yield x - beside, y - half, x + beside, y + half


class Occupied:
    """Boxes already taken, in a grid of cells."""

    CELL = 48.0

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def _keys(self, box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
        for i in range(int(box[0] // self.CELL), int(box[2] // self.CELL) + 1):
            for j in range(int(box[1] // self.CELL), int(box[3] // self.CELL) + 1):
                yield i, j

    def free(self, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
        """Tell whether nothing is taken of these boxes."""
        for box in boxes:
            for key in self._keys(box):
                for other in self._cells.get(key, ()):
                    if box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]:
                        return False
        return True

    def take(self, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
        """Take these boxes and return True, or return False when one of them is not free."""
        if not self.free(boxes):
            return False
        for box in boxes:
            for key in self._keys(box):
                self._cells.setdefault(key, []).append(box)
        return True


@dataclass(frozen=True, slots=True)
class Stretches:
    """Straight stretches of named streets: middle, heading and length in world metres, name, rank."""

    x: np.ndarray
    y: np.ndarray
    angle_deg: np.ndarray
    length: np.ndarray
    name: np.ndarray
    rank: np.ndarray


def straight_stretches(geometries: np.ndarray, names: Sequence[str], ranks: Sequence[int]) -> Stretches:
    """Cut lines where they turn and return the straight stretches, longest first within a rank.

    Parameters
    ----------
    geometries : ndarray of shapely lines in EPSG:3857, shape (n,)
    names : sequence of str, length n
    ranks : sequence of int, length n
        Higher is named first.
    """
    parts, part_of = shapely.get_parts(geometries, return_index=True)
    xy, line = shapely.get_coordinates(parts, return_index=True)
    step = np.diff(xy, axis=0)
    joined = line[1:] == line[:-1]
    heading = np.degrees(np.arctan2(step[:, 1], step[:, 0]))
    runs = _runs(heading.tolist(), joined.tolist())
    if not runs:
        empty = np.empty(0)
        return Stretches(empty, empty, empty, empty, np.empty(0, dtype=object), empty)
    start, end = np.array(runs).T
    a, b = xy[start], xy[end]
    length = np.hypot(*(b - a).T)
    angle = np.degrees(np.arctan2(b[:, 1] - a[:, 1], b[:, 0] - a[:, 0]))
    owner = part_of[line[start]]
    rank, name = np.asarray(ranks)[owner], np.asarray(names, dtype=object)[owner]
    order = np.lexsort((-length, -rank))
    middle = (a + b) / 2
    return Stretches(*(v[order] for v in (middle[:, 0], middle[:, 1], angle, length, name, rank)))


def _runs(heading: Sequence[float], joined: Sequence[bool]) -> list[tuple[int, int]]:
    """Return first and last vertex of each run of segments whose heading stays near that of the first."""
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for index, (angle, same) in enumerate(zip(heading, joined, strict=True)):
        turned = first is not None and abs((angle - heading[first] + 180) % 360 - 180) > STRAIGHT_DEG
        if first is not None and (not same or turned):
            runs.append((first, index))
            first = None
        if same and first is None:
            first = index
    if first is not None:
        runs.append((first, len(heading)))
    return runs


@dataclass(frozen=True, slots=True)
class Marks:
    """Labels of one layer's features: world metres and texts, shape (n,)."""

    x: np.ndarray
    y: np.ndarray
    text: np.ndarray


@lru_cache(maxsize=8192)
def text_size(text: str, pixels: float, weight: int) -> tuple[float, float]:
    """Return width and height in pixels of a text in the interface font."""
    metrics = QFontMetricsF(font(pixels, weight))
    return metrics.horizontalAdvance(text), metrics.ascent() * 0.95


def _is_name(text: object) -> bool:
    """Whether a cell of a table holds a name; missing ones come as None or NaN."""
    return isinstance(text, str) and bool(text.strip())


class LabelsPainter(Painter):
    """Names of streets and zones.

    Parameters
    ----------
    streets : sequence of shapely lines in EPSG:3857, length n
    street_names, street_classes : sequence of str or None, length n
    zones : sequence of shapely polygons in EPSG:3857, length m
    zone_names : sequence of str or None, length m
    avoid : ndarray, shape (k, 2), optional
        World points (cameras, abandoned buildings) that names keep clear of.
    first : sequence of str
        Names placed before all others: the selection's.
    marks : mapping of str to Marks, optional
        By layer, the field that the user wants beside its features. `muted` holds the layers not on the map;
        `with_streets` is False where the ground already names them, `aside` where no camera is on the map.
    """

    surface = Surface.LABELS

    def __init__(
        self,
        streets: Sequence[object] = (),
        street_names: Sequence[str | None] = (),
        street_classes: Sequence[str | None] = (),
        zones: Sequence[object] = (),
        zone_names: Sequence[str | None] = (),
        avoid: np.ndarray | None = None,
        first: Sequence[str] = (),
        name: str = "labels",
        marks: Mapping[str, Marks] | None = None,
    ) -> None:
        super().__init__(name)
        self.marks, self.muted = dict(marks or {}), frozenset[str]()
        self.with_streets = self.aside = True
        named = np.array([_is_name(text) for text in street_names], dtype=bool)
        self._streets = as_array(streets)[named]
        self._names = [str(text) for text in street_names if _is_name(text)]
        order = list(ROAD_CLASSES)
        codes = [code for code, keep in zip(street_classes, named.tolist(), strict=True) if keep]
        self._ranks = [order.index(code) if code in order else 0 for code in codes]
        self._zones = as_array(zones)
        self._zone_names = list(zone_names)
        self._avoid = np.empty((0, 2)) if avoid is None else np.asarray(avoid, dtype=float).reshape(-1, 2)
        self._first = frozenset(first)

    @cached_property
    def stretches(self) -> Stretches:
        """Straight stretches of the named streets."""
        return straight_stretches(self._streets, self._names, self._ranks)

    @cached_property
    def zone_points(self) -> np.ndarray:
        """Centre of the largest circle in each zone, world metres, shape (m, 2)."""
        if len(self._zones) == 0:
            return np.empty((0, 2))
        extent = shapely.bounds(self._zones)
        tolerance = np.maximum(extent[:, 2] - extent[:, 0], extent[:, 3] - extent[:, 1]) / 100
        radii = shapely.maximum_inscribed_circle(self._zones, tolerance=np.maximum(tolerance, 0.1))
        centres = shapely.get_point(radii, 0)
        return np.column_stack([shapely.get_x(centres), shapely.get_y(centres)])

    def clear_of(self, view: MapView, margin: float, *boxes: QRectF) -> "LabelsPainter":
        """Return a painter without the zone names that a still map would cut or cover.

        Parameters
        ----------
        margin : float
            Pixels from the edge that every name keeps.
        boxes : QRectF
            Furniture, pixels of the view.
        """
        kept = copy(self)
        kept._zone_names = [
            name if name is not None and _fits(name, view, at, margin, boxes) else None
            for at, name in zip(self._zone_places(view), self._zone_names, strict=True)
        ]
        return kept

    @property
    def bounds(self) -> Bounds | None:
        """None: names never decide what the map fits."""
        return None

    def layout(self, view: MapView) -> list[Label]:
        """Return the names that stand in the view, none over another."""
        occupied, symbols = Occupied(), self._symbols(view)
        placed: list[Label] = []
        seen: dict[str, list[tuple[float, float]]] = {}
        named: set[int] = set()
        ordered = sorted(in_turn(self._candidates(view)), key=lambda label: label.text not in self._first)
        for label in in_turn(ordered):
            named_zone = label.owner is None and label.weight > 400  # it has stepped aside as far as it can
            if not named_zone and not symbols.free(list(label.boxes())):
                continue
            if label.owner is not None:
                if label.owner not in named and occupied.take(list(label.boxes())):
                    named.add(label.owner)
                    placed.append(label)
                continue
            others = seen.setdefault(label.text, [])
            if any(math.hypot(label.x - x, label.y - y) < REPEAT_PX for x, y in others):
                continue
            if occupied.take(list(label.boxes())):
                placed.append(label)
                others.append((label.x, label.y))
        return placed

    def _symbols(self, view: MapView) -> Occupied:
        occupied = Occupied()
        if view.zoom < STREET_ZOOM or len(self._avoid) == 0 or not self.aside:
            return occupied
        px, py = view.to_screen(self._avoid[:, 0], self._avoid[:, 1])
        inside = (px >= 0) & (px <= view.width) & (py >= 0) & (py <= view.height)
        for x, y in zip(px[inside].tolist(), py[inside].tolist(), strict=True):
            occupied.take([(x - 7, y - 7, x + 7, y + 7)])
        return occupied

    def _candidates(self, view: MapView) -> Iterator[Label]:
        yield from self._zone_labels(view)
        first = 0
        for layer, marks in self.marks.items():
            if layer not in self.muted:
                yield from self._mark_labels(view, marks, first)
            first += len(marks.text)
        if self.with_streets and view.zoom >= STREET_ZOOM:
            yield from self._street_labels(view)

    def _zone_labels(self, view: MapView) -> Iterator[Label]:
        size = _zone_px(view)
        for (px, py), text in zip(self._zone_places(view), self._zone_names, strict=True):
            if _is_name(text) and -80 <= px <= view.width + 80 and -20 <= py <= view.height + 20:
                yield Label(str(text), px, py, 0.0, *text_size(str(text), size, 600), size, 600)

    def _zone_places(self, view: MapView) -> Iterator[tuple[float, float]]:
        """Yield where each zone's name stands, pixels; a zone without a name or a shape keeps its centre."""
        symbols = view.to_screen(self._avoid[:, 0], self._avoid[:, 1])
        for (x, y), text in zip(self.zone_points.tolist(), self._zone_names, strict=True):
            at = view.to_screen(x, y)
            if self.aside and _is_name(text) and x == x:
                at = step_aside(*at, *text_size(str(text), _zone_px(view), 600), *symbols)
            yield at

    @staticmethod
    def _mark_labels(view: MapView, marks: Marks, first: int) -> Iterator[Label]:
        """Labels at the right of their symbol, else at its left: the second is taken where the first is not free."""
        min_x, min_y, max_x, max_y = view.bounds
        inside = np.flatnonzero(
            (marks.x >= min_x) & (marks.x <= max_x) & (marks.y >= min_y) & (marks.y <= max_y)
        )
        if len(inside) > MOST_MARKS:
            return
        px, py = view.to_screen(marks.x[inside], marks.y[inside])
        rows = zip(inside.tolist(), marks.text[inside].tolist(), px.tolist(), py.tolist(), strict=True)
        for place, text, x, y in rows:
            width, height = text_size(text, STREET_PX, 600)
            for side in (1.0, -1.0):
                middle = x + side * (MARK_GAP_PX + width / 2)
                yield Label(text, middle, y, 0.0, width, height, STREET_PX, 600, first + place)

    def _street_labels(self, view: MapView) -> Iterator[Label]:
        some = self.stretches
        min_x, min_y, max_x, max_y = view.bounds
        inside = (some.x >= min_x) & (some.x <= max_x) & (some.y >= min_y) & (some.y <= max_y)
        chosen = np.flatnonzero(inside & (some.length >= 20 * view.metres_per_px))
        px, py = view.to_screen(some.x[chosen], some.y[chosen])
        room = some.length[chosen] / view.metres_per_px
        for index, x, y, length in zip(chosen.tolist(), px.tolist(), py.tolist(), room.tolist(), strict=True):
            text = some.name[index]
            width, height = text_size(text, STREET_PX, 400)
            if length >= HOLD * width:
                slope = (-some.angle_deg[index] + 90) % 180 - 90
                yield Label(text, x, y, float(slope), width, height, STREET_PX, 400)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the names, each over a 3-pixel halo."""
        names = self.layout(view)
        coloured = [(name, theme.tx if name.weight > 400 else theme.map.label) for name in names]
        draw_names(painter, view, coloured, theme.map.halo)


def _zone_px(view: MapView) -> float:
    return ZONE_PX if view.zoom >= 14 else 13.0


def _fits(name: str, view: MapView, at: tuple[float, float], margin: float, boxes: Sequence[QRectF]) -> bool:
    """Tell whether a zone name stands whole within the view and clear of some boxes."""
    width, height = text_size(name, ZONE_PX, 600)
    box = QRectF(at[0] - width / 2, at[1] - height / 2, width, height)
    within = QRectF(margin, margin, view.width - 2 * margin, view.height - 2 * margin)
    return within.contains(box) and not any(box.intersects(each) for each in boxes)

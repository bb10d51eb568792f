"""What every layer painter shares: the protocol, widths by zoom, pens in pixels, picking."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from app.canvas.geometry import total_bounds
from app.canvas.view import Bounds, MapView
from app.look.theme import Theme

#: Pixels around the cursor within which a point or a line is meant.
PICK_PX = 8.0


class Surface(Enum):
    """The picture a painter draws into; pictures lie over each other in this order."""

    GROUND = "ground"
    DATA = "data"
    POINTS = "points"
    LABELS = "labels"


class Highlight(Enum):
    """Why a feature is painted again on top of the cached pictures."""

    HOVER = "hover"
    SELECTED = "selected"


class Swatch(Enum):
    """The shape of a legend sample."""

    FILL = "fill"
    OUTLINE = "outline"
    DASH = "dash"
    HATCH = "hatch"
    LINE = "line"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One line of a legend: a key that `app.speech.words` can say, its colours, and how many features it counts."""

    key: str
    swatch: Swatch
    colour: str
    fill: str | None = None
    count: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class FilterNote:
    """What a filter leaves of a layer: rows drawn, rows there are, and the filter in words."""

    shown: int
    total: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One feature found under the cursor."""

    layer: str
    fid: int


class Painter:
    """One layer on the map. Subclasses keep arrays in EPSG:3857 and never change them once on the canvas.

    Attributes
    ----------
    name : str
        The layer's name in `maps.schema`, or the painter's own.
    surface : Surface
        The cached picture that it belongs to.
    visible, opacity : bool, float
        Set them through `MapCanvas.set_visible` and `set_opacity`, which repaint.
    min_zoom : float
        Below this zoom nothing is drawn nor picked.
    filter_note : FilterNote or None
        Where only some rows are drawn; every legend tells it.
    """

    surface = Surface.DATA
    pickable = False
    min_zoom = 0.0
    filter_note: FilterNote | None = None
    _bounds: Bounds | None = None

    def __init__(self, name: str) -> None:
        self.name = name
        self.visible = True
        self.opacity = 1.0

    @property
    def bounds(self) -> Bounds | None:
        """World bounds of what is drawn, None when empty."""
        return self._bounds

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the part of the layer that ``view`` sees; the painter's unit is the logical pixel."""
        raise NotImplementedError

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the legend of this layer in this theme."""
        return []

    def hits(self, view: MapView, px: float, py: float) -> list["Candidate"]:
        """Return what lies under a pixel, nothing by default."""
        return []

    def highlight(
        self, painter: QPainter, view: MapView, theme: Theme, fids: Sequence[int], kind: Highlight
    ) -> None:
        """Draw features again, on top of everything, as hovered or selected."""

    def without(self, fids: Collection[int]) -> "Painter":
        """Return a painter of the same layer without some features; itself where it cannot."""
        return self


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit with its rank: points (0) before lines (1) before areas (2), then by distance or size."""

    rank: int
    measure: float
    hit: Hit


class FeaturePainter(Painter):
    """A painter of features with identifiers, which can be found under the cursor.

    Parameters
    ----------
    name : str
        Layer name reported in `Hit.layer`.
    geometries : sequence of shapely geometries, length n
        In EPSG:3857. Missing ones are allowed and never drawn.
    fids : sequence of int, length n, optional
        Identifiers; positions when absent.
    """

    pickable = True

    def __init__(
        self,
        name: str,
        geometries: Sequence[object] | NDArray[np.object_],
        fids: Sequence[int] | NDArray[np.int64] | None = None,
    ) -> None:
        super().__init__(name)
        self.geometries = np.asarray(geometries, dtype=object).reshape(-1)
        self.fids = np.arange(len(self.geometries)) if fids is None else np.asarray(fids, dtype=np.int64)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index of the geometries."""
        return shapely.STRtree(self.geometries)

    @cached_property
    def position(self) -> dict[int, int]:
        """Position of each fid in the arrays."""
        return dict(zip(self.fids.tolist(), range(len(self.fids)), strict=True))

    @property
    def bounds(self) -> Bounds | None:
        """World bounds of the features."""
        return total_bounds(self.geometries)

    def positions(self, fids: Sequence[int]) -> np.ndarray:
        """Return the array positions of those fids that this layer holds."""
        return np.array([self.position[fid] for fid in fids if fid in self.position], dtype=np.int64)

    def hits(self, view: MapView, px: float, py: float) -> list[Candidate]:
        """Return features within reach: points and lines within `PICK_PX`, areas that hold the point."""
        point = shapely.Point(view.to_world(px, py))
        near = self.tree.query(point, predicate="dwithin", distance=PICK_PX * view.metres_per_px)
        found = self.geometries[near]
        rank = np.clip(shapely.get_dimensions(found), 0, 2)
        distance = shapely.distance(found, point)
        kept = (rank < 2) | (distance == 0)
        measure = np.where(rank == 2, shapely.area(found), distance)
        rows = zip(rank[kept].tolist(), measure[kept].tolist(), self.fids[near[kept]].tolist(), strict=True)
        return [Candidate(r, m, Hit(self.name, fid)) for r, m, fid in rows]


def world_transform(view: MapView) -> QTransform:
    """Return the transform from world metres (y up) to the view's logical pixels."""
    scale = 1 / view.metres_per_px
    dx = view.width / 2 - view.center_x * scale
    dy = view.height / 2 + view.center_y * scale
    return QTransform(scale, 0, 0, -scale, dx, dy)


def world_pen(
    view: MapView,
    colour: QColor | str,
    pixels: float,
    dash: tuple[float, ...] | None = None,
    cap: Qt.PenCapStyle = Qt.PenCapStyle.FlatCap,
) -> QPen:
    """Return a pen for world coordinates whose width and dashes are in logical pixels.

    A cosmetic pen would ignore the scale of a PDF page or of an SVG; this one follows every device.
    """
    result = QPen(QColor(colour), pixels * view.metres_per_px)
    result.setCapStyle(cap)
    result.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        result.setDashPattern([length / pixels for length in dash])
    return result


def by_zoom(zoom: float, at_14: float, at_16: float, at_18: float) -> float:
    """Return a width in pixels between the three of the design, constant outside zoom 14-18."""
    return float(np.interp(zoom, (14.0, 16.0, 18.0), (at_14, at_16, at_18)))


def tint(colour: str, opacity: float) -> QColor:
    """Return a colour with an opacity from 0 to 1."""
    result = QColor(colour)
    result.setAlphaF(opacity)
    return result


def blend(colour: str, ground: str, opacity: float) -> str:
    """Return the opaque colour that ``colour`` makes over ``ground``, for legend samples."""
    top, low = QColor(colour), QColor(ground)
    pairs = zip((top.red(), top.green(), top.blue()), (low.red(), low.green(), low.blue()), strict=True)
    mixed = [round(a * opacity + b * (1 - opacity)) for a, b in pairs]
    return QColor(*mixed).name().upper()


def azimuth_offset(azimuth_deg: float, pixels: float) -> QPointF:
    """Return the pixel offset of a step towards an azimuth (degrees clockwise from north)."""
    angle = math.radians(azimuth_deg)
    return QPointF(math.sin(angle) * pixels, -math.cos(angle) * pixels)

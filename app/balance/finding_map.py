"""A finding on the map: how many cameras see each place of the zone in overlap, and which of them can go."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.canvas.view import MapView
from app.look.theme import Theme, font

if TYPE_CHECKING:
    from app.window import MainWindow

#: Cameras that see a place, from which on it counts as many, and how strong each step is.
MOST, ALPHAS = 4, (0.38, 0.62, 0.9)
#: From afar the discs are smaller: they would hide what several cameras see.
NEAR_M_PX = 1.0
_DISC, _FAR_DISC, _ROW = 20.0, 15.0, 20.0


@dataclass(frozen=True)
class Depths:
    """What is drawn, EPSG:3857: rings of each step (2, 3, 4 or more cameras), and where the spare cameras stand."""

    zone: str
    rings: tuple[tuple[Any, ...], ...]
    spares: tuple[tuple[float, float], ...]


class DepthOverlay:
    """Draws a finding at each frame; `MapCanvas.add_overlay` takes it."""

    def __init__(self, depths: Depths, left: Callable[[], float]) -> None:
        self.depths, self._left = depths, left

    def __call__(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for rings, alpha in zip(self.depths.rings, ALPHAS, strict=True):
            path = _path(rings, view)
            for colour, opacity in (
                (theme.map.halo, 0.85),
                (theme.ov, alpha),
            ):  # alike on any colour of the zone
                tint = QColor(colour)
                tint.setAlphaF(opacity)
                painter.fillPath(path, tint)
        size = _DISC if view.metres_per_px < NEAR_M_PX else _FAR_DISC
        for rank, place in enumerate(self.depths.spares, 1):
            _disc(painter, theme, QPointF(*view.to_screen(*place)), str(rank), size)
        self._key(painter, theme)

    def _key(self, painter: QPainter, theme: Theme) -> None:
        """Say what the steps and the numbers are, beside the legend."""
        face, head = font(12), font(12, 600)
        title = f"{self.depths.zone}: quante telecamere vedono lo stesso luogo"
        entries = ["2", "3", f"{MOST} o più"]
        last = "da togliere, dalla meno utile" if self.depths.spares else ""
        below = 3 * 54.0 + QFontMetricsF(face).horizontalAdvance(entries[-1] + last) + (24 if last else 0)
        wide = max(QFontMetricsF(head).horizontalAdvance(title), below) + 24
        box = QRectF(self._left(), 12.0, wide, 2 * _ROW + 14)
        painter.setPen(QPen(QColor(theme.ln), 1))
        painter.setBrush(QColor(theme.sf))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(theme.tx))
        painter.setFont(head)
        row = QRectF(box.left() + 12, box.top() + 6, wide - 24, _ROW)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(face)
        x, y = box.left() + 12, box.top() + 6 + _ROW
        for text, alpha in zip(entries, ALPHAS, strict=True):
            x = self._sample(painter, theme, x, y, text, alpha)
        if last:
            _disc(painter, theme, QPointF(x + 10, y + _ROW / 2), "1", _FAR_DISC)
            painter.setFont(face)
            painter.setPen(QColor(theme.tx2))
            painter.drawText(QPointF(x + 24, y + _ROW / 2 + 4), last)

    def _sample(self, painter: QPainter, theme: Theme, x: float, y: float, text: str, alpha: float) -> float:
        """Draw one step of the key; return where the next begins."""
        swatch = QRectF(x, y + 5, 16, 11)
        tint = QColor(theme.ov)
        tint.setAlphaF(alpha)
        painter.fillRect(swatch, QColor(theme.map.halo))
        painter.fillRect(swatch, tint)
        painter.setPen(QColor(theme.tx2))
        painter.drawText(QPointF(x + 21, y + _ROW / 2 + 4), text)
        return x + 21 + QFontMetricsF(font(12)).horizontalAdvance(text) + 14


def _path(rings: tuple[Any, ...], view: MapView) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        x, y = view.to_screen(ring[:, 0], ring[:, 1])
        path.addPolygon(QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]))
        path.closeSubpath()
    return path


def _disc(painter: QPainter, theme: Theme, at: QPointF, text: str, size: float) -> None:
    box = QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
    painter.setPen(QPen(QColor(theme.map.halo), 2))
    painter.setBrush(QColor(theme.er))
    painter.drawEllipse(box)
    painter.setFont(font(11 if size >= _DISC else 9, 600))
    painter.setPen(QColor(theme.on))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class FindingMap(QObject):
    """Puts the finding chosen in the panel on the map of one window, until something else is looked at."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._end: Callable[[], None] | None = None
        self.depths: Depths | None = None
        session = self._session
        window.balance.finding_chosen.connect(lambda told: self.show(told.source))
        for signal in (session.selected, session.purpose_changed, session.period_changed, session.changed):
            signal.connect(lambda _what: self.clear())
        session.closed.connect(self.clear)
        window.scenarios.changed.connect(lambda _uid: self._follow())
        window.balance.page_shown.connect(lambda _name: self.clear())

    @property
    def shown(self) -> bool:
        """Whether a finding is on the map."""
        return self._end is not None

    def _follow(self) -> None:
        if self._window.scenarios.shown:
            self.clear()

    def clear(self) -> None:
        """Take the finding off the map."""
        self._session.jobs.cancel("balance/finding")
        if self._end is not None:
            self._end()
        self._end = None

    def show(self, finding: Any) -> None:
        """Work out what a finding shows, in the background, and draw it over the census."""
        self.clear()
        if finding is None or self._session.project is None or self._window.scenarios.shown:
            return
        self._session.jobs.run(
            self.tr("Molteplicità della zona"),
            partial(_depths, self._session.project, finding),
            key="balance/finding",
            done=self._draw,
            failed=self._window.tasks.fail,
        )

    def _draw(self, depths: Depths) -> None:
        self.depths = depths
        self._end = self._window.canvas.add_overlay(DepthOverlay(depths, self._beside))

    def _beside(self) -> float:
        """Where the key begins: right of the legend, pixels."""
        legend = self._window.legend
        return float(legend.geometry().right() + 12 if legend.isVisible() else 12)


def _depths(project: Any, finding: Any, progress: Any) -> Depths:
    """Return the ground of the zone in overlap that several cameras see, by how many, and the spare cameras."""
    import numpy as np
    import shapely

    from maps.crs import WEB_MERCATOR, transform_geometries
    from maps.rule.overlaps import overlaps

    depth = overlaps(project, finding.purpose).depth
    progress(0.6)
    zone = project.frame("analysis_zone").geometry.loc[finding.overlap]
    steps = []
    for low in range(2, MOST + 1):
        mine = depth["depth"] >= MOST if low == MOST else depth["depth"] == low
        inside = shapely.intersection(shapely.union_all(depth.geometry[mine].to_numpy()), zone)
        steps.append(inside)
    there = transform_geometries(np.array(steps, dtype=object), project.epsg, WEB_MERCATOR)
    rings = tuple(tuple(_rings(shape)) for shape in there)
    points = project.frame("camera").geometry.loc[[each.camera for each in finding.spares]].to_numpy()
    there = transform_geometries(points, project.epsg, WEB_MERCATOR)
    spares = tuple((float(each.x), float(each.y)) for each in there)
    progress(1.0)
    return Depths(finding.overlap_name or finding.overlap_uid or "", rings, spares)


def _rings(shape: Any) -> list[Any]:
    """Return the outlines of a geometry, holes included: filled odd and even they are holes again."""
    import shapely

    polygons = [
        each for each in shapely.get_parts([shape]) if each.geom_type == "Polygon" and each.area > 0.01
    ]
    lines = [line for each in polygons for line in (each.exterior, *each.interiors)]
    return [shapely.get_coordinates(line) for line in lines]

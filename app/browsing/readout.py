"""What lies under the pointer inside an area: which camera, at which class, how far, how many pixels a metre."""

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from app.canvas.painters.footprints import FootprintsPainter
from app.canvas.view import MapView
from app.look.theme import Theme, font
from app.speech import numbers

if TYPE_CHECKING:
    from app.window import MainWindow

_REST_MS, _MOST = 70, 4
_ROW, _PAD = 17.0, 8.0


class Readout(QObject):
    """A small card beside the pointer while it rests on footprints."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._canvas = window, window.canvas
        self._at: QPointF | None = None
        self.lines: list[str] = []
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._read)
        self._canvas.hovered.connect(self._moved)
        self._canvas.pointer_left.connect(self.clear)
        self._canvas.view_changed.connect(self.clear)
        self._canvas.add_overlay(self._paint)

    def clear(self, *_: Any) -> None:
        """Take the card away."""
        self._rest.stop()
        if self.lines:
            self.lines = []
            self._canvas.update()

    def _moved(self, world: QPointF) -> None:
        self.clear()
        self._at = world
        self._rest.start()

    def _read(self) -> None:
        """Find the footprints under the pointer and say what each gives there."""
        painter = self._window.model.painter("footprint")
        prints = self._window.model.results.get("footprints")
        if self._at is None or prints is None or not isinstance(painter, FootprintsPainter):
            return
        if not painter.visible or self._canvas.view.zoom < painter.min_zoom:
            return
        point = shapely.Point(self._at.x(), self._at.y())
        fids = painter.fids[painter.tree.query(point, predicate="intersects")].tolist()
        kept = self._window.session.project.frame("camera").index
        known = [fid for fid in fids if fid in prints.index and fid in kept]
        covering = [fid for fid in known if prints.at[fid, "area_m2"] > 0]
        self.lines = readout_lines(self._window.session.project, prints, covering, point)
        if self.lines:
            self._canvas.update()

    def _paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        if not self.lines or self._at is None:
            return
        x, y = view.to_screen(self._at.x(), self._at.y())
        painter.setFont(font(12))
        wide = max(QFontMetrics(font(12)).horizontalAdvance(line) for line in self.lines) + 2 * _PAD
        tall = len(self.lines) * _ROW + 8
        left = x + 16 if x + 16 + wide < view.width else x - 16 - wide
        box = QRectF(left, max(y - tall - 10, 4.0), wide, tall)
        painter.setPen(QPen(QColor(theme.ctl), 1))
        painter.setBrush(QColor(theme.sf))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.tx))
        for number, line in enumerate(self.lines):
            row = QRectF(box.left() + _PAD, box.top() + 4 + number * _ROW, wide, _ROW)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line)


def readout_lines(project: Any, prints: Any, fids: list[int], point: Any) -> list[str]:
    """Return one line a camera: code, class, distance, pixels a metre; the finest first.

    Parameters
    ----------
    project : Project
    prints : DataFrame
        Footprints indexed by fid.
    fids : list of int
        Of the cameras whose footprint holds the point.
    point : shapely Point
        In EPSG:3857.
    """
    from maps.answers.sightings import density_at
    from maps.crs import WEB_MERCATOR, transform_geometries

    if not fids:
        return []
    place = transform_geometries(np.array([point], object), WEB_MERCATOR, project.epsg)[0]
    cameras, found = project.frame("camera").loc[fids], prints.loc[fids]
    density = density_at(cameras, found, place)
    away = shapely.distance(cameras.geometry.to_numpy(), place)
    ladder = project.criteria.detail_ladder
    order = sorted(
        range(len(fids)), key=lambda i: (-(density[i] if density[i] == density[i] else 0.0), away[i])
    )
    lines = [
        _line(cameras["code"].iloc[i], density[i], away[i], found["level"].iloc[i], ladder)
        for i in order[:_MOST]
    ]
    left = len(fids) - _MOST
    return [*lines, f"e altre {left}"] if left > 0 else lines


def _line(code: Any, density: float, away: float, level: str, ladder: Any) -> str:
    name = code if isinstance(code, str) else "Telecamera"
    distance = numbers.measure(away, "m", 1)
    if density != density:
        why = "portata dichiarata" if level == "declared_range" else "valori tipici"
        return f"{name} · {distance} · dettaglio non noto ({why})"
    return f"{name} · {class_label(density, ladder)} · {distance} · {numbers.measure(density, 'px/m', 0)}"


def class_label(px_per_m: float, ladder: Any) -> str:
    """Return the finest class of a ladder that a density reaches."""
    reached = ladder.reached(px_per_m)
    return reached.label if reached else "sotto ogni classe"

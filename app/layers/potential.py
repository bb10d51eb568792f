"""What the selected PTZ camera could reach by turning: a dashed outline on the map, never counted as coverage."""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from app.canvas.geometry import path_of
from app.canvas.painters.base import world_pen, world_transform
from app.canvas.view import MapView
from app.look.theme import Theme
from app.session import Selection
from app.tools.marks import draw_tag, tag_box

if TYPE_CHECKING:
    from app.window import MainWindow

DASH = (6.0, 4.0)


class PotentialRing(QObject):
    """Draws the potential of the selected camera over the map, while it is not in the hand."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session, self._canvas = window, window.session, window.canvas
        self._path: QPainterPath | None = None
        self._fid = 0
        session = self._session
        session.selected.connect(lambda _chosen: self._ask())
        session.changed.connect(self._changed)
        session.closed.connect(self._clear)
        for asked in (session.purpose_changed, session.detail_changed):
            asked.connect(lambda _what: self._ask())
        self._canvas.add_overlay(self._paint)

    @property
    def shown(self) -> bool:
        """Whether there is an outline."""
        return self._path is not None

    def _changed(self, change: Any) -> None:
        if "obstacle" in change.layer_ids or self._fid in change.layer_ids.get("camera", ()):
            self._ask()

    def _clear(self) -> None:
        self._path, self._fid = None, 0
        self._canvas.update()

    def _ask(self) -> None:
        """Compute the outline of the camera now selected."""
        chosen, project = self._session.selection, self._session.project
        alone = chosen is not None and chosen.layer == "camera" and not chosen.more
        if project is None or chosen is None or not alone:
            self._clear()
            return
        if chosen.fid != self._fid:
            self._clear()
        self._fid = chosen.fid
        from app.tools.camera_handles import detail_of

        detail = detail_of(self._window.bench, self._session.file.record("camera", chosen.fid))
        self._session.jobs.run(
            self._window.tr("Calcolo della portata potenziale"),
            partial(_outline, project, chosen.fid, detail),
            key="map/potential",
            done=partial(self._take, chosen),
            failed=lambda _error: self._clear(),
            quiet=True,
        )

    def _take(self, chosen: Selection, outline: Any) -> None:
        if chosen == self._session.selection:
            self._path = None if outline is None else path_of(np.array([outline], dtype=object))
            self._canvas.update()

    def _paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        if self._path is None or self._window.toolbox.select.camera.busy:
            return
        painter.save()
        painter.setTransform(world_transform(view), True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.strokePath(self._path, world_pen(view, theme.map.halo, 3.0))
        painter.strokePath(self._path, world_pen(view, theme.map.camera, 1.4, DASH))
        painter.restore()
        box = self._path.boundingRect()
        x, y = view.to_screen(box.center().x(), box.bottom())  # map metres: bottom is the northern side
        text = self._window.tr("portata potenziale, non conta")
        tag = tag_box(QPointF(0.0, 0.0), text)
        tag.moveCenter(QPointF(float(x), float(y) - 16.0))
        draw_tag(painter, theme, tag, text, theme.map.camera)


def _outline(project: Any, fid: int, px_per_m: float, progress: Any) -> Any:
    """Return the potential ground of a camera in map metres, None where it has none."""
    from maps.coverage.potential import potential_ground
    from maps.crs import WEB_MERCATOR, transform_geometries

    one = project.frame("camera").loc[[fid]]
    found = potential_ground(one, project.scene(), px_per_m)[0]
    if found is None:
        return None
    return transform_geometries(np.array([found], dtype=object), project.epsg, WEB_MERCATOR)[0]

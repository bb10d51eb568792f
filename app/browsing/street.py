"""The street just found, in the accent for a moment: the map flies to it, the eye must find it."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPainter

from app.canvas.painters.ground import road_width
from app.canvas.painters.territory import outline
from app.canvas.view import MapView
from app.layers.base import mercator
from app.look.theme import Theme

if TYPE_CHECKING:
    from app.window import MainWindow

_SHOWN_MS = 5000


class StreetMark(QObject):
    """The mark of a street on the map of one window.

    Attributes
    ----------
    lines : ndarray of shapely lines in EPSG:3857
        What is marked now; empty when nothing is.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._canvas = window.session, window.canvas
        self.lines = np.empty(0, dtype=object)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.clear)
        self._canvas.add_overlay(self._paint)
        self._session.opened.connect(self.clear)

    def show(self, name: str) -> None:
        """Mark the street of this name for some seconds."""
        project = self._session.project
        named = project.frame("road")["name"].to_numpy(object) == name
        self.lines = mercator(project, "road")[named]
        self._timer.start()
        self._canvas.update()

    def clear(self) -> None:
        """Take the mark away."""
        self._timer.stop()
        self.lines = np.empty(0, dtype=object)
        self._canvas.update()

    def _paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        if not len(self.lines):
            return
        painter.save()
        width = max(road_width("residential", view.zoom), 4.0)
        outline(painter, view, theme, self.lines, theme.ac, width)
        painter.restore()

"""What journeys do in the window: wait until it is settled, move the mouse on the map, find a camera."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication


def settle(qtbot: Any, window: Any) -> None:
    """Wait until nothing is left to compute or to draw."""
    qtbot.wait(20)
    qtbot.waitUntil(lambda: window.settled, timeout=120_000)


def mouse(window: Any, kind: QEvent.Type, at: QPointF) -> None:
    """Send a mouse event of the left button to the map, at its pixel `at`."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    place = QPointF(window.canvas.mapToGlobal(at.toPoint()))
    event = QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.canvas, event)


def fid_of(window: Any, code: str) -> int:
    """Return the row of the camera with a code."""
    frame = window.session.project.frame("camera")
    return int(frame.index[frame["code"] == code][0])

"""The gates of a cordon under the hand: one that is pointed at is told, one that is clicked is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QToolTip

from app.canvas.canvas import MapCanvas
from app.canvas.gates import GatesOverlay
from app.look.widgets import plain_tip

#: The pointer may go so far from a gate, pixels, before its words go.
_SLACK_PX = 14


class GateHand:
    """Answers the pointer over the gates that are drawn, before the map does; see `app.tools.select.OnTop`.

    Parameters
    ----------
    canvas : MapCanvas
    tell : callable
        Key of a gate -> all there is to say of it.
    choose : callable
        Takes the key of a gate that was clicked.
    """

    def __init__(self, canvas: MapCanvas, tell: Callable[[int], str], choose: Callable[[int], None]) -> None:
        self._canvas, self._tell, self._choose = canvas, tell, choose
        self.overlay: GatesOverlay | None = None
        canvas.pointer_left.connect(self.leave)

    def hover(self, at: QPointF) -> Qt.CursorShape | None:
        """Mark the gate under the pointer and tell it."""
        key = None if self.overlay is None else self.overlay.key_at(self._canvas.view, at)
        self._point(key, at.toPoint())
        return None if key is None else Qt.CursorShape.PointingHandCursor

    def click(self, at: QPointF) -> bool:
        """Choose the gate under the pointer; False where there is none."""
        key = None if self.overlay is None else self.overlay.key_at(self._canvas.view, at)
        if key is not None:
            self._choose(key)
        return key is not None

    def leave(self) -> None:
        """Forget the pointer."""
        self._point(None, QPoint())

    def _point(self, key: int | None, at: QPoint) -> None:
        if self.overlay is None or self.overlay.hovered == key:
            return
        self.overlay.hovered = key
        self._canvas.update()
        if key is None:
            QToolTip.hideText()
            return
        around = QRect(at.x() - _SLACK_PX, at.y() - _SLACK_PX, 2 * _SLACK_PX, 2 * _SLACK_PX)
        QToolTip.showText(self._canvas.mapToGlobal(at), plain_tip(self._tell(key)), self._canvas, around)

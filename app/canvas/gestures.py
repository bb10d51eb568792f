"""What the hand does on the map: drag, throw, wheel, pinch, keys, clicks, hover."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)

from app.canvas.courtesy import hand_arrives, hand_is_served
from app.canvas.hand import Hand
from app.canvas.motion import Flight, Throw, throw_speed
from app.canvas.view import MapView

if TYPE_CHECKING:
    from app.canvas.canvas import MapCanvas as _Base  # type: ignore[attr-defined]  # this mixin is its base
else:
    _Base = object

FRAME_MS = 16
#: One notch of the wheel zooms by half a level.
NOTCH_ZOOM = 2**0.5
_NOTCH_ANGLE = 120.0
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ARROW_PX = 120

#: Events after which a frame is painted.
_HAND = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


def _moment(event: QMouseEvent) -> tuple[float, float, float]:
    """Return when the hand was where: its own time, since events wait while the window is busy."""
    return event.timestamp() / 1000, event.position().x(), event.position().y()


class Gestures(_Base):
    """Mouse, wheel, touchpad and keys of `MapCanvas`.

    Attributes
    ----------
    animated : bool
        Moves take 200 ms. Off in tests, where the system asks for less motion, on remote desktops.
    pan_enabled : bool
        A left drag moves the map.
    hand : Hand, optional
        The tool that is asked first.
    """

    animated = True
    pan_enabled = True
    zoom_on_double_click = True
    hand: Hand | None = None

    def _start_gestures(self) -> None:
        self._motion: Flight | Throw | None = None
        self._press: QPointF | None = None
        self._grip = (self._view, QPointF())
        self._dragging = False
        self._taken = False
        self._trail: list[tuple[float, float, float]] = []
        self._pointer: QPointF | None = None
        self._focus_by_keyboard = False
        self._motion_timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._motion_timer.timeout.connect(self._step)
        self._served_timer = QTimer(self, singleShot=True, interval=0)
        self._served_timer.timeout.connect(hand_is_served)
        self._hover_timer = QTimer(self, singleShot=True, interval=20)
        self._hover_timer.timeout.connect(self._look_under_pointer)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    # Motion

    @property
    def _still(self) -> bool:
        """Whether no hand is on the map and nothing glides; a flight has its end, whose pictures are wanted soon."""
        return not (self._dragging or self._taken or isinstance(self._motion, Throw))

    def _fly(self, motion: Flight | Throw) -> None:
        self._motion = motion
        self._motion_timer.start()

    def _stop_motion(self) -> None:
        self._motion = None
        self._motion_timer.stop()

    def _step(self) -> None:
        if self._motion is None:
            self._motion_timer.stop()
            return
        now = time.monotonic()
        if not self._motion.finished(now):
            view = self._motion.at(now)
            if isinstance(self._motion, Throw):
                self._follow(view.snapped())
            else:
                self._show(view)
            return
        throw = isinstance(self._motion, Throw)
        self._stop_motion()
        self._show(self._view if throw else self._target)
        self.settled.emit(self._view)
        self._ask_soon()

    def _follow(self, view: MapView) -> None:
        """Move with the hand: here the view and where it will rest are the same."""
        self._target = view
        self._show(view)
        self._ask_soon()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may be a click or a drag."""
        self._focus_by_keyboard = False
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            if self._motion is not None:
                self._stop_motion()
                self._target = self._view.snapped()
            if event.button() == Qt.MouseButton.LeftButton and self.hand is not None:
                self._taken = self.hand.press(event.position(), event.modifiers())
                if self._taken:
                    return
            self._press = event.position()
            self._grip = (self._view, self._press)
            self._dragging = False
            self._trail = [_moment(event)]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map, or look at what lies under the pointer."""
        at = event.position()
        self._pointer = at
        if self._press is None:
            self.hovered.emit(QPointF(*self._view.to_world(at.x(), at.y())))
            if not self._tool_moves(at, event.modifiers()) and not self._hover_timer.isActive():
                self._hover_timer.start()
            return
        limit = QGuiApplication.styleHints().startDragDistance() / 2
        if not self._dragging and (at - self._press).manhattanLength() >= limit and self.pan_enabled:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self._drag_to(at)
            self._trail = [*self._trail[-20:], _moment(event)]

    def _tool_moves(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Let the tool follow the pointer; True when the map should not look at what lies under it."""
        if self.hand is None:
            return False
        if self._taken:
            self.hand.drag(at, modifiers)
            return True
        shape = self.hand.hover(at, modifiers)
        if shape is not None:
            self._hover_timer.stop()
            self.set_hover(None)
            if self.cursor().shape() != shape:
                self.setCursor(shape)
        return shape is not None

    def _drag_to(self, at: QPointF) -> None:
        """Pan from where the drag began: the roundings of single steps would add up."""
        began, grip = self._grip
        if began.metres_per_px != self._view.metres_per_px:
            began, grip = self._grip = (self._view, at)
        self._follow(began.panned(at.x() - grip.x(), at.y() - grip.y()).snapped())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click, or let the map glide."""
        if self._taken and event.button() == Qt.MouseButton.LeftButton and self.hand is not None:
            self._taken = False
            self.hand.release(event.position(), event.modifiers())
            return
        if self._press is None:
            return
        self._press = None
        if self._dragging:
            self._dragging = False
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self._let_go(_moment(event)[0])
        elif event.button() == Qt.MouseButton.LeftButton:
            self._click(event.position(), event.modifiers())

    def _let_go(self, at_s: float) -> None:
        now = time.monotonic()
        throw = Throw(self._view, *throw_speed(self._trail, at_s), now)
        if self.animated and not throw.finished(now):
            self._fly(throw)
        else:
            self.settled.emit(self._view)
            self._ask_soon()

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if self.hand is not None and self.hand.click(at, modifiers):
            return
        self.clicked.emit(QPointF(*self._view.to_world(at.x(), at.y())), modifiers)
        self.picked.emit(self.hit_at(at.x(), at.y()), modifiers)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in one level about the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if self.hand is not None and self.hand.double_click(at):
            return
        self.double_clicked.emit(QPointF(*self._view.to_world(at.x(), at.y())))
        if self.zoom_on_double_click:
            self.zoom_by(2.0, at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a place."""
        self.context_requested.emit(QPointF(*self._view.to_world(event.pos().x(), event.pos().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._pointer = None
        self.set_hover(None)
        self.pointer_left.emit()

    def _look_under_pointer(self) -> None:
        if self._pointer is None or self._dragging or self._motion is not None:
            return
        hit = self.hit_at(self._pointer.x(), self._pointer.y())
        self.set_hover(hit)
        shape = Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.OpenHandCursor
        if self.cursor().shape() != shape and self.pan_enabled:
            self.setCursor(shape)

    # Wheel and touchpad

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom ``factor`` times about a pixel, the middle when none is given."""
        at = (anchor.x(), anchor.y()) if anchor is not None else (None, None)
        self.set_view(self._target.zoomed(factor, *at), animated=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer, in proportion to the turn."""
        notches = event.angleDelta().y() / _NOTCH_ANGLE
        if notches:
            self.zoom_by(NOTCH_ZOOM ** max(min(notches, 6.0), -6.0), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take the pinch of a touchpad and the keys that the tool wants; the rest goes its way."""
        if event.type() in _HAND:
            hand_arrives()
            self._served_timer.start()
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.hand is not None
            and self.hand.wants(event.key())
        ):
            event.accept()
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            at = event.position()
            self.set_view(self._target.zoomed(max(1.0 + event.value(), 0.1), at.x(), at.y()))
            return True
        return super().event(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan, plus and minus zoom, Home shows all."""
        key = event.key()
        if self.hand is not None and self.hand.key(key, event.modifiers()):
            return
        if key in _ARROWS:
            step = _ARROW_PX * (3 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            dx, dy = _ARROWS[Qt.Key(key)]
            self.set_view(self._target.panned(dx * step, dy * step), animated=True)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(2.0)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(0.5)
        elif key == Qt.Key.Key_Home:
            self.go_home()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus only to who came by keyboard."""
        keyboard = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._focus_by_keyboard = event.reason() in keyboard
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        self.update()

    def sizeHint(self) -> QSize:
        """Return a map of ordinary size."""
        return QSize(1200, 800)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest map that can be used."""
        return QSize(320, 240)

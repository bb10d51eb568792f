"""The tools of a window: which one is in the hand, and how gestures reach it."""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.canvas.view import MapView
from app.layers.model import MapModel
from app.look.theme import Theme
from app.tools.add_camera import AddCamera
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.carve import PierceArea, SplitArea
from app.tools.draw_area import DRAWN, DrawArea
from app.tools.lasso import Lasso
from app.tools.marks import draw_hint, hint_box
from app.tools.measure import Measure
from app.tools.select import Select
from app.tools.who_sees import WhoSees
from app.tools.zoom_box import ZoomBox

#: A card taller than this beside the hint is not a message that covers it.
_LOW_PX = 110
#: Letters that take a tool while the map has the focus; elsewhere they are letters.
LETTERS = {
    Qt.Key.Key_C: "add_camera",
    Qt.Key.Key_M: "measure",
    Qt.Key.Key_W: "who_sees",
    Qt.Key.Key_A: "draw_area",
    Qt.Key.Key_L: "lasso",
    Qt.Key.Key_V: "select",
    Qt.Key.Key_Z: "zoom_box",
}


class Toolbox(QObject):
    """Implements `app.canvas.hand.Hand` with the tool in use.

    Signals
    -------
    tool_changed(str)
        Key of the tool now in the hand, "select" for the one of every day.
    """

    tool_changed = Signal(str)

    def __init__(self, bench: Bench, model: MapModel, parent: QObject) -> None:
        super().__init__(parent)
        self.bench = bench
        self.select = Select(bench, model)
        others = (
            AddCamera(bench, self.select.camera),
            Measure(bench),
            WhoSees(bench),
            *(DrawArea(bench, self.select.snap, name) for name in DRAWN),
            SplitArea(bench, self.select.snap),
            PierceArea(bench, self.select.snap),
            Lasso(bench, self.select),
            ZoomBox(bench),
        )
        self.tools: dict[str, Tool] = {tool.key: tool for tool in (self.select, *others)}
        self.tool: Tool = self.select
        bench.canvas.hand = self
        bench.canvas.add_overlay(self._paint)
        bench.session.closed.connect(lambda: self.use("select"))

    def use(self, key: str) -> None:
        """Take a tool; the one in use, again, is put down."""
        wanted = self.tools["select" if key == self.tool.key else key]
        ready = self.bench.plane is not None
        if wanted is not self.select and (not ready or (wanted.edits and not self.bench.may_edit())):
            wanted = self.select
        if wanted is not self.tool:
            self.tool.stop()
            self.tool = wanted
            wanted.start()
        if wanted.finished:  # it has nothing to work on, and has said so
            wanted.finished = False
            self.tool = wanted = self.select
        canvas = self.bench.canvas
        canvas.setCursor(wanted.cursor or Qt.CursorShape.OpenHandCursor)
        canvas.setFocus()
        canvas.setAccessibleDescription(wanted.hint)
        canvas.update()
        self.tool_changed.emit(wanted.key)

    def cancel(self) -> bool:
        """Give up what is in course, then the tool; False when there was neither."""
        if self.tool.cancel():
            return True
        if self.tool is self.select:
            return False
        self.use("select")
        return True

    def _after(self) -> None:
        self.bench.canvas.update()
        if self.tool.finished:
            self.tool.finished = False
            self.use("select")

    # The hand

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Offer a press to the tool."""
        return self.bench.plane is not None and self.tool.press(at, modifiers)

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Pass a drag to the tool."""
        self.tool.drag(at, modifiers)

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Pass the end of a drag to the tool."""
        self.tool.release(at, modifiers)
        self._after()

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Pass the pointer to the tool."""
        return None if self.bench.plane is None else self.tool.hover(at, modifiers)

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Offer a click to the tool."""
        used = self.bench.plane is not None and self.tool.click(at, modifiers)
        self._after()
        return used

    def double_click(self, at: QPointF) -> bool:
        """Offer a double click to the tool."""
        used = self.bench.plane is not None and self.tool.double_click(at)
        self._after()
        return used

    def wants(self, key: int) -> bool:
        """Tell whether a key is the tool's before it is a shortcut of the window."""
        if key == Qt.Key.Key_Escape:
            return self.tool is not self.select or self.select.busy
        return self.tool.wants(key)

    def key(self, key: int, modifiers: Modifiers) -> bool:
        """Offer a key to the tool; Esc cancels."""
        if key == Qt.Key.Key_Escape:
            return self.cancel()
        if self.bench.plane is None:
            return False
        used = self.tool.key_press(key, modifiers)
        if not used and key in LETTERS and modifiers == Qt.KeyboardModifier.NoModifier:
            self.use(LETTERS[Qt.Key(key)])
            return True
        self._after()
        return used

    def _paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        if self.bench.plane is None:
            return
        self.tool.paint(painter, view, theme)
        if self.tool.hint:
            draw_hint(
                painter, theme, self._clear_of_messages(hint_box(view.width, self.tool.hint)), self.tool.hint
            )

    def _clear_of_messages(self, box: QRectF) -> QRectF:
        """Return the box of the hint, below the messages and beside the cards that lie over it."""
        parent = self.bench.canvas.parentWidget()
        siblings = (
            parent.findChildren(QWidget, "", Qt.FindChildOption.FindDirectChildrenOnly) if parent else []
        )
        for each in siblings:
            area = QRectF(each.geometry())
            if each is self.bench.canvas or not each.isVisible() or not box.intersects(area):
                continue
            if each.height() <= _LOW_PX:
                box.moveTop(area.bottom() + 8.0)
            elif area.center().x() < box.center().x():
                box.moveLeft(area.right() + 8.0)
        return box

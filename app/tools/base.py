"""What a tool is: it takes the hand's gestures, says what it is doing, draws what is in course."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.canvas.view import MapView
from app.look.theme import Theme
from app.tools.bench import Bench

Modifiers = Qt.KeyboardModifier


class Tool:
    """One tool; by itself it leaves everything to the map.

    Attributes
    ----------
    key : str
        Its name in the program.
    cursor : CursorShape or None
        Over the map; None leaves it to the map.
    edits : bool
        It changes the project: not for read-only ones.
    """

    key = ""
    cursor: Qt.CursorShape | None = Qt.CursorShape.CrossCursor
    edits = False

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.finished = False

    @property
    def hint(self) -> str:
        """The line that says what to do now."""
        return ""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Put everything back as it was."""

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Take a press; see `app.canvas.hand.Hand`."""
        return False

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Follow the pointer after a press that was taken."""

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """End a drag."""

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Follow the pointer with no button held."""
        return self.cursor

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Take a click."""
        return False

    def double_click(self, at: QPointF) -> bool:
        """Take a double click."""
        return False

    def wants(self, key: int) -> bool:
        """Tell whether a key is the tool's even where the window has a shortcut on it."""
        return False

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """Take a key."""
        return False

    def cancel(self) -> bool:
        """Give up what is in course; False when there was nothing."""
        return False

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw what is in course, in logical pixels."""

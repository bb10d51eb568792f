"""What a tool must do to take the mouse and the keys from the map's own gestures."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt


class Hand(Protocol):
    """Whoever answers the hand before the map does; positions are logical pixels of the canvas."""

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Take a press of the left button; True keeps the map from panning until the release."""

    def drag(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the pointer after a press that was taken."""

    def release(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """End a drag."""

    def hover(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Qt.CursorShape | None:
        """Look at the pointer with no button held; a shape means that the map should not look itself."""

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Take a click that was not a drag; True keeps the map from selecting."""

    def double_click(self, at: QPointF) -> bool:
        """Take a double click; True keeps the map from zooming."""

    def wants(self, key: int) -> bool:
        """Tell whether a key is meant for the tool even where the window has a shortcut on it."""

    def key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Take a key; True when it was used."""

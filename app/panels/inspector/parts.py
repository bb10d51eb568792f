"""The parts of the inspector, one below the other: each is made anew only when what it says changes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Rule


def ruled(content: QBoxLayout) -> QVBoxLayout:
    """Return a layout below a rule that parts it from what is above."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 12, 0, 0)
    column.setSpacing(0)
    column.addWidget(Rule())
    content.setContentsMargins(16, 12, 16, 0)
    column.addLayout(content)
    return column


class Part(QWidget):
    """Holds what was last made for it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: Any = None
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def say(self, what: Any, make: Callable[[], QBoxLayout], theme: Theme | None) -> bool:
        """Show the layout of `make` for what is to be said, nothing for None; tell whether it was made anew.

        Parameters
        ----------
        what : object
            All that the layout depends on; while it stays equal, the layout stays.
        """
        if what == self._said:
            self.setVisible(what is not None)  # it may have been put aside
            return False
        self._said = what
        layout = None if what is None else make()
        if self._content is not None:
            self._content.setParent(None)
            self._content.deleteLater()  # one of its buttons may be what was pressed
            self._content = None
        if layout is not None:
            self._content = QWidget()
            self._content.setLayout(layout)
            self._column.addWidget(self._content)
            if theme is not None:
                restyle(self._content, theme)
        self.setVisible(what is not None)
        return what is not None

    def forget(self) -> None:
        """Have the layout made anew the next time: it has another look."""
        self._said = object()

"""One proposed site, with why it is there."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout

from app.look.widgets import Card, label, set_property


@dataclass(frozen=True)
class SiteLine:
    """A site in words: its rank from 1, the title, the gain and the reasons."""

    rank: int
    title: str
    gain: str
    why: str


class SiteCard(Card):
    """One site; pressing it flies there.

    Signals
    -------
    chosen(int rank)
    """

    chosen = Signal(int)

    def __init__(self, line: SiteLine) -> None:
        super().__init__()
        self.line = line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("finding", True)
        self.setAccessibleName(f"{line.rank}. {line.title}. {line.gain}")
        self.body.setContentsMargins(10, 6, 10, 8)
        self.body.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(label(f"{line.rank}. {line.title}", "value"), 1)
        row.addWidget(label(line.gain, "value"))
        self.body.addLayout(row)
        why = label(line.why, "caption")
        why.setWordWrap(True)
        self.body.addWidget(why)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.chosen.emit(self.line.rank)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.line.rank)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_property(self, "current", event.type() == QEvent.Type.FocusIn)
        return super().event(event)

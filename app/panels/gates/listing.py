"""The list of the gates, with its current line."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QListView

from app.panels.gates.rows import GateDelegate, GateLine, GatesModel


class GatesList(QListView):
    """The gates in their groups; Home goes to the first gate, where Qt would stop at a heading."""

    def __init__(self) -> None:
        super().__init__()
        self.gates, self.rows = GatesModel(), GateDelegate()
        self.setObjectName("gates")
        self.setAccessibleName(self.tr("Varchi, prima gli aperti"))
        self.setModel(self.gates)
        self.setItemDelegate(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if action is QListView.CursorAction.MoveHome:
            rows = (n for n, each in enumerate(self.gates.entries) if isinstance(each, GateLine))
            return self.gates.index(next(rows, 0))
        return super().moveCursor(action, modifiers)

    def go_to(self, key: int) -> None:
        """Make the line of a gate the current one, in view, without telling anyone; with none, go to the top."""
        entries = self.gates.entries
        rows = [n for n, each in enumerate(entries) if isinstance(each, GateLine) and each.key == key]
        selection = self.selectionModel()
        selection.blockSignals(True)
        self.setCurrentIndex(self.gates.index(rows[0]) if rows else QModelIndex())
        selection.blockSignals(False)
        if rows:
            self.scrollTo(self.currentIndex(), QListView.ScrollHint.EnsureVisible)
        else:
            self.scrollToTop()
        self.viewport().update()  # its selection was told to nobody, not to the view either

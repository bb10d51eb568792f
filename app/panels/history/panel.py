"""The history panel: the edits, and the way back to one of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Rule, label, tool_button
from app.panels.history.rows import Step, StepDelegate, StepsModel
from app.speech import numbers


class HistoryPanel(QWidget):
    """Shows `Step`s; tells to which one to go back or forth.

    Signals
    -------
    undo_wanted(int key), redo_wanted(int key), close_wanted()
    """

    undo_wanted = Signal(int)
    redo_wanted = Signal(int)
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("historypanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Storia delle modifiche"))
        self.editable = True
        self.model, self.rows = StepsModel(), StepDelegate()
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Modifiche, dalla più recente"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.rows)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._say())
        self.list.activated.connect(lambda _index: self._go())
        self.sentence = label("", "caption")
        self.sentence.setWordWrap(True)
        self.go = QPushButton()
        self.go.clicked.connect(self._go)
        self._lay_out()
        self._say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 8)
        head.addWidget(label(self.tr("Storia delle modifiche"), "title"), 1)
        close = tool_button("x", self.tr("Chiudi la storia"))
        close.clicked.connect(self.close_wanted)
        head.addWidget(close)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        foot.addWidget(self.sentence)
        foot.addWidget(self.go)
        column.addLayout(head)
        column.addWidget(Rule())
        column.addWidget(self.list, 1)
        self._rule = Rule()
        column.addWidget(self._rule)
        column.addLayout(foot)
        column.addStretch()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.rows.theme = theme
        restyle(self, theme)
        self.list.viewport().update()

    def show_steps(self, steps: list[Step], *, editable: bool) -> None:
        """Show the edits, newest first, keeping the one that is chosen."""
        chosen = self.chosen
        self.editable = editable
        self.model.show(steps)
        place = next((n for n, each in enumerate(steps) if chosen and each.key == chosen.key), -1)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))
        self._say()

    @property
    def chosen(self) -> Step | None:
        """The edit that is chosen."""
        rows = self.list.selectionModel().selectedRows() if self.list.selectionModel() else []
        place = rows[0].row() if rows else -1
        return self.model.steps[place] if 0 <= place < len(self.model.steps) else None

    def _count(self, step: Step) -> int:
        """Return how many edits going to this one would undo or redo."""
        place = self.model.steps.index(step)
        same = self.model.steps[place:] if step.undone else self.model.steps[: place + 1]
        return sum(each.undone == step.undone for each in same)

    def _say(self) -> None:
        step, some = self.chosen, bool(self.model.steps)
        for part in (self.list, self._rule):  # without edits the sentence stands at the top, alone
            part.setVisible(some)
        self.go.setVisible(self.editable and some)
        self.go.setEnabled(step is not None and step.kept)
        redo = step is not None and step.undone
        self.go.setText(self.tr("Ripeti fino a qui") if redo else self.tr("Annulla fino a qui"))
        if step is None:
            none = self.tr("Nessuna modifica: la storia comincia dalla prima.")
            pick = self.tr("Scegliere una modifica per tornare a com'era prima.")
            self.sentence.setText(pick if self.model.steps else none)
        elif not step.kept:
            self.sentence.setText(self.tr("Questa modifica è troppo lontana: non si può più annullare."))
        else:
            self.sentence.setText(self._consequence(self._count(step), redo))

    def _consequence(self, count: int, redo: bool) -> str:
        if count == 1:
            return self.tr("Si ripete 1 modifica.") if redo else self.tr("Si annulla 1 modifica.")
        text = self.tr("Si ripetono {} modifiche.") if redo else self.tr("Si annullano {} modifiche.")
        return text.format(numbers.integer(count))

    def _go(self) -> None:
        step = self.chosen
        if step is not None and step.kept and self.editable:
            (self.redo_wanted if step.undone else self.undo_wanted).emit(step.key)

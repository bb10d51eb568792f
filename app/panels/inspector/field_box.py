"""An editor with what is wrong with its value below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.widgets import label, set_property


class FieldBox(QWidget):
    """An editor with the sentence that says why its value is refused or to be checked.

    Signals
    -------
    confirmed() : a doubtful value is right.
    """

    confirmed = Signal()

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        self._problem: QLabel | None = None
        self.confirm: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(editor)

    @property
    def problem(self) -> str:
        """The sentence, "" where the value is fine."""
        return "" if self._problem is None else self._problem.text()

    @property
    def confirmable(self) -> bool:
        """Whether the doubt ends with a press."""
        return self.confirm is not None and not self.confirm.isHidden()

    def doubt(self, sentence: str, *, settled: bool = False) -> None:
        """Tell why a value that was kept is to be checked; "" where it is not. Some doubts a word settles."""
        self._tell(sentence, "warning", "doubt")
        if settled and self.confirm is None:
            self.confirm = self._confirmation()
        if self.confirm is not None:
            self.confirm.setVisible(settled)

    def refuse(self, sentence: str) -> None:
        """Mark the value as refused, or as fine with ""."""
        self._tell(sentence, "error", "error")
        if self.confirm is not None:
            self.confirm.hide()

    def _tell(self, sentence: str, role: str, state: str) -> None:
        """Write the sentence below the editor; most have none, and no label."""
        if sentence and self._problem is None:
            self._problem = label("")
            self._problem.setWordWrap(True)
            self._column.insertWidget(1, self._problem)
        if self._problem is not None:
            set_property(self._problem, "role", role)
            self._problem.setText(sentence)
            self._problem.setVisible(bool(sentence))
        if sentence or self.editor.property("state"):
            set_property(self.editor, "state", state if sentence else "")

    def _confirmation(self) -> QPushButton:
        button = QPushButton(self.tr("Confermo: è giusto"))
        button.setProperty("link", True)
        button.setProperty("flush", True)
        button.clicked.connect(lambda _checked=False: self.confirmed.emit())
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

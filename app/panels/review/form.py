"""The change of the risk map, or the reason why there is none, written in the place itself."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.widgets import SlimCombo, label, set_property
from app.panels.review.told import ChangeDraft


class ChangeForm(QWidget):
    """From which class to which, why, and who proposes it.

    Signals
    -------
    given(dict), left()
        What was asked, with the names of the fields of the risk map; the form is put away.
    """

    given = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "title")
        self.previous, self.proposed = self._classes(self.tr("Da classe")), self._classes(self.tr("A classe"))
        self.reason = SlimCombo()
        self.text, self.office = QLineEdit(), QLineEdit()
        self.text.setMaxLength(400)
        self.office.setMaxLength(120)
        self.text.setPlaceholderText(self.tr("Che cosa è cambiato nella zona, in una frase"))
        self.office.setPlaceholderText(self.tr("Per esempio Questura, Comune, Polizia locale"))
        self._missing = label("", "error")
        self._note_only = False
        self._lay_out()

    def _classes(self, name: str) -> QComboBox:
        combo = SlimCombo()
        words = (
            self.tr("bassa"),
            self.tr("medio-bassa"),
            self.tr("media"),
            self.tr("medio-alta"),
            self.tr("alta"),
        )
        for number, word in enumerate(words, start=1):
            combo.addItem(f"{number} · {word}", number)
        combo.setAccessibleName(name)
        return combo

    def _lay_out(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(8)
        body.addWidget(self._title)
        rows = QFormLayout()
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(6)
        self._steps = QWidget()
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.addWidget(self.previous, 1)
        steps.addWidget(label(self.tr("a"), "label"))
        steps.addWidget(self.proposed, 1)
        self._steps_label = label(self.tr("Da classe"), "label")
        rows.addRow(self._steps_label, self._steps)
        for name, field in (
            (self.tr("Motivo"), self.reason),
            (self.tr("Motivazione"), self.text),
            (self.tr("Ufficio proponente"), self.office),
        ):
            field.setAccessibleName(name)
            rows.addRow(label(name, "label"), field)
        body.addLayout(rows)
        body.addWidget(self._missing)
        body.addStretch(1)
        self._add_buttons(body)

    def _add_buttons(self, body: QVBoxLayout) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.cancel, self.save = QPushButton(self.tr("Annulla")), QPushButton(self.tr("Registra"))
        self.save.setProperty("primary", True)
        self.cancel.clicked.connect(self.left)
        self.save.clicked.connect(self._give)
        for field in (self.text, self.office):
            field.returnPressed.connect(self._give)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        body.addLayout(foot)

    def set_reasons(self, reasons: Sequence[tuple[str, str]]) -> None:
        """Offer these reasons (code, words), none chosen."""
        self.reason.clear()
        self.reason.addItem(self.tr("scegliere"), "")
        for code, words in reasons:
            self.reason.addItem(words, code)

    def begin(self, draft: ChangeDraft) -> None:
        """Show a draft and take the cursor."""
        self._note_only = draft.note_only
        self._title.setText(draft.title)
        self.previous.setCurrentIndex(draft.previous - 1)
        self.proposed.setCurrentIndex(draft.proposed - 1)
        self.reason.setCurrentIndex(max(self.reason.findData(draft.reason), 0))
        self.text.setText(draft.text)
        self.office.setText(draft.office)
        self.text.setCursorPosition(0)
        self._steps.setVisible(not draft.note_only)
        self._steps_label.setVisible(not draft.note_only)
        self._tell_missing("")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_missing(self, sentence: str) -> None:
        self._missing.setText(sentence)
        self._missing.setVisible(bool(sentence))
        set_property(self.reason, "state", "error" if sentence else "")

    def _give(self) -> None:
        if not self.reason.currentData():
            self._tell_missing(
                self.tr("Scegliere il motivo: senza, la variazione non si può portare in riunione.")
            )
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        previous = self.previous.currentData()
        asked: dict[str, Any] = {
            "previous_class": previous,
            "risk_class": previous if self._note_only else self.proposed.currentData(),
            "change_reason": self.reason.currentData(),
            "reason_text": self.text.text().strip() or None,
            "proposed_by": self.office.text().strip() or None,
        }
        self.given.emit(asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

"""The minutes of a semester's meeting: when, who sat, what was decided; offices, never persons."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.parts import foot, named_row
from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import label, set_property, tool_button
from app.speech import numbers, words
from maps.errors import InvalidValue
from maps.schema import layer
from maps.schema.values import parse_value


class DecisionRow:
    """The fields of one decision, in one row of the grid."""

    def __init__(self, dialog: "MinutesDialog", told: Mapping[str, Any]) -> None:
        self.fid = told.get("fid")
        self.text, self.office, self.due = QLineEdit(), QLineEdit(), QLineEdit()
        self.state: QComboBox = QComboBox()
        self.remove: QToolButton = tool_button("x", dialog.tr("Togli la decisione"))
        self.text.setText(told.get("decision_text") or "")
        self.office.setText(told.get("responsible") or "")
        self.due.setText(numbers.date(told["due_on"]) if told.get("due_on") else "")
        self.due.setPlaceholderText(dialog.tr("gg/mm/aaaa"))
        self.due.setMinimumWidth(108)
        for code, text in words.codes_of("decision", "decision_state"):
            self.state.addItem(text, code)
        self.state.setCurrentIndex(max(self.state.findData(told.get("decision_state")), 0))
        for widget, name in zip(self.widgets, dialog.heads, strict=False):
            widget.setAccessibleName(name)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """The fields from the left."""
        return self.text, self.office, self.due, self.state, self.remove

    def told(self) -> dict[str, Any]:
        """Return the decision as a record; raise InvalidValue where the date cannot be read."""
        due = parse_value(layer("decision").field("due_on"), self.due.text().strip() or None)
        return {
            "fid": self.fid,
            "decision_text": self.text.text().strip(),
            "responsible": self.office.text().strip() or None,
            "due_on": due,
            "decision_state": self.state.currentData(),
        }


class MinutesDialog(QDialog):
    """Accepted, `meeting` and `decisions` say what to record.

    Parameters
    ----------
    semester : str
    meeting : mapping or None
        The meeting known so far.
    decisions : sequence of mappings
        Those known so far.
    theme : Theme
    """

    def __init__(
        self,
        semester: str,
        meeting: Mapping[str, Any] | None,
        decisions: Sequence[Mapping[str, Any]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.heads = (
            self.tr("Decisione"),
            self.tr("Ufficio responsabile"),
            self.tr("Scadenza"),
            self.tr("Stato"),
        )
        self.rows: list[DecisionRow] = []
        self._made = 0
        self.decisions: list[dict[str, Any]] = []
        title = self.tr("Verbale della riunione, semestre {}").format(semester)
        self.setWindowTitle(title)
        self.setMinimumSize(860, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "section"))
        column.addLayout(self._meeting(meeting or {}))
        column.addWidget(label(self.tr("Decisioni"), "title"))
        column.addWidget(self._table(), 1)
        self.add = QPushButton(self.tr("Aggiungi una decisione"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(lambda: self._add({}).text.setFocus())
        row, self._sentence, self.write = foot(self, self.tr("Scrivi il PDF…"), self.tr("Annulla"))
        row.insertWidget(0, self.add)
        column.addLayout(row)
        self._sentence.setText(self.tr("Indicare uffici ed enti, mai nomi di persone."))
        for each in decisions or ({},):
            self._add(each)
        restyle(self, theme)

    def _meeting(self, told: Mapping[str, Any]) -> QFormLayout:
        form = QFormLayout()
        self._kind, self.day = QComboBox(), QDateEdit()
        self.present, self.agenda = QLineEdit(), QLineEdit()
        for code, text in words.codes_of("meeting", "meeting_kind"):
            self._kind.addItem(text, code)
        self._kind.setCurrentIndex(max(self._kind.findData(told.get("meeting_kind")), 0))
        day = told.get("held_on") or dt.date.today()
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self.day.setFixedHeight(28)
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.present.setText(told.get("offices_present") or "")
        self.present.setPlaceholderText(self.tr("Per esempio Prefettura, Questura, Comune, Polizia locale"))
        self.agenda.setText(told.get("agenda") or "")
        for name, field in (
            (self.tr("Riunione"), self._kind),
            (self.tr("Data"), self.day),
            (self.tr("Enti presenti"), self.present),
            (self.tr("Ordine del giorno"), self.agenda),
        ):
            field.setAccessibleName(name)
            named_row(form, name, field)
        return form

    def _table(self) -> QScrollArea:
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for column, (head, share) in enumerate(zip(self.heads, (10, 5, 2, 3), strict=True)):
            self._grid.addWidget(label(head, "caption"), 0, column)
            self._grid.setColumnStretch(column, share)
        self._grid.setRowStretch(1000, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        return area

    def _add(self, told: Mapping[str, Any]) -> DecisionRow:
        row = DecisionRow(self, told)
        self._made += 1
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, self._made, column)
        row.remove.clicked.connect(lambda: self._take_away(row))
        self.rows.append(row)
        restyle(self, self._theme)
        return row

    def _take_away(self, row: DecisionRow) -> None:
        self.rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.deleteLater()

    @property
    def meeting(self) -> dict[str, Any]:
        """The meeting as a record."""
        day = self.day.date()
        return {
            "meeting_kind": self._kind.currentData(),
            "held_on": dt.date(day.year(), day.month(), day.day()),
            "offices_present": self.present.text().strip() or None,
            "agenda": self.agenda.text().strip() or None,
        }

    def accept(self) -> None:
        """Take what is written, unless a date cannot be read; a row without a decision is left out."""
        found = []
        for row in self.rows:
            set_property(row.due, "state", "")
            try:
                found.append(row.told())
            except InvalidValue as error:
                set_property(row.due, "state", "error")
                self._sentence.setText(words.sentence(error))
                row.due.setFocus()
                return
        self.decisions = [each for each in found if each["decision_text"]]
        super().accept()

"""The thresholds on which verdicts rest, and the detail classes that purposes ask for."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QStackedWidget, QVBoxLayout, QWidget

from app.dialogs.classes import ClassesPage
from app.dialogs.parts import foot
from app.session import Session
from app.widgets import Segmented, label

#: Field of Criteria, words, limits, decimals, unit, what the spin box shows per unit kept.
_FIELDS = (
    ("risk_threshold", "Zona a rischio da", 0.0, 100.0, 0, "", 1.0),
    ("coverage_threshold", "Carenza sotto la copertura del", 0.0, 100.0, 1, " %", 100.0),
    ("cameras_threshold", "Sovrapposizione da", 1.0, 50.0, 0, " telecamere", 1.0),
    ("overlap_threshold", "e sovrapposizione oltre il", 0.0, 100.0, 1, " %", 100.0),
    ("bandwidth_m", "Raggio della densità", 20.0, 2000.0, 0, " m", 1.0),
    ("cell_m", "Cella della densità", 5.0, 500.0, 0, " m", 1.0),
)


class CriteriaDialog(QDialog):
    """Edits the criteria kept in the project; nothing is written until accepted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._profile: Any = session.project.criteria
        self.setWindowTitle(self.tr("Criteri"))
        self.setMinimumWidth(760)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Criteri dell'equilibrio"), "section"))
        note = label(
            self.tr("Le soglie con cui si giudica ogni zona. Vanno approvate in C.P.O.S.P."), "label"
        )
        note.setWordWrap(True)
        column.addWidget(note)
        self._pages, choice = QStackedWidget(), Segmented()
        self.classes = ClassesPage(self._profile)
        thresholds = QWidget()
        for page, text in ((thresholds, self.tr("Soglie")), (self.classes, self.tr("Classi di dettaglio"))):
            self._pages.addWidget(page)
            button = choice.add(text)
            button.clicked.connect(lambda _checked=False, shown=page: self._pages.setCurrentWidget(shown))
            button.setChecked(page is thresholds)
        column.addWidget(choice)
        column.addWidget(self._pages, 1)
        form = QFormLayout(thresholds)
        form.setContentsMargins(0, 0, 0, 0)
        self._boxes: dict[str, tuple[QDoubleSpinBox, float]] = {}
        for name, text, low, high, digits, unit, factor in _FIELDS:
            box = QDoubleSpinBox()
            box.setRange(low, high)
            box.setDecimals(digits)
            box.setSuffix(unit)
            box.setValue(float(getattr(self._profile, name)) * factor)
            self._boxes[name] = (box, factor)
            form.addRow(text, box)
        row, _sentence, do = foot(self, self.tr("Applica"), self.tr("Annulla"))
        do.setEnabled(session.editable)
        column.addLayout(row)

    def accept(self) -> None:
        """Keep the thresholds in the project."""
        values: dict[str, Any] = {name: box.value() / factor for name, (box, factor) in self._boxes.items()}
        values["cameras_threshold"] = round(values["cameras_threshold"])
        self._session.project.criteria = replace(self.classes.applied(), **values)
        super().accept()

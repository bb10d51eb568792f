"""The detail classes of the criteria: which ladder, its densities, the class that each purpose needs."""

from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.parts import Sides, headed_grid
from app.look.widgets import label, number_box
from app.speech import words
from maps.coverage.ladders import LADDERS

_FIELD_HEIGHT = 28
#: Width from which classes and purposes stand side by side.
_BESIDE = 700
_PLATE = "plate"


class ClassesPage(QWidget):
    """Edits ladder, densities and classes of a criteria profile; nothing is kept until `applied` is asked."""

    def __init__(self, profile: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self.ladder, self.own = QComboBox(), QCheckBox(self.tr("Valori propri dell'ufficio"))
        self.densities: dict[str, QDoubleSpinBox] = {}
        self.purposes: dict[str, QComboBox] = {}
        self._build()
        self._fill()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for each in LADDERS.values():
            self.ladder.addItem(each.label, each.name)
        self.ladder.setFixedHeight(_FIELD_HEIGHT)
        self.ladder.setAccessibleName(self.tr("Scala delle classi"))
        self.ladder.activated.connect(self._ladder_chosen)
        self.own.toggled.connect(self._own_toggled)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(self.tr("Scala"), "label"))
        row.addWidget(self.ladder)
        row.addWidget(self.own)
        row.addStretch(1)
        column.addLayout(row)
        self._sides, self._left, self._right = Sides(32, _BESIDE), QWidget(), QWidget()
        for side in (self._left, self._right):
            self._sides.add(side, 1, top=True)
        column.addWidget(self._sides)
        note = label(
            self.tr(
                "I nomi italiani delle classi sono di questo programma. Indicare una classe non certifica la "
                "conformità alla norma."
            ),
            "caption",
        )
        note.setWordWrap(True)
        column.addWidget(note)
        column.addStretch(1)

    def _fill(self) -> None:
        """Show the profile as it stands."""
        self.ladder.setCurrentIndex(max(self.ladder.findData(self._profile.ladder), 0))
        self.own.blockSignals(True)
        self.own.setChecked(bool(self._profile.class_px))
        self.own.blockSignals(False)
        self._left = self._swap(self._left, self._class_rows())
        self._right = self._swap(self._right, self._purpose_rows())

    def _swap(self, old: QWidget, grid: QGridLayout) -> QWidget:
        new = QWidget()
        new.setLayout(grid)
        self._sides.replace(old, new)
        return new

    def _class_rows(self) -> QGridLayout:
        grid = headed_grid(self.tr("Classe"), self.tr("almeno"))
        self.densities = {}
        for row, each in enumerate(reversed(self._profile.detail_ladder.classes), 1):
            box = number_box(1.0, 5000.0, each.px_per_m, decimals=1, unit="\u00a0px/m", name=each.label)
            box.setFixedHeight(_FIELD_HEIGHT)
            box.setEnabled(self.own.isChecked())
            self.densities[each.name] = box
            grid.addWidget(label(each.label), row, 0)
            grid.addWidget(box, row, 1)
        return grid

    def _purpose_rows(self) -> QGridLayout:
        grid = headed_grid(self.tr("Finalità"), self.tr("classe richiesta"))
        self.purposes = {}
        ladder = self._profile.detail_ladder
        for row, (purpose, rule) in enumerate(self._profile.purposes.items(), 1):
            combo = QComboBox()
            for each in (*ladder.classes, None):
                combo.addItem(*((each.label, each.name) if each else (words.detail_class(_PLATE), _PLATE)))
            combo.setCurrentIndex(max(combo.findData(rule.detail_class), 0))
            combo.setFixedHeight(_FIELD_HEIGHT)
            combo.setAccessibleName(words.purpose(purpose))
            self.purposes[purpose] = combo
            grid.addWidget(label(words.purpose(purpose)), row, 0)
            grid.addWidget(combo, row, 1)
        return grid

    def _ladder_chosen(self) -> None:
        """Bring every purpose to the class of the other ladder that stands for its own."""
        name = self.ladder.currentData()
        if name != self._profile.ladder:
            self._profile = self.applied().on_ladder(name)
            self._fill()

    def _own_toggled(self, own: bool) -> None:
        standard = LADDERS[self._profile.ladder]
        for name, box in self.densities.items():
            box.setEnabled(own)
            if not own:
                box.setValue(standard[name].px_per_m)

    def applied(self) -> Any:
        """Return the profile with what the page says."""
        chosen = {purpose: combo.currentData() for purpose, combo in self.purposes.items()}
        return self._profile.with_classes({n: box.value() for n, box in self.densities.items()}, chosen)

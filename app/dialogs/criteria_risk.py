"""The weights of the risk and the technical requirements of the criteria."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.parts import Sides, headed_grid
from app.look.widgets import label, number_box
from app.speech import criteria as criteria_words

_HEIGHT = 28
#: Requirement, greatest value, decimals, unit; nought asks nothing.
_NUMBERS = (
    ("least_megapixels", 100.0, 1, "\u00a0MP"),
    ("least_fps", 120.0, 0, "\u00a0fps"),
    ("least_retention_days", 365.0, 0, "\u00a0giorni"),
    ("most_retention_days", 365.0, 0, "\u00a0giorni"),
    ("night_lux", 50.0, 3, "\u00a0lux"),
)
_LISTS = ("codecs", "onvif", "networks")
#: Width from which weights and requirements stand side by side.
_BESIDE = 700
_FLAGS = ("records", "notice_sign")


class RiskPage(QWidget):
    """Edits weights and requirements of a profile; nothing is kept until `applied` is asked."""

    def __init__(self, profile: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self.weights: dict[str, QDoubleSpinBox] = {}
        self.numbers: dict[str, QDoubleSpinBox] = {}
        self.lists: dict[str, QLineEdit] = {}
        self.flags: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        sides = Sides(32, _BESIDE)
        for grid in (self._weight_rows(), self._technical_rows()):
            side = QWidget()
            side.setLayout(grid)
            sides.add(side, 1, top=True)
        column.addWidget(sides)
        note = label(
            self.tr(
                "I pesi contano in proporzione fra loro: un termine senza dati è escluso e gli altri crescono. Un "
                "requisito a zero o vuoto non è chiesto; più valori si separano con una virgola."
            ),
            "caption",
        )
        note.setWordWrap(True)
        column.addWidget(note)
        column.addStretch(1)

    def _weight_rows(self) -> QGridLayout:
        grid = headed_grid(self.tr("Termine del rischio"), self.tr("peso"))
        for row, (name, text) in enumerate(criteria_words.COMPONENTS.items(), 1):
            box = _box(100.0, 1, "\u00a0%", text)
            box.setValue(100.0 * self._profile.risk_weights.get(name, 0.0))
            self.weights[name] = box
            grid.addWidget(label(text), row, 0)
            grid.addWidget(box, row, 1)
        return grid

    def _technical_rows(self) -> QGridLayout:
        grid = headed_grid(self.tr("Requisito tecnico"), self.tr("chiesto"))
        asked = self._profile.technical
        fields: list[tuple[str, QWidget]] = []
        for name, most, digits, unit in _NUMBERS:
            box = _box(most, digits, unit, criteria_words.technical(name))
            box.setSpecialValueText(self.tr("non chiesto"))
            box.setValue(float(getattr(asked, name) or 0.0))
            self.numbers[name] = box
            fields.append((name, box))
        for name in _LISTS:
            line = QLineEdit(", ".join(getattr(asked, name) or ()))
            line.setPlaceholderText(self.tr("non chiesto"))
            line.setFixedHeight(_HEIGHT)
            line.setAccessibleName(criteria_words.technical(name))
            self.lists[name] = line
            fields.append((name, line))
        for name in _FLAGS:
            flag = QCheckBox()
            flag.setChecked(bool(getattr(asked, name)))
            flag.setAccessibleName(criteria_words.technical(name))
            self.flags[name] = flag
            fields.append((name, flag))
        for row, (name, widget) in enumerate(fields, 1):
            grid.addWidget(label(criteria_words.technical(name)), row, 0)
            grid.addWidget(widget, row, 1)
        return grid

    def applied(self, profile: Any) -> Any:
        """Return a profile with what the page says."""
        weights = {**profile.risk_weights, **{name: box.value() / 100 for name, box in self.weights.items()}}
        asked: dict[str, Any] = {
            name: (box.value() if box.decimals() else round(box.value())) or None
            for name, box in self.numbers.items()
        }
        for name, line in self.lists.items():
            asked[name] = tuple(text.strip() for text in line.text().split(",") if text.strip()) or None
        asked |= {name: True if flag.isChecked() else None for name, flag in self.flags.items()}
        return replace(profile, risk_weights=weights, technical=replace(profile.technical, **asked))


def _box(most: float, digits: int, unit: str, name: str) -> QDoubleSpinBox:
    box = number_box(0.0, most, 0.0, decimals=digits, unit=unit, name=name)
    box.setFixedHeight(_HEIGHT)
    return box

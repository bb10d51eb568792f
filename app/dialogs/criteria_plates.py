"""What reading a plate asks, among the criteria."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QVBoxLayout, QWidget

from app.dialogs.parts import Sides, headed_grid
from app.look.widgets import label, number_box
from app.speech import plates as plate_words
from maps.coverage.plate_profile import LIMITS

_HEIGHT = 28
#: Width from which the two sides stand beside each other.
_BESIDE = 700
#: Field, decimals, unit, what the box shows per unit kept; plates are measured in millimetres, as the rules on them do.
_PICTURE = (
    ("plate_px", 0, "\u00a0px", 1.0),
    ("front_m", 0, "\u00a0mm", 1000.0),
    ("rear_m", 0, "\u00a0mm", 1000.0),
    ("horizontal_deg", 0, "°", 1.0),
    ("vertical_deg", 0, "°", 1.0),
)
_PASSAGE = (
    ("frames", 0, "", 1.0),
    ("blur_m", 0, "\u00a0mm", 1000.0),
    ("plate_height_m", 2, "\u00a0m", 1.0),
    ("lane_m", 2, "\u00a0m", 1.0),
)


class PlatesPage(QWidget):
    """Edits the reading of plates of a profile; nothing is kept until `applied` is asked."""

    def __init__(self, profile: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plates = profile.plates
        self.boxes: dict[str, tuple[QDoubleSpinBox, float]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        sides = Sides(32, _BESIDE)
        for heading, rows in ((self.tr("Immagine della targa"), _PICTURE), (self.tr("Passaggio"), _PASSAGE)):
            side = QWidget()
            side.setLayout(self._rows(heading, rows))
            sides.add(side, 1, top=True)
        column.addWidget(sides)
        self.meaning = label("", "label")
        note = label(
            self.tr(
                "I limiti cambiano da lettore a lettore: scrivere quelli del costruttore. Valgono per il cordone dei "
                "varchi, per «Dove legge» di una telecamera e per la classe delle finalità che leggono le targhe."
            ),
            "caption",
        )
        for words in (self.meaning, note):
            words.setWordWrap(True)
            column.addWidget(words)
        column.addStretch(1)
        self._tell()

    def _rows(self, heading: str, rows: tuple[tuple[str, int, str, float], ...]) -> QGridLayout:
        grid = headed_grid(heading, "")
        for row, (name, digits, unit, factor) in enumerate(rows, 1):
            text, (low, high) = plate_words.FIELDS[name][0], LIMITS[name]
            value = float(getattr(self._plates, name)) * factor
            box = number_box(low * factor, high * factor, value, decimals=digits, unit=unit, name=text)
            box.setFixedHeight(_HEIGHT)
            box.valueChanged.connect(self._tell)
            self.boxes[name] = box, factor
            grid.addWidget(label(text), row, 0)
            grid.addWidget(box, row, 1)
        return grid

    def _plates_shown(self) -> Any:
        values: dict[str, Any] = {name: box.value() / factor for name, (box, factor) in self.boxes.items()}
        return replace(self._plates, **values | {"frames": round(values["frames"])})

    def _tell(self) -> None:
        """Say what the numbers ask of a camera."""
        shown = self._plates_shown()
        self.meaning.setText(f"{plate_words.density(shown)}\n{plate_words.shutter(shown)}")

    def applied(self, profile: Any) -> Any:
        """Return a profile with what the page says."""
        return profile.with_plates(self._plates_shown())

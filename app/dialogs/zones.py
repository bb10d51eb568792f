"""Generate the analysis zones: shape and size."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.parts import foot, named_row
from app.look.widgets import label, number_box
from app.session import Session
from app.speech import numbers


class ZonesDialog(QDialog):
    """Accepted, `metres` and `shape` ("hex" or "square") say what to make."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area_m2 = float(session.file.area().area)
        self.setWindowTitle(self.tr("Genera zone di analisi"))
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Genera zone di analisi"), "section"))
        form = QFormLayout()
        self._shape, self._size = (
            QComboBox(),
            number_box(50, 5000, 400, unit="\u00a0m", name=self.tr("Larghezza")),
        )
        self._shape.addItem(self.tr("Esagoni"), "hex")
        self._shape.addItem(self.tr("Quadrati"), "square")
        self._size.setSingleStep(50)
        named_row(form, self.tr("Forma"), self._shape)
        named_row(form, self.tr("Larghezza"), self._size)
        column.addLayout(form)
        existing = session.file.count("analysis_zone")
        if existing:
            text = self.tr("Le {} zone presenti saranno sostituite; si torna indietro con Annulla.")
            note = label(text.format(numbers.integer(existing)), "label")
            note.setWordWrap(True)
            column.addWidget(note)
        row, self._sentence, _do = foot(self, self.tr("Genera"), self.tr("Annulla"))
        column.addLayout(row)
        self._shape.currentIndexChanged.connect(self._count)
        self._size.valueChanged.connect(self._count)
        self._count()

    @property
    def metres(self) -> float:
        """Width of a zone, metres."""
        return float(self._size.value())

    @property
    def shape(self) -> str:
        """Value of the shape: "hex" or "square"."""
        return str(self._shape.currentData())

    def _count(self) -> None:
        cell = self.metres**2 * (0.8660 if self.shape == "hex" else 1.0)
        about = max(round(self._area_m2 / cell), 1)
        self._sentence.setText(self.tr("Circa {} zone").format(numbers.integer(about)))

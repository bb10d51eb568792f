"""Ask what to print: which scene, on what paper, for which office."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.dialogs.parts import foot
from app.sheets.paper import Paper
from app.widgets import label
from maps.scenes import Scene

_LONGEST_OFFICE = 80


class SheetDialog(QDialog):
    """Accepted, its properties say what to print; the file is asked for afterwards.

    Parameters
    ----------
    scenes : sequence of Scene
        One at least.
    office : str
        As it was written the last time.
    can_atlas : bool
        Whether the project has zones.
    """

    def __init__(
        self, scenes: Sequence[Scene], office: str, can_atlas: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scenes = tuple(scenes)
        self.setWindowTitle(self.tr("Stampa una tavola"))
        self.setMinimumWidth(480)
        self.what, self.paper_box, self.side, self.office_edit = (
            QComboBox(),
            QComboBox(),
            QComboBox(),
            QLineEdit(),
        )
        for place, scene in enumerate(self._scenes):
            self.what.addItem(f"{scene.name}: {scene.title}" if scene.title else scene.name, place)
        if can_atlas:
            self.what.addItem(self.tr("Atlante: una tavola per zona"), -1)
        for paper in (Paper.A3, Paper.A4, Paper.WIDE):
            self.paper_box.addItem(paper.label, paper)
        self.side.addItem(self.tr("Orizzontale"), False)
        self.side.addItem(self.tr("Verticale"), True)
        self.office_edit.setMaxLength(_LONGEST_OFFICE)
        self.office_edit.setPlaceholderText(self.tr("Denominazione dell'ufficio, senza nomi di persone"))
        self.office_edit.setText(office)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Stampa una tavola"), "section"))
        form = QFormLayout()
        form.addRow(self.tr("Scena"), self.what)
        form.addRow(self.tr("Carta"), self.paper_box)
        form.addRow(self.tr("Foglio"), self.side)
        form.addRow(self.tr("Ufficio"), self.office_edit)
        column.addLayout(form)
        row, sentence, _do = foot(self, self.tr("Stampa…"), self.tr("Annulla"))
        sentence.setText(self.tr("Bianca, a scala tonda, con i conteggi del riquadro"))
        column.addLayout(row)

    @property
    def scene(self) -> Scene | None:
        """The scene to print, None for the atlas."""
        place = int(self.what.currentData())
        return None if place < 0 else self._scenes[place]

    @property
    def paper(self) -> Paper:
        """The paper."""
        return Paper(self.paper_box.currentData())

    @property
    def portrait(self) -> bool:
        """Whether the sheet stands upright."""
        return bool(self.side.currentData())

    @property
    def office(self) -> str:
        """The office, "" where none is written."""
        return self.office_edit.text().strip()

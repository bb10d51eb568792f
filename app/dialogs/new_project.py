"""New project: a name, where the area comes from, and the file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import creating
from app.dialogs.parts import foot
from app.look.theme import Theme
from app.look.widgets import label, set_property
from app.speech import numbers

FROM_FILE, FROM_OSM, FROM_BOX = range(3)


class NewProjectDialog(QDialog):
    """Accepted, `path` is the file and `make(path, progress)` creates the project."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Nuovo progetto"))
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Nuovo progetto"), "section"))
        self._grid = QGridLayout()
        self._grid.setColumnMinimumWidth(0, 112)
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(10)
        column.addLayout(self._grid)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Nome del progetto"))
        self.name.setPlaceholderText(self.tr("Per esempio: Cremona, censimento 2026"))
        self._grid.addWidget(label(self.tr("Nome"), "label"), 0, 0)
        self._grid.addWidget(self.name, 0, 1)
        self._add_sources()
        self._add_file()
        row, self._sentence, self._do = foot(self, self.tr("Crea il progetto"), self.tr("Annulla"))
        column.addLayout(row)
        self._file_touched = False
        self.name.textChanged.connect(self._named)
        self.area_file.textChanged.connect(self._check)
        self.box.textChanged.connect(self._check)
        self.file.textEdited.connect(self._file_edited)
        self._named()

    def _add_sources(self) -> None:
        source = label(self.tr("Area da"), "label")
        source.setContentsMargins(0, 3, 0, 0)  # on the line of the first choice
        self._grid.addWidget(source, 1, 0, Qt.AlignmentFlag.AlignTop)
        choices, column = QButtonGroup(self), QVBoxLayout()
        column.setSpacing(4)
        for number, text in (
            (FROM_FILE, self.tr("un file con i confini (GeoJSON, GeoPackage, Shapefile)")),
            (FROM_OSM, self.tr("un estratto OpenStreetMap, che viene anche importato")),
            (FROM_BOX, self.tr("un rettangolo in gradi (ovest, sud, est, nord)")),
        ):
            button = QRadioButton(text)
            choices.addButton(button, number)
            column.addWidget(button)
        choices.button(FROM_FILE).setChecked(True)
        choices.idToggled.connect(lambda _id, _on: self._switch())
        self._choices = choices
        self._grid.addLayout(column, 1, 1)
        self.area_file, self._browse_area = self._path_row(2, self.tr("File dell'area"), self._choose_area)
        self.box = QLineEdit()
        self.box.setAccessibleName(self.tr("Rettangolo in gradi: ovest, sud, est, nord"))
        self.box.setPlaceholderText("10,01; 45,12; 10,06; 45,15")
        self._grid.addWidget(self.box, 2, 1)
        self.box.hide()

    def _add_file(self) -> None:
        self.file, _browse = self._path_row(3, self.tr("Salva in"), self._choose_file)

    def _path_row(self, row: int, text: str, choose: Callable[[], None]) -> tuple[QLineEdit, QPushButton]:
        line, edit, button = QHBoxLayout(), QLineEdit(), QPushButton(self.tr("Sfoglia…"))
        line.setSpacing(8)
        edit.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(choose)
        line.addWidget(edit, 1)
        line.addWidget(button)
        self._grid.addWidget(label(text, "label"), row, 0)
        self._grid.addLayout(line, row, 1)
        return edit, button

    def take_osm(self, path: Path) -> None:
        """Start from an OpenStreetMap extract."""
        self._choices.button(FROM_OSM).setChecked(True)
        self.area_file.setText(str(path))
        self.name.setText(path.name.split(".")[0].replace("_", " ").capitalize())

    @property
    def path(self) -> Path:
        """The project file to write."""
        path = Path(self.file.text().strip())
        return path if path.suffix == ".gpkg" else path.with_name(path.name + ".gpkg")

    @property
    def make(self) -> Callable[..., Any]:
        """The function that creates the project: make(path, progress) -> Project."""
        name, source = self.name.text().strip(), self._choices.checkedId()
        if source == FROM_BOX:
            box = self._box()
            assert box is not None
            return partial(_swap, creating.from_box, box, name)
        build = creating.from_osm if source == FROM_OSM else creating.from_file
        return partial(_swap, build, Path(self.area_file.text().strip()), name)

    def _switch(self) -> None:
        by_box = self._choices.checkedId() == FROM_BOX
        self.box.setVisible(by_box)
        self.area_file.setVisible(not by_box)
        self._browse_area.setVisible(not by_box)
        self._check()

    def _named(self) -> None:
        if not self._file_touched:
            folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
            stem = "-".join(self.name.text().lower().replace(",", " ").split()) or "progetto"
            self.file.setText(str(folder / f"{stem}.gpkg"))
        self._check()

    def _file_edited(self) -> None:
        self._file_touched = True
        self._check()

    def _box(self) -> tuple[float, float, float, float] | None:
        text = self.box.text().replace(" ", "")
        # without semicolons the commas part the numbers, as on the command line
        parts = [numbers.parse_decimal(part) for part in text.split(";" if ";" in text else ",")]
        if len(parts) != 4 or any(part is None for part in parts):
            return None
        west, south, east, north = (part for part in parts if part is not None)
        valid = -180 <= west < east <= 180 and -85 <= south < north <= 85
        return (west, south, east, north) if valid else None

    def _problem(self) -> str:
        if not self.name.text().strip():
            return self.tr("Dare un nome al progetto.")
        if self._choices.checkedId() == FROM_BOX:
            return "" if self._box() else self.tr("Scrivere quattro numeri: ovest; sud; est; nord.")
        if not self.area_file.text().strip():
            return self.tr("Scegliere il file dell'area.")
        if not Path(self.area_file.text().strip()).is_file():
            return self.tr("Il file dell'area non esiste.")
        if not self.path.parent.is_dir():
            return self.tr("La cartella in cui salvare non esiste: crearla o sceglierne un'altra.")
        return (
            self.tr("Il file del progetto esiste già: scegliere un altro nome.") if self.path.exists() else ""
        )

    def _check(self) -> None:
        problem = self._problem()
        self._sentence.setText(problem)
        begun = bool(self.name.text().strip())  # nobody is at fault before writing anything
        set_property(self._sentence, "role", "error" if begun else "label")
        self._do.setEnabled(not problem)
        set_property(self._do, "primary", True)

    def _choose_area(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("File dell'area"))
        if path:
            self.area_file.setText(path)

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Salva in"), self.file.text(), self.tr("Progetti di Torrazzo ({})").format("*.gpkg")
        )
        if path:
            self._file_touched = True
            self.file.setText(path)
            self._check()


def _swap(
    build: Callable[..., Any], source: Any, name: str, path: Path, progress: Callable[[float], None]
) -> Any:
    return build(source, name, path, progress)

"""What the window does with a file that is asked for, chosen or dropped: open it, make a project of it, import it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.creating import is_osm, is_project
from app.messages import Level

if TYPE_CHECKING:
    from app.window import MainWindow

_DATA = "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.gpkg *.shp *.geojson *.json *.fgb *.kml *.parquet *.zip"
_OSM = "*.osm *.osm.gz *.osm.pbf *.pbf"


class Files(QObject):
    """The files of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def make_new(self, *, extract: Path | None = None) -> None:
        """Ask for an area and a file, and create the project; an OpenStreetMap extract says the area."""
        from app.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(self._window.theme, self._window)
        if extract is not None:
            dialog.take_osm(extract)
        if dialog.exec():
            self._window.tasks.create(dialog.path, dialog.make)

    def choose(self) -> None:
        """Ask for a project and open it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Apri un progetto"),
            "",
            self.tr("Progetti di Torrazzo ({})").format("*.gpkg"),
        )
        if path:
            self._window.open_project(Path(path))

    def open_demo(self) -> None:
        """Open the invented town, written at the first time."""
        from app.tasks import demo_path, make_demo

        path = demo_path()
        if path.exists():
            self._window.open_project(path)
        else:
            self._window.tasks.create(path, make_demo)

    def take(self, path: Path) -> None:
        """Do with a dropped file what its kind asks for."""
        is_open = self._window.session.project is not None
        if (
            is_open
            and self._window.session.path is not None
            and path.resolve() == self._window.session.path.resolve()
        ):
            self._window.tasks.tell(Level.NEWS, self.tr("Il progetto è già aperto."))
        elif is_osm(path) and is_open:
            self._window.tasks.import_osm(path)
        elif is_osm(path):
            self.make_new(extract=path)
        elif path.suffix.lower() == ".gpkg" and (not is_open or is_project(path)):
            self._window.open_project(path)
        elif is_open:
            self.preview(path)
        else:
            self._window.tasks.tell(
                Level.WARNING,
                self.tr("Per importare «{}» aprire prima un progetto.").format(path.name),
                self.tr("Nuovo progetto"),
                self.make_new,
            )

    def choose_import(self) -> None:
        """Ask for a file and show what importing it would do."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Importa un file"),
            "",
            self.tr("Dati ({});;Tutti i file ({})").format(f"{_DATA} {_OSM}", "*"),
        )
        if path:
            self.take(Path(path)) if is_osm(Path(path)) else self.preview(Path(path))

    def preview(self, path: Path) -> None:
        """Show the import preview of a file."""
        from app.dialogs.importing import ImportDialog

        window = self._window
        dialog = ImportDialog(window.session, path, window.theme, window)
        if dialog.exec() and dialog.plan is not None:
            window.tasks.run_import(dialog.plan)

    def choose_osm(self) -> None:
        """Ask for an extract and import it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Importa un estratto OpenStreetMap"),
            "",
            self.tr("Estratti ({})").format(_OSM),
        )
        if path:
            self._window.tasks.import_osm(Path(path))

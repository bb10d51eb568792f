"""Export: one layer as GeoJSON, the web map, the picture of the map."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QGridLayout, QPushButton, QVBoxLayout

from app import numbers
from app.widgets import Rule, label
from maps.schema import LAYERS

if TYPE_CHECKING:
    from app.window import MainWindow


class ExportDialog(QDialog):
    """Each row is one thing to export; the file is asked for afterwards."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(self.tr("Esporta"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Esporta"), "section"))
        self.layer = QComboBox()
        for name, count in window.session.file.counts().items():
            if count:
                self.layer.addItem(f"{LAYERS[name].plural} ({numbers.integer(count)})", name)
        self.layer.setCurrentIndex(max(self.layer.findData("camera"), 0))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        column.addLayout(self._grid)
        self.geojson = self._row(
            0,
            self.tr("Livello in GeoJSON"),
            self.tr("WGS 84, RFC 7946, soli campi pubblici"),
            self._export_layer,
            self.layer,
        )
        self.web = self._row(
            1, self.tr("Mappa web"), self.tr("Un solo file HTML, si apre senza rete"), self._export_web
        )
        self.png = self._row(
            2,
            self.tr("Immagine della mappa"),
            self.tr("PNG della vista attuale, a doppia definizione"),
            self._export_png,
        )
        close = QPushButton(self.tr("Chiudi"))
        close.setProperty("link", True)
        close.clicked.connect(self.reject)
        column.addWidget(close)

    def _row(
        self, number: int, title: str, detail: str, run: Callable[[], None], extra: QComboBox | None = None
    ) -> QPushButton:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(title, "title"))
        texts.addWidget(label(detail, "label"))
        if extra is not None:
            texts.addWidget(extra)
        button = QPushButton(self.tr("Esporta…"))
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Esporta: {}").format(title))
        button.clicked.connect(run)
        self._grid.addLayout(texts, 2 * number, 0)
        self._grid.addWidget(button, 2 * number, 1)
        self._grid.addWidget(Rule(), 2 * number + 1, 0, 1, 2)
        return button

    def _ask(self, name: str, kinds: str) -> Path | None:
        folder = self._window.session.path.parent if self._window.session.path is not None else Path.home()
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Esporta"), str(folder / name), kinds)
        return Path(path) if path else None

    def _export_layer(self) -> None:
        layer = str(self.layer.currentData())
        path = self._ask(f"{layer}.geojson", "GeoJSON (*.geojson)")
        if path is not None:
            write = partial(_write_layer, self._window.session.project, layer, path)
            self._window.tasks.export(self.tr("Esportazione di {}").format(LAYERS[layer].plural), write, path)
            self.accept()

    def _export_web(self) -> None:
        path = self._ask("mappa.html", "HTML (*.html)")
        if path is not None:
            write = partial(_write_web, self._window.session.project, path)
            self._window.tasks.export(self.tr("Esportazione della mappa web"), write, path)
            self.accept()

    def _export_png(self) -> None:
        path = self._ask("mappa.png", "PNG (*.png)")
        if path is not None:
            save_map(self._window, path)
            self.accept()


def save_map(window: "MainWindow", path: Path) -> None:
    """Save the map as it is seen, drawn again at twice the pixels."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    from maps.errors import FileError, FileProblem

    canvas = window.canvas
    image = QImage(canvas.width() * 2, canvas.height() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    canvas.render_now(painter, canvas.view.resized(canvas.width(), canvas.height(), 2.0))
    painter.end()
    if image.save(str(path)):
        window.tasks.exported(path)
    else:
        window.tasks.fail(FileError(path, FileProblem.NOT_WRITABLE))


def _write_layer(project: Any, layer: str, path: Path, progress: Callable[[float], None]) -> Any:
    from maps.exports import export_layer

    progress(0.1)
    return export_layer(project, layer, path)


def _write_web(project: Any, path: Path, progress: Callable[[float], None]) -> Any:
    from app.webmap import write_project_map

    progress(0.1)
    return write_project_map(project, path)

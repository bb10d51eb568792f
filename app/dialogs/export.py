"""Export: what, for whom, under which profile; then the file is asked for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.widgets import Rule, label
from app.speech import exports as export_words, numbers
from maps.schema import LAYERS
from maps.schema.profiles import AGGREGATES, PROFILES

if TYPE_CHECKING:
    from app.window import MainWindow

_LONGEST = 120


class ExportDialog(QDialog):
    """Each row is one thing to export; the profile says which layers may leave, and with which fields."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(self.tr("Esporta"))
        self.setMinimumWidth(600)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Esporta"), "section"))
        self.layer, self.profile, self.recipient = QComboBox(), QComboBox(), QLineEdit()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        column.addLayout(self._add_addressee())
        column.addWidget(Rule())
        column.addLayout(self._grid)
        self._add_rows()
        column.addLayout(self._foot())
        self._offer()

    def _add_addressee(self) -> QGridLayout:
        """Add the profile, what it lets out, and to whom the file goes."""
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        self.profile.addItem(self.tr("Nessuno: campi pubblici di ogni livello"), "")
        for name, profile in PROFILES.items():
            self.profile.addItem(profile.label, name)
        self.profile.activated.connect(lambda _row: self._offer())
        self.recipient.setMaxLength(_LONGEST)
        self.recipient.setPlaceholderText(self.tr("Ente o ufficio, per il registro"))
        self._note = label("", "label")
        self._note.setWordWrap(True)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Profilo"), self.profile),
            ("", self._note),
            (self.tr("Destinatario"), self.recipient),
        )
        for line, (text, part) in enumerate(rows):
            words = label(text, "label")
            words.setBuddy(part)
            if text:
                part.setAccessibleName(text)
            grid.addWidget(words, line, 0)
            grid.addWidget(part, line, 1)
        return grid

    def _add_rows(self) -> None:
        self.layer.setAccessibleName(self.tr("Livello o risultato"))
        self.geojson = self._row(
            0,
            self.tr("Dati in GeoJSON"),
            self.tr("WGS 84, RFC 7946"),
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

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.log = QPushButton(self.tr("Registro delle esportazioni"))
        self.log.clicked.connect(self._show_log)
        close = QPushButton(self.tr("Chiudi"))
        close.clicked.connect(self.reject)
        for button in (self.log, close):
            button.setProperty("link", True)
            button.setProperty("flush", True)
            button.setAutoDefault(False)
        row.addWidget(self.log)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _row(
        self, number: int, title: str, detail: str, run: Callable[[], None], extra: QComboBox | None = None
    ) -> QPushButton:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(title, "title"))
        texts.addWidget(label(detail, "label"))
        if extra is not None:
            texts.addSpacing(6)
            texts.addWidget(extra)
        button = QPushButton(self.tr("Esporta…"))
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Esporta: {}").format(title))
        button.clicked.connect(run)
        self._grid.addLayout(texts, 2 * number, 0)
        self._grid.addWidget(button, 2 * number, 1)
        self._grid.addWidget(Rule(), 2 * number + 1, 0, 1, 2)
        return button

    # What may leave

    def _offer(self) -> None:
        """Offer what the profile lets out; maps and pictures show where cameras are."""
        chosen = str(self.layer.currentData() or "camera")
        profile = PROFILES.get(str(self.profile.currentData()))
        counts = self._window.session.file.counts()
        self.layer.clear()
        for name, count in counts.items():
            if count and (profile is None or profile.admits(name, LAYERS[name])):
                self.layer.addItem(f"{LAYERS[name].plural} ({numbers.integer(count)})", name)
        for name in AGGREGATES if counts.get("analysis_zone") else ():
            if profile is None or profile.admits(name):
                self.layer.addItem(export_words.what(name), name)
        self.layer.setCurrentIndex(max(self.layer.findData(chosen), 0))
        self.geojson.setEnabled(self.layer.count() > 0)
        for button in (self.web, self.png):
            button.setEnabled(profile is None or bool(profile.layers))
        told = self.tr("i soli campi pubblici; attenzione a posizioni e stato delle telecamere")
        self._note.setText(self.tr("Escono: {}.").format(profile.note if profile else told))

    # Files

    def _export_of(self, what: str, path: Path) -> Any:
        from maps.store import Export

        profile, recipient = str(self.profile.currentData()), self.recipient.text().strip()
        return Export(what, path, None, profile, recipient)

    def _ask(self, name: str, kinds: str) -> Path | None:
        folder = self._window.session.path.parent if self._window.session.path is not None else Path.home()
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Esporta"), str(folder / name), kinds)
        return Path(path) if path else None

    def _export_layer(self) -> None:
        what = str(self.layer.currentData())
        path = self._ask(f"{what}.geojson", "GeoJSON (*.geojson)")
        if path is not None:
            exported = self._export_of(what, path)
            write = partial(_write_layer, self._window.session.project, what, path, exported.profile)
            told = self.tr("Esportazione di {}").format(export_words.what(what))
            self._window.tasks.export(told, write, exported)
            self.accept()

    def _export_web(self) -> None:
        path = self._ask("mappa.html", "HTML (*.html)")
        if path is not None:
            write = partial(_write_web, self._window.session.project, path)
            told = self.tr("Esportazione della mappa web")
            self._window.tasks.export(told, write, self._export_of("web_map", path))
            self.accept()

    def _export_png(self) -> None:
        path = self._ask("mappa.png", "PNG (*.png)")
        if path is not None:
            if save_map(self._window, path):
                self._window.tasks.log(self._export_of("map_picture", path))
            self.accept()

    def _show_log(self) -> None:
        self.reject()
        self._window.actions_.run("exports")


def save_map(window: "MainWindow", path: Path) -> bool:
    """Save the map as it is seen, drawn again at twice the pixels; False, told, where it cannot be written."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    from app.sheets.output import png_of
    from maps.errors import FileError
    from maps.io.atomic import write_atomic

    canvas = window.canvas
    image = QImage(canvas.width() * 2, canvas.height() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    canvas.render_now(painter, canvas.view.resized(canvas.width(), canvas.height(), 2.0))
    painter.end()
    try:
        write_atomic(path, png_of(image))
    except FileError as error:
        window.tasks.fail(error)
        return False
    return True


def _write_layer(project: Any, what: str, path: Path, profile: str, progress: Callable[[float], None]) -> int:
    from maps.answers.exports import export_layer

    progress(0.1)
    return export_layer(project, what, path, profile=profile)


def _write_web(project: Any, path: Path, progress: Callable[[float], None]) -> Any:
    from app.webmap import write_project_map

    progress(0.1)
    return write_project_map(project, path)

"""Choose the base map: OpenStreetMap, another server, or a file on this PC."""

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.canvas.tiles import MbTiles
from app.dialogs.parts import foot, named_row
from app.layers.base_map import BaseMap
from app.look.widgets import Segmented, label


class BaseMapDialog(QDialog):
    """Accepted, `chosen` is the base map to show."""

    def __init__(self, base: BaseMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = base
        self.setWindowTitle(self.tr("Mappa di base"))
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Mappa di base"), "section"))
        self.kinds, self._pages = Segmented(), QStackedWidget()
        column.addWidget(self.kinds)
        column.addWidget(self._pages)
        row, self.sentence, _do = foot(self, self.tr("Mostra"), self.tr("Annulla"))
        column.addLayout(row)
        self._add_pages(base)

    def _add_pages(self, base: BaseMap) -> None:
        osm = self.tr(
            "Le tessere di openstreetmap.org, chieste solo per ciò che si guarda e tenute sul disco."
        )
        note = label(osm, "label")
        note.setWordWrap(True)
        server, file = base.is_server and not base.is_osm, not base.is_server
        self.address = self._line(base.address if server else "", self.tr("Indirizzo"))
        self.address.setPlaceholderText("https://tessere.ente.it/{z}/{x}/{y}.png")
        self.credit = self._line(base.credit if server else "", self.tr("Attribuzione"))
        self.file = self._line(base.address if file else "", self.tr("File"))
        browse = QPushButton(self.tr("Scegli…"))
        browse.setMaximumWidth(120)
        browse.clicked.connect(self._browse)
        pages = (
            (self.tr("OpenStreetMap"), note, base.is_osm),
            (self.tr("Un altro server"), self._form(self.address, self.credit), server),
            (self.tr("Un file MBTiles"), self._form(self.file, browse), file),
        )
        self.buttons = []
        for text, page, now in pages:
            self._pages.addWidget(page)
            button = self.kinds.add(text)
            button.clicked.connect(lambda _checked=False, shown=page: self._turn(shown))
            button.setChecked(now)
            self.buttons.append(button)
            if now:
                self._pages.setCurrentWidget(page)

    def _line(self, text: str, name: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        return line

    def _form(self, *fields: QWidget) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            named_row(form, field.accessibleName(), field)
        return page

    def _turn(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.sentence.setText("")

    def _browse(self) -> None:
        title, kinds = self.tr("Scegli un file di tessere"), self.tr("Tessere (*.mbtiles)")
        path, _kind = QFileDialog.getOpenFileName(self, title, self.file.text(), kinds)
        if path:
            self.file.setText(path)

    def _asked(self) -> BaseMap:
        page = self._pages.currentIndex()
        if page == 0:
            return BaseMap()
        if page == 1:
            return BaseMap(self.address.text().strip(), self.credit.text().strip())
        return BaseMap(self.file.text().strip(), "")

    def _problem(self, base: BaseMap) -> str:
        """Return what is wrong with the answer, "" where nothing is."""
        if self._pages.currentIndex() < 2:
            wrong = self.tr("L'indirizzo comincia con https:// e contiene {z}, {x} e {y}.")
            return "" if base.usable else wrong
        try:
            MbTiles(Path(base.address)).close()
        except ValueError:
            return self.tr("Non è un file MBTiles di immagini: sceglierne un altro.")
        return ""

    def accept(self) -> None:
        """Keep the answer, unless something is wrong with it."""
        base = self._asked()
        problem = self._problem(base)
        self.sentence.setText(problem)
        if not problem:
            self.chosen = base
            super().accept()

"""The bookmarks of a project: go to one, give it another name, take it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.widgets import label
from app.session import Session
from app.speech import words
from maps.errors import TorrazzoError
from maps.views.bookmarks import Bookmark, drop_bookmark, read_bookmarks, rename_bookmark

_MARK = Qt.ItemDataRole.UserRole + 1


class BookmarksDialog(QDialog):
    """A list with its commands; names are edited in place (F2).

    Signals
    -------
    wanted(Bookmark) : its extent should be shown.
    """

    wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Segnalibri"))
        self.setMinimumSize(420, 200)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Segnalibri del progetto"), "section"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Segnalibri del progetto"))
        self.list.itemChanged.connect(self._renamed)
        self.list.itemActivated.connect(lambda _item: self._go())
        column.addWidget(self.list, 1)
        self._empty = label(self.tr("Nessun segnalibro. Ctrl+B sulla mappa salva la vista."), "label")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        column.addWidget(self._empty, 1)
        self._problem = label("", "error")
        self._problem.setWordWrap(True)
        column.addWidget(self._problem)
        column.addLayout(self._buttons())
        self._fill()
        self.resize(420, 340 if self.list.count() else 200)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.go = QPushButton(self.tr("Vai"))
        self.go.setDefault(True)
        self.rename = QPushButton(self.tr("Rinomina"))
        self.remove = QPushButton(self.tr("Elimina"))
        close = QPushButton(self.tr("Chiudi"))
        self.go.clicked.connect(self._go)
        self.rename.clicked.connect(lambda: self.list.editItem(self.list.currentItem()))
        self.remove.clicked.connect(self._remove)
        close.clicked.connect(self.reject)
        for button in (self.remove, self.rename):
            row.addWidget(button)
        row.addStretch(1)
        for button in (close, self.go):
            row.addWidget(button)
        return row

    def _fill(self, row: int = 0) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for mark in read_bookmarks(self._session.file):
            item = QListWidgetItem(mark.name, self.list)
            item.setData(_MARK, mark)
            if self._session.editable:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        some = self.list.count() > 0
        for part in (self.list, self.go, self.rename, self.remove):
            part.setVisible(some)
        for button in (self.rename, self.remove):
            button.setEnabled(self._session.editable)
        self._empty.setVisible(not some)

    def _mark(self) -> Bookmark | None:
        item = self.list.currentItem()
        return item.data(_MARK) if item is not None else None

    def _go(self) -> None:
        mark = self._mark()
        if mark is not None:
            self.wanted.emit(mark)
            self.accept()

    def _renamed(self, item: QListWidgetItem) -> None:
        self._problem.setText("")
        try:
            rename_bookmark(self._session.file, item.data(_MARK).name, item.text())
        except TorrazzoError as error:
            self._problem.setText(words.sentence(error))
        self._fill(self.list.currentRow())

    def _remove(self) -> None:
        mark = self._mark()
        if mark is not None:
            drop_bookmark(self._session.file, mark.name)
            self._fill(self.list.currentRow())

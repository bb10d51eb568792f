"""The search box: streets, cameras, zones and commands, by Ctrl+K."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.icons import pixmap
from app.theme import Theme

_HIT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Hit:
    """One thing that can be found: a row of a layer, a place or a command.

    Attributes
    ----------
    text, kind : str
        What is shown, and the word that says what it is ("telecamera", "via"...).
    layer : str
        Layer name, or "" for a command.
    key : object
        Feature id, or the command's own key.
    """

    text: str
    kind: str
    layer: str
    key: Any


class SearchBox(QLineEdit):
    """A line edit that completes by any part of a name.

    Signals
    -------
    chosen(Hit), missed(str)
    """

    chosen = Signal(object)
    missed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Cerca vie, telecamere, comandi"))
        self.setAccessibleName(self.tr("Cerca"))
        self.setFixedHeight(32)
        self.setMinimumWidth(160)
        self.setTextMargins(26, 0, 62, 0)
        self._narrow = False
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(10)
        self.setCompleter(self._completer)
        self._completer.activated[QModelIndex].connect(self._activated)
        self.returnPressed.connect(self._return_pressed)
        self._add_marks()

    def _add_marks(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 6, 0)
        self._lens = QLabel()
        self._lens.setFixedSize(16, 16)
        self._hint = QLabel("Ctrl+K")
        self._hint.setProperty("key", True)
        for mark in (self._lens, self._hint):
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._lens)
        row.addStretch(1)
        row.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(lambda text: self._hint.setVisible(not text and not self._narrow))

    def set_narrow(self, narrow: bool) -> None:
        """Leave the keys out where the bar is short."""
        self._narrow = narrow
        self.setTextMargins(26, 0, 6 if narrow else 62, 0)
        self._hint.setVisible(not narrow and not self.text())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._lens.setPixmap(pixmap("magnifying-glass", theme.tx2, 16, self.devicePixelRatioF()))

    def set_hits(self, hits: list[Hit]) -> None:
        """Replace what can be found."""
        self._model.clear()
        for hit in hits:
            item = QStandardItem(f"{hit.text} · {hit.kind}")
            item.setData(hit, _HIT)
            self._model.appendRow(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _activated(self, index: QModelIndex) -> None:
        self._take(index)

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(_HIT)
        self.clear()
        self.clearFocus()
        if hit is not None:
            self.chosen.emit(hit)

    @Slot()
    def _return_pressed(self) -> None:
        text = self.text().strip()
        if not text:
            return
        self._completer.setCompletionPrefix(text)
        model = self._completer.completionModel()
        if model.rowCount():
            self._take(model.index(0, 0))
        else:
            self.missed.emit(text)

"""The log of the exports: who let what out, when, under which profile, for whom, with the digest of the file."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look.widgets import label, plain_tip
from app.speech import exports as export_words, numbers

_SHORT = 16


class ExportLogDialog(QDialog):
    """The lines, newest first; Ctrl+C copies the chosen ones with their whole digests.

    Parameters
    ----------
    entries : sequence of maps.store.ExportEntry
    """

    def __init__(self, entries: Sequence[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Registro delle esportazioni"))
        self._entries = list(entries)
        self.resize(1000, 460) if self._entries else self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Registro delle esportazioni"), "section"))
        told = self.tr("Ogni file uscito dal progetto. Le righe non si modificano e non si annullano.")
        none = self.tr("Nessuna esportazione registrata: la prima si fa con «Esporta» (Ctrl+E).")
        column.addWidget(label(told if self._entries else none, "label"))
        self.table = QTableWidget(0, 0)
        self._fill()
        column.addWidget(self.table, 1)
        self.table.setVisible(bool(self._entries))
        close = QPushButton(self.tr("Chiudi"))
        close.setProperty("link", True)
        close.clicked.connect(self.reject)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self).activated.connect(self.copy)

    def _fill(self) -> None:
        tr, table = self.tr, self.table
        heads = [tr("Quando"), tr("Chi"), tr("Che cosa"), tr("Record"), tr("Profilo"), tr("Destinatario")]
        heads += [tr("File"), tr("Impronta SHA-256")]
        table.setAccessibleName(self.windowTitle())
        table.setColumnCount(len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setRowCount(len(self._entries))
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        for line, entry in enumerate(self._entries):
            for place, text in enumerate(_texts(entry)):
                item = QTableWidgetItem(text if place < len(heads) - 1 else f"{text[:_SHORT]}…")
                item.setToolTip(plain_tip(text))
                if place == 3:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(line, place, item)
        table.resizeColumnsToContents()
        table.horizontalHeader().setSectionResizeMode(6, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def copy(self) -> None:
        """Copy the chosen lines as text for a spreadsheet, all of them where none is chosen."""
        chosen = sorted({index.row() for index in self.table.selectedIndexes()}) or range(len(self._entries))
        lines = ["\t".join(_texts(self._entries[line])) for line in chosen]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _texts(entry: Any) -> tuple[str, ...]:
    return (
        f"{entry.at:%d/%m/%Y %H:%M}",
        entry.user,
        export_words.what(entry.what),
        "" if entry.records is None else numbers.integer(entry.records),
        export_words.profile(entry.profile) if entry.profile else numbers.DASH,
        entry.recipient or numbers.DASH,
        entry.file,
        entry.sha256,
    )

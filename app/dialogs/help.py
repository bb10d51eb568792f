"""The keys of the program, in one place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.look.widgets import label


class HelpDialog(QDialog):
    """F1: what the keys and the mouse do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guida"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Tasti e mouse"), "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, (key, text) in enumerate(self._keys()):
            hint = label(key)
            hint.setProperty("key", True)
            grid.addWidget(hint, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(text), row, 1)
        column.addLayout(grid)
        close = QPushButton(self.tr("Chiudi"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _keys(self) -> list[tuple[str, str]]:
        tr = self.tr
        return [
            ("Ctrl+N · Ctrl+O", tr("nuovo progetto, apri un progetto")),
            ("Ctrl+I", tr("importa un file, con l'anteprima; oppure trascinarlo sulla finestra")),
            ("Ctrl+E", tr("esporta")),
            ("Ctrl+Z · Ctrl+Y", tr("annulla e ripeti: ogni modifica è già registrata")),
            ("Ctrl+K", tr("cerca vie, telecamere, zone e comandi")),
            ("Ctrl+1 · Ctrl+2 · Ctrl+3", tr("mappa, equilibrio, revisione")),
            ("+ · − · " + tr("rotella"), tr("ingrandisci e riduci")),
            (tr("frecce · trascina"), tr("sposta la mappa")),
            ("Home", tr("inquadra tutto")),
            (tr("clic"), tr("leggi e modifica un elemento")),
            ("Alt+↑ · Alt+↓", tr("sposta il livello scelto")),
            ("C · A", tr("nuova telecamera: premere e trascinare; nuova area degradata")),
            ("W · M", tr("chi vede qui? · misura distanze e aree")),
            (tr("Maiusc+trascina"), tr("seleziona le telecamere in un riquadro")),
            ("Ctrl+D · " + tr("Canc"), tr("duplica la telecamera, elimina la selezione")),
            ("Esc", tr("lascia ciò che è in corso, poi il messaggio, poi la selezione")),
        ]

"""What Qt writes by itself is in Italian."""

import subprocess
import sys

#: Prints every word of the two file dialogs, and of the menu of a line of text.
_PROGRAM = """
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton, QTreeView
from app.start import application
app = application()
for way in QFileDialog.AcceptMode:
    dialog = QFileDialog(None, "", "", "Progetti (*.gpkg)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(way)
    for kind in (QLabel, QPushButton):
        print(*(each.text() for each in dialog.findChildren(kind) if each.text()), sep="\\n")
    print(*(each.toolTip() for each in dialog.findChildren(QToolButton) if each.toolTip()), sep="\\n")
    files = dialog.findChild(QTreeView).model()
    print(*(files.headerData(n, Qt.Orientation.Horizontal) for n in range(files.columnCount())), sep="\\n")
print(QCoreApplication.translate("QAbstractFileIconProvider", "Folder", "All other platforms"))
print(QCoreApplication.translate("CriteriaDialog", "Scala"))
print(QKeySequence("Ctrl+Shift+T").toString(QKeySequence.SequenceFormat.NativeText))
line = QLineEdit()
menu = line.createStandardContextMenu()
print(*(each.text() for each in menu.actions() if each.text()), sep="\\n")
"""
_FILES = {
    *("Cerca in:", "Nome del file:", "Tipo di file:", "Annulla"),
    *(
        "Indietro",
        "Vai avanti",
        "Cartella superiore",
        "Crea nuova cartella",
        "Vista a elenco",
        "Vista dettagliata",
    ),
    *("Nome", "Dimensione", "Tipo", "Data di modifica"),
}
_OTHERS = {
    "Apri",
    "Salva",
    "Cartella",
    "Scala",
    "Ctrl+Maiusc+T",
    "Copia",
    "Incolla",
    "Taglia",
    "Elimina",
    "Rifai",
    "Seleziona tutto",
}


def test_the_file_dialog_is_in_italian() -> None:
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, encoding="utf-8", check=True)
    told = {line.split("\t")[0].replace("&", "") for line in ran.stdout.splitlines()}
    assert told == _FILES | _OTHERS

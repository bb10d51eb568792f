"""Qt's own words in Italian: its translation, and what that lacks since Qt 6.9 spelt some of them anew."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

#: Words of the file dialog of which Qt's Italian knows only the spelling of before, by context and source.
_LACKING = {
    ("QFileDialog", "&Look in:"): "C&erca in:",
    ("QFileDialog", "Files of &type:"): "&Tipo di file:",
    ("QAbstractFileIconProvider", "%1 File"): "File %1",
    ("QAbstractFileIconProvider", "Alias"): "Alias",
    ("QAbstractFileIconProvider", "Drive"): "Unità",
    ("QAbstractFileIconProvider", "File"): "File",
    ("QAbstractFileIconProvider", "File Folder"): "Cartella di file",
    ("QAbstractFileIconProvider", "Folder"): "Cartella",
    ("QAbstractFileIconProvider", "Shortcut"): "Collegamento",
    ("QAbstractFileIconProvider", "Unknown"): "Sconosciuto",
}


class _Lacking(QTranslator):
    """Says what no other translation says; it is installed first, so that it is asked last."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, sourceText: str, *_rest: object) -> str | None:  # type: ignore[override]  # noqa: N803
        return _LACKING.get((context, sourceText))  # None, not "": Qt then keeps the source


def speak_italian(app: QApplication) -> None:
    """Let the dialogs and menus that are Qt's own be in Italian."""
    app.installTranslator(_Lacking(app))
    translator = QTranslator(app)
    if translator.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)

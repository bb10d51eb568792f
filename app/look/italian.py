"""Qt's own words in Italian: its translation, and what that lacks since Qt 6.9 spelt some of them anew."""

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
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
#: What Qt's Italian leaves in English and the keyboards of the offices do not.
_BETTER = {("QShortcut", "Shift"): "Maiusc"}


class _Words(QTranslator):
    """Says the words of a table, by context and source; who is installed last is asked first."""

    def __init__(self, words: dict[tuple[str, str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, sourceText: str, *_rest: object) -> str | None:  # type: ignore[override]  # noqa: N803
        return self._words.get((context, sourceText))  # None, not "": Qt then keeps the source


def speak_italian(app: QApplication) -> None:
    """Let the dialogs and menus that are Qt's own be in Italian."""
    app.installTranslator(_Words(_LACKING, app))
    translator = QTranslator(app)
    if translator.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.installTranslator(_Words(_BETTER, app))

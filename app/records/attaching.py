"""Photographs and documents in the window: added by button or by drag and drop, looked at, taken away."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app import commands
from app.messages import Level
from app.panels.inspector.photos import SUFFIXES, is_attachment
from app.speech import numbers, words
from maps.errors import TorrazzoError

if TYPE_CHECKING:
    from app.window import MainWindow

__all__ = ["Attaching", "is_attachment"]

_PATTERN = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))


class Attaching(QObject):
    """Connects the form, the project's attachments and the viewer."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        inspector = window.inspector
        inspector.photo_wanted.connect(self.ask)
        inspector.photo_chosen.connect(self.view)
        inspector.files_dropped.connect(self.add)
        self._session.changed.connect(self._changed)

    def _changed(self, change: Any) -> None:
        if "attachment" in change.layer_ids:
            self._window.browser.selecting.show()

    def ask(self, layer: str, fid: int) -> None:
        """Ask for files and attach them to a row."""
        paths, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Aggiungi foto o documenti"),
            "",
            self.tr("Foto e documenti ({})").format(_PATTERN),
        )
        if paths:
            self.add(layer, fid, [Path(path) for path in paths])

    def take(self, paths: Sequence[Path]) -> None:
        """Attach files dropped on the window to the row that is selected; say so where there is none."""
        chosen = self._session.selection
        if chosen is None or chosen.more:
            text = self.tr(
                "Per allegare «{}» selezionare prima un solo elemento sulla mappa o nella tabella."
            )
            self._window.tasks.tell(Level.NEWS, text.format(paths[0].name))
        else:
            self.add(chosen.layer, chosen.fid, paths)

    def add(self, layer: str, fid: int, paths: Sequence[Path]) -> None:
        """Read files in the background and keep them with a row; those that cannot be are told."""
        if not self._session.editable:
            self._window.bench.may_edit()
            return
        file = self._session.file
        name = commands.called(self._session, layer, fid)
        self._session.jobs.run(
            self.tr("Lettura di {} allegati").format(numbers.integer(len(paths))),
            partial(_keep, file, layer, fid, [Path(path) for path in paths], f"Allegati di {name}"),
            key="attach",
            done=partial(self._added, name),
            failed=self._window.tasks.fail,
            first=True,
        )

    def _added(self, name: str, found: tuple[int, list[TorrazzoError], int]) -> None:
        added, refused, same = found
        tell, undo = self._window.tasks.tell, self._session.file.undo
        done = self._count_text(added, name) if added else ""
        if refused:
            more = len(refused) - 1
            text = " ".join(part for part in (done, words.sentence(refused[0])) if part)
            tell(Level.WARNING, text + (self.tr(" Altri {} file rifiutati.").format(more) if more else ""))
        elif added:
            tell(Level.DONE, done, self.tr("Annulla"), undo)
        elif same:
            tell(Level.NEWS, self.tr("«{}» ha già questi allegati.").format(name))

    def _count_text(self, added: int, name: str) -> str:
        if added == 1:
            return self.tr("1 allegato aggiunto a «{}», senza autore né posizione di ripresa.").format(name)
        text = self.tr("{} allegati aggiunti a «{}», senza autore né posizione di ripresa.")
        return text.format(numbers.integer(added), name)

    def viewer(self, layer: str, fid: int, key: int) -> Any:
        """Return the viewer of a row's attachments at one of them, not yet shown; None where there is none."""
        from app.dialogs.photos import PhotoViewer
        from maps.store import attachments

        file, editable = self._session.file, self._session.editable
        found = attachments.of(file, layer, fid)
        if not found:
            return None
        name = commands.called(self._session, layer, fid)
        dialog = PhotoViewer(
            name,
            found,
            partial(attachments.data, file),
            self._window.theme,
            self._window,
            describe=partial(self._describe, name) if editable else None,
            remove=partial(self._remove, layer, name) if editable else None,
        )
        dialog.show_key(key)
        return dialog

    def view(self, layer: str, fid: int, key: int) -> None:
        """Show a row's attachments, beginning with one."""
        dialog = self.viewer(layer, fid, key)
        if dialog is not None:
            dialog.exec()

    def _describe(self, name: str, key: int, caption: str) -> None:
        from maps.store import attachments

        label = self.tr("Didascalia di una foto di {}").format(name)
        self._try(partial(attachments.describe, self._session.file, key, caption, label))

    def _remove(self, layer: str, name: str, key: int) -> None:
        from maps.store import attachments

        label = self.tr("Eliminazione di un allegato di {}").format(name)
        self._try(partial(attachments.remove, self._session.file, layer, [key], label))
        text = self.tr("Allegato di «{}» eliminato.").format(name)
        self._window.tasks.tell(Level.DONE, text, self.tr("Annulla"), self._session.file.undo)

    def _try(self, change: Callable[[], Any]) -> None:
        try:
            change()
        except TorrazzoError as error:
            self._window.tasks.fail(error)


def _keep(
    file: Any, layer: str, fid: int, paths: list[Path], label: str, progress: Callable[[float], None]
) -> tuple[int, list[TorrazzoError], int]:
    """Return how many were kept, why others were not, and how many were good."""
    from maps.io.photos import read_document
    from maps.store import attachments

    documents, refused = [], []
    for place, path in enumerate(paths):
        progress(place / len(paths))
        try:
            documents.append(read_document(path))
        except TorrazzoError as error:
            refused.append(error)
    added = attachments.add(file, layer, fid, documents, label) if documents else []
    return len(added), refused, len(documents)

"""Ties the history of the project to the window: its panel, and the names of undo and redo in the menu."""

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget

from app.docked import Docked
from app.look.widgets import button_text
from app.room import add_dock
from app.speech import numbers
from maps.errors import TorrazzoError
from maps.schema import LAYERS

if TYPE_CHECKING:
    from app.panels.history import HistoryPanel
    from app.window import MainWindow

WIDTH = 320
#: Edits that are listed.
MOST_STEPS = 500


class History(Docked["HistoryPanel"]):
    """The history of the window, in the place of the inspector."""

    def __init__(self, window: "MainWindow", undo: QAction, redo: QAction) -> None:
        super().__init__(window)
        self._undo, self._redo = undo, redo
        self._words = undo.text(), redo.text()
        self._session.opened.connect(self.show_names)
        self._session.changed.connect(lambda _change: self._refresh())
        self._session.closed.connect(self._closed)
        window.topbar.place_chosen.connect(lambda _place: self._hide_dock())

    def _make(self) -> tuple["HistoryPanel", QDockWidget]:
        from app.panels.history import HistoryPanel

        panel = HistoryPanel()
        panel.setFixedWidth(WIDTH)
        panel.undo_wanted.connect(self.undo_to)
        panel.redo_wanted.connect(self.redo_to)
        panel.close_wanted.connect(self.close)
        return panel, add_dock(self._window, panel, "history", self.tr("Storia"))

    def toggle(self) -> None:
        """Show the history in the place of the inspector, or put the inspector back."""
        if self.is_open:
            self.close()
        elif self._session.project is not None:
            self.panel.show_steps(self.steps(), editable=self._session.editable)
            self._window.inspector_dock.hide()
            self._show_dock()
            self.panel.list.setFocus()

    def close(self) -> None:
        """Hide the history."""
        if self.is_open:
            self._hide_dock()
            if self._session.project is not None:
                self._window.go_to(self._window.place)

    def _closed(self) -> None:
        self._hide_dock()
        self._undo.setText(self._words[0])
        self._redo.setText(self._words[1])

    def _refresh(self) -> None:
        self.show_names()
        if self.is_open:
            self.panel.show_steps(self.steps(), editable=self._session.editable)

    def show_names(self) -> None:
        """Name in the menu what undo and redo would do: "Annulla spostamento telecamera TC-012"."""
        file = self._session.file if self._session.editable else None
        named = (file.undo_label() if file else None, file.redo_label() if file else None)
        verbs = (self.tr("Annulla {}"), self.tr("Ripeti {}"))
        pairs = zip((self._undo, self._redo), named, verbs, self._words, strict=True)
        for action, label, verb, plain in pairs:
            action.setText(button_text(verb.format(_lower(label)), 80) if label else plain)
            action.setEnabled(label is not None)

    def steps(self) -> list[Any]:
        """Return the edits for the panel, newest first."""
        from app.panels.history import Step

        return [
            Step(each.key, each.label, context_of(each), each.undone, each.kept)
            for each in self._session.file.history(MOST_STEPS)
        ]

    def undo_to(self, key: int) -> None:
        """Undo every edit back to one of the history, this one included, in one step of the map."""
        self._try(lambda: self._session.file.undo(key))

    def redo_to(self, key: int) -> None:
        """Redo every undone edit up to one of the history, this one included."""
        self._try(lambda: self._session.file.redo(key))

    def _try(self, change: Any) -> None:
        try:
            change()
        except TorrazzoError as error:
            self._window.tasks.fail(error)


def context_of(entry: Any) -> str:
    """Return when, by whom and on how many rows an edit was made."""
    parts = [numbers.moment(entry.at)]
    if entry.user:
        parts.append(entry.user)
    for name, count in entry.counts.items():
        if count > 1 and name in LAYERS:
            parts.append(f"{numbers.integer(count)} {LAYERS[name].plural.lower()}")
    return " · ".join(parts)


def _lower(label: str) -> str:
    """Return a name of an edit as it stands after a verb; an acronym keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]

"""The panel of the scenes: the saved views, in the order in which they are projected."""

from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Rule, label, tool_button
from app.panels.scenes.rows import SceneRow, ScenesList

_NOTES_HIGH, _NOTES_LOW, _LOW_BELOW = 62, 34, 440


class _Text(QPlainTextEdit):
    """A short text, told once when the hand leaves it."""

    left = Signal()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ScenesPanel(QWidget):
    """The panel; tells what is asked of a scene, by its name.

    Signals
    -------
    shown(str name), updated(str name), deleted(str name), renamed(str name, str title), moved(str name, int place),
    texts_given(str name, str sentence, str notes), copied(str name), add_wanted(), project_wanted(), close_wanted()
    """

    shown = Signal(str)
    updated = Signal(str)
    deleted = Signal(str)
    copied = Signal(str)
    renamed = Signal(str, str)
    moved = Signal(str, int)
    texts_given = Signal(str, str, str)
    add_wanted = Signal()
    project_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scenespanel")
        self.setAccessibleName(self.tr("Scene"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._texts: dict[str, tuple[str, str]] = {}
        self._editable, self._asked = False, ""
        self.list = ScenesList()
        self.empty = label("", "label")
        self.first = QPushButton(self.tr("Salva la vista come scena"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._add_head()
        self._add_list()
        self._add_texts()
        self._add_foot()
        self._wire()

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 4)
        row.setSpacing(0)
        row.addWidget(label(self.tr("Scene"), "title"), 1)
        self.project = tool_button("presentation", self.tr("Proietta le scene (F5)"))
        self.add = tool_button("plus", self.tr("Salva la vista come scena"))
        self.close_ = tool_button("x", self.tr("Chiudi le scene (Esc)"))
        for button in (self.project, self.add, self.close_):
            row.addWidget(button)
        self._column.addLayout(row)

    def _add_list(self) -> None:
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(12)
        column.addWidget(self.empty)
        column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(nothing)
        self._column.addWidget(self._stack, 1)

    def _add_texts(self) -> None:
        self._below = QWidget()
        column = QVBoxLayout(self._below)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(4)
        self.sentence, self.notes = _Text(), _Text()
        fields = ((self.tr("Frase sulla tavola"), self.sentence), (self.tr("Note per chi parla"), self.notes))
        for text, part in fields:
            words: QLabel = label(text, "label")
            words.setBuddy(part)
            part.setAccessibleName(text)
            part.setTabChangesFocus(True)
            part.setFixedHeight(_NOTES_HIGH)
            column.addWidget(words)
            column.addWidget(part)
        self._column.addWidget(Rule())
        self._column.addWidget(self._below)

    def _add_foot(self) -> None:
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(16, 10, 8, 12)
        row.setSpacing(4)
        self.show_ = QPushButton(self.tr("Mostra"))
        self.show_.setProperty("primary", True)
        self.update_ = QPushButton(self.tr("Aggiorna con la vista"))
        self.more = tool_button("dots-three", self.tr("Altri comandi della scena"))
        row.addWidget(self.show_)
        row.addSpacing(4)
        row.addWidget(self.update_)
        row.addStretch(1)
        row.addWidget(self.more)
        self._column.addWidget(self._foot)

    def _wire(self) -> None:
        scenes = self.list
        scenes.currentRowChanged.connect(lambda _row: self._show_texts())
        scenes.itemActivated.connect(lambda _item: self.shown.emit(scenes.current))
        scenes.renamed.connect(self.renamed)
        scenes.moved.connect(self.moved, Qt.ConnectionType.QueuedConnection)  # the list is moving its rows
        scenes.delete_pressed.connect(lambda: self.deleted.emit(scenes.current))
        scenes.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        scenes.customContextMenuRequested.connect(self._menu_at)
        self.show_.clicked.connect(lambda: self.shown.emit(scenes.current))
        self.update_.clicked.connect(lambda: self.updated.emit(scenes.current))
        self.more.clicked.connect(lambda: self._menu(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        for button in (self.add, self.first):
            button.clicked.connect(self.add_wanted)
        self.project.clicked.connect(self.project_wanted)
        self.close_.clicked.connect(self.close_wanted)
        for part in (self.sentence, self.notes):
            part.left.connect(self._give_texts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list some rows on a low screen."""
        super().resizeEvent(event)
        for part in (self.sentence, self.notes):
            part.setFixedHeight(_NOTES_LOW if self.height() < _LOW_BELOW else _NOTES_HIGH)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.list.delegate.theme = theme
        restyle(self, theme)
        self.list.viewport().update()

    def set_scenes(self, rows: list[SceneRow], texts: dict[str, tuple[str, str]], *, editable: bool) -> None:
        """Show these scenes with their sentence and notes by name."""
        self._texts, self._editable = texts, editable
        self.list.set_rows(rows, editable=editable)
        self._stack.setCurrentIndex(0 if rows else 1)
        self.empty.setText(
            self.tr(
                "Nessuna scena salvata. La vista di adesso diventa una scena: inquadratura, livelli, filtri, "
                "colori, finalità e semestre. Senza scene la proiezione mostra quelle preparate dai risultati."
            )
        )
        for part in (self._below, self._foot):
            part.setVisible(bool(rows))
        for part in (self.update_, self.add, self.first):
            part.setEnabled(editable)
        for part in (self.sentence, self.notes):
            part.setReadOnly(not editable)

    def _show_texts(self) -> None:
        self._asked = self.list.current
        sentence, notes = self._texts.get(self._asked, ("", ""))
        for part, text in ((self.sentence, sentence), (self.notes, notes)):
            if part.toPlainText() != text:
                part.setPlainText(text)

    def _give_texts(self) -> None:
        given = (self.sentence.toPlainText().strip(), self.notes.toPlainText().strip())
        if self._asked and self._editable and given != self._texts.get(self._asked, ("", "")):
            self.texts_given.emit(self._asked, *given)

    # The menu

    def _menu_at(self, point: QPoint) -> None:
        if self.list.itemAt(point) is not None:
            self._menu(self.list.viewport().mapToGlobal(point))

    def menu_for(self, name: str) -> QMenu:
        """Return the commands of a scene."""
        menu, place = QMenu(self), self.list.names.index(name)
        menu.addAction(self.tr("Mostra\tInvio"), lambda: self.shown.emit(name))
        edits = [
            menu.addAction(self.tr("Aggiorna con la vista"), lambda: self.updated.emit(name)),
            menu.addAction(self.tr("Rinomina\tF2"), lambda: self.list.editItem(self.list.currentItem())),
            menu.addAction(self.tr("Duplica"), lambda: self.copied.emit(name)),
        ]
        up = menu.addAction(self.tr("Sposta in alto\tAlt+↑"), lambda: self.moved.emit(name, place - 1))
        down = menu.addAction(self.tr("Sposta in basso\tAlt+↓"), lambda: self.moved.emit(name, place + 1))
        menu.addSeparator()
        edits += [up, down, menu.addAction(self.tr("Elimina\tCanc"), lambda: self.deleted.emit(name))]
        for action in edits:
            action.setEnabled(self._editable)
        up.setEnabled(self._editable and place > 0)
        down.setEnabled(self._editable and place < self.list.count() - 1)
        return menu

    def _menu(self, at: QPoint) -> None:
        if self.list.current:
            menu = self.menu_for(self.list.current)
            menu.exec(at)
            menu.deleteLater()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 300)

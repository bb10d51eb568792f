"""The panel of the cordon, at the right of the map."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle, set_icon
from app.look.scrolled import Scrolled
from app.look.theme import Theme
from app.look.widgets import Rule, SlimCombo, label, tool_button
from app.panels.gates.bar import ClosedBar
from app.panels.gates.listing import GatesList
from app.panels.gates.plates import PlatesPart
from app.panels.gates.rows import GateLine, Heading, height_of

#: The list is at least so tall, pixels; where the page is taller than the window it scrolls.
_LEAST = 180


@dataclass(frozen=True)
class Shares:
    """Shares closed (0-1): read, and with what is only declared."""

    read: float
    declared: float


class GatesPanel(QWidget):
    """Tells how far a boundary is closed, and its gates.

    Signals
    -------
    boundary_chosen(object value), gate_chosen(int key), remedy_wanted(str), close_wanted(), copy_wanted(),
    export_wanted(str kind), plates_wanted()
    """

    boundary_chosen = Signal(object)
    gate_chosen = Signal(int)
    remedy_wanted = Signal(str)
    close_wanted = Signal()
    copy_wanted = Signal()
    export_wanted = Signal(str)
    plates_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gatespanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Cordone dei varchi"))
        self._remedy = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(Rule())
        page = self._inside = QFrame()
        self._column = QVBoxLayout(page)
        self._column.setSpacing(8)
        self._add_boundary()
        self._add_result()
        self._add_readings()
        self._add_list()
        self._page = Scrolled(page)
        column.addWidget(self._page, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(24, 10, 12, 8)
        head.addWidget(label(self.tr("Cordone dei varchi"), "title"), 1)
        close = tool_button("x", self.tr("Chiudi il cordone"))
        close.clicked.connect(self.close_wanted)
        head.addWidget(close)
        return head

    def _add_boundary(self) -> None:
        self.boundary = SlimCombo()
        self.boundary.setAccessibleName(self.tr("Confine"))
        self.boundary.activated.connect(lambda row: self.boundary_chosen.emit(self.boundary.itemData(row)))
        self._column.addWidget(label(self.tr("Confine"), "caption"))
        self._column.addWidget(self.boundary)

    def _add_result(self) -> None:
        self.headline, self.context = label("", "headline"), label("", "label")
        self.bar = ClosedBar()
        self.missing = label("", "warning")
        self.remedy = QPushButton()
        self.remedy.clicked.connect(lambda: self.remedy_wanted.emit(self._remedy))
        self._column.addSpacing(4)
        for words in (self.headline, self.context, self.missing):
            words.setWordWrap(True)
        for part in (self.headline, self.bar, self.context, self.missing):
            self._column.addWidget(part)
        self._column.addWidget(self.remedy, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_readings(self) -> None:
        self.reader, self.readings = label("", "caption"), label("", "label")
        self.reader.setProperty("strong", True)
        self.readings.setWordWrap(True)
        self._reading_rule = Rule()
        for part in (self._reading_rule, self.reader, self.readings):
            self._column.addWidget(part)
            part.hide()

    def _add_list(self) -> None:
        self.how = QPushButton(self.tr("Come si calcola"))
        self.how.setProperty("link", True)
        self.how.setProperty("flush", True)
        self.how.setCheckable(True)
        set_icon(self.how, "info", "ac")
        self.more = tool_button("dots-three", self.tr("Copia ed esporta l'elenco"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        row = QHBoxLayout()
        self.plates = PlatesPart()
        self.plates.change_wanted.connect(self.plates_wanted)
        row.addWidget(self.how)
        row.addSpacing(8)
        row.addWidget(self.plates.fold)
        row.addStretch(1)
        row.addWidget(self.more)
        self._column.addLayout(row)
        self.method = label("", "caption")
        self.method.setWordWrap(True)
        self.method.hide()
        self.how.toggled.connect(self.method.setVisible)
        self._column.addWidget(self.method)
        self._column.addWidget(self.plates)
        view = self.list = GatesList()
        self.model = view.gates
        view.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))
        view.clicked.connect(self._tell)
        view.activated.connect(self._tell)
        self._column.addWidget(view, 1)

    def _menu(self) -> QMenu:
        menu = QMenu(self.more)
        menu.addAction(self.tr("Copia l'elenco")).triggered.connect(self.copy_wanted)
        menu.addSeparator()
        for kind, text in (("xlsx", self.tr("Esporta in Excel…")), ("csv", self.tr("Esporta in CSV…"))):
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, chosen=kind: self.export_wanted.emit(chosen))
        return menu

    def _tell(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.row()] if index.isValid() else None
        if isinstance(entry, GateLine):
            self.gate_chosen.emit(entry.key)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.bar.theme = self.list.rows.theme = theme
        restyle(self, theme)
        self.bar.update()
        self.list.viewport().update()

    def set_boundaries(self, choices: Sequence[tuple[str, object]], chosen: object) -> None:
        """Offer these boundaries (text, value)."""
        self.boundary.clear()
        for text, value in choices:
            self.boundary.addItem(text, value)
        row = next((n for n, (_text, value) in enumerate(choices) if value == chosen), 0)
        self.boundary.setCurrentIndex(row if choices else -1)

    def show_result(self, headline: str, context: str, shares: Shares | None) -> None:
        """Say how far the boundary is closed, or why nothing is."""
        self.headline.setText(headline)
        self.context.setText(context)
        self.bar.setVisible(shares is not None)
        if shares is not None:
            self.bar.set_shares(shares.read, shares.declared)
            self.bar.setAccessibleName(headline)

    def show_missing(self, told: str, remedy: str = "", action: str = "") -> None:
        """Say what is missing and offer what to do about it: the words of the button, and what it asks for."""
        self.missing.setText(told)
        self.missing.setVisible(bool(told))
        self._remedy = action
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))

    def show_gates(self, entries: list[Heading | GateLine], current: int = -1) -> None:
        """Show the gates in their groups; the one of a key stays the current one, without telling anyone."""
        self.model.show(entries)
        self.list.go_to(current)
        tall = sum(height_of(each) for each in entries) + 8
        self.list.setMinimumHeight(min(_LEAST, tall))
        for part in (self.list, self.more, self.how, self.plates.fold):
            part.setVisible(bool(entries))
        self.method.setVisible(bool(entries) and self.how.isChecked())
        self.plates.setVisible(bool(entries) and self.plates.fold.isChecked())

    def choose(self, key: int) -> None:
        """Make the line of a gate the current one and bring it into view, without telling anyone."""
        self.list.go_to(key)
        line = self.list.visualRect(self.list.currentIndex())
        where = self.list.viewport()
        top, bottom = (where.mapTo(self._inside, at) for at in (line.topLeft(), line.bottomLeft()))
        for at in (bottom, top):
            self._page.ensureVisible(at.x(), at.y(), 0, 0)

    def show_readings(self, reader: str, lines: Sequence[str]) -> None:
        """Say where the selected camera reads plates; "" for none."""
        self.reader.setText(reader)
        self.readings.setText("\n".join(lines))
        for part in (self._reading_rule, self.reader, self.readings):
            part.setVisible(bool(reader))

    def event(self, event: QEvent) -> bool:
        """Take Esc before the window does: here it closes the panel."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        else:
            super().keyPressEvent(event)

"""The place of the sheets: the page as it will be printed, and at its side what to print and how."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Elided, Rule, label, tool_button
from app.panels.sheets.choices import WIDTH, Choices
from app.panels.sheets.preview import Preview
from app.speech import numbers

_BAR = 44
#: What the choices leave the paper.
_LEAST_PAPER = 300


def _add_all(row: QHBoxLayout, parts: Iterable[QWidget]) -> None:
    for part in parts:
        row.addWidget(part)


class SheetsPage(QWidget):
    """The place.

    Signals
    -------
    turned(int) : the page after (1) or before (-1) is asked for.
    import_wanted() : there is nothing to print yet.
    """

    turned = Signal(int)
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheetsplace")
        self.setAccessibleName(self.tr("Tavole"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.preview, self.choices = Preview(), Choices()
        self._make_bar()
        self._make_empty()
        self._lay_out()
        self.preview.turned.connect(self.turned)
        self.preview.zoom_changed.connect(self._tell_zoom)
        self.set_pages(0, 1, "")
        self.set_busy(False)

    def _make_bar(self) -> None:
        tr = self.tr
        self.back = tool_button("caret-left", tr("Pagina precedente (Pag su)"))
        self.forward = tool_button("caret-right", tr("Pagina seguente (Pag giù)"))
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.forward.clicked.connect(lambda: self.turned.emit(1))
        self.where = Elided(role="title")
        self.state = label("", "label")
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedSize(72, 6)
        self.busy.setAccessibleName(tr("Disegno della pagina in corso"))
        self.grey = tool_button("printer", tr("Vedi come stampa in grigio"))
        self.grey.setCheckable(True)
        self.grey.toggled.connect(self.preview.set_grey)
        self.less = tool_button("minus", tr("Riduci (−)"))
        self.more = tool_button("plus", tr("Ingrandisci (+)"))
        self.whole = tool_button("arrows-out", tr("Tutta la pagina (0)"))
        self.less.clicked.connect(lambda: self.preview.zoom_by(1 / 1.25))
        self.more.clicked.connect(lambda: self.preview.zoom_by(1.25))
        self.whole.clicked.connect(self.preview.fit)
        self.zoom = label("", "label")
        self.zoom.setFixedWidth(46)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _make_empty(self) -> None:
        self._empty = QWidget()
        column = QVBoxLayout(self._empty)
        column.addStretch(1)
        told = label(self.tr("Nel progetto non c'è ancora nulla da stampare."), "section")
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        act = QPushButton(self.tr("Importa un file…"))
        act.clicked.connect(self.import_wanted)
        for part in (told, act):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _lay_out(self) -> None:
        """Lay out downwards: what gets another parent later is styled anew, with all that it holds."""
        seen, self._stack = QWidget(), QStackedWidget()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack, 1)
        self._stack.addWidget(seen)
        self._stack.addWidget(self._empty)
        left = QVBoxLayout(seen)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._bar())
        left.addWidget(Rule())
        left.addWidget(self.preview, 1)
        whole.addWidget(Rule(vertical=True))
        whole.addWidget(self.choices)  # after the page: in this order Tab reaches them

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("sheetsbar")
        bar.setFixedHeight(_BAR)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        before, state = (self.back, self.forward), (self.state, self.busy)
        after = (self.grey, self.less, self.zoom, self.more, self.whole)
        _add_all(row, before)
        row.addSpacing(6)
        row.addWidget(self.where, 1)
        _add_all(row, state)
        row.addSpacing(8)
        _add_all(row, after)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the paper its part of a small window."""
        super().resizeEvent(event)
        self.choices.setFixedWidth(min(WIDTH, self.width() - _LEAST_PAPER))

    def set_pages(self, number: int, count: int, name: str) -> None:
        """Say which page is shown, from 0, of how many, and what it is about."""
        told = self.tr("Pagina {} di {}").format(number + 1, numbers.integer(count))
        self.where.set_whole(" · ".join(part for part in (told if count > 1 else "", name) if part))
        self.back.setEnabled(number > 0)
        self.forward.setEnabled(number + 1 < count)
        for button in (self.back, self.forward):
            button.setVisible(count > 1)

    def set_busy(self, busy: bool) -> None:
        """Say that the page is being drawn, or that it is as it will be printed."""
        self.busy.setVisible(busy)
        self.state.setText(self.tr("Disegno…") if busy else "")

    def set_empty(self, empty: bool) -> None:
        """Show that there is nothing to print, or the page."""
        self._stack.setCurrentIndex(1 if empty else 0)
        self.choices.setVisible(not empty)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`; the paper stays white."""
        restyle(self, theme)
        self.preview.set_theme(theme)

    def _tell_zoom(self) -> None:
        self.zoom.setText(numbers.percent(self.preview.zoom))

"""The place "Revisione": two maps above, the zones and the history of the chosen one below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle, set_icon
from app.look.theme import Theme
from app.look.widgets import CaptionCombo, Elided, Rule, label
from app.panels.review.chart import HistoryChart
from app.panels.review.form import ChangeForm
from app.panels.review.maps import TwinMaps
from app.panels.review.table import ReviewTable
from app.panels.review.told import Empty, History, Told

#: Of the height the maps take, of the width the table takes (design.md: 588 of 1036, 1200 of 1920).
_MAPS, _TABLE = 588 / 1036, 1200 / 1920
#: Below these the commands stand below the note, the captions go, and the page is one column that scrolls.
_LONG_FOOT, _COMPACT, _STACKED = 2200, 1500, 900
#: Heights of the maps, of the table with its head and foot, and of the history in one column.
_TALL = (330, 420, 320)
#: Beside each other table and history need no more height than this; on a very tall screen the maps have the rest.
_LOWER, _NO_LIMIT = 620, 16_777_215


class ReviewPage(QWidget):
    """All that the place shows.

    Signals
    -------
    zone_chosen(int fid), category_chosen(str), against_chosen(str), note_wanted(), propose_wanted(),
    change_given(dict), freeze_wanted(), minutes_wanted(), scenes_wanted(), method_wanted(), help_wanted(str key)
    """

    zone_chosen = Signal(int)
    category_chosen = Signal(str)
    against_chosen = Signal(str)
    note_wanted = Signal()
    propose_wanted = Signal()
    change_given = Signal(object)
    freeze_wanted = Signal()
    minutes_wanted = Signal()
    scenes_wanted = Signal()
    method_wanted = Signal()
    help_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reviewpage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.maps, self.table, self.chart, self.form = TwinMaps(), ReviewTable(), HistoryChart(), ChangeForm()
        self._help_key = ""
        self.body = QStackedWidget(self)
        self.body.addWidget(self._empty())
        self._scroll = QScrollArea()
        self.body.addWidget(self._scroll)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._full()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.body)
        self._wire()

    def _wire(self) -> None:
        self.maps.zone_chosen.connect(self.zone_chosen)
        self.table.zone_chosen.connect(self.zone_chosen)
        self.category.activated.connect(lambda _row: self.category_chosen.emit(self.category.currentData()))
        self.against.activated.connect(lambda _row: self.against_chosen.emit(self.against.currentData()))
        self.method.clicked.connect(self.method_wanted)
        self.freeze.clicked.connect(self.freeze_wanted)
        self.minutes.clicked.connect(self.minutes_wanted)
        self.scenes.clicked.connect(self.scenes_wanted)
        self.note_button.clicked.connect(self.note_wanted)
        self.propose.clicked.connect(self.propose_wanted)
        self.form.given.connect(self.change_given)
        self.form.left.connect(self.close_form)

    # The parts

    def _empty(self) -> QWidget:
        """Make what is shown where there is nothing to compare: one sentence, one action."""
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.addStretch(2)
        self._sentence = label("", "section")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMinimumWidth(320)
        rows.addWidget(self._sentence)
        rows.addSpacing(12)
        self.help = QPushButton()
        self.help.setProperty("primary", True)
        self.help.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.help.clicked.connect(lambda: self.help_wanted.emit(self._help_key))
        self.help.hide()  # until there is something to say, while the first comparison is computed
        rows.addWidget(self.help, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)
        return page

    def _full(self) -> None:
        """Make the page downwards: what gets another parent later is styled anew, with all that it holds."""
        page, self._lower = QWidget(), QWidget()
        self._scroll.setWidget(page)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.maps, round(_MAPS * 1000))
        rows.addWidget(Rule())
        rows.addWidget(self._lower, round((1 - _MAPS) * 1000))
        self._zones, self._between, self.side = QWidget(), Rule(vertical=True), QStackedWidget()
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._lower)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self._zones, round(_TABLE * 1000))
        columns.addWidget(self._between)
        columns.addWidget(self.side, round((1 - _TABLE) * 1000))
        self._fill_left()
        self._fill_right()

    def _fill_left(self) -> None:
        self.category, self.against = CaptionCombo(self.tr("Reati")), CaptionCombo(self.tr("Confronto"))
        self.title = label("", "section")
        self.title.setWordWrap(True)
        head = self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        filters = QHBoxLayout()
        filters.setSpacing(12)
        filters.addWidget(self.category)
        filters.addWidget(self.against)
        head.addLayout(filters)
        self.notes = Elided(role="caption")
        self.method = QPushButton(self.tr("Come si calcola"))
        self.method.setProperty("link", True)
        self.freeze, self.minutes, self.scenes = (
            QPushButton(self.tr("Congela il semestre")),
            QPushButton(self.tr("Verbale…")),
            QPushButton(self.tr("Aggiungi alle scene")),
        )
        set_icon(self.freeze, "lock-simple")
        set_icon(self.scenes, "presentation")
        self.scenes.setToolTip(self.tr("Prima, dopo e che cosa è cambiato, da proiettare con F5"))
        set_icon(self.minutes, "file-text")
        foot = self._commands = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        foot.setContentsMargins(16, 6, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self.notes, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.method, self.freeze, self.minutes, self.scenes):
            buttons.addWidget(button)
        foot.addLayout(buttons)
        foot.setAlignment(buttons, Qt.AlignmentFlag.AlignLeft)
        _fill(self._zones, head, self.table, foot)

    def _fill_right(self) -> None:
        self.zone_title, self.zone_caption = Elided(role="section"), label("", "caption")
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.addWidget(self.zone_title, 1)
        head.addWidget(self.zone_caption)
        self.class_line = label("", "")
        self.class_line.setWordWrap(True)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.note_button = QPushButton(self.tr("Annota il motivo"))
        self.propose = QPushButton(self.tr("Proponi la variazione"))
        self.propose.setProperty("primary", True)
        set_icon(self.propose, "flag", "on")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.note_button)
        buttons.addWidget(self.propose)
        self._foot.setContentsMargins(16, 6, 16, 8)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.class_line, 1)
        self._foot.addLayout(buttons)
        history = QWidget()
        self.side.addWidget(history)
        _fill(history, head, self.chart, self._foot)
        self.side.addWidget(self.form)

    # What it shows

    def show_told(self, told: Told) -> None:
        """Show the comparison of a semester."""
        self.body.setCurrentIndex(1)
        self.title.setText(told.title)
        self.notes.set_whole(told.note)
        self.maps.show_told(told)
        self.table.set_rows(told.zones, told.heads)

    def show_empty(self, empty: Empty) -> None:
        """Show why there is nothing to compare."""
        self._sentence.setText(empty.sentence)
        self.help.setText(empty.action)
        self.help.setVisible(bool(empty.action))
        self._help_key = empty.key
        self.body.setCurrentIndex(0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is compared."""
        return self.body.currentIndex() == 0

    def show_zone(self, fid: int | None, history: History, class_line: str) -> None:
        """Show one zone: its row, its place on both maps, its history and its class of risk."""
        self.table.select_zone(fid)
        self.maps.select(fid)
        self.zone_title.set_whole(history.title)
        self.zone_caption.setText(history.caption)
        self.chart.set_history(history)
        self.class_line.setText(class_line)

    def offer(
        self, combo: CaptionCombo, choices: Sequence[tuple[str, str]], chosen: str, alone: dict[object, str]
    ) -> None:
        """Offer these choices (value, words) in one of the two filters; `alone` as in `CaptionCombo`."""
        combo.clear()
        combo.alone = alone
        for value, words in choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.updateGeometry()

    def set_editable(self, editable: bool) -> None:
        """Let the project be changed, or not."""
        for button in (self.note_button, self.propose, self.freeze, self.scenes):
            button.setEnabled(editable)

    def open_form(self) -> None:
        """Show the form of a change in place of the chart."""
        self.side.setCurrentWidget(self.form)

    def close_form(self) -> None:
        """Show the chart again."""
        self.side.setCurrentIndex(0)
        self.propose.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for part in (self.maps, self.table, self.chart):
            part.set_theme(theme)
        restyle(self, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < _COMPACT
        for combo in (self.category, self.against):
            combo.show_caption(not compact)
        self.category.setMaximumWidth(128 if compact else 240)
        self.against.setMaximumWidth(136 if compact else 420)
        self.zone_caption.setVisible(not compact)
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(way)
        self._stack(stacked=self.width() < _STACKED)

    def _stack(self, *, stacked: bool) -> None:
        """Put the parts one below the other where they have no room beside each other, or back."""
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        for row in (self._columns, self._head):
            row.setDirection(way)
        self._commands.setDirection(QBoxLayout.Direction.TopToBottom if self.width() < _LONG_FOOT else way)
        self._between.setVisible(not stacked)
        for part, tall in zip((self.maps, self._zones, self.side), _TALL, strict=True):
            part.setMinimumHeight(tall if stacked else 0)
        self._lower.setMaximumHeight(_NO_LIMIT if stacked else _LOWER)


def _fill(column: QWidget, head: QBoxLayout, middle: QWidget, foot: QBoxLayout) -> None:
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    rows.addLayout(head)
    rows.addWidget(middle, 1)
    rows.addLayout(foot)

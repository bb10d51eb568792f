"""The scenario on show: census or project, and what the project changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.look.icons import pixmap
from app.look.theme import Theme
from app.look.widgets import CaptionCombo, Segmented, label, set_property

#: Looks of a tone in the style sheet.
TONES = {"good": "ok", "bad": "er", "check": "plain", "": "plain"}


@dataclass(frozen=True)
class EffectLine:
    """One indicator: its name, the figures before and after, the change, the verdict and its tone."""

    name: str
    before: str
    after: str
    change: str
    word: str
    tone: str


@dataclass(frozen=True)
class EffectTold:
    """What a proposal changes, in words: one sentence with its tone, and the indicators."""

    sentence: str
    tone: str
    lines: tuple[EffectLine, ...] = ()


def chip(text: str, look: str) -> QLabel:
    """Return a word on its tint."""
    made = label(text)
    made.setProperty("chip", look)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def icon_chip(text: str, look: str, icon: str, theme: Theme) -> QWidget:
    """Return a word on its tint beside an icon that says the same."""
    ground = QFrame()
    ground.setProperty("chipbox", look)
    row = QHBoxLayout(ground)
    row.setContentsMargins(8, 0, 8, 0)
    row.setSpacing(4)
    picture, words = QLabel(), label(text)
    picture.setPixmap(pixmap(icon, getattr(theme, look, theme.tx2), 13, ground.devicePixelRatioF()))
    words.setProperty("chipword", look)
    row.addWidget(picture)
    row.addWidget(words)
    return ground


class ScenarioBox(QWidget):
    """The switch between census and project, the choice of the project, and its effect.

    Signals
    -------
    proposal_chosen(str)
        uid of the proposal to show, "" for the census.
    """

    proposal_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QLabel] = []
        self.choice = CaptionCombo(self.tr("Progetto da mostrare"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._switch())
        self._told = label("")
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._told)
        self._grid_holder = QWidget()
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        column.addWidget(self._grid_holder)
        self.set_proposals([], "")
        self.show_effect(None)

    def _switch(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        switch = Segmented()
        self.census = switch.add(self.tr("Censimento"))
        self.project = switch.add(self.tr("Progetto"))
        self.census.setChecked(True)
        self.census.clicked.connect(lambda: self.proposal_chosen.emit(""))
        self.project.clicked.connect(lambda: self.proposal_chosen.emit(self.choice.currentData() or ""))
        self.choice.show_caption(False)
        self.choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choice.activated.connect(lambda _row: self.proposal_chosen.emit(self.choice.currentData()))
        row.addWidget(switch)
        row.addWidget(self.choice, 1)
        return row

    def set_proposals(self, proposals: Sequence[tuple[str, str]], shown: str) -> None:
        """Offer these proposals (uid, label); `shown` is the one on the map, "" for the census."""
        kept = shown or self.choice.currentData()
        self.choice.clear()
        for uid, text in proposals:
            self.choice.addItem(text, uid)
            self.choice.setItemData(self.choice.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentIndex(max(self.choice.findData(kept), 0) if proposals else -1)
        self.setVisible(bool(proposals))
        (self.project if shown else self.census).setChecked(True)

    def show_effect(self, told: EffectTold | None) -> None:
        """Say what the project on show changes; None for the census."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        self._told.setVisible(told is not None)
        self._grid_holder.setVisible(told is not None and bool(told.lines))
        if told is None:
            return
        self._told.setText(told.sentence)
        set_property(self._told, "role", "value" if told.lines else "label")
        for row, line in enumerate(told.lines):
            self._add_line(row, line)

    def _add_line(self, row: int, line: EffectLine) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        cells = (
            (label(line.name, "label"), Qt.AlignmentFlag.AlignVCenter),
            (label(f"{line.before} → {line.after}", "value"), right),
            (label(line.change, "caption"), right),
            (chip(line.word, TONES.get(line.tone, "plain")), right),
        )
        for column, (part, place) in enumerate(cells):
            self._grid.addWidget(part, row, column, place)
            self._parts.append(part)

    def set_theme(self, _theme: Theme) -> None:
        """Take the colours of a theme: all of them come from the style sheet."""

"""The projects brought before the committee: how far each has come, what it changes, whether it can be admitted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle, set_icon
from app.look.theme import LIGHT, Theme
from app.look.widgets import Card, label
from app.panels.balance.chart import Chart
from app.panels.balance.effect import TONES, EffectLine, chip

#: A card narrower than this has its commands one below the other.
_ONE_LINE = 340
_CHECK_ICONS = {"good": "✓", "bad": "✕", "check": "?"}


@dataclass(frozen=True)
class CheckLine:
    """One check of the call: what, the outcome, on what it rests, and its tone (good, bad, check)."""

    what: str
    outcome: str
    evidence: str
    tone: str


@dataclass(frozen=True)
class ProjectTold:
    """A proposal in words.

    Attributes
    ----------
    uid, code, name : str
    fid : int
    does : str
        Who, what and at what cost.
    state : str
        Code of the life cycle, "" where unknown.
    word, tone : str
        The verdict and its tone; "" until it is judged.
    sentence : str
        The verdict in one sentence, or why there is none.
    lines : tuple of EffectLine
    checks : tuple of CheckLine
    checks_told : str
        "5 soddisfatte, 0 non soddisfatte, 0 da verificare".
    """

    uid: str
    fid: int
    code: str
    name: str
    does: str
    state: str = ""
    word: str = ""
    tone: str = ""
    sentence: str = ""
    lines: tuple[EffectLine, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    checks_told: str = ""


class Steps(Chart):
    """How far a project has come: one segment a step of the life cycle."""

    def __init__(self, count: int) -> None:
        super().__init__(8)
        self._count, self._reached, self._refused = count, 0, False

    def set_step(self, reached: int, *, refused: bool) -> None:
        """Fill the first `reached` steps; a refused project fills them all in the colour of errors."""
        self._reached, self._refused = reached, refused
        self.redraw()

    def draw(self, painter: QPainter) -> None:
        width = (self.width() - 3.0 * (self._count - 1)) / self._count
        for place in range(self._count):
            done = place < self._reached
            ink = self.theme.er if self._refused else self.theme.ac if done else self.theme.ln
            painter.fillRect(QRectF(place * (width + 3), 1, width, 5), QColor(ink))


class ProjectCard(Card):
    """One project.

    Signals
    -------
    shown(str uid), dossier_wanted(str uid), record_wanted(str uid), state_chosen(int fid, str state)
    """

    shown = Signal(str)
    dossier_wanted = Signal(str)
    record_wanted = Signal(str)
    state_chosen = Signal(int, str)

    def __init__(
        self, states: Sequence[tuple[str, str]], editable: bool, on_map: bool, told: ProjectTold
    ) -> None:
        super().__init__()
        self.told = told
        self._states = states
        self.body.setContentsMargins(12, 10, 12, 8)
        self.body.setSpacing(6)
        self._add_head()
        self._add_state(editable)
        self._add_effect()
        self._add_checks(editable)
        self._add_actions(on_map)

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(self.told.code, "caption"))
        row.addStretch(1)
        if self.told.word:
            row.addWidget(chip(self.told.word, TONES.get(self.told.tone, "plain")))
        self.body.addLayout(row)
        self._line(self.told.name, "value")
        self._line(self.told.does, "label")

    def _line(self, text: str, role: str = "") -> QLabel:
        made = label(text, role)
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.PlainText)
        if not text:  # what is shown before it has a parent is a window of its own, and takes the focus
            made.hide()
        self.body.addWidget(made)
        return made

    def _add_state(self, editable: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.state = QComboBox()
        self.state.setAccessibleName(self.tr("Stato del progetto {}").format(self.told.code))
        for value, text in self._states:
            self.state.addItem(text, value)
        self.state.setCurrentIndex(self.state.findData(self.told.state))
        self.state.setEnabled(editable)
        self.state.activated.connect(
            lambda _row: self.state_chosen.emit(self.told.fid, self.state.currentData())
        )
        row.addWidget(label(self.tr("Stato"), "label"))
        row.addWidget(self.state, 1)
        self.body.addLayout(row)
        order = [value for value, _text in self._states if value != "rejected"]
        refused = self.told.state == "rejected"
        self.steps = Steps(len(order))
        reached = order.index(self.told.state) + 1 if self.told.state in order else 0
        self.steps.set_step(reached, refused=refused)
        self.body.addWidget(self.steps)

    def _add_effect(self) -> None:
        self._line(self.told.sentence)
        for line in self.told.lines:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(label(line.name, "label"), 1)
            row.addWidget(label(f"{line.before} → {line.after}", "value"))
            row.addWidget(chip(line.word, TONES.get(line.tone, "plain")))
            self.body.addLayout(row)

    def _add_checks(self, editable: bool) -> None:
        self.checks = QWidget()
        column = QVBoxLayout(self.checks)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(6)
        for each in self.told.checks:
            column.addLayout(_check_row(each))
        self.record = QPushButton(self.tr("Registra l'esito nella scheda del progetto"))
        self.record.setProperty("link", True)
        self.record.setProperty("flush", True)
        self.record.setToolTip(
            self.tr("Scrive variazioni degli indicatori ed esiti delle verifiche; si può annullare")
        )
        self.record.setEnabled(editable)
        self.record.clicked.connect(lambda: self.record_wanted.emit(self.told.uid))
        column.addWidget(self.record, 0, Qt.AlignmentFlag.AlignLeft)
        self.checks.hide()
        self._toggle = QPushButton()
        self._toggle.setProperty("link", True)
        self._toggle.setProperty("flush", True)
        self._toggle.setCheckable(True)
        self._toggle.setToolTip(self.tr("Mostra le verifiche e su che cosa si fondano"))
        self._toggle.toggled.connect(self._unfold)
        self._unfold(False)
        row = QHBoxLayout()
        row.setSpacing(10)
        counted = label(self.told.checks_told, "label")
        counted.setWordWrap(True)
        row.addWidget(self._toggle)
        row.addWidget(counted, 1)
        for part in (self._toggle, counted):
            part.setVisible(bool(self.told.checks))
        self.body.addLayout(row)
        self.body.addWidget(self.checks)

    def _unfold(self, unfolded: bool) -> None:
        self.checks.setVisible(unfolded)
        mark = "▾" if unfolded else "▸"
        self._toggle.setText(self.tr("{} Ammissibilità").format(mark))

    def set_unfolded(self, unfolded: bool) -> None:
        """Show the checks, or hide them."""
        self._toggle.setChecked(unfolded)

    def _add_actions(self, on_map: bool) -> None:
        row = self._actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(8)
        self.show_button = QPushButton(
            self.tr("Torna al censimento") if on_map else self.tr("Confronta sulla mappa")
        )
        set_icon(self.show_button, "arrows-left-right", "tx")
        self.show_button.clicked.connect(lambda: self.shown.emit("" if on_map else self.told.uid))
        self.dossier = QPushButton(self.tr("Dossier…"))
        set_icon(self.dossier, "file-pdf", "tx")
        self.dossier.clicked.connect(lambda: self.dossier_wanted.emit(self.told.uid))
        row.addWidget(self.show_button)
        row.addWidget(self.dossier)
        row.addStretch(1)
        self.body.addSpacing(2)
        self.body.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the commands one below the other where they have no room in a line."""
        super().resizeEvent(event)
        narrow = self.width() < _ONE_LINE
        side = 6 if narrow else 12
        self.body.setContentsMargins(side, 10, side, 8)
        self._actions.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )


def _check_row(each: CheckLine) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    mark = chip(_CHECK_ICONS.get(each.tone, "?"), TONES.get(each.tone, "plain"))
    mark.setFixedWidth(28)
    mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    for text, role in ((f"{each.what}: {each.outcome}", ""), (each.evidence, "caption")):
        made = label(text, role)
        made.setWordWrap(True)
        column.addWidget(made)
    row.addLayout(column, 1)
    return row


class ProjectsPage(QFrame):
    """The list of the projects.

    Signals
    -------
    shown(str uid), dossier_wanted(str uid), record_wanted(str uid), state_chosen(int fid, str state)
        `shown` has "" to go back to the census.
    """

    shown = Signal(str)
    dossier_wanted = Signal(str)
    record_wanted = Signal(str)
    state_chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        column = QVBoxLayout(self)
        column.setSpacing(10)
        self.headline, self.context = label("", "headline"), label("", "label")
        for part in (self.headline, self.context):
            part.setWordWrap(True)
            column.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column.addLayout(self._list)
        column.addStretch(1)
        self.cards: list[ProjectCard] = []

    def show_projects(
        self,
        headline: str,
        context: str,
        projects: Sequence[ProjectTold],
        states: Sequence[tuple[str, str]],
        *,
        editable: bool,
        on_map: str,
    ) -> None:
        """Show these projects; `on_map` is the uid of the one on the map."""
        self.headline.setText(headline)
        self.context.setText(context)
        unfolded = {card.told.uid for card in self.cards if not card.checks.isHidden()}
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = []
        for told in projects:
            card = ProjectCard(states, editable, told.uid == on_map, told)
            card.set_unfolded(told.uid in unfolded)
            card.shown.connect(self.shown)
            card.dossier_wanted.connect(self.dossier_wanted)
            card.record_wanted.connect(self.record_wanted)
            card.state_chosen.connect(self.state_chosen)
            card.steps.set_theme(self._theme)
            restyle(card, self._theme)
            self.cards.append(card)
            self._list.addWidget(card)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        for card in self.cards:
            card.steps.set_theme(theme)
        restyle(self, theme)

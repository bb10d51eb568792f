"""The page on one purpose: the headline, the index, the curve and the findings at a glance, the zones below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.look.icons import restyle, set_icon
from app.look.theme import LIGHT, Theme
from app.look.widgets import Rule, label
from app.panels.balance.bars import SurplusBars
from app.panels.balance.charts import HooverBar, LorenzChart
from app.panels.balance.effect import ScenarioBox
from app.panels.balance.figures import FindingText, Told
from app.panels.balance.findings import FindingCard
from app.panels.balance.purposes import PurposeBars, PurposeLine
from app.panels.balance.table import ZonesTable

#: Findings shown until all are asked for: the worst say the most.
FIRST_FINDINGS = 3


class PurposePage(QFrame):
    """What the balance of one purpose says.

    Signals
    -------
    finding_chosen(FindingText), meeting_wanted(FindingText), zone_chosen(int fid), purpose_chosen(str),
    sites_wanted(), zones_wanted()
    """

    finding_chosen = Signal(object)
    meeting_wanted = Signal(object)
    zone_chosen = Signal(int)
    purpose_chosen = Signal(str)
    sites_wanted = Signal()
    zones_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._cards: list[FindingCard] = []
        self._opened: list[str] = []
        self._told = Told("", "")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._add_head()
        self._add_index()
        self._add_curve()
        self._add_findings()
        self._add_actions()
        self._add_bars()
        self._add_zones()
        self._add_purposes()
        self._add_warning()
        self._column.addStretch(1)

    def _add_head(self) -> None:
        self.headline, self.context = label("", "headline"), label("", "label")
        self.scenario = ScenarioBox()
        for part in (self.headline, self.context):
            part.setWordWrap(True)
            self._column.addWidget(part)
        self.undeclared = QPushButton()
        self.undeclared.setProperty("link", True)
        self.undeclared.setProperty("flush", True)
        set_icon(self.undeclared, "warning", "wa")
        self.undeclared.hide()
        self._column.addWidget(self.undeclared, 0, Qt.AlignmentFlag.AlignLeft)
        self.make_zones = QPushButton(self.tr("Genera zone…"))
        self.make_zones.clicked.connect(self.zones_wanted)
        self.make_zones.hide()
        self._column.addWidget(self.make_zones, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.scenario)

    def show_undeclared(self, told: str) -> None:
        """Offer the cameras without a purpose in a line under the headline; "" where there are none."""
        self.undeclared.setText(told)
        self.undeclared.setVisible(bool(told))

    def _section(self, title: str, *beside: QWidget) -> QWidget:
        """Add the rule and the heading of a section, which come and go together; return what holds them."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        column.addWidget(Rule())
        row = QHBoxLayout()
        heading = label(title, "caption")
        heading.setProperty("strong", True)
        row.addWidget(heading)
        row.addStretch(1)
        for part in beside:
            row.addWidget(part)
        column.addLayout(row)
        self._column.addWidget(holder)
        return holder

    def _add_index(self) -> None:
        self.hoover = HooverBar()
        self._index_head = self._section(self.tr("Indice di equilibrio (Hoover)"))
        self._column.addWidget(self.hoover)
        self.chance = label("", "caption")
        self.chance.setWordWrap(True)
        self._column.addWidget(self.chance)

    def _add_bars(self) -> None:
        self._bars_head = self._section(self.tr("Telecamere rispetto al rischio"))
        self.bars = SurplusBars()
        self.bars.zone_chosen.connect(self.zone_chosen)
        self._column.addWidget(self.bars)

    def _add_curve(self) -> None:
        self.lorenz = LorenzChart()
        self._gini = label("", "caption")
        self._curve_head = self._section(self.tr("Curva di Lorenz"), self._gini)
        self._column.addWidget(self.lorenz)

    def _add_purposes(self) -> None:
        caption = label(self.tr("telecamere da spostare"), "caption")
        self._purposes_head = self._section(self.tr("Tutte le finalità"), caption)
        self.purposes = PurposeBars()
        self.purposes.purpose_chosen.connect(self.purpose_chosen)
        self._column.addWidget(self.purposes)
        self.show_purposes([], "")

    def show_purposes(self, rows: Sequence[PurposeLine], current: str) -> None:
        """Show the index of every purpose; the section is not there for fewer than two."""
        self.purposes.set_rows(rows, current)
        for part in (self._purposes_head, self.purposes):
            part.setVisible(len(rows) > 1)

    def _add_zones(self) -> None:
        self._zones_head = self._section(self.tr("Zone"))
        self.table = ZonesTable()
        self.table.zone_chosen.connect(self.zone_chosen)
        self._column.addWidget(self.table)

    def _add_findings(self) -> None:
        self._count = label("", "caption")
        self._findings_head = self._section(self.tr("Rilievi"), self._count)
        self._none = label(
            self.tr("Nessuna zona è in carenza mentre un'altra è in sovrapposizione per la stessa finalità."),
            "label",
        )
        self._none.setWordWrap(True)
        self._column.addWidget(self._none)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(8)
        self._column.addLayout(self._findings)
        self.more = QPushButton()
        self.more.setProperty("link", True)
        self.more.setProperty("flush", True)
        self.more.clicked.connect(self._show_all)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        """Show the findings after the first ones too, until there are others."""
        self._opened = [each.sentence for each in self._told.findings]
        self.more.hide()
        self._add_cards(self._told.findings[len(self._cards) :])

    def _add_actions(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.sites = QPushButton(self.tr("Proponi i siti"))
        self.sites.setProperty("primary", True)
        set_icon(self.sites, "crosshair", "on")
        self.sites.clicked.connect(self.sites_wanted)
        self.how = QPushButton(self.tr("Come si calcola"))
        self.how.setProperty("link", True)
        self.how.setCheckable(True)
        set_icon(self.how, "info", "ac")
        row.addWidget(self.sites)
        row.addWidget(self.how)
        row.addStretch(1)
        self._column.addLayout(row)
        self.method = label("", "caption")
        self.method.setWordWrap(True)
        self.method.hide()
        self.how.toggled.connect(self.method.setVisible)
        self._column.addWidget(self.method)

    def _add_warning(self) -> None:
        self.warning = label("", "warning")
        self.warning.setWordWrap(True)
        self._column.addWidget(self.warning)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        for part in (self.hoover, self.lorenz, self.bars, self.table, self.purposes, self.scenario):
            part.set_theme(theme)
        restyle(self, theme)
        self._show_findings()  # their chips are drawn in the colours of the theme

    def set_notes(self, warning: str, method: str) -> None:
        """Write the standing warning, and how the figures are computed."""
        self.warning.setText(warning)
        self.method.setText(method)

    def offer_zones(self, offered: bool) -> None:
        """Offer to make the zones where there are none."""
        self.make_zones.setVisible(offered)

    def show_told(self, told: Told) -> None:
        """Show what there is to say of a purpose."""
        before, self._told = self._told, told
        self.headline.setText(told.headline)
        self.context.setText(told.context)
        self.context.setVisible(bool(told.context))
        figures = told.figures
        there = figures.hoover is not None
        for part in (self._index_head, self.hoover, self._curve_head, self.lorenz):
            part.setVisible(there)
        self.hoover.set_figures(figures)
        self.lorenz.set_figures(figures)
        self.chance.setText(told.chance)
        self.chance.setVisible(there and bool(told.chance))
        self._gini.setText(told.gini)
        self._show_zones(told)
        if (told.findings, told.findings_title, told.words) != (
            before.findings,
            before.findings_title,
            before.words,
        ):
            self._show_findings()

    def _show_zones(self, told: Told) -> None:
        unbalanced = any(zone.surplus for zone in told.zones)
        self.bars.set_rows(told.zones)
        for part in (self._bars_head, self.bars):
            part.setVisible(unbalanced)
        self.table.set_rows(told.zones)
        for widget in (
            self._zones_head,
            self.table,
            self._findings_head,
            self.sites,
            self.how,
            self.warning,
        ):
            widget.setVisible(bool(told.zones))
        self._none.setVisible(bool(told.zones) and not told.findings)

    def _show_findings(self) -> None:
        """Make the cards of the findings again: the first ones, all where all were asked for."""
        told = self._told
        self._count.setText(told.findings_title)
        for old in self._cards:
            old.hide()
            old.deleteLater()
        self._cards = []
        closed = self._opened != [each.sentence for each in told.findings]
        self._add_cards(told.findings[:FIRST_FINDINGS] if closed else told.findings)
        left = len(told.findings) - FIRST_FINDINGS
        self.more.setText(
            self.tr("Mostra l'altra coppia")
            if left == 1
            else self.tr("Mostra le altre {} coppie").format(left)
        )
        self.more.setVisible(closed and left > 0)

    def _add_cards(self, findings: Sequence[FindingText]) -> None:
        for finding in findings:
            card = FindingCard(finding, self._told.words, self._theme)
            card.chosen.connect(self.finding_chosen)
            card.meeting_wanted.connect(self.meeting_wanted)
            self._cards.append(card)
            self._findings.addWidget(card)

    @property
    def cards(self) -> list[FindingCard]:
        """The cards of the findings on show."""
        return list(self._cards)

"""The balance panel: the purpose, the projects, the sites to propose."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.look.scrolled import Scrolled
from app.look.theme import Theme
from app.look.widgets import Rule, Segmented
from app.panels.balance.figures import FindingText, Told
from app.panels.balance.findings import FindingCard
from app.panels.balance.page import PurposePage
from app.panels.balance.projects import ProjectsPage
from app.panels.balance.sites import SitesPage

WIDTH = 456


class BalancePanel(QWidget):
    """Three pages beside the map: the balance of a purpose, the projects, the sites to propose.

    Signals
    -------
    finding_chosen(FindingText), meeting_wanted(FindingText), zone_chosen(int fid), page_shown(str)
    """

    finding_chosen = Signal(object)
    meeting_wanted = Signal(object)
    zone_chosen = Signal(int)
    page_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page, self.projects, self.sites = PurposePage(), ProjectsPage(), SitesPage()
        self.scenario = self.page.scenario
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tabs())
        column.addWidget(Rule())
        self._stack = QStackedWidget()
        for page in (self.page, self.projects, self.sites):
            self._stack.addWidget(Scrolled(page))
        column.addWidget(self._stack, 1)
        self.page.finding_chosen.connect(self.finding_chosen)
        self.page.meeting_wanted.connect(self.meeting_wanted)
        self.page.zone_chosen.connect(self.zone_chosen)
        self.page.sites_wanted.connect(lambda: self.show_page("sites"))

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 10, 20, 10)
        switch = Segmented()
        self.tabs = {
            "balance": switch.add(self.tr("Equilibrio")),
            "projects": switch.add(self.tr("Progetti")),
            "sites": switch.add(self.tr("Siti")),
        }
        self.tabs["balance"].setChecked(True)
        for name, button in self.tabs.items():
            button.clicked.connect(lambda _checked=False, chosen=name: self.show_page(chosen))
        row.addWidget(switch)
        row.addStretch(1)
        return row

    def show_page(self, name: str) -> None:
        """Show a page: "balance", "projects" or "sites"."""
        self.tabs[name].setChecked(True)
        self._stack.setCurrentIndex(list(self.tabs).index(name))
        self.page_shown.emit(name)

    def on_page(self, name: str) -> bool:
        """Whether a page is the one on show."""
        return self._stack.currentIndex() == list(self.tabs).index(name)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for page in (self.page, self.projects, self.sites):
            page.set_theme(theme)

    def show_told(self, told: Told) -> None:
        """Show what there is to say of a purpose."""
        self.page.show_told(told)

    def show_nothing(self, sentence: str) -> None:
        """Show why there is no balance."""
        self.page.show_told(Told(sentence, ""))

    @property
    def headline(self) -> QLabel:
        """The result in one line."""
        return self.page.headline

    def findings(self) -> list[FindingCard]:
        """The cards on show."""
        return self.page.cards


__all__ = ["WIDTH", "BalancePanel", "FindingText"]

"""The balance on the screen: panel, legend and zones card follow the project; chance is assessed in the background."""

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.balance.facts import Chance, assess, class_counts, every_purpose, lacks, zone_classes
from app.canvas.view import union
from app.jobs import Job
from app.layers.base import View, period_of
from app.layers.parts import PARTS_OF_LAYER, class_breaks
from app.panels.balance import FindingText
from app.panels.topbar import Place
from app.panels.zones import rows_of
from app.session import Selection
from app.speech import balance as balance_words, sentences as speech, words
from maps.errors import AnalysisError
from maps.views.filters import Comparison, Condition

if TYPE_CHECKING:
    from app.window import MainWindow

#: Results of chance kept for purposes and semesters looked at before.
_KEPT = 24


class BalanceView(QObject):
    """Shows the balance of the chosen purpose in one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session, self._model = window, window.session, window.model
        self._chance: OrderedDict[int, tuple[Any, Chance]] = OrderedDict()
        self._classes: dict[Any, tuple[int, int]] = {}
        self._purposes: list[Any] = []
        self._weighing: Job | None = None
        self._with_project = False
        panel = window.balance
        panel.page.set_notes(balance_words.WARNING, balance_words.METHOD)
        panel.page.table.zones.verdict = words.verdict
        panel.finding_chosen.connect(self.fly_to_pair)
        panel.page.purpose_chosen.connect(self._choose_purpose)
        panel.page.undeclared.clicked.connect(self._list_undeclared)
        panel.zone_chosen.connect(lambda fid: window.browser.locate("analysis_zone", fid))
        window.legend.class_chosen.connect(self._show_class)
        window.scenarios.changed.connect(self._scenario_changed)
        window.session.changed.connect(self._edited)
        window.session.selected.connect(self._selected)
        window.session.closed.connect(self._closed)

    def _closed(self) -> None:
        self._chance.clear()
        self._classes, self._purposes, self._weighing = {}, [], None
        self._window.balance.page.show_purposes([], "")
        self._window.balance.page.show_undeclared("")

    @property
    def balance(self) -> Any:
        """The balance of the census, None until it is computed or where it cannot be."""
        return self._model.results.get("balance")

    @property
    def purpose(self) -> str:
        """The purpose on show, "" where there is none."""
        found = self.balance
        return "" if found is None else str(next(iter(found.purposes)))

    @property
    def facts(self) -> Any:
        """The balance of the purpose on show, None where there is none."""
        found = self.balance
        return None if found is None else found.purposes[self.purpose]

    def show(self) -> None:
        """Show the balance just computed, and begin to assess it against chance."""
        if self.balance is None:
            return
        facts, window = self.facts, self._window
        breaks = class_breaks(self._session.project.criteria)
        self._classes = zone_classes(facts, breaks)
        window.legend.set_breaks(*breaks)
        window.legend.set_counts(*class_counts(facts, self._classes))
        window.zones.set_rows(
            rows_of(facts.zones, speech.zone_kind),
            speech.zones_headline(facts, self._session.when),
            words.verdict,
        )
        self._tell_purposes()
        self.tell()
        if self._weighing is None:
            self._assess_all()
        self._assess()
        self._remark()

    def _remark(self) -> None:
        """Say under the page what the data lack, and what it means for the result."""
        session = self._session
        period = period_of(View(session.purpose, session.period))
        session.jobs.run(
            self._window.tr("Che cosa manca ai dati"),
            partial(lacks, session.project, self.balance, period),
            key="balance/remarks",
            done=self._remarked,
            failed=self._window.tasks.fail,
        )

    def _remarked(self, found: list[Any]) -> None:
        from app.speech.remarks import remark, undeclared

        page = self._window.balance.page
        page.set_notes("\n\n".join([balance_words.WARNING, *map(remark, found)]), balance_words.METHOD)
        page.show_undeclared(undeclared(found))

    def _scenario_changed(self, uid: str) -> None:
        """Write the panel again where a project is, or was, told in it."""
        if uid or self._with_project:
            self.tell()

    def tell(self) -> None:
        """Write the panel from what is known now."""
        if self.balance is None:
            return
        kept = self._chance.get(id(self.facts))
        after, name = self._window.scenarios.facts(self.purpose)
        self._with_project = after is not None
        chance = None if kept is None else kept[1]
        told = balance_words.told(self.balance, self.purpose, self._session.period, chance, after, name)
        self._window.balance.page.offer_zones(False)
        self._window.balance.show_told(told)
        self._selected(self._session.selection)

    def show_nothing(self, sentence: str, *, without_zones: bool = False) -> None:
        """Show why there is no balance; where zones are what lacks, offer to make them."""
        self._window.balance.page.offer_zones(without_zones and self._session.editable)
        self._classes = {}
        self._window.legend.set_counts({})
        self._window.balance.show_nothing(sentence)
        self._window.balance.page.show_undeclared("")

    def _assess(self) -> None:
        facts, session = self.facts, self._session
        if facts.hoover is None or id(facts) in self._chance:
            return
        period = period_of(View(session.purpose, session.period))
        session.jobs.run(
            self._window.tr("Confronto con il caso"),
            partial(assess, session.project, facts, period),
            key="balance/chance",
            done=partial(self._assessed, facts),
            failed=self._window.tasks.fail,
        )

    def _assessed(self, facts: Any, chance: Chance) -> None:
        self._chance[id(facts)] = (facts, chance)  # the facts are kept, so that their id stays theirs
        while len(self._chance) > _KEPT:
            self._chance.popitem(last=False)
        if facts is self.facts:
            self.tell()

    # All the purposes

    def enter(self) -> None:
        """Look at all the purposes, once somebody does."""
        if self.balance is not None:
            self._assess_all()

    def _edited(self, change: Any) -> None:
        """Weigh all the purposes right after the one on show, before what the place is not about."""
        if any("balance" in PARTS_OF_LAYER.get(layer, ()) for layer in change.layer_ids):
            self._assess_all()

    def _assess_all(self) -> None:
        session = self._session
        if self._window.place is not Place.BALANCE:
            return
        job = session.jobs.run(
            self._window.tr("Confronto delle finalità"),
            partial(every_purpose, session.project, period_of(View(session.purpose, session.period))),
            key="balance/purposes",
            gives_way=True,
            first=True,
            done=self._take_purposes,
            failed=self._fail_purposes,
        )
        self._weighing = job
        job.ended.connect(partial(self._weighed, job))

    def _weighed(self, job: Job) -> None:
        if self._weighing is job:
            self._weighing = None

    def _fail_purposes(self, error: Exception) -> None:
        """Say what went wrong; what the project lacks is already said by the page."""
        if not isinstance(error, AnalysisError):
            self._window.tasks.fail(error)

    def _take_purposes(self, found: list[Any]) -> None:
        self._purposes = balance_words.purpose_lines(found)
        self._tell_purposes()

    def _tell_purposes(self) -> None:
        self._window.balance.page.show_purposes(self._purposes, self.purpose)

    def _choose_purpose(self, purpose: str) -> None:
        session = self._session
        session.set_purpose(purpose)
        self._window.topbar.choose(session.purpose, session.period, session.detail, session.when)

    def _list_undeclared(self) -> None:
        """Open the table on the cameras without a purpose, ready to be given one."""
        self._window.tables.open_where("camera", Condition("purposes", Comparison.EMPTY))

    # The way to the map

    def fly_to_pair(self, finding: Any) -> None:
        """Fit both zones of a finding, given in words or as the domain names them."""
        if not isinstance(finding, FindingText):
            finding = balance_words.pair(finding)
        self.fit_zones([finding.shortage, finding.overlap])

    def fit_zones(self, fids: list[int]) -> None:
        """Fit some zones in the free part of the map and mark them."""
        boxes = [self._window.browser.selecting.bounds("analysis_zone", fid) for fid in fids]
        known = [box for box in boxes if box is not None]
        if known:
            self._window.browser.fit(union(known))
        self._window.canvas.set_selection({"analysis_zone": fids})

    def _show_class(self, risk: int, coverage: int) -> None:
        """Mark the zones of a class of the legend."""
        fids = [int(fid) for fid, cell in self._classes.items() if cell == (risk, coverage)]
        self._window.canvas.set_selection({"analysis_zone": fids})

    def _selected(self, selection: Selection | None) -> None:
        """Mark the selected zone in the table and its class in the legend."""
        zone = selection.fid if selection is not None and selection.layer == "analysis_zone" else None
        self._window.balance.page.table.select_zone(zone)
        self._window.legend.mark(None if zone is None else self._classes.get(zone))

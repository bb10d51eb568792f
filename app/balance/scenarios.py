"""Census or project: the proposals of a project judged in the background, and the one on the map."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.actions import Command
from app.canvas.painters.base import Painter
from app.canvas.wipe import Wipe
from app.layers.base import View, period_of
from app.panels.topbar import Place
from app.speech import balance as balance_words, words
from maps.errors import TorrazzoError

if TYPE_CHECKING:
    from app.window import MainWindow

#: Parts of the map that a proposal changes.
_PARTS = ("cameras", "footprints", "names", "balance")
#: Layers on which the effect of a proposal rests.
_LAYERS = frozenset(
    {
        *("proposal", "camera", "system", "analysis_zone", "obstacle", "road", "land_use", "offence"),
        *("degraded_area", "abandoned_building"),
    }
)


@dataclass(frozen=True)
class Carried:
    """A proposal carried out: its judgement, and the painters that differ from those of the census."""

    judgement: Any
    painters: dict[str, Painter]


class Scenarios(QObject):
    """The proposals of one window.

    Signals
    -------
    listed()
        `proposals` was read again.
    changed(str uid)
        A proposal was judged, or cannot be; or another one is on the map.
    """

    listed = Signal()
    changed = Signal(str)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.wipe = Wipe(window.canvas)
        self.proposals: list[Any] = []
        self.shown = ""
        self.judged: dict[str, Any] = {}
        self.errors: dict[str, Exception] = {}
        self._carried: Carried | None = None
        self._judging: set[str] = set()
        self._awaited = ""
        self._criteria = ""
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._repeat)
        self._wire()

    def _wire(self) -> None:
        session, panel = self._session, self._window.balance
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.changed.connect(self._edited)
        session.selected.connect(lambda _chosen: self.wipe.set_selection(self._window.canvas.selection))
        for signal in (session.purpose_changed, session.detail_changed, session.when_changed):
            signal.connect(lambda _value: self._again.start())
        session.period_changed.connect(lambda _period: self.forget())
        self._window.looks.look_changed.connect(self._restyled)
        self._window.model.part_ready.connect(self._weighed)
        panel.scenario.proposal_chosen.connect(self.show)
        panel.projects.shown.connect(self.show)
        panel.page_shown.connect(lambda _name: self._window.layering.refresh())
        self._window.topbar.scenario_chosen.connect(
            lambda wanted: self.show(self.preferred if wanted else "")
        )

    def commands(self) -> list[Command]:
        """Return the commands of this part, for the menu and the search."""
        tr = self.tr
        return [
            Command("compare", tr("Confronta il censimento con il progetto"), "Ctrl+Shift+P", self.switch),
            Command("proposals", tr("Progetti di videosorveglianza"), "", partial(self._page, "projects")),
            Command("sites", tr("Proponi nuovi siti"), "", partial(self._page, "sites")),
        ]

    def switch(self) -> None:
        """Put the project on the map beside the census, or go back to the census."""
        self.show("" if self.shown else self.preferred)

    def _page(self, name: str) -> None:
        self._window.go_to(Place.BALANCE)
        self._window.balance.show_page(name)

    # The list

    def _opened(self) -> None:
        self._criteria = self._criteria_now()
        self._read()

    def _criteria_now(self) -> str:
        return str(self._session.file.setting("criteria"))

    def _weighed(self, part: str) -> None:
        """Judge again where the balance was weighed with other criteria: they are no layer, nobody tells."""
        if part == "balance" and self._criteria_now() != self._criteria:
            self._criteria = self._criteria_now()
            self.forget()
            if self._window.balance.on_page("projects"):
                self.judge_all()

    def _closed(self) -> None:
        self.proposals, self.judged, self.errors = [], {}, {}
        self._leave()
        self.listed.emit()

    def _edited(self, change: Any) -> None:
        if _LAYERS.intersection(change.layer_ids):
            self.forget()
            self._read()

    def _restyled(self, _row: str) -> None:
        """Draw the project again with the filters and colours of the layers."""
        if self.shown:
            self._again.start()

    def forget(self) -> None:
        """Judge again: data, semester or criteria have changed."""
        self.judged, self.errors = {}, {}
        self._judging.clear()
        self._again.start()

    def _read(self) -> None:
        self._session.jobs.run(
            self.tr("Lettura dei progetti"),
            partial(_proposals, self._session.project),
            key="scenario/list",
            brief=True,
            done=self._listed,
            failed=self._window.tasks.fail,
        )

    def _listed(self, found: list[Any]) -> None:
        self.proposals = found
        if self.shown and self.shown not in {each.uid for each in found}:
            self.show("")
        self._tell_switch()
        self.listed.emit()
        if self._awaited and self.proposal(self._awaited) is not None:
            awaited, self._awaited = self._awaited, ""
            self.show(awaited)

    def _tell_switch(self) -> None:
        offered = [(each.uid, f"{each.code} · {each.name}") for each in self.proposals]
        self._window.balance.scenario.set_proposals(offered, self.shown)
        self._window.topbar.set_scenario(bool(offered), project=bool(self.shown))

    @property
    def preferred(self) -> str:
        """The proposal that the switch shows: the one chosen in the panel, else the first."""
        chosen = self._window.balance.scenario.choice.currentData()
        return str(chosen or (self.proposals[0].uid if self.proposals else ""))

    def proposal(self, uid: str) -> Any:
        """Return a proposal by its uid, None where there is none."""
        return next((each for each in self.proposals if each.uid == uid), None)

    # The judgement

    def judge_all(self) -> None:
        """Judge every proposal not judged yet, one job each."""
        self._judge(self.proposals)

    def judgement_of(self, fid: int) -> Any:
        """Return the judgement of a proposal by its row; None while it is computed, or where it cannot be."""
        found = [each for each in self.proposals if each.fid == fid]
        self._judge(found)
        return self.judged.get(found[0].uid) if found else None

    def _judge(self, proposals: list[Any]) -> None:
        for each in proposals:
            if each.uid not in {*self.judged, *self.errors, *self._judging}:
                self._judging.add(each.uid)
                job = self._session.jobs.run(
                    self.tr("Esame del progetto {}").format(each.code),
                    partial(_judge, self._session.project, each.uid, self._period),
                    key=f"scenario/judge/{each.uid}",
                    gives_way=True,
                    done=partial(self._take, each.uid),
                    failed=partial(self._refuse, each.uid),
                )
                job.ended.connect(partial(self._judging.discard, each.uid))

    @property
    def _period(self) -> Any:
        return period_of(View(self._session.purpose, self._session.period))

    def _take(self, uid: str, judgement: Any) -> None:
        self.judged[uid] = judgement
        self.changed.emit(uid)

    def _refuse(self, uid: str, error: Exception) -> None:
        self.errors[uid] = error
        if uid == self.shown:
            self._window.tasks.fail(error)
            self.show("")
        self.changed.emit(uid)

    def facts(self, purpose: str) -> tuple[Any, str]:
        """Return the balance of a purpose with the proposal on the map, and its code; (None, "") for the census."""
        judgement = self.judged.get(self.shown) if self._carried is not None else None
        if judgement is None:
            return None, ""
        return judgement.facts(purpose, after=True), judgement.proposal.code

    # The map

    def show(self, uid: str) -> None:
        """Put a proposal on the map beside the census, or with "" the census alone."""
        if uid == self.shown and (self._carried is not None or not uid):
            self._tell_switch()
            return
        self.shown = uid
        if uid:
            self._carry()
        else:
            self._leave()
        self._tell_switch()
        self._window.layering.refresh()
        self._window.balance.scenario.show_effect(self._effect())
        self.changed.emit(uid)

    def show_when_listed(self, uid: str) -> None:
        """Put a proposal on the map as soon as the list, being read, holds it."""
        self._awaited = uid

    def _leave(self) -> None:
        self.shown, self._carried = "", None
        self.wipe.finish()
        self._window.balance.scenario.show_effect(None)

    def _repeat(self) -> None:
        if self.shown and self._session.project is not None:
            self._carry()
        self.changed.emit(self.shown)

    def _carry(self) -> None:
        session = self._session
        styles = self._window.model.styles
        view = View(session.purpose, session.period, session.detail, session.when, styles)
        session.jobs.run(
            self.tr("Calcolo del progetto"),
            partial(_carry, session.project, self.shown, view, self.judged.get(self.shown)),
            key="scenario/carry",
            done=partial(self._carried_out, self.shown),
            failed=partial(self._refuse, self.shown),
        )

    def _carried_out(self, uid: str, carried: Carried) -> None:
        if uid != self.shown:
            return
        self.judged[uid], self._carried = carried.judgement, carried
        after = self.tr("Dopo: progetto {}").format(carried.judgement.proposal.code)
        self.wipe.start(self._stack(), self.tr("Prima: censimento"), after)
        self.wipe.set_selection(self._window.canvas.selection)
        self._window.balance.scenario.show_effect(self._effect())
        self.changed.emit(uid)

    def _effect(self) -> Any:
        if not self.shown:
            return None
        if self._carried is None or self.shown not in self.judged:
            return balance_words.EffectTold(self.tr("Calcolo dell'effetto del progetto…"), "")
        return balance_words.effect(self.judged[self.shown])

    def _stack(self) -> list[Painter]:
        """Return the painters of the map with those that the proposal changes, as visible as the others."""
        own = {} if self._carried is None else self._carried.painters
        stack = []
        for painter in self._window.model.stack:
            mine = own.get(painter.name, painter)
            mine.visible, mine.opacity = painter.visible, painter.opacity
            stack.append(mine)
        return stack

    @property
    def about_cameras(self) -> bool:
        """Whether the balance is about single cameras now: a project on the map, or sites being proposed."""
        return bool(self.shown) or self._window.balance.on_page("sites")

    def sync(self) -> None:
        """Follow the layers of the map: their order, visibility and opacity."""
        if self.wipe.active:
            self.wipe.set_stack(self._stack())

    @property
    def settled(self) -> bool:
        """Whether nothing waits to be computed or drawn."""
        return not self._again.isActive() and self.wipe.up_to_date and self._window.projects_view.settled

    def why_not(self, uid: str) -> str:
        """Return why a proposal cannot be judged, "" where it can."""
        error = self.errors.get(uid)
        if error is None:
            return ""
        return words.sentence(error) if isinstance(error, TorrazzoError) else str(error)


def _proposals(project: Any, progress: Any) -> list[Any]:
    progress(0.0)
    if not project.file.count("proposal"):
        return []
    from maps.rule.proposals import proposals

    return proposals(project)


def _judge(project: Any, uid: str, period: Any, progress: Any) -> Any:
    from maps.rule.evaluation import judge_proposal

    return judge_proposal(project, uid, period, progress)


def _carry(project: Any, uid: str, view: View, judgement: Any, progress: Any) -> Carried:
    from app.layers.parts import BUILDERS
    from maps.errors import AnalysisError
    from maps.progress import span

    judgement = judgement or _judge(project, uid, period_of(view), span(progress, 0.0, 0.5))
    painters: dict[str, Painter] = {}
    for done, part in enumerate(_PARTS):
        try:
            painters.update(BUILDERS[part](judgement.scenario, view, span(progress, 0.5, 1.0)).painters)
        except AnalysisError:
            continue
        progress(0.5 + (done + 1) / len(_PARTS) / 2)
    return Carried(judgement, painters)

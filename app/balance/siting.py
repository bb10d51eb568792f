"""Siting in the window: the guided step, the answer at once and then proved, saved as a proposal."""

import uuid
from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.balance.answer import Answer, at_once, proved
from app.canvas.sites import SiteMark, SitesOverlay
from app.canvas.view import union
from app.messages import Level
from app.panels.balance import SiteRequest
from app.speech import moving as moving_words, siting as siting_words, words

if TYPE_CHECKING:
    from app.window import MainWindow

_KEY = "siting"
#: Ground shown around the sites, metres of the map.
ROOM = 80.0


class SitingView(QObject):
    """Drives the page of the new sites in one window.

    Signals
    -------
    closing(float gain, float bound)
        The exact search has come closer; emitted by the worker.
    """

    closing = Signal(float, float)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.request: SiteRequest | None = None
        self.answer: Answer | None = None
        self.searching = False
        self._overlay: SitesOverlay | None = None
        self._end_overlay: Callable[[], None] | None = None
        page = self._page = window.balance.sites
        page.search_wanted.connect(self.search)
        page.stop_wanted.connect(self.stop)
        page.save_wanted.connect(self.save)
        page.forget_wanted.connect(self.forget)
        page.site_chosen.connect(self._fly)
        page.purpose.activated.connect(lambda _row: window.session.set_purpose(page.purpose.currentData()))
        self.closing.connect(self._closer)
        window.balance.page_shown.connect(lambda name: self.offer() if name == "sites" else None)
        window.model.part_ready.connect(lambda part: self.offer() if part == "balance" else None)
        window.session.closed.connect(self.forget)
        window.session.changed.connect(self._edited)

    def offer(self) -> None:
        """Offer the purposes, the places and the cameras there are."""
        if not self._window.balance.on_page("sites") or self._window.session.project is None:
            return
        from maps.rule.sites import KINDS

        project, view = self._window.session.project, self._window.balance_view
        known = self._window.model.results.get("survey", {"purposes": []})["purposes"]
        purposes = [(code, words.purpose(code)) for code in known]
        self._page.set_purposes(purposes, view.purpose)
        places = siting_words.places(view.facts, project.criteria.risk_threshold)
        first = "lacking" if any(value == "lacking" for value, _text in places) else "all"
        self._page.set_places(places, "" if self._page.where.count() else first)
        self._page.set_kinds(siting_words.kinds(KINDS))

    def _edited(self, change: Any) -> None:
        """Give up a search whose cameras or risk have changed."""
        if self.searching and set(change.layer_ids) - {"proposal"}:
            self.stop()

    # The search

    def search(self, request: SiteRequest) -> None:
        """Look for sites: the answer at once first, then the proof."""
        self.forget()
        self._window.scenarios.show("")  # the sites are drawn over the census
        self.request, self.searching = request, True
        self._page.gap.clear()
        self._page.show_state(
            self.tr("Preparazione delle pose possibili…"), "", searching=True, savable=False
        )
        self._run(
            partial(at_once, self._window.session.project, request, self._zones(request)), self._at_once
        )

    def _zones(self, request: SiteRequest) -> tuple[str, ...]:
        """Return the zones that the request names; none for all."""
        table = self._window.balance_view.facts.zones
        if request.where == "lacking":
            chosen = [verdict.value == "shortage" for verdict in table["verdict"]]
        elif request.where == "at_risk":
            least = self._window.session.project.criteria.risk_threshold
            chosen = (table["risk"].astype(float) >= least).tolist()
        else:
            return () if request.where == "all" else (request.where,)
        return tuple(str(uid) for uid, wanted in zip(table["uid"], chosen, strict=True) if wanted)

    def _run(self, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        job = self._window.session.jobs.run(
            self.tr("Ricerca dei siti"), work, key=_KEY, done=done, failed=self._failed
        )
        job.ended.connect(lambda: self._ended(job))

    def _at_once(self, answer: Answer) -> None:
        self._take(answer)
        if not len(answer.found.table):
            self.searching = False
        self._tell()
        if self.searching:
            if isfinite(answer.solution.bound):  # the answer at once has a loose bound of its own
                self._page.gap.set_gap(answer.solution.gain, answer.solution.bound)
            work = partial(proved, self._window.session.project, answer, self.closing.emit)
            self._run(work, self._proved)

    def _proved(self, answer: Answer) -> None:
        self.searching = False
        if len(answer.found.table) or answer.solution.status.value == "infeasible":
            self._take(answer)
        self._tell()

    def _take(self, answer: Answer) -> None:
        self.answer = answer
        self._page.show_sites(say_of(answer.request).lines(answer.found))
        self._draw(answer.marks)

    def _tell(self) -> None:
        if self.answer is None:
            self._page.show_form()
            return
        say, found = say_of(self.answer.request), self.answer.found
        self._page.show_state(
            say.found_sentence(found),
            say.proof(found, searching=self.searching),
            searching=self.searching,
            savable=self._window.session.editable,
        )

    def _closer(self, gain: float, bound: float) -> None:
        if self.searching:
            self._page.gap.set_gap(gain, bound)

    def stop(self) -> None:
        """Give up the proof; the answer found so far stays."""
        self._window.session.jobs.cancel(_KEY)

    def _ended(self, job: Any) -> None:
        """Say where a cancelled search was left."""
        if job.cancelled and self.searching:
            self.searching = False
            self._tell()

    def _failed(self, error: Exception) -> None:
        self.searching = False
        self._page.show_sites([])
        self._page.show_state(siting_words.failure(error), "", searching=False, savable=False)

    # The map

    def _draw(self, marks: tuple[SiteMark, ...]) -> None:
        if self._end_overlay is not None:
            self._end_overlay()
        self._overlay = SitesOverlay(marks)
        self._end_overlay = self._window.canvas.add_overlay(self._overlay)
        if marks:
            west, south, east, north = union([mark.bounds for mark in marks])
            self._window.browser.fit((west - ROOM, south - ROOM, east + ROOM, north + ROOM))

    def _fly(self, rank: int) -> None:
        if self._overlay is None or self.answer is None:
            return
        self._overlay.current = rank
        west, south, east, north = self.answer.marks[rank - 1].bounds
        self._window.browser.fit((west - ROOM, south - ROOM, east + ROOM, north + ROOM))
        self._window.canvas.update()

    def forget(self) -> None:
        """Take the sites off the map."""
        self.stop()
        self.answer, self.searching = None, False
        if self._end_overlay is not None:
            self._end_overlay()
        self._overlay = self._end_overlay = None
        self._page.show_form()

    # The proposal

    def save(self) -> None:
        """Keep the sites as a proposal with its planned cameras, one undoable step, and put it on the map."""
        window = self._window
        if self.answer is None or self.request is None or not window.session.editable:
            return
        uid, code = save_answer(window.session, self.answer, window.scenarios.proposals)
        self.forget()
        told = self.tr("Progetto {} salvato come idea.").format(code)
        window.tasks.tell(Level.DONE, told, self.tr("Annulla"), window.session.file.undo)
        window.balance.show_page("projects")
        window.scenarios.show_when_listed(uid)


def say_of(request: SiteRequest) -> Any:
    """Return the module that says the answers of a request."""
    return siting_words if request.what == "new" else moving_words


def save_answer(session: Any, answer: Answer, known: list[Any]) -> tuple[str, str]:
    """Commit an answer as a proposal in state "idea", with its planned cameras; return its uid and code."""
    say, found, request = say_of(answer.request), answer.found, answer.request
    uid, code = str(uuid.uuid4()), free_code([each.code for each in known])
    proposal = {
        "uid": uid,
        "code": code,
        "name": say.proposal_name(found),
        "project_type": "new" if request.what == "new" else "extension",
        "project_state": "idea",
        "purposes": [request.purpose],
        "description": f"{say.found_sentence(found)}. {say.proof(found, searching=False)}",
    }
    cameras = []
    if request.what == "new":
        proposal["cost_eur"] = float(found.table["cost_eur"].sum())
        cameras = planned(found.table, request.purpose, code, uid)
    else:
        from maps.rule.proposals import operations_text

        proposal["cost_eur"] = found.cost_eur
        proposal["operations"] = operations_text(found.operations)
    with session.edit(f"Progetto {code} · {len(found.table)} telecamere") as edit:
        edit.insert("proposal", [proposal])
        if cameras:
            edit.insert("camera", cameras)
    return uid, code


def planned(table: Any, purpose: str, code: str, uid: str) -> list[dict[str, Any]]:
    """Return the sites of a table as planned cameras of a proposal."""
    from maps.rule.sites import KINDS

    fields = {each.name: each.fields for each in KINDS}
    return [
        {
            **fields[row["kind"]],
            "code": f"{code}-{rank}",
            "name": f"{row['zone_name'] or ''} {rank}".strip(),
            "purposes": [purpose],
            "role": "context",
            "azimuth_deg": float(row["azimuth_deg"]),
            "mount": "facade" if row["support"] == "facade" else "light_pole",
            "working_state": "planned",
            "proposal_id": uid,
            "geometry": row["geometry"],
        }
        for rank, row in enumerate(table.to_dict("records"), 1)
    ]


def free_code(taken: list[str]) -> str:
    """Return the code after the last one of the same form: PR-04 after PR-03."""
    counts = [int(code[3:]) for code in taken if code.startswith("PR-") and code[3:].isdecimal()]
    return f"PR-{max(counts, default=0) + 1:02d}"

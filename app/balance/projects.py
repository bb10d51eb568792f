"""The list of the projects on the screen: states, verdicts, checks, dossiers."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from app import commands
from app.messages import Level
from app.panels.balance import CheckLine, ProjectTold
from app.speech import balance as balance_words, numbers, rule as rule_words
from maps.schema import layer

if TYPE_CHECKING:
    from app.window import MainWindow

_CHECK_TONES = {"passed": "good", "failed": "bad", "unknown": "check"}
_VERDICT_TONES = {"improves": "good", "worsens": "bad", "neutral": "check"}
#: In a narrow panel the opinion of the Zona Telecomunicazioni and the others are one word each.
_STATES = {
    "steering": "Istruttoria in Cabina di regia",
    "technical_opinion": "Parere tecnico",
    "cposp": "All'esame del C.P.O.S.P.",
}


class ProjectsView(QObject):
    """Keeps the page of the projects up to date in one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pending = QTimer(self, singleShot=True, interval=0)
        self._pending.timeout.connect(self._tell)
        scenarios, panel = window.scenarios, window.balance
        scenarios.listed.connect(self._listed)
        scenarios.changed.connect(lambda _uid: self._pending.start())
        panel.page_shown.connect(self._shown)
        panel.projects.state_chosen.connect(self._set_state)
        panel.projects.record_wanted.connect(self.record)
        panel.projects.dossier_wanted.connect(self.ask_dossier)

    @property
    def settled(self) -> bool:
        """Whether the list is up to date."""
        return not self._pending.isActive()

    def _shown(self, page: str) -> None:
        if page == "projects":
            self._window.scenarios.judge_all()
            self._tell()

    def _listed(self) -> None:
        if self._window.balance.on_page("projects"):
            self._window.scenarios.judge_all()
        self._pending.start()

    def _tell(self) -> None:
        scenarios, session = self._window.scenarios, self._window.session
        if session.project is None or not self._window.balance.on_page("projects"):
            return
        told = [project_told(each, scenarios) for each in scenarios.proposals]
        told.sort(key=lambda each: each.uid != scenarios.shown)  # what is on the map stands first
        headline, context = heading(told)
        self._window.balance.projects.show_projects(
            headline, context, told, states(), editable=session.editable, on_map=scenarios.shown
        )

    def _set_state(self, fid: int, state: str) -> None:
        """Take a proposal along its life cycle; what its judgement settles is written in the same step."""
        scenarios, session = self._window.scenarios, self._window.session
        judged = next((j for j in scenarios.judged.values() if j.proposal.fid == fid), None)
        if judged is None:
            commands.set_value(session, "proposal", fid, "project_state", state)
            return
        from maps.rule.judged_record import judged_values

        with session.edit(self.tr("Stato del progetto {}").format(judged.proposal.code)) as edit:
            edit.update("proposal", fid, {"project_state": state, **judged_values(judged)})

    def record(self, uid: str) -> None:
        """Write what the judgement of a proposal settles into its record, one undoable step."""
        window, judgement = self._window, self._window.scenarios.judged.get(uid)
        if judgement is not None and window.session.editable:
            window.session.jobs.run(
                self.tr("Registrazione dell'esito"),
                partial(_record, window.session.project, judgement),
                key="scenario/record",
                done=partial(self._recorded, judgement.proposal.code),
                failed=window.tasks.fail,
            )

    def _recorded(self, code: str, changed: bool) -> None:
        window = self._window
        if changed:
            told = self.tr("Esito del progetto {} registrato.").format(code)
            window.tasks.tell(Level.DONE, told, self.tr("Annulla"), window.session.file.undo)
        else:
            window.tasks.tell(Level.NEWS, self.tr("L'esito del progetto {} è già registrato.").format(code))

    # The dossier

    def ask_dossier(self, uid: str) -> None:
        """Ask where to write the dossier of a proposal, and write it."""
        proposal = self._window.scenarios.proposal(uid)
        if proposal is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Dossier"), f"dossier-{proposal.code}.pdf", "PDF (*.pdf)"
        )
        if name:
            path = Path(name)
            self.write_dossier(uid, path if path.suffix.lower() == ".pdf" else path.with_suffix(".pdf"))

    def write_dossier(self, uid: str, path: Path) -> None:
        """Write the dossier of a proposal in the background and say where it is."""
        from maps.store import Export

        base = self._window.background.for_paper()
        work = partial(_write, self._window.session.project, uid, path, base)
        exported = Export("dossier", path), Export("dossier_data", path.with_suffix(".geojson"))
        self._window.tasks.export(self.tr("Stesura del dossier"), work, *exported)


def states() -> list[tuple[str, str]]:
    """Return the steps of the life cycle (value, label), in order."""
    codes = layer("proposal").field("project_state").codes
    assert codes is not None
    return [(code.value, _STATES.get(code.value, code.label)) for code in codes.codes]


def project_told(proposal: Any, scenarios: Any) -> ProjectTold:
    """Return a proposal in words, with its judgement where there is one."""
    state = str(proposal.record.get("project_state") or "")
    judgement = scenarios.judged.get(proposal.uid)
    base = (proposal.uid, proposal.fid, proposal.code, proposal.name or proposal.code, does(proposal), state)
    if judgement is None:
        why = scenarios.why_not(proposal.uid)
        return ProjectTold(*base, sentence=why or scenarios.tr("Esame in corso…"))
    effect = judgement.purposes[judgement.purpose].effect.value
    return ProjectTold(
        *base,
        word=rule_words.effect(effect),
        tone=_VERDICT_TONES[effect],
        sentence=rule_words.verdict_sentence(judgement) + rule_words.left_out(judgement),
        lines=balance_words.effect_lines(judgement),
        checks=tuple(_check(each) for each in judgement.checks),
        checks_told=checks_told(judgement.checks),
    )


def does(proposal: Any) -> str:
    """Return who proposes what, and at what cost: "Comune · 4 telecamere spostate · 14.800 €"."""
    from maps.rule.exports import proposal_json

    record = proposal.record
    cost = record.get("cost_eur")
    parts = [
        str(record.get("proponent") or ""),
        rule_words.interventions(proposal_json(proposal)),
        "" if cost is None else numbers.measure(cost, "€"),
    ]
    return " · ".join(part for part in parts if part)


def _check(each: Any) -> CheckLine:
    what, outcome, evidence = rule_words.check(each)
    return CheckLine(
        what, outcome, evidence[:1].upper() + evidence[1:] + ".", _CHECK_TONES[each.outcome.value]
    )


def checks_told(checks: Any) -> str:
    """Return how the checks ended: "5 soddisfatte", "4 soddisfatte, 1 da verificare"."""
    outcomes = [each.outcome.value for each in checks]
    names = (("passed", "soddisfatta", "soddisfatte"), ("failed", "non soddisfatta", "non soddisfatte"))
    parts = [
        f"{outcomes.count(name)} {one if outcomes.count(name) == 1 else many}"
        for name, one, many in (*names, ("unknown", "da verificare", "da verificare"))
        if outcomes.count(name)
    ]
    return ", ".join(parts)


def heading(told: list[ProjectTold]) -> tuple[str, str]:
    """Return the result as a title: how many of the projects make the distribution better."""
    if not told:
        return (
            "Nessun progetto di videosorveglianza",
            "I siti proposti in «Siti» si salvano qui come progetto, da confrontare con il censimento.",
        )
    judged = [each for each in told if each.word]
    context = "Ogni progetto è confrontato con il censimento, per la sua finalità."
    if len(judged) < len(told):
        count = len(told)
        return ("1 progetto" if count == 1 else f"{count} progetti") + " all'esame", context
    parts = []
    for word, one, many in (
        ("migliora", "migliora", "migliorano"),
        ("neutro", "non cambia in modo netto", "non cambiano in modo netto"),
        ("peggiora", "peggiora", "peggiorano"),
    ):
        count = sum(each.word == word for each in judged)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    start = "1 progetto" if len(told) == 1 else f"{len(told)} progetti"
    return f"{start}: {', '.join(parts)} l'equilibrio", context


def _record(project: Any, judgement: Any, progress: Any) -> bool:
    from maps.rule.judged_record import record_judgement

    progress(0.3)
    return record_judgement(project, judgement)


def _write(project: Any, uid: str, path: Path, base: Any, progress: Any) -> Any:
    from app.dossier.writing import write_dossier

    return write_dossier(project, uid, path, progress=progress, base=base)

"""The minutes of the meeting of a semester, as a short PDF: findings, changes of the risk map, decisions."""

import datetime as dt
from pathlib import Path
from typing import Any

from app.sheets.content import INVENTED, NO_OFFICE, OFFICE_SETTING
from app.speech import numbers, review as review_words, words
from maps.errors import FileError, FileProblem
from maps.progress import Progress, no_progress, span
from maps.report.document import Block, Document, Facts, Figures, Section, Table, Text
from maps.semester.meetings import decisions_of, meeting_of
from maps.semester.review import Review, review
from maps.semester.risk_changes import changes_of, in_force
from maps.semester.semesters import PREVIOUS
from maps.semester.snapshots import snapshots

LAYERS = ("analysis_zone", "offence", "risk_area", "meeting", "decision")
TEMPLATE = "verbale.typ"
TONES = {"rise": "bad", "fall": "good", "chance": ""}


def write_minutes(
    project: Any,
    semester: str,
    path: Path,
    against: str = PREVIOUS,
    day: dt.date | None = None,
    progress: Progress = no_progress,
) -> Path:
    """Write the minutes of a semester's meeting as PDF/A.

    Parameters
    ----------
    project : maps.project.Project
    semester, against : str
        See `maps.semester.review.review`.
    path : Path
        ".pdf".
    day : date, optional
        Of writing; today by default.

    Raises
    ------
    FileError
        The name does not end in ".pdf", or the file cannot be written.
    AnalysisError, InvalidValue
        See `maps.semester.review.review`.
    """
    if path.suffix.lower() != ".pdf":
        raise FileError(path, FileProblem.UNSUPPORTED, "scrivere .pdf")
    from maps.io.atomic import write_atomic
    from maps.report.typeset import pdf

    day = day or dt.date.today()
    made = document(project, review(project, semester, against, progress=span(progress, 0.0, 0.6)), day)
    write_atomic(path, pdf(made, TEMPLATE, moment=dt.datetime.combine(day, dt.time(), dt.UTC)))
    progress(1.0)
    return path


def document(project: Any, found: Review, day: dt.date) -> Document:
    """Return the minutes as plain data."""
    from app.sheets.fingerprint import fingerprint

    meeting = meeting_of(project, found.semester) or {}
    kind = words.code_label("meeting", "meeting_kind", meeting.get("meeting_kind") or "steering")
    changed = set(found.changed["outcome"])
    return Document(
        office=str(project.file.setting(OFFICE_SETTING, "") or NO_OFFICE),
        kind=f"Verbale – {kind}",
        title=f"Revisione del semestre {found.semester}",
        subtitle="Delittuosità e mappa delle aree a rischio (patto per la sicurezza, artt. 6, 17 e 20)",
        facts=_facts(project, found, meeting, kind),
        figures=Figures([]),
        verdict=f"{review_words.headline(found)}.",
        tone="bad" if "rise" in changed else "good" if "fall" in changed else "check",
        notice=INVENTED if project.is_demo else "",
        date=numbers.date(day),
        digest=fingerprint(project, LAYERS),
        sections=[_comparison(found), _changes(project, found), _decisions(project, found)],
    )


def _facts(project: Any, found: Review, meeting: dict[str, Any], kind: str) -> Facts:
    frozen = [each for each in snapshots(project) if each.semester == found.semester]
    against = review_words.joined(sorted(found.against))
    rows = [
        ("Territorio", project.name),
        ("Riunione", kind),
        ("Data", numbers.date(meeting.get("held_on"))),
        ("Enti presenti", meeting.get("offices_present")),
        ("Ordine del giorno", meeting.get("agenda")),
        ("Semestre", f"{found.semester} ({review_words.months(found.semester)})"),
        ("Confronto", f"stesso semestre: {against}"),
        (
            "Fotografia",
            f"{frozen[-1].file}, SHA-256 {frozen[-1].sha256}" if frozen else "semestre non congelato",
        ),
    ]
    return Facts([(label, str(value)) for label, value in rows if value])


def _comparison(found: Review) -> Section:
    """Return what the comparison finds, zone by zone."""
    digits, rows, tones = review_words.digits_of(found), [], {}
    for place, (_fid, row) in enumerate(found.zones.iterrows()):
        tones[(place, 5)] = TONES[row["outcome"]]
        rows.append(
            [
                str(row["name"]),
                numbers.decimal(row["before"], digits),
                numbers.integer(row["after"]),
                review_words.signed(row["difference"], digits),
                review_words.interval(row),
                review_words.outcome(row),
            ]
        )
    heads = [
        "Zona",
        review_words.before_head(found),
        found.semester,
        "Differenza",
        "Intervallo 95 %",
        "Esito",
    ]
    tones = {place: tone for place, tone in tones.items() if tone}
    table = Table(heads, rows, "lrrrrl", (1, 0, 0, 0, 0, 0), tones, review_words.note(found))
    method = (
        "«Compatibile con il caso» non vuol dire che nulla è cambiato: vuol dire che i conteggi non bastano a dirlo. "
        "Metodo: scheda «revisione»."
    )
    return Section("Esito del confronto", [Text(review_words.total(found)), table, Text(method)])


def _changes(project: Any, found: Review) -> Section:
    """Return the changes of the risk map, and the reasons noted without one."""
    entries = changes_of(project, found.semester)
    told = in_force(project, found.semester)
    blocks: list[Block] = []
    rows = [
        [
            each.name,
            str(each.previous_class or told.get(each.zone) or numbers.DASH),
            str(each.risk_class or numbers.DASH),
            words.code_label("risk_area", "change_state", each.state),
            _reason(each),
            each.office or numbers.DASH,
        ]
        for each in entries
    ]
    heads = ["Zona", "Da", "A", "Stato", "Motivo", "Ufficio proponente"]
    if rows:
        caption = "Classi della mappa del rischio: da 1 (bassa) a 5 (alta)."
        blocks.append(Table(heads, rows, "lcclll", (0.7, 0, 0, 0, 1.6, 0.8), {}, caption))
    without = [
        str(row["name"])
        for _fid, row in found.changed.iterrows()
        if row["uid"] not in {e.zone for e in entries}
    ]
    if without:
        blocks.append(
            Text(f"Variazione significativa senza un motivo registrato: {review_words.joined(without)}.")
        )
    if not blocks:
        blocks.append(Text("Nessuna variazione proposta: la mappa del rischio resta quella in vigore."))
    return Section("Variazioni della mappa del rischio", blocks)


def _reason(entry: Any) -> str:
    label = words.code_label("risk_area", "change_reason", entry.reason) if entry.reason else numbers.DASH
    return f"{label}. {entry.text}" if entry.text else label


def _decisions(project: Any, found: Review) -> Section:
    rows = [
        [
            str(number),
            each["decision_text"] or numbers.DASH,
            each["responsible"] or numbers.DASH,
            numbers.date(each["due_on"]),
            words.code_label("decision", "decision_state", each["decision_state"])
            if each["decision_state"]
            else numbers.DASH,
        ]
        for number, each in enumerate(decisions_of(project, found.semester), start=1)
    ]
    blocks: list[Block] = [Text("Nessuna decisione registrata.")]
    if rows:
        heads = ["N.", "Decisione", "Ufficio responsabile", "Scadenza", "Stato"]
        blocks = [Table(heads, rows, "rllll", (0, 1.8, 0.8, 0, 0))]
    return Section("Decisioni", blocks)

"""The comparison of a semester in the words and figures of its place in the window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.panels.review import ChangeDraft, Empty, History, Told, ZoneLine
from app.review.build import Found
from app.speech import numbers, review as review_words, words
from app.speech.sentences import zone
from maps.semester.risk_changes import APPROVED, NOTED, REJECTED, RiskEntry, suggested
from maps.semester.semesters import RISE, same_semesters

if TYPE_CHECKING:
    from maps.semester.snapshots import Snapshot

#: Where there is nothing to compare: what is missing -> sentence, action, key of the command.
NO_OFFENCES = Empty(
    "Nel progetto non ci sono eventi delittuosi: la revisione confronta quelli di due semestri.",
    "Importa un file…",
    "import",
)
NO_ZONES = Empty(
    "Nel progetto non ci sono zone di analisi: la revisione confronta i semestri zona per zona.",
    "Genera zone di analisi…",
    "zones",
)
ONE_SEMESTER = (
    "Del {} non c'è lo stesso semestre di un anno prima: due metà diverse dell'anno non si confrontano."
)


def told(found: Found, kept: Sequence["Snapshot"]) -> Told:
    """Return what the place says of a comparison."""
    compared = found.review
    note = review_words.note(compared)
    frozen = [each for each in kept if each.semester == compared.semester]
    if frozen:
        note = f"{frozen_line(frozen[-1])} {note}"
    return Told(
        title=review_words.headline(compared),
        note=note,
        before=(review_words.before_title(compared), review_words.before_events(compared)),
        after=(f"Semestre {compared.semester}", review_words.events(compared.events[1], compared.semester)),
        heads=(review_words.before_head(compared), compared.semester),
        zones=[_line(found, int(fid), row) for fid, row in compared.zones.iterrows()],
    )


def frozen_line(snapshot: "Snapshot") -> str:
    """Return that a semester is frozen: day, and the ends of its fingerprint."""
    day = f"{snapshot.at[8:10]}/{snapshot.at[5:7]}/{snapshot.at[:4]}"
    return f"Congelato il {day}, impronta {snapshot.sha256[:4]}…{snapshot.sha256[-4:]}."


def _line(found: Found, fid: int, row: Any) -> ZoneLine:
    digits = review_words.digits_of(found.review)
    before, after = numbers.decimal(row["before"], digits), numbers.integer(row["after"])
    gap, outcome = review_words.signed(row["difference"], digits), review_words.outcome(row)
    share = (
        ""
        if row["percent"] is None or row["percent"] != row["percent"]
        else (f" ({review_words.signed(100 * row['percent'])} %)")
    )
    tip = f"{zone(row['name'])}: da {before} a {after} eventi{share}, {outcome.lower()} (p corretto {_p(row['q'])})"
    return ZoneLine(
        fid=fid,
        name=str(row["name"]),
        before=before,
        after=after,
        difference=gap,
        interval=review_words.interval(row),
        outcome=outcome,
        risk=_risk(found, row["uid"]),
        gap=float(row["difference"]),
        low=float(row["low"]),
        high=float(row["high"]),
        kind=str(row["outcome"]),
        tip=tip,
    )


def _p(value: float) -> str:
    return "minore di 0,001" if value < 0.001 else numbers.decimal(value, 3)


def _risk(found: Found, uid: str) -> str:
    previous, entry = found.class_of(uid), found.changes.get(uid)
    if entry is not None and entry.changes and entry.state != REJECTED:
        return f"{entry.previous_class or numbers.DASH} → {entry.risk_class}"
    return numbers.DASH if previous is None else str(previous)


def history(found: Found, fid: int) -> History:
    """Return the same semesters of a zone."""
    from maps.crime.change import poisson_interval

    compared = found.review
    row, counts = compared.zones.loc[fid], compared.history.loc[fid]
    low, high = poisson_interval(counts.to_numpy(float))
    before = same_semesters(compared.semester, compared.history.columns)[:3]
    mean = float(counts[before].mean())
    years = sorted(each[:4] for each in before)
    span = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return History(
        title=f"{zone(row['name'])}, {review_words.half_of(compared.semester)[0]}",
        caption="eventi per semestre, fascia 95 %",
        names=list(compared.history.columns),
        counts=counts.astype(float).tolist(),
        lows=low.tolist(),
        highs=high.tolist(),
        mean=mean,
        mean_text=f"media {span}: {numbers.compact(mean, 1)}",
        kind=str(row["outcome"]),
    )


def reason_words(code: str) -> str:
    """Return a reason as a sentence carries it."""
    return words.code_label("risk_area", "change_reason", code).lower() if code else "motivo non indicato"


def entry_line(entry: RiskEntry) -> str:
    """Return a record of the risk map in one sentence."""
    why = (
        f"{reason_words(entry.reason)}. {entry.text}".strip(". ")
        if entry.text
        else reason_words(entry.reason)
    )
    if entry.state == NOTED or not entry.changes:
        return f"Motivo annotato: {why}. La classe di rischio resta {entry.risk_class}."
    state = {APPROVED: "Variazione approvata", REJECTED: "Variazione respinta"}.get(
        entry.state, "Variazione proposta"
    )
    previous = entry.previous_class or numbers.DASH
    return f"{state}: dalla classe di rischio {previous} alla {entry.risk_class}, per {why}."


def class_line(found: Found, fid: int) -> str:
    """Return what the comparison means for the class of a zone, or what was recorded of it."""
    row = found.review.zones.loc[fid]
    entry, previous = found.changes.get(row["uid"]), found.class_of(row["uid"])
    if entry is not None:
        return entry_line(entry)
    if previous is None:
        return "La zona non ha ancora una classe di rischio."
    wanted = suggested(previous, row["outcome"])
    if wanted != previous:
        return f"La zona passerebbe dalla classe di rischio {previous} alla {wanted}."
    if row["outcome"] == RISE:
        return f"La zona è già nella classe di rischio più alta, la {previous}."
    return f"La classe di rischio resta {previous}."


def draft(found: Found, fid: int, *, note_only: bool, office: str) -> ChangeDraft:
    """Return what the form of a change begins with: what was recorded last, else what the offences suggest."""
    row = found.review.zones.loc[fid]
    entry, previous = found.changes.get(row["uid"]), found.class_of(row["uid"]) or 1
    wanted = entry.risk_class if entry is not None and entry.changes else suggested(previous, row["outcome"])
    name = f"{row['name']}, {found.review.semester}"
    return ChangeDraft(
        title=f"Motivo da annotare: {name}" if note_only else f"Variazione della mappa del rischio: {name}",
        previous=previous,
        proposed=wanted or previous,
        reason=entry.reason if entry is not None else "offences" if row["outcome"] == RISE else "",
        text=entry.text if entry is not None else _why(found, row),
        office=entry.office if entry is not None and entry.office else office,
        note_only=note_only,
    )


def _why(found: Found, row: Any) -> str:
    """Return the finding as the reason of a change, to be corrected by hand."""
    if row["outcome"] == "chance":
        return ""
    digits = review_words.digits_of(found.review)
    before, after = numbers.decimal(row["before"], digits), numbers.integer(row["after"])
    head = review_words.before_head(found.review)
    return f"Eventi da {before} ({head}) a {after} ({found.review.semester}), {review_words.outcome(row).lower()}"

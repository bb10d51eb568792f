"""Findings and zones in words: sentences of the panel, the table and the command line."""

from typing import Any

from app.speech import numbers, words
from app.speech.sentences import zone

#: Columns of the table of gaps, with their headings.
GAP_COLUMNS = {
    "name": "Zona",
    "zone_kind": "Ambito",
    "risk": "Rischio (0–100)",
    "coverage": "Copertura",
    "overlap": "Sovrapposizione",
    "cameras": "Telecamere",
    "cameras_unknown": "di cui con direzione ignota",
    "public_area_m2": "Spazio pubblico (m²)",
    "covered_m2": "Coperto (m²)",
    "risk_share": "Quota del rischio",
    "supply_share": "Quota della copertura",
    "quotient": "Quoziente",
    "verdict": "Verdetto",
    "reason": "Motivo",
}

_SHARES = ("coverage", "overlap", "risk_share", "supply_share")
_WHOLE = ("risk", "cameras", "cameras_unknown", "public_area_m2", "covered_m2")


def gap_value(column: str, value: Any) -> str:
    """Return a cell of the table of gaps as text; empty where it cannot be computed."""
    if value is None or value != value:
        return ""
    if column in _SHARES:
        return numbers.percent(value)
    if column in _WHOLE:
        return numbers.integer(value)
    if column == "quotient":
        return numbers.decimal(value, 2)
    if column == "verdict":
        return words.verdict(value)
    if column == "reason":
        return words.reason(value)
    return words.code_label("analysis_zone", column, value)


def sentence(finding: Any) -> str:
    """Return a finding as two plain sentences that a committee can check."""
    lacking = (
        f"{zone(finding.shortage_name or finding.shortage_uid)}: rischio {numbers.integer(finding.risk)} su 100, "
        f"coperta {numbers.after('al', numbers.percent(finding.coverage, _digits(finding.coverage)))}."
    )
    spare = len(finding.spares)
    movable = f"; {spare} si possono spostare" if spare > 1 else "; una si può spostare" if spare else ""
    return (
        f"{lacking} {zone(finding.overlap_name or finding.overlap_uid)}: {finding.cameras} telecamere, "
        f"{numbers.percent(finding.overlap_rate)} di sovrapposizione{movable}."
    )


def _digits(share: float) -> int:
    """A small share needs a decimal, or it may read as if it reached the threshold."""
    return 1 if 0 < share < 0.1 else 0


def headline(facts: Any) -> str:
    """Return the result of a purpose as a title: how many cameras would have to move."""
    if facts.to_relocate is None:
        return f"Squilibrio non calcolabile: {words.reason(facts.reasons.get('hoover', 'no_supply'))}"
    if facts.to_relocate == 0:
        return "La copertura segue il rischio"
    subject = "1 telecamera" if facts.to_relocate == 1 else f"{facts.to_relocate} telecamere"
    verb = "andrebbe spostata" if facts.to_relocate == 1 else "andrebbero spostate"
    return f"{subject} su {facts.cameras} {verb} perché la copertura segua il rischio"

"""The project in short, for the inspector while nothing is selected."""

from typing import Any

from app.panels.inspector import Lead, Overview
from app.speech import findings, numbers, sentences as speech, words

NO_ZONES = "Nessuna zona di analisi: l'equilibrio non si può misurare."
_MOST = 3


def overview(counts: dict[str, int], balance: Any, prints: Any, purpose: str, period: str) -> Overview:
    """Return the overview of what is known so far.

    Parameters
    ----------
    counts : dict
        Rows by layer.
    balance : Balance or None
        Of the purpose on show; None until it is computed, or where it cannot be.
    prints : DataFrame or None
        Footprints, where computed.
    purpose, period : str
        On show, "" for all.
    """
    rows = _counts(counts, prints)
    if balance is None or not counts.get("analysis_zone"):
        lacking = "" if counts.get("analysis_zone") else NO_ZONES
        return Overview(lacking, counts=rows)
    judged, facts = next(iter(balance.purposes.items()))
    leads = tuple(
        Lead(f"{each.shortage_name or '?'} e {each.overlap_name or '?'}", findings.sentence(each), each)
        for each in balance.findings[:_MOST]
    )
    context = speech.balance_headline(facts, judged, period)[1]
    if not purpose and len(balance.purposes) == 1:
        context += " L'equilibrio si giudica per una finalità alla volta."
    return Overview(
        f"{findings.headline(facts)}.", context, rows, leads, max(len(balance.findings) - _MOST, 0)
    )


def _counts(counts: dict[str, int], prints: Any) -> tuple[tuple[str, str], ...]:
    rows = [("Telecamere", counts.get("camera", 0))]
    if prints is not None and len(prints):
        states = prints["state"].value_counts()
        shown = (
            "direction_unknown",
            "not_working",
            "off_hours",
            "planned",
            "never_reached",
            "inside_obstacle",
        )
        rows += [(f"  {words.FOOTPRINT_STATES[name].lower()}", int(states.get(name, 0))) for name in shown]
    rows += [
        ("Zone di analisi", counts.get("analysis_zone", 0)),
        ("Eventi delittuosi", counts.get("offence", 0)),
        ("Aree degradate", counts.get("degraded_area", 0)),
        ("Immobili abbandonati", counts.get("abandoned_building", 0)),
    ]
    return tuple((caption, numbers.integer(count)) for caption, count in rows if count)

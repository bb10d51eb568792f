"""Sentences that state a result: headlines, findings, units of a legend."""

from typing import Any

from app.speech import numbers, when as when_words, words
from maps.coverage.ladders import EN_2014, Ladder
from maps.errors import InvalidValue
from maps.schema import layer

_ORDER = ("shortage", "overlap", "balanced", "to_check")
_PHRASES = {
    "shortage": "in carenza",
    "overlap": "con sovrapposizione",
    "balanced": "in equilibrio",
    "to_check": "da verificare",
}


def detail_choices(ladder: Ladder = EN_2014) -> list[tuple[str, str]]:
    """Return the classes at which areas can be measured (value, label); first the one each purpose asks."""
    return [("", "della finalità"), *((each.name, each.label) for each in reversed(ladder.bands))]


def measured(detail: str, when: str) -> str:
    """Return at which class and in which light areas are measured: "classe osservazione, di notte"."""
    named = f"classe {words.detail_class(detail).lower()}" if detail else "classe della finalità"
    return f"{named}, {when_words.told(when)}"


def zone(name: object) -> str:
    """Return how a sentence calls a zone: by its name, a bare number after the word, "Zona 11"."""
    text = str(name)
    return text if any(each.isalpha() for each in text) else numbers.with_unit("Zona", text)


def zone_kind(value: str) -> str:
    """Return the word for centre, periphery or hamlet."""
    codes = layer("analysis_zone").field("zone_kind").codes
    return (codes.label(value) if codes is not None else value).lower()


def zones_headline(balance: Any, when: str = "day") -> str:
    """Return "20 zone: 3 in carenza, 2 con sovrapposizione, 15 in equilibrio", which hold by day."""
    counts = {verdict.value: count for verdict, count in balance.counts().items()}
    total = sum(counts.values())
    parts = [f"{numbers.integer(counts[name])} {_PHRASES[name]}" for name in _ORDER if counts.get(name)]
    noun = "zona" if total == 1 else "zone"
    by_day = "" if when == "day" else " · verdetti di giorno"
    named = words.of_purpose(balance.purpose)
    return f"{numbers.integer(total)} {noun}: {', '.join(parts)} · {named}{by_day}"


def balance_headline(balance: Any, purpose: str, period: str) -> tuple[str, str]:
    """Return the headline of the balance panel and the line below it."""
    moved, cameras = balance.to_relocate, balance.cameras
    when = f"semestre {period}" if period else "tutti i semestri"
    context = f"Finalità: {words.of_purpose(purpose).removeprefix('finalità ')}, {when}."
    if moved is None:
        reason = next(iter(balance.reasons.values()), None)
        why = f": {words.reason(reason)}" if reason is not None else ""
        return f"L'indice di equilibrio non si può calcolare{why}", context
    if moved == 0:
        return "La copertura segue il rischio: nessuna telecamera andrebbe spostata", context
    if moved == 1:
        return (
            f"1 telecamera su {numbers.integer(cameras)} andrebbe spostata perché la copertura segua il rischio",
            context,
        )
    return (
        f"{numbers.integer(moved)} telecamere su {numbers.integer(cameras)} andrebbero spostate perché la copertura "
        "segua il rischio",
        context,
    )


def findings_title(findings: list[Any], balance: Any) -> str:
    """Return the title over the findings."""
    if not findings:
        return "Rilievi: nessuna zona in carenza accanto a una con sovrapposizione per la stessa finalità"
    return "Rilievi: 1 coppia" if len(findings) == 1 else f"Rilievi: {numbers.integer(len(findings))} coppie"


def findings_count(count: int) -> str:
    """Return how many findings there are, beside their heading."""
    return "nessuno" if not count else "1 coppia" if count == 1 else f"{numbers.integer(count)} coppie"


def density_units(found: Any) -> str:
    """Return the line below the legend of the density."""
    if found is None:
        return "eventi/km²"
    return f"eventi/km², raggio {numbers.measure(found.bandwidth_m, 'm')}"


def explain(error: InvalidValue) -> str:
    """Return the sentence shown beside a field whose value is refused."""
    label = "Il valore"
    text = words.value_reason(error.reason, field=label, raw=error.raw)
    return text[0].upper() + text[1:] + "."

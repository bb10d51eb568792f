"""What the data of a balance lack, in words: what is missing and what it means for the result."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.speech import criteria as criteria_words, numbers, words


def remark(found: Any) -> str:
    """Return a remark as a sentence or two that a person without the data at hand can weigh."""
    return _SAID[found.kind.value](found.values)


def undeclared(found: Sequence[Any]) -> str:
    """Return in a line what can be mended at once: the cameras without a purpose; "" where there are none."""
    counts = [each.values["count"] for each in found if each.kind.value == "purpose_undeclared"]
    told = _count(counts[0], "telecamera senza finalità", "telecamere senza finalità") if counts else ""
    return f"{told}: mostra in tabella" if told else ""


def _overlap(told: Mapping[str, Any]) -> str:
    pairs = (
        f"Le zone «{told['one']}» e «{told['other']}» si sovrappongono"
        if told["pairs"] == 1
        else f"{told['pairs']} coppie di zone si sovrappongono, soprattutto «{told['one']}» e «{told['other']}»"
    )
    return (
        f"{pairs} ({numbers.area(told['area_m2'])}): lì lo spazio e la copertura contano due volte, eventi e "
        "telecamere una sola. Correggere i confini prima di usare gli indici."
    )


def _outside(told: Mapping[str, Any]) -> str:
    inside = _joined(
        [
            _count(told["cameras"], "telecamera", "telecamere"),
            _count(told["offences"], "evento", "eventi"),
        ]
    )
    share, area = numbers.percent(told["share"], 1), numbers.area(told["area_m2"])
    held = f", con {inside}" if inside else ""
    left_out = f"Una parte dell'area è fuori dalle zone ({share}, {area}){held}"
    return f"{left_out}: non entra né nel rischio né nella copertura."


def _no_offences(told: Mapping[str, Any]) -> str:
    names = ", ".join(criteria_words.COMPONENTS[name].lower() for name in told["weights"])
    return f"Mancano gli eventi delittuosi: il rischio viene solo da {names} e va letto con cautela."


def _without_risk(told: Mapping[str, Any]) -> str:
    names = ", ".join(f"«{name}»" for name in told["names"][:3] if name)
    more = " e altre" if told["count"] > 3 else ""
    subject = "Una zona non ha" if told["count"] == 1 else f"{told['count']} zone non hanno"
    return (
        f"{subject} alcun dato di rischio{f' ({names}{more})' if names else ''}: il quoziente lì non si calcola, e la "
        "copertura che vi cade pesa tutta come squilibrio."
    )


def _missing(told: Mapping[str, Any]) -> str:
    return criteria_words.left_out(told["components"], [])


def _no_cameras(told: Mapping[str, Any]) -> str:
    if told["registered"]:
        return "Nessuna telecamera del censimento è funzionante: non c'è copertura da confrontare con il rischio."
    return "Il censimento è vuoto: non c'è copertura da confrontare con il rischio."


def _undeclared(told: Mapping[str, Any]) -> str:
    count = _count(
        told["count"], "telecamera funzionante non dichiara", "telecamere funzionanti non dichiarano"
    )
    return (
        f"{count} la finalità, su {told['cameras']}: non entrano nelle altre, sono giudicate a parte e le loro "
        "sovrapposizioni sono da verificare. La finalità si dà nella scheda, o a molte insieme nella tabella."
    )


def _without_rule(told: Mapping[str, Any]) -> str:
    names = ", ".join(f"«{words.purpose(each).lower()}»" for each in told["purposes"])
    detail = numbers.compact(told["px_per_m"])
    return (
        f"Il profilo dei criteri non prevede {names}: si giudica come il contesto, {detail} pixel per metro. "
        "Aggiungerla al profilo."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{numbers.integer(number)} {one if number == 1 else many}" if number else ""


def _joined(parts: list[str]) -> str:
    return " e ".join(part for part in parts if part)


_SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "zones_overlap": _overlap,
    "outside_zones": _outside,
    "one_zone": lambda _told: (
        "C'è una sola zona: rischio e indici confrontano zone fra loro e non si calcolano. "
        "Dividere l'area in quartieri, o generare le zone."
    ),
    "no_risk": lambda _told: (
        "Mancano i dati di rischio (eventi, aree degradate, immobili e gli altri registri): le "
        "zone non si possono giudicare, restano la copertura e la sovrapposizione."
    ),
    "no_weights": lambda _told: (
        "I pesi del rischio sono tutti nulli per i dati che ci sono: il rischio non si calcola. "
        "Dare un peso nel profilo dei criteri."
    ),
    "no_offences": _no_offences,
    "zones_without_risk": _without_risk,
    "components_missing": _missing,
    "no_cameras": _no_cameras,
    "purpose_undeclared": _undeclared,
    "purpose_without_rule": _without_rule,
}

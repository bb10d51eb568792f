"""Moves and removals in words: what they change, how far they are proved, what happens to each camera."""

from typing import Any

from app.panels.balance import SiteLine
from app.speech import numbers, rule as rule_words, words

#: Less than half of the last digit that is printed (0-1).
_NOTHING = 0.00005


def lines(found: Any) -> list[SiteLine]:
    """Return one line a camera, the least loss first."""
    rows = found.table.drop(columns="geometry").to_dict("records")
    return [_line(rank, row) for rank, row in enumerate(rows, 1)]


def _line(rank: int, row: Any) -> SiteLine:
    code, here = row["code"] or row["uid"], row["zone_name"] or row["zone"] or "fuori dalle zone"
    others = ""
    if row["others"]:
        others = f" Serve anche: {', '.join(words.purpose(name).lower() for name in row['others'])}."
    if row["metres"] is None:
        nothing = float(row["lost"]) < _NOTHING
        why = (
            "Ciò che vede lo vedono già altre: non si perde nulla."
            if nothing
            else f"In parte vede da sola: togliendola il rischio scoperto cresce di {_points(row['lost'])}."
        )
        cost = "nessuna perdita" if nothing else f"+{_points(row['lost'])}"
        return SiteLine(rank, f"{code}: si toglie da {here}", cost, why + others)
    there, support = row["to_zone_name"] or row["to_zone"], rule_words.SUPPORTS[row["support"]]
    model = f" con un modello nuovo ({row['kind']})," if row["kind"] else ""
    why = (
        f"{support[0].upper()}{support[1:]},{model} direzione {row['azimuth_deg']:.0f}°, a "
        f"{numbers.measure(row['metres'], 'm')}. Dove sta, solo lei toglie {_points(row['lost'])}; là ne toglierebbe "
        f"{_points(row['gained'])}."
    )
    net = float(row["gained"]) - float(row["lost"])
    sign = numbers.MINUS if net >= 0 else "+"
    return SiteLine(rank, f"{code}: {here} → {there}", f"{sign}{_points(abs(net))}", why + others)


def _points(share: Any) -> str:
    return f"{numbers.decimal(float(share) * 100, 2)}{numbers.NBSP}punti"


def found_sentence(found: Any) -> str:
    """Return what the moves change, for the three indicators."""
    count = len(found.table)
    if not count:
        return rule_words.no_moves({"status": found.moving.status.value})
    removes = all(metres is None for metres in found.table["metres"])
    verb = "si toglie" if removes else "si sposta"
    many = "si tolgono" if removes else "si spostano"
    noun = f"1 telecamera {verb}" if count == 1 else f"{count} telecamere {many}"
    parts = []
    for name, text in (
        ("uncovered", "rischio scoperto"),
        ("hoover", "squilibrio"),
        ("overlap", "sovrapposizione"),
    ):
        delta = getattr(found.effect, name)
        if delta.change is not None:
            parts.append(f"{text} {numbers.percent(delta.before, 1)} → {numbers.percent(delta.after, 1)}")
    return f"{noun}, {numbers.measure(found.cost_eur, '€')}: {', '.join(parts)}"


def proof(found: Any, *, searching: bool) -> str:
    """Return how far the answer is proved."""
    if not len(found.table):
        return ""
    among = f"{numbers.integer(found.movable)} telecamere ridondanti"
    if searching:
        return f"Risposta immediata fra {among}. Si cerca l'ottimo: si può interrompere."
    status = found.moving.status.value
    if status == "optimal":
        return f"Ottimo dimostrato fra {among}: nessun'altra scelta lascia meno rischio scoperto."
    return f"Fra {among}: {rule_words.SITING[status]}."


def proposal_name(found: Any) -> str:
    """Return the name of the proposal that the moves make."""
    table = found.table
    count, start = len(table), list(dict.fromkeys(str(each) for each in table["zone_name"] if each))
    noun = "una telecamera" if count == 1 else f"{count} telecamere"
    if all(metres is None for metres in table["metres"]):
        return f"Rimozione di {noun} ({', '.join(start[:3])})"
    end = list(dict.fromkeys(str(each) for each in table["to_zone_name"] if each))
    return f"Spostamento di {noun} ({', '.join(start[:2])} → {', '.join(end[:2])})"

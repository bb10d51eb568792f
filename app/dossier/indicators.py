"""The indicators of a dossier: before and after, beside what chance gives, zone by zone."""

from typing import Any

from app.balance.facts import surplus
from app.dossier.material import Material
from app.look.theme import LIGHT
from app.speech import numbers, rule as rule_words, words
from maps.report.document import Bars, Block, Bullets, Curves, Figures, Section, Table, Text

VERDICT_TONES = {"shortage": "bad", "overlap": "spare", "balanced": "good", "to_check": "check"}
_MOST_BARS = 12
BEFORE_COLOUR, AFTER_COLOUR = "#9A6A2F", LIGHT.ac


def figures_block(material: Material) -> Figures:
    """Return the three indicators, large."""
    effect = material.judgement.purposes[material.purpose]
    items = []
    for name, label in rule_words.INDICATORS.items():
        delta = getattr(effect, name)
        tone = rule_words.tone(delta)
        word = {"good": "migliora", "bad": "peggiora", "check": "neutro"}.get(tone)
        before, after = (numbers.percent(value, 1) for value in (delta.before, delta.after))
        change = f"{rule_words.change(delta)}, {word}" if word else "non calcolabile"
        items.append((label, before, after, change, tone))
    return Figures(items)


def indicators_section(material: Material) -> Section:
    """Return the indicators with what chance gives, the Lorenz curves and the zones."""
    blocks = [
        *_chance(material),
        *_bars(material),
        *_lorenz(material),
        _zone_table(material),
        *_stability(material),
        *_other_purposes(material),
    ]
    return Section("Indicatori prima e dopo", [figures_block(material), *blocks], new_page=True)


def _chance(material: Material) -> list[Block]:
    """Return the index beside what chance gives, and what it means."""
    sides = material.judgement.uncertainty.get(material.purpose, (None, None))
    facts = [material.judgement.facts(material.purpose, after=after) for after in (False, True)]
    rows = []
    for label, side, fact in zip(("Prima", "Dopo"), sides, facts, strict=True):
        if fact is None or fact.hoover is None:
            why = words.reason((fact.reasons if fact else {}).get("hoover", "no_cameras"))
            rows.append([label, f"non calcolabile: {why}", *[numbers.DASH] * 4])
            continue
        null, interval = (side.null, side.interval) if side else (None, None)
        rows.append(
            [
                label,
                numbers.decimal(fact.hoover, 3),
                f"{fact.to_relocate} su {fact.cameras}",
                numbers.DASH if interval is None else numbers.span(interval[0], interval[1], digits=3),
                numbers.DASH if null is None else numbers.span(null.low, null.high, digits=3),
                numbers.DASH if null is None else _probability(null.p),
            ]
        )
    heads = ["", "H", "Telecamere da spostare", "Intervallo (95 %)", "Atteso per caso (95 %)", "p"]
    blocks: list[Block] = [Table(heads, rows, "lrrrrr", (1, 0, 0, 0, 0, 0))]
    return [*blocks, *([Text(_chance_sentence(sides[1], facts[1]))] if facts[1] and sides[1] else [])]


def _probability(p: float) -> str:
    return "< 0,001" if p < 0.001 else numbers.decimal(p, 3)


def _chance_sentence(side: Any, facts: Any) -> str:
    if side.null is None or facts.hoover is None:
        return ""
    if facts.hoover > side.null.high:
        told = "resta più alto di quanto il caso spieghi: la distribuzione è ancora squilibrata"
    else:
        told = "rientra in ciò che il caso spiega: non c'è più uno squilibrio dimostrabile"
    return (
        f"Dopo il progetto H è {numbers.decimal(facts.hoover, 2)}. Le stesse telecamere messe a caso in proporzione "
        f"al rischio darebbero fra {numbers.decimal(side.null.low, 2)} e {numbers.decimal(side.null.high, 2)}: "
        f"l'indice {told}."
    )


def _lorenz(material: Material) -> list[Block]:
    curves = []
    for label, colour, after in (("Prima", BEFORE_COLOUR, False), ("Dopo", AFTER_COLOUR, True)):
        facts = material.judgement.facts(material.purpose, after=after)
        if facts is not None and facts.lorenz is not None:
            points = [(float(x), float(y)) for x, y in zip(*facts.lorenz, strict=True)]
            curves.append((f"{label} (Gini {numbers.decimal(facts.gini, 2)})", colour, points))
    note = (
        "Le zone sono messe in fila da quella che ha meno copertura rispetto al suo rischio. Più la curva si "
        "avvicina alla diagonale, più la copertura segue il rischio."
    )
    if not curves:
        return []
    band = _band(material)
    name = "Il caso (95 % delle prove)" if band else ""
    return [Curves(curves, "quota del rischio", "quota della copertura", note, band, name)]


def _band(material: Material) -> list[tuple[float, float]]:
    """Return the outline of where the curve of random placement lies, with the cameras of today."""
    from maps.balance.nulls import lorenz_band

    facts = material.judgement.facts(material.purpose, after=False)
    if facts is None or facts.hoover is None:
        return []
    found = lorenz_band(facts.camera_m2, [share or 0.0 for share in facts.zones["risk_share"]])
    if found is None:
        return []
    x, low, high = ([float(each) for each in part] for part in found)
    return [*zip(x, low, strict=True), *reversed(list(zip(x, high, strict=True)))]


def _bars(material: Material) -> list[Block]:
    """Return the cameras that each zone has too many or too few, before and after."""
    sides = [surplus(material.judgement.facts(material.purpose, after=after)) for after in (False, True)]
    if not sides[0] or not sides[1]:
        return []
    names = {int(fid): str(name) for fid, name in material.project.frame("analysis_zone")["name"].items()}
    farthest = sorted(sides[0], key=lambda fid: -max(abs(sides[0][fid]), abs(sides[1].get(fid, 0))))[
        :_MOST_BARS
    ]
    rows = [
        (
            names.get(fid) or str(fid),
            sides[0][fid],
            sides[1].get(fid, 0),
            _signed(sides[0][fid], sides[1].get(fid, 0)),
        )
        for fid in sorted(farthest, key=lambda fid: sides[0][fid])
    ]
    cut = f" Le {_MOST_BARS} zone più lontane dall'equilibrio." if len(sides[0]) > _MOST_BARS else ""
    caption = (
        "Telecamere che ogni zona ha in più o in meno rispetto alla sua quota di rischio, per area ripresa. Barra "
        f"piena: oggi. Contorno: con il progetto.{cut}"
    )
    return [Bars(rows, "ne mancano", "in più", caption)]


def _signed(*values: int) -> str:
    told = [f"+{value}" if value > 0 else numbers.integer(value) for value in values]
    return told[0] if told[0] == told[1] else f"{told[0]} → {told[1]}"


def _zone_table(material: Material) -> Table:
    rows, tones = [], {}
    for place, row in enumerate(material.zones):
        sides = [row["before"] or {}, row["after"] or {}]
        codes = [str(side.get("verdict") or "to_check") for side in sides]
        counts = [numbers.integer(side.get("cameras") or 0) for side in sides]
        tones.update({(place, 5 + side): VERDICT_TONES[code] for side, code in enumerate(codes)})
        rows.append(
            [
                str(row["name"] or row["uid"]),
                numbers.measure(row["risk"], ""),
                _pair(*(numbers.percent(side.get("coverage"), 1) for side in sides)),
                _pair(*(numbers.percent(side.get("overlap")) for side in sides)),
                _pair(*counts),
                *(words.verdict(code) for code in codes),
            ]
        )
    heads = [
        "Zona",
        "Rischio",
        "Copertura",
        "Sovrapposizione",
        "Telecamere",
        "Verdetto prima",
        "Verdetto dopo",
    ]
    caption = "Dove il progetto cambia un valore sono indicati il prima e il dopo (→)."
    return Table(heads, rows, "lrrrrll", (1, 0, 0, 0, 0, 0, 0), tones, caption)


def _pair(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _stability(material: Material) -> list[Block]:
    """Return how sure it is that the zones that change are among the most at risk."""
    from maps.rule.risk_map import stability

    found = stability(material.project)
    if found is None:
        return []
    table = found.set_index(material.project.frame("analysis_zone")["uid"])
    threshold = material.project.criteria.risk_threshold
    told = [
        f"{row['name'] or row['uid']}: rischio fra {numbers.integer(table.at[row['uid'], 'risk_low'])} e "
        f"{numbers.integer(table.at[row['uid'], 'risk_high'])} nel 95 % delle prove, nel decile più a rischio nel "
        f"{numbers.percent(float(table.at[row['uid'], 'top_frequency']))} delle prove."
        for row in material.changed_zones()
        if row["risk"] is not None and row["risk"] >= threshold
    ]
    return (
        [Text("Quanto è sicuro il rischio delle zone a rischio che cambiano:"), Bullets(told)] if told else []
    )


def _other_purposes(material: Material) -> list[Block]:
    others = {p: e for p, e in material.judgement.purposes.items() if p != material.purpose}
    told = [
        f"{words.purpose(purpose)}: {rule_words.effect(effect.effect)}." for purpose, effect in others.items()
    ]
    return [Text("Le telecamere toccate servono anche altre finalità."), Bullets(told)] if told else []

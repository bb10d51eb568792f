"""What the balance panel says, from the results of the domain."""

from typing import Any

from app.balance.facts import Chance, surplus
from app.panels.balance import (
    EffectLine,
    EffectTold,
    Figures,
    FindingText,
    PurposeLine,
    Told,
    ZoneLine,
)
from app.speech import findings, numbers, rule as rule_words, sentences as speech, words

#: Always in sight: the risk comes from what is recorded, and more is recorded where more is watched.
WARNING = (
    "Attenzione: i reati registrati crescono dove ci sono telecamere e pattuglie. Il rischio misura ciò che è noto, "
    "non ciò che accade: una zona poco osservata può sembrare sicura."
)
METHOD = (
    "La copertura di una zona è la parte dello spazio pubblico ripresa, alla classe di dettaglio della finalità, da "
    "almeno una telecamera funzionante; gli edifici nascondono. L'indice di Hoover è metà della somma delle differenze "
    "fra quota di copertura e quota di rischio: per il numero di telecamere dà quante andrebbero spostate.\n\n"
    "Fascia grigia: 5.000 disposizioni casuali delle stesse telecamere, in proporzione al rischio. Il segmento sull'"
    "indice è l'intervallo al 95 % con 1.000 prove in cui cambiano i conteggi dei reati e i pesi del rischio.\n\n"
    "Schede di metodo: equilibrio, rischio, rilievi, progetti."
)
WAIT = "Confronto con il caso in corso…"


def told(
    balance: Any, purpose: str, period: str, chance: Chance | None, after: Any = None, name: str = ""
) -> Told:
    """Return all that the page on a purpose says.

    Parameters
    ----------
    balance : Balance
        Of the census; holds `purpose`.
    chance : Chance or None
        None while it is computed.
    after : PurposeBalance or None
        Of the same purpose with the proposal on show carried out.
    name : str
        Of that proposal.
    """
    facts = balance.purposes[purpose]
    headline, context = speech.balance_headline(facts, purpose, period)
    found = tuple(pair(each, chance) for each in balance.findings if each.purpose == purpose)
    return Told(
        headline,
        with_project(facts, after, name) + context,
        figures(facts, chance, after),
        chance_sentence(facts, chance),
        gini(facts, after),
        lines(facts, chance, after),
        speech.findings_count(len(found)),
        found,
        (words.verdict("shortage"), words.verdict("overlap")),
    )


def purpose_lines(found: list[tuple[Any, Any]]) -> list[PurposeLine]:
    """Return one line a purpose, from `balance_facts.every_purpose`."""
    lines = []
    for facts, chance in found:
        null = None if chance is None or chance.null is None else (chance.null.low, chance.null.high)
        figure = moved(facts.to_relocate, facts.cameras)
        lines.append(PurposeLine(facts.purpose, words.purpose(facts.purpose), facts.hoover, null, figure))
    return lines


def moved(to_relocate: int | None, cameras: int) -> str:
    """Return how many cameras would have to move: "25 su 61"."""
    if to_relocate is None:
        return numbers.DASH
    return f"{numbers.integer(to_relocate)} su {numbers.integer(cameras)}"


def with_project(facts: Any, after: Any, name: str) -> str:
    """Return to how many the cameras to move would go: "Con il progetto PR-01 scenderebbero a 18. "."""
    if after is None or after.to_relocate is None or facts.to_relocate is None:
        return ""
    if after.to_relocate == facts.to_relocate:
        return f"Con il progetto {name} resterebbero {after.to_relocate}. "
    verb = "scenderebbero" if after.to_relocate < facts.to_relocate else "salirebbero"
    return f"Con il progetto {name} {verb} a {after.to_relocate}. "


def figures(facts: Any, chance: Chance | None, after: Any) -> Figures:
    """Return the figures of the two charts."""
    known = chance.uncertainty if chance is not None else None
    null = None if known is None or known.null is None else (known.null.low, known.null.high)
    return Figures(
        facts.hoover,
        None if after is None else after.hoover,
        null,
        None if known is None else known.interval,
        _points(facts.lorenz),
        () if after is None else _points(after.lorenz),
        None if chance is None else chance.band,
    )


def _points(curve: Any) -> tuple[tuple[float, float], ...]:
    return () if curve is None else tuple((float(x), float(y)) for x, y in zip(*curve, strict=True))


def chance_sentence(facts: Any, chance: Chance | None) -> str:
    """Return whether chance explains the index, with its p and its interval."""
    if facts.hoover is None:
        return ""
    if chance is None:
        return WAIT
    null, interval = chance.uncertainty.null, chance.uncertainty.interval
    parts = []
    if null is not None:
        p = "p < 0,001" if null.p < 0.001 else f"p = {numbers.decimal(null.p, 3)}"
        if facts.hoover > null.high:
            parts.append(f"Squilibrio significativo: il caso non lo spiega ({p}).")
        elif null.p < 0.05:  # within the band, which leaves 2.5 % on either side
            parts.append(f"Al limite di ciò che il caso spiega ({p}).")
        elif facts.hoover < null.low:
            parts.append(f"Più equilibrato di quanto darebbe il caso ({p}).")
        else:
            parts.append(f"Compatibile con il caso ({p}).")
    if interval is not None:
        parts.append(f"Intervallo al 95 %: {numbers.span(interval[0], interval[1], digits=2)}.")
    return " ".join(parts)


def gini(facts: Any, after: Any) -> str:
    """Return the Gini of the curves: "Gini 0,55 → 0,38"."""
    if facts.gini is None:
        return ""
    told = f"Gini {numbers.decimal(facts.gini, 2)}"
    if after is not None and after.gini is not None:
        told += f" → {numbers.decimal(after.gini, 2)}"
    return f"{told} · fascia grigia: il caso, 95 %"


def lines(facts: Any, chance: Chance | None, after: Any) -> tuple[ZoneLine, ...]:
    """Return the zones of the table and of the bars."""
    before, then = surplus(facts), surplus(after)
    sure = {} if chance is None or chance.stability is None else chance.stability["top_frequency"].to_dict()
    columns = (facts.zones[name].tolist() for name in _ZONE_COLUMNS)
    rows = zip(facts.zones.index.tolist(), *columns, strict=True)
    return tuple(
        ZoneLine(
            int(fid),
            str(name or uid),
            _known(risk),
            _known(coverage),
            _known(overlap),
            verdict.value,
            before.get(fid),
            then.get(fid),
            sure.get(fid),
        )
        for fid, name, uid, verdict, risk, coverage, overlap in rows
    )


_ZONE_COLUMNS = ("name", "uid", "verdict", "risk", "coverage", "overlap")


def _known(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def pair(finding: Any, chance: Chance | None = None) -> FindingText:
    """Return a finding in words, with how sure it is once that is known."""
    names = (finding.shortage_name or "?", finding.overlap_name or "?")
    sure = "" if chance is None else certainty(finding, chance)
    return FindingText(finding.shortage, finding.overlap, *names, findings.sentence(finding), sure, finding)


def certainty(finding: Any, chance: Chance) -> str:
    """Return how often the zone at risk is in the decile most at risk."""
    if chance.stability is None or finding.shortage not in chance.stability.index:
        return ""
    row = chance.stability.loc[finding.shortage]
    spread = numbers.span(float(row["risk_low"]), float(row["risk_high"]))
    share = numbers.after("nel", numbers.percent(float(row["top_frequency"])))
    return (
        f"{speech.zone(finding.shortage_name or finding.shortage_uid)} è nel decile più a rischio {share} delle prove; "
        f"rischio {spread} nel 95 %."
    )


def effect(judgement: Any) -> EffectTold:
    """Return what a judged proposal changes for its own purpose."""
    delta = judgement.purposes[judgement.purpose]
    tones = {"improves": "good", "worsens": "bad"}
    tone = tones.get(delta.effect.value, "check")
    sentence = rule_words.verdict_sentence(judgement) + rule_words.left_out(judgement)
    return EffectTold(sentence, tone, effect_lines(judgement))


def effect_lines(judgement: Any) -> tuple[EffectLine, ...]:
    """Return the three indicators before and after, with their verdicts."""
    delta = judgement.purposes[judgement.purpose]
    found = []
    for name, text in SHORT.items():
        each = getattr(delta, name)
        tone = rule_words.tone(each)
        before, after = (numbers.percent(value, 1) for value in (each.before, each.after))
        found.append(EffectLine(text, before, after, rule_words.change(each), WORDS[tone], tone))
    return tuple(found)


#: Short names of the indicators: the panel is narrow.
SHORT = {"uncovered": "Rischio scoperto", "hoover": "Squilibrio", "overlap": "Sovrapposizione"}
WORDS = {"good": "migliora", "bad": "peggiora", "check": "neutro", "": "non calcolabile"}

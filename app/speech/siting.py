"""Siting in words: the places offered, how far the proof has come, why each site is where it is."""

from typing import Any

from app.panels.balance import SiteLine
from app.speech import numbers, rule as rule_words, words
from maps.errors import AnalysisError, Cancelled, TorrazzoError

WHAT_LACKS = {
    "redundant": "Nessuna telecamera di questa finalità è ridondante: non c'è che cosa spostare o togliere.",
    "movable": "Nessuna telecamera di questa finalità si può spostare.",
    "spending": "La spesa non basta per un solo intervento: nessuna telecamera si sposta o si toglie.",
    "supports": "Nessun sostegno: servono punti luce o edifici lungo le strade nelle zone scelte.",
    "analysis_zone": "Servono le zone di analisi.",
    "public_space": "Le zone a rischio non hanno spazio pubblico: servono le strade.",
    "risk": "Il rischio delle zone non si può calcolare: servono reati, aree degradate o immobili abbandonati.",
}


def places(facts: Any, risk_threshold: float) -> list[tuple[str, str]]:
    """Return where sites can be asked for (value, label), from the balance of a purpose."""
    offered = [("all", "In tutta la città")]
    if facts is None:
        return offered
    table = facts.zones
    lacking = [row["name"] for row in table.to_dict("records") if row["verdict"].value == "shortage"]
    if lacking:
        named = f": {', '.join(map(str, lacking[:3]))}" if len(lacking) <= 3 else f" ({len(lacking)})"
        offered.append(("lacking", f"Nelle zone in carenza{named}"))
    at_risk = int((table["risk"].astype(float) >= risk_threshold).sum())
    if at_risk:
        offered.append(("at_risk", f"Nelle zone a rischio ({at_risk})"))
    named_zones = sorted(
        (str(row["name"] or row["uid"]), str(row["uid"])) for row in table.to_dict("records")
    )
    return offered + [(uid, name) for name, uid in named_zones]


def kinds(known: Any) -> list[tuple[str, str]]:
    """Return the cameras that can be bought (name, label)."""
    return [(each.name, f"{each.name}, {numbers.measure(each.cost_eur, '€')}") for each in known]


def found_sentence(sites: Any) -> str:
    """Return what the sites do: "5 siti: il rischio scoperto passa da 97,0 % a 94,6 %"."""
    count = len(sites.table)
    if not count:
        return rule_words.no_sites({"status": sites.siting.status.value})
    noun = "1 sito" if count == 1 else f"{count} siti"
    before, after = (numbers.percent(each, 1) for each in (sites.uncovered_before, sites.uncovered_after))
    cost = numbers.measure(float(sites.table["cost_eur"].sum()), "€")
    return f"{noun}, {cost}: il rischio scoperto passa {numbers.after('dal', before)} {numbers.after('al', after)}"


def proof(sites: Any, *, searching: bool) -> str:
    """Return how far the answer is proved."""
    if not len(sites.table):
        return ""
    told = _proved(sites, searching=searching)
    short = rule_words.below_floor(sites.below_floor)
    return f"{told} {short}" if short else told


def _proved(sites: Any, *, searching: bool) -> str:
    of = f"{numbers.integer(sites.candidates)} pose possibili"
    if searching:
        return (
            f"Risposta immediata fra {of}. Si cerca l'ottimo e se ne dimostra lo scarto: si può interrompere."
        )
    status, gap = sites.siting.status.value, sites.siting.gap
    if status == "optimal":
        return f"Ottimo dimostrato fra {of}: nessun'altra scelta toglie più rischio scoperto."
    if status == "greedy":
        return f"Risposta immediata fra {of}, non dimostrata."
    told = f"al più il {numbers.percent(gap, 1)} meglio" if gap is not None and gap == gap else ""
    return f"Fra {of} un'altra scelta farebbe {told}: {rule_words.SITING[status]}."


def lines(sites: Any) -> list[SiteLine]:
    """Return one line a site, the most useful first."""
    rows = sites.table.drop(columns=["geometry", "footprint"]).to_dict("records")
    return [_line(rank, row) for rank, row in enumerate(rows, 1)]


def _line(rank: int, row: Any) -> SiteLine:
    """Return one site with why it is there."""
    support = rule_words.SUPPORTS[row["support"]]
    title = str(row["zone_name"] or row["zone"])
    parts = [
        f"{support[0].upper()}{support[1:]}, direzione {row['azimuth_deg']:.0f}°, {row['kind']}, "
        f"{numbers.measure(row['cost_eur'], '€')}.",
        f"Vede {numbers.measure(row['area_m2'], 'm²')}",
    ]
    shared, private = float(row["overlapping_m2"]), float(row["private_share"])
    parts[1] += ", nessuno già ripreso" if shared < 1 else f", {numbers.measure(shared, 'm²')} già ripresi"
    parts[1] += (
        f", {numbers.percent(private)} su area privata." if private >= 0.005 else ", tutti su area pubblica."
    )
    if row["unique_gain"] < row["gain"] - 1e-9:
        parts.append(f"Solo sua: {numbers.percent(float(row['unique_gain']), 2)}.")
    gain = f"{numbers.MINUS}{numbers.decimal(float(row['gain']) * 100, 2)}{numbers.NBSP}punti"
    return SiteLine(rank, title, gain, " ".join(parts))


def failure(error: Exception) -> str:
    """Return why there is no answer."""
    if isinstance(error, Cancelled):
        return ""
    if isinstance(error, AnalysisError):
        told = [WHAT_LACKS[each] for each in error.missing if each in WHAT_LACKS]
        if told:
            return " ".join(told)
    return words.sentence(error) if isinstance(error, TorrazzoError) else f"Errore imprevisto: {error}."


def proposal_name(sites: Any) -> str:
    """Return the name of the proposal that the sites make: "5 nuove telecamere (Fornaci, Stazione)"."""
    zones = list(dict.fromkeys(str(name) for name in sites.table["zone_name"] if name))
    count = len(sites.table)
    noun = "Una nuova telecamera" if count == 1 else f"{count} nuove telecamere"
    where = f" ({', '.join(zones[:3])}{'…' if len(zones) > 3 else ''})" if zones else ""
    return noun + where

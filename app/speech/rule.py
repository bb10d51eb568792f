"""The rule of article 2(c) in words: proposals, checks, homogeneity."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.speech import numbers, words

EFFECTS = {"improves": "migliora", "neutral": "neutro", "worsens": "peggiora"}
INDICATORS = {
    "uncovered": "Rischio scoperto (U)",
    "hoover": "Squilibrio (indice di Hoover, H)",
    "overlap": "Sovrapposizione (O)",
}
CHECKS = {
    "no_overlap_with_funded": "Non sovrapposizione con impianti già finanziati",
    "cost_ceiling": "Costo entro il tetto",
    "maintenance": "Manutenzione garantita",
    "not_a_replacement": "Non sostituzione di impianti in esercizio",
    "pact_in_force": "Patto in vigore",
    "least_sites": "Numero minimo di impianti (privati)",
    "private_category": "Categoria dell'art. 7, c. 1-bis, D.L. 14/2017",
}
OUTCOMES = {"passed": "soddisfatta", "failed": "non soddisfatta", "unknown": "da verificare"}
REQUIREMENTS = {
    "resolution": "Risoluzione",
    "frame_rate": "Fotogrammi al secondo",
    "codec": "Codifica",
    "onvif": "Profili ONVIF",
    "recording": "Registrazione",
    "retention_least": "Conservazione minima",
    "retention_most": "Conservazione massima",
    "night": "Ripresa notturna",
    "network": "Rete",
    "notice": "Cartello informativo",
}
COSTS = {"setting": "impostazione", "addition": "integrazione", "replacement": "sostituzione"}
SUPPORTS = {"street_light": "palo dell'illuminazione", "facade": "facciata"}
SITING = {
    "greedy": "risposta immediata, non dimostrata",
    "optimal": "ottimo dimostrato",
    "within_gap": "entro lo scarto richiesto",
    "stopped": "interrotta per tempo",
    "infeasible": "nessuna soluzione con questi limiti",
}
UNITS = {
    "resolution": "megapixel",
    "frame_rate": "fps",
    "retention_least": "giorni",
    "retention_most": "giorni",
}


def effect(value: Any) -> str:
    """Return migliora, neutro or peggiora."""
    return EFFECTS[_key(value)]


def change(delta: Any, digits: int = 1) -> str:
    """Return the change of an index in percentage points, of the figures as printed: "−12,6 punti"."""
    if delta.change is None:
        return numbers.DASH
    points = round(delta.after * 100, digits) - round(delta.before * 100, digits)
    sign = "+" if points > 0 else ""
    return f"{sign}{numbers.decimal(points, digits)}{numbers.NBSP}punti"


def check(found: Any) -> tuple[str, str, str]:
    """Return what is checked, the outcome and the evidence, in Italian."""
    kind = _key(found.kind)
    return CHECKS[kind], OUTCOMES[_key(found.outcome)], _EVIDENCE[kind](found.evidence)


def _no_overlap(evidence: Mapping[str, Any]) -> str:
    if "missing" in evidence:
        return "manca la data di presentazione del progetto"
    since = f"impianti finanziati dal {numbers.date(evidence['since'])}"
    pairs, undated = evidence["pairs"], evidence["without_date"]
    if pairs:
        shared = numbers.measure(sum(pair[2] for pair in pairs), "m²")
        return f"{since}: {_areas(len(pairs))} della stessa finalità, {shared} in comune"
    if "unseen" in evidence:
        return f"{since}: di {evidence['unseen']} telecamere del progetto non è nota l'area ripresa"
    if undated:
        shared = numbers.measure(sum(pair[2] for pair in undated), "m²")
        return f"{since}: nessuna; {_areas(len(undated))} ({shared}) con impianti senza data di concessione"
    return f"{since}: nessuna area in comune per la stessa finalità"


def _areas(count: int) -> str:
    return "una sovrapposizione" if count == 1 else f"{count} sovrapposizioni"


def _ceiling(evidence: Mapping[str, Any]) -> str:
    if evidence["found"] is None:
        return "il costo non è indicato"
    told = f"costo {numbers.measure(evidence['found'], '€')}"
    if evidence["wanted"] is None:
        return f"{told}; il tetto del bando non è indicato"
    return f"{told}, tetto {numbers.measure(evidence['wanted'], '€')}"


def _maintenance(evidence: Mapping[str, Any]) -> str:
    wanted = f"richiesti almeno {numbers.compact(evidence['wanted'])} anni"
    if evidence["found"] is None:
        return f"durata non indicata; {wanted}"
    return f"{numbers.compact(evidence['found'])} anni; {wanted}"


def _replacement(evidence: Mapping[str, Any]) -> str:
    gone = evidence.get("cameras")
    if gone is None:
        return "non è indicato che cosa viene tolto"
    if not gone:
        return "nessuna telecamera in esercizio viene tolta"
    return f"{len(gone)} telecamere in esercizio vengono tolte"


def _pact(evidence: Mapping[str, Any]) -> str:
    if None in (evidence["from"], evidence["until"], evidence["on"]):
        return "mancano le date del patto o della presentazione"
    dates = f"in vigore dal {numbers.date(evidence['from'])} al {numbers.date(evidence['until'])}"
    return f"{dates}; presentazione il {numbers.date(evidence['on'])}"


def _sites(evidence: Mapping[str, Any]) -> str:
    found = "non indicati" if evidence["found"] is None else numbers.integer(evidence["found"])
    return f"impianti: {found}; richiesti almeno {numbers.integer(evidence['wanted'])}"


def _category(evidence: Mapping[str, Any]) -> str:
    if evidence["found"] is None:
        return "la categoria non è indicata"
    return f"categoria {words.code_label('proposal', 'private_category', evidence['found'])}"


_EVIDENCE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "no_overlap_with_funded": _no_overlap,
    "cost_ceiling": _ceiling,
    "maintenance": _maintenance,
    "not_a_replacement": _replacement,
    "pact_in_force": _pact,
    "least_sites": _sites,
    "private_category": _category,
}


def interventions(told: Mapping[str, Any]) -> str:
    """Return what a proposal does: "4 telecamere spostate", from `proposal_json`."""
    forms = (
        ("new_cameras", "nuova telecamera", "nuove telecamere"),
        ("moves", "telecamera spostata", "telecamere spostate"),
        ("upgrades", "telecamera ammodernata", "telecamere ammodernate"),
        ("removes", "telecamera tolta", "telecamere tolte"),
    )
    parts = [f"{told[key]} {one if told[key] == 1 else many}" for key, one, many in forms if told[key]]
    return ", ".join(parts) or "nessun intervento sulle telecamere"


def missing(count: int) -> str:
    """Return that some cameras of a proposal are gone, in a sentence."""
    if count == 1:
        return "una telecamera indicata dal progetto non è più nel censimento e non è considerata."
    return f"{count} telecamere indicate dal progetto non sono più nel censimento e non sono considerate."


def left_out(judgement: Any) -> str:
    """Return that cameras of a judged proposal are gone, as a sentence after another; "" where all are there."""
    told = missing(len(judgement.missing)) if judgement.missing else ""
    return f" {told[0].upper()}{told[1:]}" if told else ""


def no_sites(told: Mapping[str, Any]) -> str:
    """Return why nothing is proposed, from `sites_json`."""
    if told["status"] == "infeasible":
        return (
            "Nessuna soluzione: il numero o la spesa non bastano per la copertura minima chiesta, o la "
            "sovrapposizione massima non la permette. Allentare uno dei limiti."
        )
    return "Nessun sito: la spesa non basta per una telecamera, o tutto il rischio visibile è già coperto."


def assigned(found: Any) -> str:
    """Return how many cameras were given a purpose by rule, and how many no tag settles."""
    total = sum(found.purposes.values())
    left = f"; {found.left} restano senza: nessun tag la dice" if found.left else ""
    return f"Finalità assegnata per regola a {total} telecamere, segnate nelle note{left}. Si può annullare."


def below_floor(zones: Sequence[str]) -> str:
    """Return which zones stay below the least coverage asked for, in a sentence; "" for none."""
    if not zones:
        return ""
    named = ", ".join(zones[:5]) + ("…" if len(zones) > 5 else "")
    return f"La copertura minima chiesta non è raggiunta in: {named}."


def no_moves(told: Mapping[str, Any]) -> str:
    """Return why no camera is moved, from `moves_json`."""
    if told["status"] == "infeasible":
        return "Nessuna soluzione: la copertura minima chiesta non si raggiunge spostando queste telecamere."
    return "Nessuno spostamento: le telecamere che si possono spostare servono già di più dove sono."


def seen_alone(unique_m2: float, share: float, codes: Sequence[str]) -> str:
    """Return what of the public space only a camera sees: "Vede da sola 30 m² di spazio pubblico (2 %); ..."."""
    if not codes:
        return "Nessun'altra telecamera della finalità vede lo stesso spazio pubblico."
    told = f"Vede da sola {numbers.measure(unique_m2, 'm²')} di spazio pubblico ({numbers.percent(share)})"
    return f"{told}{shared_with(codes)}."


def redundant_camera(each: Mapping[str, Any]) -> str:
    """Return what a camera sees alone and with whom it shares the rest, from an entry of `overlaps_json`."""
    where = each["zone_name"] or each["zone"] or "fuori dalle zone"
    alone = f"{numbers.measure(each['unique_m2'], 'm²')} ({numbers.percent(each['unique_share'])})"
    return f"{each['code'] or each['uid']}, {where}: solo sua {alone}{shared_with(each['overlaps_with'])}"


def shared_with(codes: Sequence[str], most: int = 4) -> str:
    """Return who else sees the rest: ", il resto anche TC-003, TC-009 e altre 2"; "" for nobody."""
    if not codes:
        return ""
    left = len(codes) - most
    more = f" e altre {left}" if left > 1 else f", {codes[most]}" if left == 1 else ""
    verb = "vede" if len(codes) == 1 else "vedono"
    return f"; il resto lo {verb} anche {', '.join(codes[:most])}{more}"


def moved_camera(each: Mapping[str, Any]) -> str:
    """Return what happens to a camera, from an entry of `moves_json`."""
    camera = f"{each['code'] or each['uid']}, {each['zone_name'] or each['zone'] or 'fuori dalle zone'}"
    lost = numbers.percent(each["lost"], 2)
    others = ""
    if each["others"]:
        others = f"; serve anche: {', '.join(words.purpose(name).lower() for name in each['others'])}"
    if each["metres"] is None:
        return f"{camera}: si toglie, rischio scoperto +{lost}{others}"
    support, gain = SUPPORTS[each["support"]], numbers.percent(each["gained"], 2)
    model = f" {each['kind']}," if each["kind"] else ""
    return (
        f"{camera} → {each['to_zone_name'] or each['to_zone']}, {support},{model} direzione "
        f"{each['azimuth_deg']:.0f}°, a {numbers.measure(each['metres'], 'm')}: rischio scoperto −{gain} "
        f"(dove sta ora +{lost}){others}"
    )


def verdict_sentence(found: Any) -> str:
    """Return the result of a judgement in one sentence."""
    told = found.purposes[found.purpose]
    tones = [tone(delta) for delta in (told.uncovered, told.hoover, told.overlap)]
    aim = f"per la finalità «{words.purpose(found.purpose).lower()}»"
    if tones.count("") == len(tones):
        return f"L'effetto del progetto {aim} non si può calcolare: {_why(found)}."
    for kind, verb in (("good", "migliora"), ("bad", "peggiora")):
        if tones.count(kind) == len(tones):
            return f"Il progetto {verb} tutti e tre gli indicatori {aim}."
    counts = [("migliorati", "good"), ("peggiorati", "bad"), ("invariati", "check"), ("non calcolabili", "")]
    counted = ", ".join(f"{label} {tones.count(kind)}" for label, kind in counts if tones.count(kind))
    why = f" ({_why(found)})" if "" in tones else ""
    verb = {"improves": "migliora l'equilibrio", "worsens": "peggiora l'equilibrio"}.get(
        _key(told.effect), "non cambia in modo netto l'equilibrio"
    )
    return f"Il progetto {verb} {aim}: indicatori {counted}{why}."


def tone(delta: Any) -> str:
    """Return good, bad or check (unchanged) for the change of an indicator; "" where there is none."""
    if delta.change is None:
        return ""
    return "good" if delta.change < -TOLERANCE else "bad" if delta.change > TOLERANCE else "check"


def _why(found: Any) -> str:
    """Return why an indicator cannot be computed."""
    for after in (False, True):
        facts = found.facts(found.purpose, after=after)
        if facts is None:
            return words.reason("no_cameras")
        if "hoover" in facts.reasons:
            return words.reason(facts.reasons["hoover"])
    return words.reason("no_supply")


#: As in `maps.balance.proposals`: a tenth of a percentage point.
TOLERANCE = 0.001


def _key(value: Any) -> str:
    return str(getattr(value, "value", value))

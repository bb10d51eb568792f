"""The criteria profile and the risk in words: versions, what changed between two, the terms of the risk."""

from collections.abc import Mapping
from typing import Any

from app.speech import numbers, plates as plate_words, words

COMPONENTS = {
    "offences": "Eventi delittuosi",
    "degraded_areas": "Aree degradate",
    "abandoned_buildings": "Immobili abbandonati",
    "reports": "Segnalazioni ed esposti",
    "dumps": "Discariche abusive",
    "dark_streets": "Strade buie",
    "sensitive_places": "Luoghi sensibili",
}
BIAS = (
    "I reati registrati crescono dove ci sono telecamere e pattuglie: una zona più osservata può sembrare più a "
    "rischio di quanto sia."
)

_LABELS = {
    "semester": "Semestre",
    "against": "Semestre di confronto (lo stesso di un anno prima)",
    "risk_threshold": "Zona a rischio da",
    "coverage_threshold": "Carenza sotto la copertura del",
    "cameras_threshold": "Sovrapposizione da (telecamere)",
    "overlap_threshold": "Sovrapposizione oltre il",
    "angle_deg": "Viste opposte oltre i gradi",
    "unknown_share": "Da verificare con viste ignote oltre il",
    "bandwidth_m": "Raggio della densità (m)",
    "cell_m": "Cella della densità (m)",
    "risk_cell_m": "Cella della mappa del rischio (m)",
    "dark_m": "Strada buia oltre i metri da un lampione acceso",
    "breaks": "Classi della densità",
    "public_land_uses": "Terreni che sono spazio pubblico",
    "suppression": "Conteggi non pubblicati sotto",
    "ladder": "Scala delle classi di dettaglio",
    "criteria": "Criterio",
    "version": "Versione dei criteri",
    "risk_weights": "Pesi del rischio",
    "severity": "Gravità dei reati",
    "purposes": "Finalità",
    "road_width_m": "Larghezze delle strade",
    "technical": "Requisiti tecnici",
    "plates": "Lettura delle targhe",
    "class_px": "Densità proprie delle classi",
    "approved_on": "Data di approvazione",
}
_TECHNICAL = {
    "least_megapixels": "Risoluzione minima (megapixel)",
    "least_fps": "Fotogrammi al secondo, almeno",
    "codecs": "Codifiche ammesse",
    "onvif": "Profili ONVIF, almeno uno fra",
    "records": "Registra",
    "least_retention_days": "Conservazione minima (giorni)",
    "most_retention_days": "Conservazione massima (giorni)",
    "night_lux": "Di notte: infrarosso, o sensibilità (lux) entro",
    "networks": "Collegamenti ammessi",
    "notice_sign": "Cartello informativo",
}
_OF_PURPOSE = {
    "px_per_m": "pixel per metro",
    "detail_class": "classe di dettaglio",
    "directional": "le viste opposte si completano",
}
_SHARES = ("coverage_threshold", "overlap_threshold", "unknown_share")


def key_label(key: str) -> str:
    """Return the Italian name of a criterion from its dotted name."""
    group, _, rest = key.partition(".")
    if not rest:
        return _LABELS.get(key, key)
    if group == "risk_weights":
        return f"Peso nel rischio: {COMPONENTS.get(rest, rest).lower()}"
    if group == "severity":
        return f"Gravità: {words.code_label('offence', 'category', rest).lower()}"
    if group == "road_width_m":
        return f"Larghezza (m): {words.code_label('road', 'road_class', rest).lower()}"
    if group == "class_px":
        return f"Densità della classe (px/m): {words.detail_class(rest).lower()}"
    if group == "technical":
        return f"Requisito tecnico: {_TECHNICAL.get(rest, rest)}"
    if group == "plates":
        return plate_words.criterion(rest)
    if group == "purposes":
        purpose, _, what = rest.partition(".")
        return f"{words.purpose(purpose)}: {_OF_PURPOSE.get(what, what)}"
    return _LABELS.get(key, key)


def technical(name: str) -> str:
    """Return the Italian name of a technical requirement."""
    return _TECHNICAL[name]


def value(key: str, raw: Any) -> str:
    """Return the value of a criterion as it is read."""
    if raw is None:
        return (
            "non chiesto" if key.startswith("technical.") else "automatico" if key == "breaks" else "assente"
        )
    if isinstance(raw, bool):
        return "sì" if raw else "no"
    if isinstance(raw, list | tuple):
        return ", ".join(value(key, each) for each in raw)
    if key == "ladder":
        return _ladder(raw)
    if key.endswith(".detail_class"):
        return words.detail_class(raw).lower()
    if key == "public_land_uses":
        return words.code_label("land_use", "land_use_kind", raw).lower()
    if isinstance(raw, int | float):
        return numbers.percent(raw, 1) if key in _SHARES else numbers.compact(raw, 3)
    return str(raw)


def _ladder(name: str) -> str:
    from maps.coverage.ladders import LADDERS

    return LADDERS[name].label


def difference(found: Any) -> str:
    """Return what changed of a criterion: "Carenza sotto la copertura del: da 25,0 % a 20,0 %"."""
    before, after = value(found.key, found.before), value(found.key, found.after)
    return f"{key_label(found.key)}: da {before} a {after}"


def version_line(version: Any, in_use: bool = False) -> str:
    """Return a version in one line: name, approval, Comune, fingerprint."""
    state = "da approvare"
    if version.approved_on:
        act = f" ({version.act})" if version.act else ""
        state = f"approvata in C.P.O.S.P. il {numbers.date(version.approved_on)}{act}"
    where = "base provinciale"
    if version.municipality:
        count = len(_leaves(version.override))
        changed = "un criterio diverso" if count == 1 else f"{count} criteri diversi"
        where = f"{version.municipality}, {changed} dalla base provinciale"
    used = " · in uso" if in_use else ""
    return f"«{version.name}»: {state} · {where} · impronta {version.fingerprint}{used}"


def profile_lines(criteria: Any) -> list[str]:
    """Return every criterion in a line."""
    from maps.criteria_versions import flat

    values = flat(
        {key: each for key, each in criteria.to_json().items() if key not in ("version", "approved_on")}
    )
    return [f"{key_label(key)}: {value(key, raw)}" for key, raw in values.items()]


def contributions(row: Mapping[str, Any]) -> str:
    """Return the terms of a zone's risk: "eventi delittuosi 33,3 + aree degradate 12,5"."""
    parts = row["contributions"].items()
    told = [f"{COMPONENTS[name].lower()} {numbers.decimal(points, 1)}" for name, points in parts if points]
    return " + ".join(told) or "nessun termine"


def left_out(missing: list[str], unweighted: list[str]) -> str:
    """Return which components the risk does without, in a sentence; "" where there are none."""
    parts = []
    if missing:
        parts.append(f"senza dati: {_names(missing)}")
    if unweighted:
        parts.append(f"senza peso nei criteri: {_names(unweighted)}")
    return (
        f"Termini esclusi dal rischio, {'; '.join(parts)}. I pesi degli altri crescono in proporzione."
        if parts
        else ""
    )


def _names(components: list[str]) -> str:
    return ", ".join(COMPONENTS[name].lower() for name in components)


def _leaves(values: Mapping[str, Any]) -> dict[str, Any]:
    from maps.criteria_versions import flat

    return flat(values)

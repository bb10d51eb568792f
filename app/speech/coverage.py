"""What is said of coverage: what a figure is about, classes out of reach, how far a boundary is closed."""

from typing import Any

from app.speech import numbers, when as when_words, words

_NEVER = {
    "monitor": "monitorano",
    "detect": "rilevano",
    "observe": "osservano",
    "recognise": "riconoscono",
    "identify": "identificano",
    "inspect": "ispezionano",
    "overview": "danno la panoramica",
    "outline": "danno la sagoma",
    "discern": "distinguono",
    "perceive": "percepiscono",
    "characterise": "caratterizzano",
    "validate": "convalidano",
    "scrutinise": "esaminano",
    "plate": "leggono una targa",
}
WAYS = {"in": "in entrata", "out": "in uscita"}


def never_reached(code: str | None) -> str:
    """Return what is wrong where a class ends inside the dead zone."""
    verb = _NEVER.get(code or "", "danno il dettaglio richiesto")
    return f"Con questa altezza e inclinazione non {verb} mai"


def question(of: str | None, detail: str | None, when: str) -> str:
    """Return what a figure of coverage is about: "Sicurezza urbana, Riconoscimento, di notte"."""
    parts = [
        "Tutte le finalità" if of is None else words.purpose(of),
        "classe di ogni finalità" if detail is None else words.detail_class(detail),
        when_words.told(when),
    ]
    return ", ".join(parts)


def unlit(light: str, lamps: int) -> str:
    """Return what to know of a night without a street light in the project; "" where there is light, or some lamp."""
    if light != "night" or lamps:
        return ""
    return (
        "Nel progetto non ci sono punti luce: di notte conta solo ciò che è entro l'infrarosso della telecamera. "
        "Importare i punti luce, da un file o da un estratto OpenStreetMap."
    )


def cordon(report: Any) -> str:
    """Return how far a boundary is closed, in one line."""
    if not len(report.gates):
        return "Nessuna strada attraversa il confine: non ci sono varchi."
    read, total = int(report.gates["read"].sum()), len(report.gates)
    declared = int(report.gates["declared"].sum())
    added = (
        f", {numbers.percent(report.declared_share, 1)} con i {declared} solo dichiarati" if declared else ""
    )
    closed = numbers.after("al", numbers.percent(report.closed_share, 1))
    return (
        f"Cordone chiuso {closed}{added}: {read} varchi letti su {total} "
        f"(in entrata {numbers.percent(report.closed_in, 1)}, in uscita {numbers.percent(report.closed_out, 1)})."
    )


def gate(row: Any) -> str:
    """Return an open gate in one line: road, class, direction of travel."""
    named = [text for text in (row["road_name"], row["road_code"]) if isinstance(text, str)]
    name = named[0] if named else "strada senza nome"
    kind = words.code_label("road", "road_class", row["road_class"]).lower()
    return f"{name} ({kind}), {WAYS[row['way']]}"

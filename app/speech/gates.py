"""What is said of a cordon in its panel: the headline, the gates in groups, where a camera reads, what is missing."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.speech import numbers, words
from app.speech.coverage import WAYS
from maps.schema import LAYERS, Field, FieldKind

METHOD = (
    "Ogni strada per veicoli che attraversa il confine è un varco per ciascun senso di marcia. È letto se l'ottica di "
    "un lettore mostra la targa, su ogni corsia di quel senso, entro 25 m. La quota chiusa è la somma dei pesi dei "
    "varchi letti su quella di tutti; il peso viene dalla classe della strada. Scheda «Cordone»."
)
NO_READERS = (
    "Nessuna telecamera funzionante legge le targhe. Nella scheda delle telecamere dei varchi segnare «Lettura targhe» "
    "e scrivere ottica, altezza e inclinazione."
)
NO_ROADS = (
    "Mancano le strade",
    "I varchi sono dove le strade attraversano il confine: importare un estratto OpenStreetMap o un livello di strade.",
)
NO_GATES = (
    "Nessun varco",
    "Nessuna strada per veicoli attraversa questo confine: scegliere un altro confine.",
)
STATES = {"open": "Aperti", "declared": "Solo dichiarati", "read": "Letti"}
SAID = {"open": "aperto", "declared": "solo dichiarato", "read": "letto"}
_PLATES = {
    "front": "veicoli in arrivo, targa anteriore",
    "rear": "veicoli che si allontanano, targa posteriore",
}
#: So begin the codes that OpenStreetMap gives, which no street sign bears.
_OSM = "osm:"
_WINDS = ("nord", "nord-est", "est", "sud-est", "sud", "sud-ovest", "ovest", "nord-ovest")
#: Columns of the list that leaves the program.
FIELDS = (
    Field("state", "Esito"),
    Field("road", "Strada"),
    Field("letter", "Varco"),
    Field("road_class", "Classe di strada"),
    Field("way", "Senso"),
    Field("toward", "Verso"),
    Field("weight", "Peso", FieldKind.REAL),
    Field("lanes", "Corsie", FieldKind.INTEGER),
    Field("lanes_read", "Corsie lette", FieldKind.INTEGER),
    Field("cameras", "Telecamere"),
    Field("speed", "Velocità massima di lettura", FieldKind.REAL, unit="km/h"),
    Field("lon", "Longitudine", FieldKind.REAL),
    Field("lat", "Latitudine", FieldKind.REAL),
)


def state_of(row: Any) -> str:
    """Return "read", "declared" or "open"."""
    return "read" if row["read"] else "declared" if row["declared"] else "open"


def headline(report: Any) -> str:
    """Return how far the boundary is closed."""
    return f"Cordone chiuso {numbers.after('al', numbers.percent(report.closed_share, 1))}"


def context(report: Any) -> str:
    """Return the gates behind the headline, by direction."""
    read, total = int(report.gates["read"].sum()), len(report.gates)
    told = f"{_read(read)} su {numbers.integer(total)}"
    ways = [
        f"{WAYS[way]} {numbers.percent(share, 1)}"
        for way, share in (("in", report.closed_in), ("out", report.closed_out))
        if share == share
    ]
    declared = int(report.gates["declared"].sum())
    more = ""
    if declared:
        reached = numbers.after("al", numbers.percent(report.declared_share, 1))
        more = f" Con i {numbers.integer(declared)} solo dichiarati si arriverebbe {reached}."
    return f"{told} ({', '.join(ways)}). La quota pesa i varchi per classe di strada.{more}"


def _read(count: int) -> str:
    return "1 varco letto" if count == 1 else f"{numbers.integer(count)} varchi letti"


def road_name(row: Any) -> str:
    """Return the name of the road of a gate, the office's code where it has none."""
    known = road_key(row)
    return known if known and not known.startswith(_OSM) else "Strada senza nome"


def road_key(row: Any) -> str:
    """Return the name of the road of a gate, else its code whoever gave it, else ""."""
    named = [text for text in (row["road_name"], row["road_code"]) if isinstance(text, str) and text]
    return named[0] if named else ""


def road_class(row: Any) -> str:
    """Return the class of the road of a gate."""
    return words.code_label("road", "road_class", row["road_class"])


def group(row: Any, count: int) -> str:
    """Return the heading of the gates of one class of road."""
    many = "1 varco" if count == 1 else f"{numbers.integer(count)} varchi"
    return f"{road_class(row)} · {many} di peso {numbers.compact(row['weight'])}"


def named(row: Any, letter: str) -> str:
    """Return the name of the road of a gate, with the letter that tells it from others of the same road."""
    return f"{road_name(row)} ({letter})" if letter else road_name(row)


def toward(row: Any) -> str:
    """Return where the traffic of a gate goes: "nord-est"."""
    return _WINDS[round(row["azimuth_deg"] / 45.0) % 8]


def course(row: Any) -> str:
    """Return the direction of a gate: "in entrata verso nord-est"."""
    return f"{WAYS[row['way']]} verso {toward(row)}"


def detail(row: Any) -> str:
    """Return the direction of a gate, and its lanes where there are several."""
    return " · ".join([course(row), *_lanes(row)])


def _lanes(row: Any) -> list[str]:
    if row["lanes"] == 1:
        return []
    some = 0 < row["lanes_read"] < row["lanes"]
    shown = "1 corsia letta" if row["lanes_read"] == 1 else f"{row['lanes_read']} corsie lette"
    return [f"{shown} su {row['lanes']}" if some else f"{row['lanes']} corsie"]


def readers(codes: Sequence[str]) -> str:
    """Return who reads a gate, briefly."""
    return ", ".join([*codes[:2], *(["…"] if len(codes) > 2 else [])])


def tip(row: Any, codes: Sequence[str], letter: str = "") -> str:
    """Return all there is to say of a gate."""
    parts = [named(row, letter), road_class(row).lower(), course(row), *_lanes(row)]
    said = SAID[state_of(row)] + (f", {', '.join(codes)}" if codes else "")
    if row["top_speed_kmh"] == row["top_speed_kmh"]:
        said += f", targa leggibile fino a {numbers.measure(row['top_speed_kmh'], 'km/h')}"
    return f"{', '.join(parts)}: {said}"


def readings(code: str, rows: Iterable[dict[str, Any]]) -> list[str]:
    """Return where a camera reads plates, the longest stretch of each road, way and plate first."""
    best: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = (row["road_name"], row["way"], row["plate"])
        if key not in best or row["length_m"] > best[key]["length_m"]:
            best[key] = row
    if not best:
        return [f"{code} non legge targhe su nessuna strada: mancano pixel, angolo o vista libera."]
    return [_reading(row) for row in sorted(best.values(), key=lambda row: -row["length_m"])]


def _reading(row: dict[str, Any]) -> str:
    name = row["road_name"] if isinstance(row["road_name"], str) else "Strada senza nome"
    speed = row["top_speed_kmh"]
    until = f", fino a {numbers.measure(speed, 'km/h')}" if speed == speed else ""
    return f"{name}, {_PLATES[row['plate']]}: {numbers.measure(row['length_m'], 'm')}{until}"


def whole_layer(name: str, count: int) -> str:
    """Return all the polygons of a layer as a boundary."""
    declared = LAYERS[name]
    if name == "project_area":
        return declared.label
    if name == "analysis_zone":
        return f"Tutte le zone di analisi ({numbers.integer(count)})"
    return f"{declared.plural}: tutti gli elementi ({numbers.integer(count)})"


def element(name: str, called: str) -> str:
    """Return one element of a layer as a boundary."""
    return f"{LAYERS[name].label}: {called}"

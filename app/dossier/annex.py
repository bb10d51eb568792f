"""The rear part of a dossier: homogeneity, technical sheet, method, list of data."""

from collections.abc import Callable
from typing import Any

import numpy as np

from app.dossier.material import Material, Touched
from app.speech import numbers, rule as rule_words, words
from maps.report.document import Block, Bullets, Facts, Section, Table, Text
from maps.schema import LAYERS, GeometryKind

#: Layers on which the figures of a dossier rest.
DATA = (
    "analysis_zone", "obstacle", "road", "land_use", "camera", "system", "offence", "degraded_area",
    "abandoned_building", "proposal",
)  # fmt: skip
#: Registers of the risk that are listed where they hold anything.
RISK_DATA = ("report", "dump_site", "street_light", "sensitive_place")
_MOST_ROWS = 14
#: Characteristics that the committee compares, with the share of the width that their values need.
_WIDE = {"codec": 0.9, "network": 1.2, "camera_type": 1.7}


def homogeneity_section(material: Material) -> Section:
    """Return how far the census conforms, and whether the cameras of the proposal do."""
    found = material.homogeneity
    outcomes = found.checks["outcome"].map(lambda outcome: outcome.value)
    failing = found.checks["camera"][(outcomes == "failed").to_numpy()].nunique()
    silent = int((outcomes == "unknown").sum())
    blocks: list[Block] = [Text(conforming(len(found.cameras), failing))]
    if silent:
        unknown = found.checks["requirement"][(outcomes == "unknown").to_numpy()]
        names = ", ".join(dict.fromkeys(_within(each) for each in unknown))
        blocks.append(
            Text(
                f"In {numbers.integer(silent)} confronti il dato manca nel censimento e resta da rilevare: {names}."
            )
        )
    blocks += _owners(found)
    blocks += _matrix(found)
    blocks.append(Text(_of_proposal(material)))
    return Section("Omogeneità tecnica", blocks)


def conforming(cameras: int, failing: int) -> str:
    """Return how many cameras of the census have nothing known against the technical profile."""
    every = numbers.integer(cameras)
    if not failing:
        return (
            f"Nessuna delle {every} telecamere del censimento ha difformità note rispetto al profilo tecnico."
        )
    least = "1 ne ha" if failing == 1 else f"{numbers.integer(failing)} ne hanno"
    return (
        f"Nel censimento {numbers.integer(cameras - failing)} telecamere su {every} non hanno difformità note "
        f"rispetto al profilo tecnico; {least} almeno una."
    )


def _within(requirement: Any) -> str:
    """Return a requirement as it stands within a sentence: "profili ONVIF"."""
    label = rule_words.REQUIREMENTS[requirement.value]
    return label[0].lower() + label[1:]


def _owners(found: Any) -> list[Block]:
    table = found.by_owner[found.by_owner["cameras"] > 0]
    rows = [
        [
            row["group"] or "Impianto non indicato",
            rule_words.REQUIREMENTS[row["requirement"].value],
            rule_words.COSTS[row["cost"].value],
            numbers.integer(row["cameras"]),
        ]
        for row in table.to_dict("records")[:_MOST_ROWS]
    ]
    if not rows:
        return []
    caption = f"Le prime {_MOST_ROWS} difformità." if len(table) > _MOST_ROWS else ""
    heads = ["Impianto", "Difformità", "Serve", "Telecamere"]
    return [Table(heads, rows, "lllr", (1.6, 1, 0.8, 0), caption=caption)]


def _matrix(found: Any) -> list[Block]:
    """Return what each zone has of each characteristic, below the standard that prevails."""
    names = [name for name in _WIDE if name in found.prevailing]
    zones = [zone for zone in dict.fromkeys(found.matrix["zone"]) if zone]
    if not names:
        return []
    known = [(name, *found.prevailing[name]) for name in names]
    most = [f"{_value('camera', name, value)}, {numbers.percent(share)}" for name, value, share in known]
    rows = [["Prevalente", *most]]
    rows += [[zone, *(_held(found, zone, name) for name in names)] for zone in zones[:_MOST_ROWS]]
    caption = "Prevalente: il valore più frequente, dove il dato è noto. Per zona: telecamere di ogni valore."
    if len(zones) > _MOST_ROWS:
        caption += f" Le prime {_MOST_ROWS} zone di {len(zones)}."
    heads = ["Zona", *(words.field_label("camera", name) for name in names)]
    widths = (0.7, *(_WIDE[name] for name in names))
    return [Table(heads, rows, "l" * len(heads), widths, caption=caption)]


def _held(found: Any, zone: str, name: str) -> str:
    """Return the values of a characteristic in a zone with how many cameras have each: "H.265 7, MJPEG 2"."""
    mine = found.matrix[(found.matrix["zone"] == zone) & (found.matrix["characteristic"] == name)]
    first = found.prevailing[name][0]
    counts = sorted(
        zip(mine["value"], mine["cameras"], strict=True), key=lambda each: (each[0] != first, -each[1])
    )
    told = [
        f"{_value('camera', name, value)}{numbers.NBSP}{numbers.integer(count)}" for value, count in counts
    ]
    return ", ".join(told) or numbers.DASH


def _value(layer: str, name: str, value: str) -> str:
    return words.code_label(layer, name, value) if value else "non dichiarato"


def _of_proposal(material: Material) -> str:
    """Return whether the cameras of the proposal, as it leaves them, conform to the profile."""
    import pandas as pd

    from maps.balance.homogeneity import check_cameras

    frame = pd.DataFrame([each.row for each in material.touched if each.after is not None])
    if frame.empty:
        return "Il progetto non lascia in opera telecamere da confrontare con il profilo."
    checks = check_cameras(frame, material.homogeneity.profile)
    failed = checks[[outcome.value == "failed" for outcome in checks["outcome"]]]
    silent = checks[[outcome.value == "unknown" for outcome in checks["outcome"]]]
    told = f"Telecamere del progetto: {len(frame)}."
    if len(failed):
        names = ", ".join(dict.fromkeys(_within(r) for r in failed["requirement"]))
        count = failed["camera"].nunique()
        told += f" Una non è conforme ({names})." if count == 1 else f" {count} non sono conformi ({names})."
    else:
        told += " Nessuna ha difformità note."
    if len(silent):
        names = ", ".join(dict.fromkeys(_within(r) for r in silent["requirement"]))
        told += f" Da indicare prima del parere tecnico: {names}."
    return told


def technical_section(material: Material) -> Section:
    """Return the technical sheet for the telecommunications branch of the State Police."""
    blocks: list[Block] = [
        Text(
            "Per il parere tecnico della Zona Telecomunicazioni della Polizia di Stato: le caratteristiche di ogni "
            "telecamera come il progetto la lascia. Ciò che manca nel censimento è segnato «–» e va indicato dal "
            "proponente."
        )
    ]
    shown = [each for each in material.touched if each.after is not None]
    if not shown:
        return Section(
            "Scheda tecnica per la Zona Telecomunicazioni", [Text("Nessuna telecamera resta in opera.")]
        )
    columns = (
        ("Telecamera", "Posizione", *_head(_PLACE)),
        ("Telecamera", *_head(_EQUIPMENT)),
        ("Telecamera", "Impianto", *_head(_SERVICE)),
    )
    place = [[each.code, _position(material, each), *_cells(each, _PLACE)] for each in shown]
    rest = [[each.code, *_cells(each, _EQUIPMENT)] for each in shown]
    service = [[each.code, _system(material, each), *_cells(each, _SERVICE)] for each in shown]
    blocks += [
        Table(columns[0], place, "llrrrlr", (0, 1.4, 0, 0, 0, 1, 0), caption="Posizione in gradi WGS 84."),
        Table(columns[1], rest, "llllllll", (0, 1.4, 0, 0, 0, 0, 0, 0)),
        Table(columns[2], service, "lllllrll", (0, 1.4, 0, 0, 0, 0, 0, 0)),
    ]
    return Section("Scheda tecnica per la Zona Telecomunicazioni", blocks)


_Column = tuple[str, Callable[[dict[str, Any]], str]]


def _measure(name: str, unit: str, digits: int = 0) -> Callable[[dict[str, Any]], str]:
    def told(row: dict[str, Any]) -> str:
        value = row.get(name)
        return (
            numbers.DASH if value is None or value != value else numbers.measure(float(value), unit, digits)
        )

    return told


def _coded(name: str) -> Callable[[dict[str, Any]], str]:
    def told(row: dict[str, Any]) -> str:
        value = row.get(name)
        return _value("camera", name, value) if isinstance(value, str) and value else numbers.DASH

    return told


def _flag(name: str) -> Callable[[dict[str, Any]], str]:
    def told(row: dict[str, Any]) -> str:
        value = row.get(name)
        return numbers.DASH if value is None or value != value else "sì" if value else "no"

    return told


def _resolution(row: dict[str, Any]) -> str:
    width, height = row.get("res_x"), row.get("res_y")
    if width is None or height is None or width != width or height != height:
        return numbers.DASH
    return f"{int(width)}×{int(height)}"


def _optic(row: dict[str, Any]) -> str:
    focal, angle = row.get("focal_mm"), row.get("hfov_deg")
    if focal is not None and focal == focal:
        return numbers.measure(float(focal), "mm", 1)
    return numbers.measure(float(angle), "°") if angle is not None and angle == angle else numbers.DASH


_PLACE: tuple[_Column, ...] = (
    ("Altezza", _measure("height_m", "m", 1)),
    ("Direzione", _measure("azimuth_deg", "°")),
    ("Inclinaz.", _measure("tilt_deg", "°")),
    ("Sostegno", _coded("mount")),
    ("Ottica", _optic),
)
_EQUIPMENT: tuple[_Column, ...] = (
    ("Modello", _coded("model")),
    ("Risoluzione", _resolution),
    ("Fotogr./s", _measure("fps", "")),
    ("Codifica", _coded("codec")),
    ("ONVIF", _coded("onvif_profiles")),
    ("Rete", _coded("network")),
    ("Conservaz.", _measure("retention_days", "gg")),
)


_SERVICE: tuple[_Column, ...] = (
    ("Registra", _flag("records")),
    ("24 ore su 24", _flag("is_24h")),
    ("Targhe", _flag("anpr")),
    ("Infrarosso", _measure("ir_range_m", "m")),
    ("S.C.N.T.T.", _flag("scntt_linked")),
    ("Cartello", _flag("notice_sign")),
)


def _head(columns: tuple[_Column, ...]) -> tuple[str, ...]:
    return tuple(head for head, _told in columns)


def _cells(each: Touched, columns: tuple[_Column, ...]) -> list[str]:
    return [told(each.row).strip(numbers.NBSP) for _head, told in columns]


def _system(material: Material, each: Touched) -> str:
    """Return the name of the system that a camera belongs to, its code where it has none."""
    wanted = each.row.get("system_id")
    if not isinstance(wanted, str) or not wanted:
        return numbers.DASH
    systems = material.project.frame("system")
    names = systems["name"][(systems["code"] == wanted) | (systems["uid"] == wanted)].dropna()
    return str(names.iloc[0]) if len(names) else wanted


def _position(material: Material, each: Touched) -> str:
    from maps.crs import WGS84, transform_xy

    x, y = each.after or (0.0, 0.0)
    lon, lat = transform_xy(np.array([x]), np.array([y]), material.project.epsg, WGS84)
    return numbers.coordinates(float(lon[0]), float(lat[0]))


def method_section(material: Material) -> Section:
    """Return how the figures were computed, and their limits."""
    criteria = material.project.criteria
    rule = criteria.rule(material.purpose)
    return Section(
        "Nota di metodo",
        [
            Bullets(
                [
                    f"Area ripresa: il terreno che la telecamera vede con almeno {numbers.compact(rule.px_per_m)} "
                    "pixel per metro, tolto ciò che gli edifici nascondono. Contano solo le telecamere funzionanti "
                    "della finalità; una telecamera senza direzione nota non copre nulla.",
                    "Copertura di una zona: area dell'unione delle aree riprese, dentro lo spazio pubblico, divisa per "
                    "lo spazio pubblico. Le aree sono esatte, non contate su una griglia.",
                    "U = somma sulle zone della quota di rischio per la parte di spazio pubblico non coperta. H = metà "
                    "della somma delle differenze, in valore assoluto, fra quota di copertura e quota di rischio. "
                    "O = 1 − area dell'unione / somma delle aree, per la stessa finalità.",
                    _risk_told(material),
                    "Confronto con il caso: 5.000 assegnazioni casuali delle stesse telecamere alle zone, in "
                    "proporzione al rischio. Intervallo: 1.000 prove con altri conteggi dei reati (Poisson) e altri "
                    "pesi del rischio (Dirichlet).",
                    "Un indicatore migliora o peggiora se cambia di oltre 0,1 punti percentuali; altrimenti è neutro.",
                ]
            ),
            Facts(
                [
                    ("Profilo dei criteri", criteria_told(material.project)),
                    (
                        "Schede di metodo",
                        "equilibrio, rilievi, rischio, progetti, dossier (docs/method di Torrazzo)",
                    ),
                ]
            ),
        ],
    )


def criteria_told(project: Any) -> str:
    """Return which version of the criteria the figures rest on: name, approval, Comune, fingerprint."""
    from app.speech.criteria import version_line
    from maps.criteria_versions import in_use

    return version_line(in_use(project))


def _risk_told(material: Material) -> str:
    """Return what the risk is made of, with the weights in use, and its limit."""
    from app.speech.criteria import COMPONENTS

    weights = material.project.risk().weights
    terms = [
        f"{COMPONENTS.get(name, name).lower()} ({numbers.percent(each)})" for name, each in weights.items()
    ]
    return (
        f"Rischio: media pesata dei ranghi delle zone per densità di {', '.join(terms)}. I reati registrati crescono "
        "dove ci sono telecamere: il rischio non è una misura neutra."
    )


def data_section(material: Material) -> Section:
    """Return the layers behind the figures, with their counts, dates and sources."""
    project = material.project
    rows = []
    for name in (*DATA, *(each for each in RISK_DATA if project.file.count(each))):
        frame, declared = project.frame(name), LAYERS[name]
        days = frame["surveyed_on"].dropna()
        latest = numbers.date(days.max().date()) if len(days) else numbers.DASH
        sources = [each for each in frame["source"].dropna().unique() if each]
        told = ", ".join(sources[:2]) + ("…" if len(sources) > 2 else "") if sources else numbers.DASH
        placed = numbers.DASH
        if declared.geometry is not GeometryKind.NONE:
            placed = numbers.integer(int((~(frame.geometry.isna() | frame.geometry.is_empty)).sum()))
        rows.append([declared.plural, numbers.integer(len(frame)), placed, latest, told])
    heads = ["Livello", "Righe", "Con posizione", "Rilevato fino al", "Fonte"]
    return Section(
        "Dati usati",
        [
            Table(heads, rows, "lrrll", (1.2, 0, 0, 0, 1.4)),
            Text(
                "Accanto a questo documento c'è un file GeoJSON con le zone, le telecamere su cui si interviene e le "
                "loro aree riprese, prima e dopo: chiunque può rifare i conti. L'impronta in copertina identifica i "
                "dati: gli stessi dati danno la stessa impronta, un dato cambiato ne dà un'altra."
            ),
            Facts([("Impronta SHA-256", material.digest)]),
        ],
    )

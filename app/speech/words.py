"""What the program says: errors, reasons and states of the domain in Italian.

The only place that turns exceptions and enums into sentences, for the window and for
the command line alike: what happened, where, what to do.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.speech import exports as export_words, numbers
from app.speech.details import element_detail, file_detail
from maps.errors import (
    AnalysisError,
    Cancelled,
    CrsError,
    CrsProblem,
    ExportRefused,
    FileError,
    FileProblem,
    InvalidValue,
    ProjectError,
    ProjectProblem,
    TorrazzoError,
    ValueProblem,
)
from maps.schema import LAYERS

_FILE = {
    FileProblem.MISSING: "Il file «{name}» non esiste: controllare il percorso {path}.",
    FileProblem.FOLDER_MISSING: "La cartella {path} non esiste: crearla o sceglierne un'altra.",
    FileProblem.EMPTY: "Il file «{name}» è vuoto: chiederne un'altra copia a chi lo ha inviato.",
    FileProblem.TRUNCATED: "Il file «{name}» è incompleto{detail}: copiarlo o scaricarlo di nuovo.",
    FileProblem.UNREADABLE: "Il file «{name}» non si legge{detail}: aprirlo con il programma che lo ha "
    "prodotto e salvarlo di nuovo.",
    FileProblem.UNSUPPORTED: "Il formato del file «{name}» non è previsto{detail}: usare CSV, Excel, GeoPackage, "
    "Shapefile, GeoJSON, FlatGeobuf, KML, GeoParquet o un estratto OpenStreetMap.",
    FileProblem.MISLABELLED: "Il contenuto del file «{name}» non corrisponde al suo nome{detail}: correggere "
    "l'estensione o chiedere il file giusto.",
    FileProblem.NO_GEOMETRY: "Il file «{name}» non contiene geometrie{detail}: usare un file con punti, linee o "
    "poligoni, oppure una tabella con le coordinate.",
    FileProblem.NO_COORDINATES: "Nella tabella «{name}» mancano le colonne delle coordinate: indicarle "
    "nell'abbinamento.",
    FileProblem.NO_ROWS: "Il file «{name}» non contiene righe{detail}: controllare il foglio o il livello scelto.",
    FileProblem.NO_CRS: "Il file «{name}» non dice il suo sistema di riferimento{detail}: indicarlo con il "
    "codice EPSG.",
    FileProblem.WRONG_CRS: "Le coordinate del file «{name}», lette come {bare}, non cadono nel territorio del "
    "progetto: indicare il sistema di riferimento giusto con il codice EPSG.",
    FileProblem.NOTHING_INSIDE: "Nessun elemento del file «{name}» cade nell'area del progetto: controllare il file o "
    "l'area.",
    FileProblem.WRONG_GEOMETRY: "Le geometrie del file «{name}» non sono del tipo richiesto dal livello{detail}: "
    "scegliere un altro file o un altro livello.",
    FileProblem.AMBIGUOUS_LAYER: "Il file «{name}» contiene più livelli ({bare}): indicare quale importare.",
    FileProblem.TOO_LARGE: "Il file «{name}» è troppo grande per essere aperto in sicurezza{detail}: dividerlo in "
    "più file.",
    FileProblem.TIMEOUT: "La lettura del file «{name}» non è finita in tempo{detail}: dividerlo in più file o "
    "chiederne un'altra copia.",
    FileProblem.DISK_FULL: "Il disco è pieno: «{name}» non è stato scritto. Liberare spazio e riprovare.",
    FileProblem.NOT_WRITABLE: "Non si può scrivere «{name}» nella cartella {folder}: scegliere un'altra cartella o "
    "chiedere i permessi.",
    FileProblem.EXISTS: "Il file «{name}» esiste già: scegliere un altro nome o spostarlo.",
    FileProblem.NOT_AN_ATTACHMENT: "Il file «{name}» non è una foto né un PDF che si possa leggere: allegare "
    "un'immagine JPEG, PNG, WebP, TIFF, BMP o GIF, oppure un PDF.",
    FileProblem.ATTACHMENT_TOO_LARGE: "Il file «{name}» è troppo grande per essere allegato{detail}: sono ammessi "
    "20 MB e 60 megapixel; ridurlo e riprovare.",
    FileProblem.COLUMN_MISSING: "Nel file «{name}» non c'è la colonna «{bare}»: controllare l'abbinamento.",
    FileProblem.SHEET_MISSING: "Nel file «{name}» non c'è il foglio o livello «{bare}»: indicarne uno che c'è, o "
    "nessuno.",
}

_OPTIONS = {
    FileProblem.NO_COORDINATES: "--map x=COLONNA y=COLONNA",
    FileProblem.NO_CRS: "--crs EPSG",
    FileProblem.WRONG_CRS: "--crs EPSG",
}

_PROJECT = {
    ProjectProblem.NOT_A_PROJECT: "«{name}» non è un progetto di Torrazzo: per usarne i dati, importarli in un "
    "progetto.",
    ProjectProblem.NEWER_VERSION: "«{name}» è stato scritto da una versione più recente di Torrazzo{detail}: "
    "aggiornare il programma per aprirlo.",
    ProjectProblem.OLDER_VERSION: "«{name}» è di una versione precedente{detail}: si aggiorna, dopo averne fatto una "
    "copia, aprendolo nella finestra o con un comando che lo modifica.",
    ProjectProblem.LOCKED: "«{name}» è già aperto{holder}: chiuderlo là, oppure aprirlo in sola lettura.",
    ProjectProblem.DAMAGED: "Il progetto «{name}» è danneggiato e non si può aprire.{backup}",
    ProjectProblem.READ_ONLY: "«{name}» è aperto in sola lettura: per modificarlo, riaprirlo quando nessun altro lo "
    "tiene aperto, oppure copiarlo in una cartella in cui si può scrivere.",
    ProjectProblem.FROZEN: "«{name}» è la fotografia di un semestre{detail} e non si modifica: aprirla in sola "
    "lettura.",
    ProjectProblem.CHANGED_ELSEWHERE: "L'operazione non si può annullare né ripetere: un altro programma ha "
    "modificato le stesse righe di «{name}».",
    ProjectProblem.NO_AREA: "Il progetto «{name}» non ha un'area: crearlo di nuovo indicando l'area.",
    ProjectProblem.CRITERIA_APPROVED: "In «{name}» la versione{detail} dei criteri è approvata in C.P.O.S.P. e non si "
    "modifica: farne una nuova versione e modificare quella.",
    ProjectProblem.NO_ZONES: "Il progetto «{name}» non ha zone di analisi: importarle o generarle.",
}

_VALUE = {
    ValueProblem.NOT_A_NUMBER: "{field} «{raw}» non leggibile come numero",
    ValueProblem.NOT_AN_INTEGER: "{field} «{raw}» non è un numero intero",
    ValueProblem.NOT_A_DATE: "{field} «{raw}» non leggibile come data (usare gg/mm/aaaa)",
    ValueProblem.AMBIGUOUS_DATE: "{field} «{raw}»: data ambigua (usare gg/mm/aaaa)",
    ValueProblem.NOT_YES_NO: "{field} «{raw}» non leggibile come sì o no",
    ValueProblem.NOT_IN_LIST: "{field} «{raw}» non in elenco",
    ValueProblem.BELOW_MINIMUM: "{field} «{raw}» sotto il minimo ammesso",
    ValueProblem.ABOVE_MAXIMUM: "{field} «{raw}» sopra il massimo ammesso",
    ValueProblem.NOT_A_DIRECTION: "{field} «{raw}» non leggibile come direzione",
    ValueProblem.TOO_LONG: "{field}: testo troppo lungo",
    ValueProblem.REQUIRED: "{field} mancante",
    ValueProblem.DUPLICATE_CODE: "Codice già presente alla riga {raw}",
    ValueProblem.NO_POSITION: "Posizione mancante",
    ValueProblem.BAD_COORDINATES: "Coordinate «{raw}» non leggibili",
    ValueProblem.SWAPPED_COORDINATES: "Latitudine e longitudine scambiate: il punto cade fuori dal territorio",
    ValueProblem.OUTSIDE_AREA: "La posizione cade fuori dal territorio del progetto",
    ValueProblem.EMPTY_GEOMETRY: "Geometria vuota",
    ValueProblem.INVALID_GEOMETRY: "Geometria non valida{detail}",
    ValueProblem.WRONG_GEOMETRY_TYPE: "Geometria di un tipo non previsto dal livello{detail}",
    ValueProblem.UNREADABLE_ROW: "Riga non leggibile{detail}",
    ValueProblem.FOCAL_WITHOUT_SENSOR: "{field} mancante: la focale da sola non dice l'angolo di campo",
    ValueProblem.CONTRADICTION: "{field} «{raw}» in contrasto con focale e sensore{detail}",
    ValueProblem.NOT_A_RESOLUTION: "{field} «{raw}»: servono i pixel in orizzontale e in verticale",
    ValueProblem.IN_FUTURE: "{field} «{raw}» è nel futuro: controllare giorno e anno",
    ValueProblem.AMBIGUOUS_DIRECTION: "{field} «{raw}» può essere un punto cardinale o un intervallo: controllare",
    ValueProblem.NOT_A_SCHEDULE: "{field} «{raw}» non leggibile: scrivere per esempio «lun-ven 8-20» o «estate 21-6»; "
    "fino ad allora vale come sempre attiva",
    ValueProblem.NOT_A_MOMENT: "Momento «{raw}» non leggibile: scrivere per esempio «sab 23:00 estate»",
}

_CRS = {
    CrsProblem.UNKNOWN: "Il sistema di riferimento «{source}» non è riconosciuto: indicarlo con il codice EPSG.",
    CrsProblem.UNKNOWN_ACCURACY: "Dove cadono queste coordinate non c'è una trasformazione di precisione nota da "
    "«{source}» a «{target}»: controllare il sistema indicato, oppure convertire i dati con gli strumenti dell'IGM.",
    CrsProblem.OUTSIDE_DOMAIN: "Le coordinate non sono valide nel sistema «{source}»: controllare il sistema "
    "indicato.",
}

#: How what is wanted begins where it is one thing.
_ONE = ("un ", "una ", "un'", "lo ")
_MISSING = {
    "offence": "eventi delittuosi con una posizione nel periodo scelto",
    "analysis_zone": "zone di analisi (importarle, o generarle con «torrazzo zones»)",
    "bandwidth_m": "un raggio maggiore di zero",
    "cell_m": "una cella maggiore di zero",
    "bounds": "un'area con una superficie",
    "larger_cell_m": "una cella più grande: con questa la griglia ne avrebbe troppe",
    "metres": "una misura delle zone maggiore di zero",
    "purpose": "una finalità dell'elenco",
    "boundary": "un poligono di confine nel livello scelto (controllare il livello e il codice)",
    "road": "strade (importarle, per esempio da un estratto OpenStreetMap)",
    "proposal_cameras": "telecamere del censimento su cui il progetto interviene",
    "risk": "dati di rischio delle zone",
    "same_semester": "eventi dello stesso semestre in un anno precedente",
    "movable": "telecamere funzionanti della finalità che riprendono spazio pubblico e si possono spostare",
    "spending": "una spesa che basti per almeno un intervento: così nessuna telecamera si sposta o si toglie",
    "redundant": "telecamere ridondanti della finalità: qui non ce ne sono (--any per considerarle tutte)",
    "public_space": "lo spazio pubblico delle zone a rischio (strade)",
    "supports": "punti luce o edifici lungo le strade su cui montare le telecamere",
    "count": "un numero di telecamere (--count)",
    "budget": "una spesa (--budget)",
}

VERDICTS = {
    "shortage": "Carenza",
    "balanced": "In equilibrio",
    "overlap": "Sovrapposizione",
    "to_check": "Da verificare",
}

REASONS = {
    "no_zones": "mancano le zone di analisi",
    "one_zone": "c'è una sola zona: non c'è confronto",
    "no_risk": "mancano i dati di rischio",
    "no_weights": "i pesi del rischio sono tutti nulli",
    "no_offences": "mancano gli eventi delittuosi",
    "no_supply": "nessuna area coperta per questa finalità",
    "no_cameras": "nessuna telecamera per questa finalità",
    "no_public_space": "non c'è spazio pubblico nella zona",
    "no_demand": "manca la domanda",
    "unknown_views": "troppe telecamere con direzione ignota",
    "unknown_purpose": "finalità non dichiarata",
    "zero_risk_share": "la zona non ha quota di rischio",
    "supply_without_risk": "copertura in zone senza rischio",
}

FOOTPRINT_STATES = {
    "computed": "Calcolata",
    "never_reached": "Dettaglio mai raggiunto",
    "direction_unknown": "Direzione ignota",
    "not_working": "Non funzionante",
    "off_hours": "Fuori orario",
    "planned": "Pianificata",
    "inside_obstacle": "Dentro un edificio",
    "no_position": "Posizione mancante",
}

UNDECLARED_PURPOSE = "Finalità non dichiarata"


def sentence(error: TorrazzoError) -> str:
    """Return the one sentence (or two) that tells a person what happened and what to do."""
    for kind, say in _SENTENCES.items():
        if isinstance(error, kind):
            return say(error)
    return "Operazione non riuscita."


def upgraded(upgrade: Any) -> str:
    """Return what opening did to a project of an older version, and where it is as it was."""
    return (
        f"Il progetto era della versione {upgrade.found}: è stato aggiornato alla {upgrade.now}. "
        f"La copia di com'era è «{upgrade.copy}»."
    )


def typed_sentence(error: TorrazzoError) -> str:
    """Return the sentence for the command line: with the option that mends it, where there is one."""
    option = _OPTIONS.get(error.problem) if isinstance(error, FileError) else None
    return sentence(error) + (f" Opzione: {option}." if option else "")


def value_reason(problem: ValueProblem, *, field: str = "Valore", raw: object = "", detail: str = "") -> str:
    """Return why a value or a row was refused, without full stop: "Altezza «4,5 m ca.» non leggibile…"."""
    said = _VALUE[problem].format(field=field, raw=_short(raw), detail=f" ({detail})" if detail else "")
    return said.removesuffix(".")


def row_reason(layer: str) -> Callable[[Any], str]:
    """Return the function that says why a row of an import into `layer` was refused."""

    def text(row: Any) -> str:
        return value_reason(
            row.reason,
            field=field_label(layer, row.field),
            raw=row.detail,
            detail=element_detail(row.detail),
        )

    return text


def row_warning(warning: Any, layer: str) -> str:
    """Return what is doubtful in a row that is imported all the same, without full stop."""
    if warning.field == "azimuth_deg" and warning.problem.value == "required":
        return "Direzione mancante: importata come «direzione ignota»"
    text = value_reason(
        warning.problem, field=field_label(layer, warning.field), raw=_as_written(warning.raw)
    )
    return f"{text}: proposta «{warning.proposed}»" if warning.proposed else text


def osm_reason(refused: Any) -> str:
    """Return why an element of OpenStreetMap was refused."""
    return value_reason(refused.reason, raw=refused.detail, detail=element_detail(refused.detail))


def code_label(layer: str, field_name: str, value: Any) -> str:
    """Return the Italian label of a stored code, or the value as text where it is not one."""
    declared = LAYERS[layer].field(field_name) if field_name in LAYERS[layer].field_names else None
    return str(value) if declared is None or declared.codes is None else declared.codes.label(str(value))


def codes_of(layer: str, field_name: str) -> list[tuple[str, str]]:
    """Return the codes of a field with their Italian labels, in the order in which they are shown."""
    declared = LAYERS[layer].field(field_name).codes
    return [] if declared is None else [(code.value, code.label) for code in declared.codes]


def field_label(layer: str, field_name: str) -> str:
    """Return the Italian label of a field, or its name where it is not declared."""
    declared = LAYERS.get(layer)
    if declared is None or field_name not in declared.field_names:
        return field_name
    return declared.field(field_name).label


def verdict(value: object) -> str:
    """Return the word for a verdict (enum or stored value)."""
    return VERDICTS.get(str(getattr(value, "value", value)), str(value))


def reason(value: object) -> str:
    """Return why an index or a verdict cannot be given (enum or stored value)."""
    return REASONS.get(str(getattr(value, "value", value)), str(value))


def purpose(code: str) -> str:
    """Return the Italian label of a purpose."""
    codes = LAYERS["camera"].field("purposes").codes
    assert codes is not None
    return UNDECLARED_PURPOSE if code == "undeclared" else codes.label(code)


def of_purpose(code: str) -> str:
    """Return "finalità sicurezza urbana"; "finalità non dichiarata" says the word once."""
    label = purpose(code).lower()
    return label if code == "undeclared" else f"finalità {label}"


def detail_class(code: str | None) -> str:
    """Return the Italian label of a detail class of either ladder."""
    return "classe non nota" if code is None else code_label("camera", "required_class", code)


def record_problem(layer: str, problem: Any) -> str:
    """Return what is wrong with a record, without full stop, with what its other values say."""
    field = field_label(layer, problem.field)
    unit = LAYERS[layer].field(problem.field).unit
    told = "" if problem.expected is None else f"da cui {numbers.measure(problem.expected, unit, 1)}"
    return value_reason(problem.problem, field=field, raw=_as_written(problem.raw), detail=told)


def _as_written(raw: object) -> object:
    """Return a date or a number as an office writes it."""
    if isinstance(raw, dt.date):
        return numbers.date(raw)
    return numbers.compact(raw, 4) if isinstance(raw, int | float) else raw


def _short(raw: object, most: int = 40) -> str:
    text = str(raw)
    return text if len(text) <= most else text[: most - 1] + "…"


def _file(error: FileError) -> str:
    path = error.path.absolute()
    detail = file_detail(error.problem, error.detail)
    return _FILE[error.problem].format(
        name=path.name, path=path, folder=path.parent, detail=detail, bare=error.detail
    )


def _project(error: ProjectError) -> str:
    detail = f" ({error.detail})" if error.detail else ""
    offer = f" L'ultima copia buona è {error.backup}: aprirla al suo posto." if error.backup else ""
    return _PROJECT[error.problem].format(
        name=error.path.name, detail=detail, backup=offer, holder=_holder(error.detail)
    )


def _holder(detail: str) -> str:
    """Return who holds a project and since when, from "user (host), moment"; "" where it is not known."""
    who, _, since = detail.rpartition(", ")
    try:
        moment = dt.datetime.fromisoformat(since).astimezone()
    except ValueError:
        return f" da {detail}" if detail else ""
    return f" da {who} dal {numbers.moment(moment)}"


def _crs(error: CrsError) -> str:
    return _CRS[error.problem].format(source=_system(error.source), target=_system(error.target))


def _system(named: str) -> str:
    """Return the name of a reference system known by its EPSG code."""
    from maps.crs import crs_label

    if not named.isdigit():
        return named
    try:
        return f"{crs_label(int(named))} (EPSG:{named})"
    except CrsError:
        return f"EPSG:{named}"


def _analysis(error: AnalysisError) -> str:
    either = error.missing == ("count", "budget")  # one of the two is enough
    wanted = (" o " if either else ", ").join(_MISSING.get(name, name) for name in error.missing) or "dati"
    verb = "serve" if wanted.startswith(_ONE) and (either or len(error.missing) < 2) else "servono"
    return f"Il calcolo non è possibile: {verb} {wanted}."


def _invalid(error: InvalidValue) -> str:
    from app.speech.criteria import key_label

    field = "Misura delle zone" if error.field_name == "metres" else key_label(error.field_name)
    return value_reason(error.reason, field=field, raw=_as_written(error.raw)) + "."


_SENTENCES: dict[type[TorrazzoError], Callable[..., str]] = {
    Cancelled: lambda _error: "Operazione annullata: nulla è cambiato.",
    FileError: _file,
    ProjectError: _project,
    CrsError: _crs,
    AnalysisError: _analysis,
    InvalidValue: _invalid,
    ExportRefused: export_words.refused,
}

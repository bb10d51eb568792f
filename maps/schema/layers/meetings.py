"""The risk map as it is decided, and the meetings that decide it (arts. 6, 17, 20)."""

from maps.schema.codes import meetings, risk
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer, Sensitivity
from maps.schema.layers.common import NAME, with_common

_CHANGE, _STEPS = "Variazione", "Iter"
_SEMESTER = Field("semester", "Semestre", in_table=True, aliases=("semestre",))

RISK_AREA = Layer(
    "risk_area",
    "Area a rischio",
    "Aree a rischio",
    GeometryKind.POLYGON,
    with_common(
        NAME,
        Field("zone_id", "Zona di analisi", links_to="analysis_zone", link_by="uid"),
        _SEMESTER,
        Field("version", "Versione", FieldKind.INTEGER, minimum=1, maximum=1000),
        Field("score", "Punteggio", FieldKind.REAL, minimum=0, maximum=100, aliases=("punteggio", "indice")),
        Field("components", "Componenti (JSON)"),
        Field(
            "risk_class",
            "Classe",
            FieldKind.INTEGER,
            minimum=1,
            maximum=5,
            in_table=True,
            aliases=("classe",),
        ),
        Field("phenomena", "Fenomeni", FieldKind.CODES, codes=risk.OFFENCE_CATEGORY, aliases=("fenomeni",)),
        Field("time_band", "Fascia oraria", aliases=("fascia oraria", "orario")),
        Field("previous_class", "Classe precedente", FieldKind.INTEGER, _CHANGE, minimum=1, maximum=5),
        Field(
            "change_reason",
            "Motivo della variazione",
            FieldKind.CODE,
            _CHANGE,
            codes=meetings.CHANGE_REASON,
            in_table=True,
            aliases=("motivo",),
        ),
        Field("reason_text", "Motivazione", group=_CHANGE, aliases=("motivazione",)),
        Field("change_state", "Stato", FieldKind.CODE, _STEPS, codes=meetings.CHANGE_STATE, in_table=True),
        Field("proposed_by", "Ufficio proponente", group=_STEPS, aliases=("proposta da",)),
        Field("proposed_on", "Proposta il", FieldKind.DATE, _STEPS, past=True),
        Field("cposp_on", "Esaminata dal C.P.O.S.P. il", FieldKind.DATE, _STEPS),
        Field("approved_on", "Approvata il", FieldKind.DATE, _STEPS, past=True),
    ),
    article="art. 6; art. 17",
    sensitivity=Sensitivity.INTERNAL,
)

MEETING = Layer(
    "meeting",
    "Riunione",
    "Riunioni",
    GeometryKind.NONE,
    with_common(
        NAME,
        Field(
            "meeting_kind",
            "Tipo",
            FieldKind.CODE,
            codes=meetings.MEETING_KIND,
            in_table=True,
            aliases=("tipo",),
        ),
        Field("held_on", "Data", FieldKind.DATE, in_table=True, aliases=("data", "riunione del")),
        _SEMESTER,
        Field("offices_present", "Enti presenti", aliases=("presenti", "enti presenti")),
        Field("agenda", "Ordine del giorno", aliases=("ordine del giorno", "punti")),
    ),
    article="art. 17; art. 20",
    sensitivity=Sensitivity.INTERNAL,
)

DECISION = Layer(
    "decision",
    "Decisione",
    "Decisioni",
    GeometryKind.NONE,
    with_common(
        Field("decision_text", "Testo", in_table=True, aliases=("testo", "decisione")),
        Field("meeting_id", "Riunione", links_to="meeting", link_by="uid"),
        _SEMESTER,
        Field("subject", "Oggetto", aliases=("oggetto", "area", "progetto")),
        Field("responsible", "Ufficio responsabile", in_table=True, aliases=("responsabile", "ufficio")),
        Field("due_on", "Scadenza", FieldKind.DATE, in_table=True, aliases=("scadenza",)),
        Field(
            "decision_state",
            "Stato",
            FieldKind.CODE,
            codes=meetings.DECISION_STATE,
            in_table=True,
            aliases=("stato",),
        ),
    ),
    article="art. 17; art. 20",
    sensitivity=Sensitivity.INTERNAL,
)

"""What makes a place at risk: offences, degraded areas, abandoned buildings."""

from maps.schema.codes import risk
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer, Sensitivity
from maps.schema.layers.common import NAME, with_common

_CARE, _WORKS = "Intervento", "Lavori e misure"

OFFENCE = Layer(
    "offence",
    "Evento delittuoso",
    "Eventi delittuosi",
    GeometryKind.POINT,
    with_common(
        Field(
            "start_at",
            "Inizio",
            FieldKind.DATETIME,
            past=True,
            in_table=True,
            aliases=(
                "data",
                "data ora",
                "data_ora",
                "data inizio",
                "month",
                "mese",
                "date",
                "date_single",
                "data evento",
            ),
        ),
        Field("end_at", "Fine", FieldKind.DATETIME, aliases=("data fine",), past=True),
        Field(
            "category",
            "Reato",
            FieldKind.CODE,
            codes=risk.OFFENCE_CATEGORY,
            in_table=True,
            aliases=(
                "categoria",
                "tipo reato",
                "tipologia",
                "delitto",
                "crime type",
                "reato",
                "offense_type",
            ),
        ),
        Field("subcategory", "Specie", aliases=("specie", "sottocategoria")),
        Field("attempted", "Tentato", FieldKind.BOOLEAN, aliases=("tentato",)),
        Field(
            "place_kind",
            "Tipo di luogo",
            FieldKind.CODE,
            codes=risk.PLACE_OF_OFFENCE,
            aliases=("luogo", "tipo luogo"),
        ),
        Field(
            "count",
            "Numero",
            FieldKind.INTEGER,
            minimum=1,
            maximum=1_000_000,
            aliases=("numero", "n", "conteggio", "quantità"),
        ),
        Field("geo_precision", "Precisione", FieldKind.CODE, codes=risk.GEO_PRECISION),
    ),
    article="art. 6; art. 17",
    sensitivity=Sensitivity.RESTRICTED,
    position_optional=True,
)

DEGRADED_AREA = Layer(
    "degraded_area",
    "Area degradata",
    "Aree degradate",
    GeometryKind.POLYGON,
    with_common(
        NAME,
        Field(
            "decay_type",
            "Tipo di degrado",
            FieldKind.CODE,
            codes=risk.DECAY_TYPE,
            in_table=True,
            aliases=("tipo", "tipologia", "degrado"),
        ),
        Field(
            "severity",
            "Gravità (1–5)",
            FieldKind.INTEGER,
            minimum=1,
            maximum=5,
            in_table=True,
            aliases=("gravità", "gravita", "livello"),
        ),
        Field(
            "status",
            "Stato",
            FieldKind.CODE,
            _CARE,
            codes=risk.DECAY_STATUS,
            in_table=True,
            aliases=("stato",),
        ),
        Field("objective", "Obiettivo", group=_CARE),
        Field("priority", "Priorità", FieldKind.INTEGER, _CARE, minimum=1, maximum=5),
        Field("resources", "Risorse", group=_CARE),
        Field("due_on", "Scadenza", FieldKind.DATE, _CARE),
        Field("responsible", "Ufficio responsabile", group=_CARE, sensitivity=Sensitivity.INTERNAL),
        Field("last_visit", "Ultimo sopralluogo", FieldKind.DATE, _CARE, past=True),
        Field("next_visit", "Prossimo sopralluogo", FieldKind.DATE, _CARE),
    ),
    article="art. 2, lett. a); art. 6",
)

ABANDONED_BUILDING = Layer(
    "abandoned_building",
    "Immobile abbandonato",
    "Immobili abbandonati",
    GeometryKind.ANY,
    with_common(
        NAME,
        Field(
            "building_kind",
            "Sottotipo",
            FieldKind.CODE,
            codes=risk.ABANDONED_KIND,
            in_table=True,
            aliases=("tipo", "sottotipo", "tipologia"),
        ),
        Field("address", "Indirizzo", aliases=("indirizzo", "via", "address")),
        Field(
            "cadastral_ref", "Riferimento catastale", sensitivity=Sensitivity.INTERNAL, aliases=("foglio",)
        ),
        Field("ownership_kind", "Tipo di proprietà", FieldKind.CODE, codes=risk.OWNERSHIP_KIND),
        Field("heritage", "Vincolo", FieldKind.BOOLEAN),
        Field(
            "condition",
            "Stato di conservazione (1–5)",
            FieldKind.INTEGER,
            minimum=1,
            maximum=5,
            in_table=True,
        ),
        Field("collapse_risk", "Pericolo di crollo", FieldKind.BOOLEAN),
        Field("asbestos", "Amianto", FieldKind.BOOLEAN),
        Field("access_state", "Accessibilità", FieldKind.CODE, codes=risk.ACCESS_STATE),
        Field(
            "occupancy",
            "Occupazione",
            FieldKind.CODE,
            codes=risk.OCCUPANCY,
            in_table=True,
            aliases=("occupazione", "occupato"),
        ),
        Field(
            "anti_occupation_measures",
            "Misure anti-occupazione",
            FieldKind.CODES,
            _WORKS,
            codes=risk.ANTI_OCCUPATION,
        ),
        Field("obligated_party_ref", "Avente titolo", group=_WORKS, sensitivity=Sensitivity.RESTRICTED),
        Field("order_ref", "Ordinanza o diffida", group=_WORKS, sensitivity=Sensitivity.INTERNAL),
        Field(
            "works_state", "Stato dei lavori", FieldKind.CODE, _WORKS, codes=risk.WORKS_STATE, in_table=True
        ),
        Field("works_due", "Fine prevista", FieldKind.DATE, _WORKS),
    ),
    article="art. 6; art. 9",
)

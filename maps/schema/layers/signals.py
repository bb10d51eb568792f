"""What citizens and offices point out: reports and illegal dumps."""

from maps.schema.codes import signals
from maps.schema.codes.risk import GEO_PRECISION
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer, Sensitivity
from maps.schema.layers.common import NAME, with_common

_OUTCOME, _WATCH = "Esito", "Sorveglianza e rimozione"

REPORT = Layer(
    "report",
    "Segnalazione o esposto",
    "Segnalazioni ed esposti",
    GeometryKind.POINT,
    with_common(
        Field(
            "received_at",
            "Ricevuta il",
            FieldKind.DATETIME,
            past=True,
            in_table=True,
            aliases=("data", "data ora", "ricevuta", "ricevuto il", "data segnalazione", "pervenuta il"),
        ),
        Field(
            "category",
            "Categoria",
            FieldKind.CODE,
            codes=signals.REPORT_CATEGORY,
            in_table=True,
            aliases=("categoria", "tipo", "tipologia", "oggetto"),
        ),
        Field("channel", "Canale", FieldKind.CODE, codes=signals.REPORT_CHANNEL, aliases=("canale",)),
        Field("summary", "Sintesi", sensitivity=Sensitivity.RESTRICTED, aliases=("sintesi", "testo")),
        Field("geo_precision", "Precisione", FieldKind.CODE, codes=GEO_PRECISION),
        Field("linked_area", "Area collegata", group=_OUTCOME),
        Field("outcome", "Esito", group=_OUTCOME, in_table=True, aliases=("esito", "stato")),
    ),
    article="art. 6; art. 17",
    sensitivity=Sensitivity.INTERNAL,
    position_optional=True,
)

DUMP_SITE = Layer(
    "dump_site",
    "Discarica abusiva",
    "Discariche abusive",
    GeometryKind.POINT,
    with_common(
        NAME,
        Field(
            "waste_type",
            "Tipo di rifiuto",
            FieldKind.CODE,
            codes=signals.WASTE_TYPE,
            in_table=True,
            aliases=("rifiuto", "tipo rifiuto", "tipo", "tipologia"),
        ),
        Field(
            "volume_class",
            "Volume",
            FieldKind.CODE,
            codes=signals.VOLUME_CLASS,
            in_table=True,
            aliases=("volume",),
        ),
        Field(
            "relapses_12m",
            "Recidive in 12 mesi",
            FieldKind.INTEGER,
            minimum=0,
            maximum=1000,
            in_table=True,
            aliases=("recidive", "ricorrenze"),
        ),
        Field(
            "removed_on",
            "Rimosso il",
            FieldKind.DATE,
            _WATCH,
            aliases=("rimosso", "data rimozione"),
            past=True,
        ),
        Field("removal_cost", "Costo della rimozione", FieldKind.REAL, _WATCH, unit="€", minimum=0),
        Field("mobile_unit", "Telecamera mobile", group=_WATCH, sensitivity=Sensitivity.INTERNAL),
        Field("mobile_from", "Telecamera dal", FieldKind.DATE, _WATCH, sensitivity=Sensitivity.INTERNAL),
        Field("mobile_to", "Telecamera al", FieldKind.DATE, _WATCH, sensitivity=Sensitivity.INTERNAL),
        Field("queue_score", "Punteggio di priorità", FieldKind.REAL, _WATCH, minimum=0),
    ),
    article="art. 6",
    position_optional=True,
)

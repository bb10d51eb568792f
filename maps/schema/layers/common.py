"""Fields that every layer carries."""

from maps.schema.codes import surveillance
from maps.schema.fields import Field, FieldKind, Sensitivity

CODE = Field(
    "code",
    "Codice",
    group="Identificazione",
    in_table=True,
    aliases=(
        "codice",
        "cod",
        "id",
        "identificativo",
        "ref",
        "sigla",
        "matricola",
        "crime id",
        "cod_tvcc",
        "n.",
    ),
)
NAME = Field(
    "name",
    "Denominazione",
    group="Identificazione",
    in_table=True,
    aliases=(
        "nome",
        "denominazione",
        "ubicazione",
        "localizzazione",
        "descrizione",
        "indirizzo",
        "via",
        "name",
    ),
)

_ORIGIN = "Provenienza"

COMMON_FIELDS: tuple[Field, ...] = (
    Field("uid", "Identificativo", group=_ORIGIN, aliases=("uuid", "globalid")),
    Field(
        "municipality_istat",
        "Comune (ISTAT)",
        group=_ORIGIN,
        aliases=("istat", "codice istat", "cod_istat", "pro_com"),
    ),
    Field("district_id", "Quartiere", group=_ORIGIN, aliases=("quartiere", "rione", "zona")),
    Field("source", "Fonte", group=_ORIGIN, aliases=("fonte", "origine dato")),
    Field(
        "surveyed_on",
        "Data rilevazione",
        FieldKind.DATE,
        _ORIGIN,
        aliases=("data rilievo", "rilevato il", "data"),
        past=True,
    ),
    Field("valid_from", "Valido dal", FieldKind.DATE, _ORIGIN),
    Field("valid_to", "Valido al", FieldKind.DATE, _ORIGIN),
    Field("record_state", "Stato del record", FieldKind.CODE, _ORIGIN, codes=surveillance.RECORD_STATE),
    Field("confidentiality", "Riservatezza", FieldKind.CODE, _ORIGIN, codes=surveillance.CONFIDENTIALITY),
    Field(
        "controller",
        "Titolare del trattamento",
        group=_ORIGIN,
        sensitivity=Sensitivity.INTERNAL,
        aliases=("titolare",),
    ),
    Field(
        "remarks",
        "Note",
        group=_ORIGIN,
        sensitivity=Sensitivity.INTERNAL,
        aliases=("note", "annotazioni", "osservazioni", "note uff."),
    ),
    Field("created_by", "Creato da", group=_ORIGIN, sensitivity=Sensitivity.INTERNAL),
    Field("created_at", "Creato il", FieldKind.DATETIME, _ORIGIN, sensitivity=Sensitivity.INTERNAL),
    Field("updated_by", "Modificato da", group=_ORIGIN, sensitivity=Sensitivity.INTERNAL),
    Field("updated_at", "Modificato il", FieldKind.DATETIME, _ORIGIN, sensitivity=Sensitivity.INTERNAL),
)


def with_common(*own: Field) -> tuple[Field, ...]:
    """Return the code, the layer's own fields and the common ones."""
    return (CODE, *own, *COMMON_FIELDS)

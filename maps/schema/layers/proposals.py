"""Proposals ("progetti"): what article 2(c) asks to bring before the C.P.O.S.P."""

from maps.schema.codes import surveillance
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer, Sensitivity
from maps.schema.layers.common import NAME, with_common

_WHO, _WHAT, _MONEY = "Proponente", "Interventi", "Costo e finanziamento"
_STEPS, _CHECKS, _EFFECT = "Iter", "Verifiche di ammissibilità", "Effetto sugli indicatori"

#: Kinds of proponent to which art. 7, paragraph 1-bis, of DL 14/2017 applies.
PRIVATE_KINDS = ("condominium", "company", "association", "consortium")


def _check(name: str, label: str) -> Field:
    """Return what the office declares of a check; the program finds the evidence."""
    return Field(name, label, FieldKind.BOOLEAN, _CHECKS)


def _delta(name: str, label: str) -> Field:
    return Field(name, label, FieldKind.REAL, _EFFECT, minimum=-1, maximum=1)


PROPOSAL = Layer(
    "proposal",
    "Progetto",
    "Progetti",
    GeometryKind.NONE,
    with_common(
        NAME,
        Field(
            "project_type",
            "Tipo",
            FieldKind.CODE,
            _WHAT,
            codes=surveillance.PROJECT_TYPE,
            in_table=True,
            aliases=("tipo", "tipo di progetto"),
        ),
        Field(
            "purposes",
            "Finalità",
            FieldKind.CODES,
            _WHAT,
            codes=surveillance.PURPOSE,
            in_table=True,
            aliases=("finalita", "finalità"),
        ),
        Field("operations", "Interventi sul censimento", group=_WHAT, inner=True),
        Field("description", "Descrizione", group=_WHAT, aliases=("descrizione",)),
        Field("proponent", "Proponente", group=_WHO, in_table=True, aliases=("proponente", "ente")),
        Field("proponent_kind", "Tipo di soggetto", FieldKind.CODE, _WHO, codes=surveillance.OWNER_KIND),
        Field(
            "private_category",
            "Categoria art. 7 c. 1-bis",
            FieldKind.CODE,
            _WHO,
            codes=surveillance.PRIVATE_CATEGORY,
        ),
        Field("site_count", "Numero di impianti", FieldKind.INTEGER, _WHO, minimum=0),
        Field("cost_eur", "Costo", FieldKind.REAL, _MONEY, unit="€", minimum=0, aliases=("costo",)),
        Field(
            "grant_requested_eur",
            "Contributo richiesto",
            FieldKind.REAL,
            _MONEY,
            unit="€",
            minimum=0,
            aliases=("contributo",),
        ),
        Field("funding_plan", "Quadro finanziario", group=_MONEY),
        Field("maintenance_years", "Manutenzione garantita", FieldKind.REAL, _MONEY, unit="anni", minimum=0),
        Field(
            "project_state",
            "Stato del progetto",
            FieldKind.CODE,
            _STEPS,
            codes=surveillance.PROJECT_STATE,
            in_table=True,
            aliases=("stato",),
        ),
        Field("presented_on", "Presentato il", FieldKind.DATE, _STEPS),
        Field("technical_opinion_on", "Parere tecnico del", FieldKind.DATE, _STEPS),
        Field("cposp_date", "Esaminato dal C.P.O.S.P. il", FieldKind.DATE, _STEPS),
        Field("pact_signed_on", "Patto sottoscritto il", FieldKind.DATE, _STEPS),
        Field("pact_until", "Patto in vigore fino al", FieldKind.DATE, _STEPS),
        Field("prescriptions", "Prescrizioni", group=_STEPS),
        _check("check_no_overlap_5y", "Non sovrapposizione (5 anni)"),
        _check("check_pact", "Patto vigente"),
        _check("check_maintenance_5y", "Manutenzione 5 anni"),
        _check("check_cap", "Entro il tetto di costo"),
        _check("check_not_replacement", "Non sostituzione"),
        _check("check_profile", "Conformità ai criteri"),
        _delta("delta_uncovered", "Variazione della scopertura"),
        _delta("delta_hoover", "Variazione dello squilibrio"),
        _delta("delta_overlap", "Variazione della sovrapposizione"),
    ),
    article="art. 2, lett. c)",
    sensitivity=Sensitivity.INTERNAL,
)

"""Cameras and systems: the census that article 2(c) asks for."""

from maps.schema import codes
from maps.schema.fields import Field, FieldKind, GeometryKind, Layer, Sensitivity
from maps.schema.layers.common import NAME, with_common

_KIND, _LENS, _POSE = "Tipo e finalità", "Ottica", "Posa"
_STATE, _RECORDING, _PLATES = "Stato", "Registrazione e rete", "Lettura targhe"
_DUTIES = "Adempimenti"

_KIND_FIELDS = (
    NAME,
    Field("system_id", "Impianto", group="Identificazione", aliases=("impianto", "sistema")),
    Field("proposal_id", "Progetto", group="Identificazione"),
    Field(
        "camera_type",
        "Tipo di telecamera",
        FieldKind.CODE,
        _KIND,
        codes=codes.CAMERA_TYPE,
        in_table=True,
        aliases=("tipo", "tipologia", "tipo tlc", "tipo telecamera", "camera:type"),
    ),
    Field(
        "role",
        "Funzione",
        FieldKind.CODE,
        _KIND,
        codes=codes.CAMERA_ROLE,
        aliases=("funzione", "surveillance:type"),
    ),
    Field(
        "purposes",
        "Finalità",
        FieldKind.CODES,
        _KIND,
        codes=codes.PURPOSE,
        in_table=True,
        aliases=("finalita", "finalità", "uso", "scopo", "purpose"),
    ),
    Field(
        "required_class",
        "Classe richiesta",
        FieldKind.CODE,
        _KIND,
        codes=codes.DETAIL_CLASS,
        aliases=("classe di dettaglio richiesta", "classe"),
    ),
    Field(
        "viewed_area",
        "Area ripresa",
        FieldKind.CODE,
        _KIND,
        codes=codes.VIEWED_AREA,
        aliases=("surveillance", "surveillance:zone"),
    ),
)
_POSE_FIELDS = (
    Field(
        "height_m",
        "Altezza",
        FieldKind.REAL,
        _POSE,
        unit="m",
        minimum=0,
        maximum=200,
        aliases=("altezza", "h", "h palo", "altezza di installazione", "quota", "height"),
    ),
    Field(
        "azimuth_deg",
        "Direzione",
        FieldKind.BEARING,
        _POSE,
        unit="°",
        in_table=True,
        aliases=(
            "direzione",
            "azimut",
            "azimuth",
            "orientamento",
            "orient.",
            "orient",
            "heading",
            "bearing",
            "camera:direction",
            "direction",
        ),
    ),
    Field("extra_azimuths_deg", "Altre direzioni", FieldKind.BEARINGS, _POSE, unit="°"),
    Field(
        "tilt_deg",
        "Inclinazione",
        FieldKind.REAL,
        _POSE,
        unit="°",
        minimum=0,
        maximum=90,
        aliases=("inclinazione", "tilt", "inclin.", "camera:angle"),
    ),
    Field(
        "range_m",
        "Portata dichiarata",
        FieldKind.REAL,
        _POSE,
        unit="m",
        minimum=0.5,
        maximum=5000,
        aliases=("portata", "raggio", "distanza", "range"),
    ),
    Field("preset_name", "Posizione di riposo (preset)", group=_POSE, aliases=("preset", "posizione home")),
    Field(
        "potential_range_m",
        "Portata potenziale (brandeggio)",
        FieldKind.REAL,
        _POSE,
        unit="m",
        minimum=0.5,
        maximum=5000,
    ),
    Field(
        "target_height_m",
        "Altezza del bersaglio",
        FieldKind.REAL,
        _POSE,
        unit="m",
        minimum=0,
        maximum=10,
    ),
    Field(
        "mount",
        "Sostegno",
        FieldKind.CODE,
        _POSE,
        codes=codes.MOUNT,
        aliases=("sostegno", "supporto", "installata su", "camera:mount"),
    ),
)
_LENS_FIELDS = (
    Field("make", "Marca", group=_LENS, aliases=("marca", "produttore", "manufacturer")),
    Field("model", "Modello", group=_LENS, aliases=("modello", "model")),
    Field(
        "res_x",
        "Risoluzione orizzontale",
        FieldKind.INTEGER,
        _LENS,
        unit="px",
        minimum=64,
        maximum=50000,
        aliases=("ris_x", "risoluzione x", "pixel orizzontali"),
    ),
    Field(
        "res_y",
        "Risoluzione verticale",
        FieldKind.INTEGER,
        _LENS,
        unit="px",
        minimum=64,
        maximum=50000,
        aliases=("ris_y", "risoluzione y", "pixel verticali"),
    ),
    Field(
        "resolution_text",
        "Risoluzione come scritta",
        group=_LENS,
        aliases=("risoluzione", "resolution", "risoluzione immagine"),
    ),
    Field("sensor_w_mm", "Sensore, larghezza", FieldKind.REAL, _LENS, unit="mm", minimum=0.5, maximum=100),
    Field("sensor_h_mm", "Sensore, altezza", FieldKind.REAL, _LENS, unit="mm", minimum=0.5, maximum=100),
    Field(
        "focal_mm",
        "Focale",
        FieldKind.REAL,
        _LENS,
        unit="mm",
        minimum=0.1,
        maximum=2000,
        aliases=("focale", "ottica", "ottica mm"),
    ),
    Field(
        "hfov_deg",
        "Angolo di campo",
        FieldKind.REAL,
        _LENS,
        unit="°",
        minimum=1,
        maximum=360,
        aliases=("angolo", "apertura", "angolo orizzontale", "fov", "hfov"),
    ),
    Field("lens_model", "Modello ottico", FieldKind.CODE, _LENS, codes=codes.LENS_MODEL),
    Field("ir_range_m", "Portata IR", FieldKind.REAL, _LENS, unit="m", minimum=0, maximum=2000),
    Field("min_lux", "Sensibilità", FieldKind.REAL, _LENS, unit="lux", minimum=0),
    Field("shutter_s", "Tempo di posa", FieldKind.REAL, _LENS, unit="s", minimum=0.00001, maximum=10),
)
_STATE_FIELDS = (
    Field(
        "working_state",
        "Funzionamento",
        FieldKind.CODE,
        _STATE,
        codes=codes.WORKING_STATE,
        in_table=True,
        aliases=("stato", "funzionante", "funz.", "stato di funzionamento", "attiva", "operativa"),
    ),
    Field("fault_since", "Guasta dal", FieldKind.DATE, _STATE),
    Field(
        "checked_on", "Ultima verifica", FieldKind.DATE, _STATE, aliases=("ultima verifica", "verificata il")
    ),
    Field(
        "installed_year",
        "Anno di installazione",
        FieldKind.INTEGER,
        _STATE,
        minimum=1950,
        maximum=2100,
        aliases=("anno", "anno installazione"),
    ),
)
_RECORDING_FIELDS = (
    Field("fps", "Fotogrammi al secondo", FieldKind.REAL, _RECORDING, unit="fps", minimum=0.1, maximum=1000),
    Field("codec", "Codifica", group=_RECORDING, aliases=("codifica", "codec")),
    Field("onvif_profiles", "Profili ONVIF", group=_RECORDING, aliases=("onvif",)),
    Field("records", "Registra", FieldKind.BOOLEAN, _RECORDING, aliases=("registra", "registrazione")),
    Field("is_24h", "Attiva 24 ore", FieldKind.BOOLEAN, _RECORDING, aliases=("h24", "24h")),
    Field("schedule", "Orario", group=_RECORDING, aliases=("orario attivo",)),
    Field(
        "retention_days",
        "Conservazione",
        FieldKind.INTEGER,
        _RECORDING,
        unit="giorni",
        minimum=0,
        maximum=3650,
        aliases=("conservazione", "giorni conservazione"),
    ),
    Field(
        "network", "Rete", FieldKind.CODE, _RECORDING, codes=codes.NETWORK, aliases=("rete", "connettività")
    ),
    Field("analytics", "Analisi video", group=_RECORDING),
)
_PLATE_FIELDS = (
    Field("anpr", "Lettura targhe", FieldKind.BOOLEAN, _PLATES),
    Field("anpr_directions", "Sensi di marcia letti", FieldKind.INTEGER, _PLATES, minimum=0, maximum=2),
    Field("anpr_lanes", "Corsie coperte", FieldKind.INTEGER, _PLATES, minimum=0, maximum=12),
    Field("scntt_linked", "Collegata a SCNTT", FieldKind.BOOLEAN, _PLATES),
)
_DUTY_FIELDS = (
    Field("privacy_mask", "Maschera privacy", FieldKind.BOOLEAN, _DUTIES),
    Field("notice_sign", "Cartello informativo", FieldKind.BOOLEAN, _DUTIES, aliases=("cartello",)),
    Field("dpia_ref", "Valutazione d'impatto", group=_DUTIES, sensitivity=Sensitivity.INTERNAL),
    Field("deliberate_redundancy", "Ridondanza voluta", FieldKind.BOOLEAN, _DUTIES),
    Field("redundancy_reason", "Motivo della ridondanza", group=_DUTIES),
    Field("osm_tags", "Etichette OpenStreetMap", group="Provenienza", sensitivity=Sensitivity.INTERNAL),
)

CAMERA = Layer(
    "camera",
    "Telecamera",
    "Telecamere",
    GeometryKind.POINT,
    with_common(
        *_KIND_FIELDS,
        *_POSE_FIELDS,
        *_LENS_FIELDS,
        *_STATE_FIELDS,
        *_RECORDING_FIELDS,
        *_PLATE_FIELDS,
        *_DUTY_FIELDS,
    ),
    article="art. 2, lett. c)",
)

_OWNER, _FUNDS = "Proprietà", "Finanziamento e pareri"

SYSTEM = Layer(
    "system",
    "Impianto",
    "Impianti",
    GeometryKind.NONE,
    with_common(
        NAME,
        Field(
            "ownership",
            "Proprietà",
            FieldKind.CODE,
            _OWNER,
            codes=codes.OWNERSHIP,
            in_table=True,
            aliases=("proprieta",),
        ),
        Field(
            "owner_kind", "Tipo di soggetto", FieldKind.CODE, _OWNER, codes=codes.OWNER_KIND, in_table=True
        ),
        Field(
            "private_category",
            "Categoria art. 7 c. 1-bis",
            FieldKind.CODE,
            _OWNER,
            codes=codes.PRIVATE_CATEGORY,
        ),
        Field("site_count", "Numero di impianti", FieldKind.INTEGER, _OWNER, minimum=0),
        Field("thousand_eyes", "Protocollo «Mille occhi»", FieldKind.BOOLEAN, _OWNER),
        Field("guard_company", "Istituto di vigilanza", group=_OWNER),
        Field("alarm_destination", "Destinatario degli allarmi", group=_OWNER),
        Field("contact_ref", "Referente tecnico", group=_OWNER, sensitivity=Sensitivity.RESTRICTED),
        Field("vms", "Piattaforma video", group=_OWNER, aliases=("vms",)),
        Field("link_type", "Collegamento", FieldKind.CODE, _OWNER, codes=codes.LINK_TYPE),
        Field("cost_eur", "Costo", FieldKind.REAL, _FUNDS, unit="€", minimum=0),
        Field("funding_source", "Fonte di finanziamento", group=_FUNDS),
        Field("grant_date", "Data di concessione", FieldKind.DATE, _FUNDS),
        Field("maintenance_until", "Manutenzione fino al", FieldKind.DATE, _FUNDS),
        Field("act_ref", "Atto", group=_FUNDS),
        Field("cposp_opinion", "Parere C.P.O.S.P.", group=_FUNDS),
        Field("cposp_date", "Data del parere", FieldKind.DATE, _FUNDS),
    ),
    article="art. 2, lett. c); art. 3",
)

"""Code lists of records, cameras, systems and proposals."""

from maps.schema.codes.build import code_list

RECORD_STATE = code_list(
    "record_state",
    ("draft", "Bozza"),
    ("validated", "Validato"),
    ("archived", "Archiviato"),
    ("to_check", "Da verificare"),
)
CONFIDENTIALITY = code_list(
    "confidentiality",
    ("public", "Pubblico"),
    ("internal", "Interno"),
    ("restricted", "Riservato"),
)
CAMERA_TYPE = code_list(
    "camera_type",
    ("fixed", "Fissa", "bullet", "box", "fix", "fissa ottica fissa", "tubolare"),
    ("dome", "Dome", "minidome", "cupola"),
    ("ptz", "PTZ", "brandeggiabile", "speed dome", "speeddome", "motorizzata", "panning"),
    ("panoramic", "Panoramica", "fisheye", "360", "panorama"),
    ("multi_sensor", "Multiottica", "multisensore", "multi-sensore", "multisensor"),
    ("mobile", "Mobile", "fototrappola", "mobile/fototrappola", "rilocabile"),
)
CAMERA_ROLE = code_list(
    "role",
    ("context", "Contesto", "camera", "contestuale", "videosorveglianza"),
    ("anpr", "Lettura targhe", "alpr", "targhe", "ocr", "lettura targa", "varco targhe"),
    ("access_gate", "Varco ZTL/APU", "varco", "ztl", "varco ztl"),
    ("traffic", "Semaforo o traffico", "traffico", "semaforo"),
    ("mobile", "Mobile"),
)
PURPOSE = code_list(
    "purpose",
    ("urban_safety", "Sicurezza urbana", "sicurezza", "sicurezza cittadina"),
    ("public_order", "Ordine e sicurezza pubblica", "ordine pubblico", "pubblica sicurezza"),
    (
        "municipal_property",
        "Tutela del patrimonio comunale",
        "tutela patrimonio",
        "patrimonio",
        "tutela patrimonio comunale",
    ),
    (
        "waste_environment",
        "Abbandono rifiuti e ambiente",
        "abbandono rifiuti",
        "rifiuti",
        "ambiente",
        "discariche",
        "abbandono rifiuti/ambiente",
    ),
    (
        "traffic_plates",
        "Traffico e lettura targhe",
        "targhe",
        "traffico",
        "lettura targhe",
        "controllo traffico",
    ),
    (
        "schools_minors",
        "Tutela di scuole e minori",
        "tutela scuole",
        "scuole",
        "minori",
        "tutela scuole/minori",
    ),
    ("civil_protection", "Protezione civile"),
    (
        "square_access",
        "Accessi alle piazze",
        "accessi piazze",
        "antiterrorismo",
        "accessi piazze/antiterrorismo",
    ),
    (
        "private_security",
        "Sicurezza aziendale o condominiale",
        "sicurezza aziendale",
        "sicurezza condominiale",
        "sicurezza aziendale/condominiale",
    ),
)
DETAIL_CLASS = code_list(
    "detail_class",
    ("monitor", "Monitoraggio"),
    ("detect", "Rilevamento"),
    ("observe", "Osservazione"),
    ("recognise", "Riconoscimento"),
    ("identify", "Identificazione"),
    ("inspect", "Ispezione"),
    ("overview", "Panoramica"),
    ("outline", "Sagoma"),
    ("discern", "Distinzione"),
    ("perceive", "Percezione"),
    ("characterise", "Caratterizzazione"),
    ("validate", "Convalida"),
    ("scrutinise", "Esame minuto"),
    ("plate", "Lettura targa"),
)
VIEWED_AREA = code_list(
    "viewed_area",
    ("public", "Pubblica", "town", "outdoor", "street"),
    ("private_open", "Privata aperta al pubblico", "privata aperta"),
    ("private", "Privata", "building", "indoor"),
)
LENS_MODEL = code_list(
    "lens_model",
    ("rectilinear", "Rettilinea"),
    ("equidistant", "Equidistante", "fisheye"),
)
WORKING_STATE = code_list(
    "working_state",
    ("working", "Funzionante", "si", "sì", "s", "ok", "attiva", "attivo", "operativa", "yes", "true", "1"),
    ("degraded", "Degradata", "parziale", "parzialmente funzionante"),
    (
        "broken",
        "Guasta",
        "no",
        "n",
        "non funzionante",
        "ko",
        "guasto",
        "fuori servizio",
        "false",
        "0",
        "non attiva",
    ),
    ("dismissed", "Dismessa", "rimossa", "dismesso"),
    ("planned", "Pianificata", "prevista", "progetto", "in progetto"),
    ("installing", "In installazione", "in corso di installazione"),
)
MOUNT = code_list(
    "mount",
    ("street_pole", "Palo stradale", "palo", "pole", "palo tlc"),
    ("light_pole", "Palo dell'illuminazione", "palo ip", "street_lamp", "lampione"),
    ("facade", "Edificio", "facciata", "wall", "parete", "muro"),
    ("gantry", "Portale"),
    ("ceiling", "Soffitto", "ceiling"),
    ("other", "Altro"),
)
NETWORK = code_list(
    "network",
    ("fibre", "Fibra", "fibra ottica"),
    ("radio", "Radio", "ponte radio", "wireless"),
    ("mobile", "4G/5G", "4g", "5g", "lte", "sim"),
    ("copper", "Rame", "adsl", "vdsl"),
    ("none", "Nessuna"),
)
OWNERSHIP = code_list(
    "ownership",
    ("public", "Pubblica", "pubblico"),
    ("private", "Privata", "privato"),
)
OWNER_KIND = code_list(
    "owner_kind",
    ("municipality", "Comune", "ente locale"),
    ("state", "Stato", "ministero", "questura"),
    ("province", "Provincia"),
    ("public_housing", "Edilizia residenziale pubblica", "erp", "aler"),
    ("condominium", "Condominio"),
    ("company", "Impresa", "azienda", "ditta"),
    ("association", "Associazione"),
    ("consortium", "Consorzio o comitato", "consorzio", "comitato"),
    ("other", "Altro"),
)
PRIVATE_CATEGORY = code_list(
    "private_category",
    ("1", "1 – Gestori dell'edilizia residenziale"),
    ("2", "2 – Amministratori di condominio"),
    ("3", "3 – Imprese con almeno dieci impianti"),
    ("4", "4 – Associazioni di categoria"),
    ("5", "5 – Consorzi o comitati"),
)
LINK_TYPE = code_list(
    "link_type",
    ("main", "Principale"),
    ("mediated", "Mediato"),
    ("alarm_only", "Solo allarme"),
    ("none", "Nessuno"),
)
CONTROL_ROOM_KIND = code_list(
    "control_room_kind",
    ("local_police", "Polizia Locale", "polizia municipale"),
    ("state_police", "Questura", "polizia di stato"),
    ("carabinieri", "Carabinieri"),
    ("finance_guard", "Guardia di Finanza"),
    ("fire_brigade", "Vigili del Fuoco"),
    ("civil_protection", "Protezione civile"),
    ("guard_company", "Istituto di vigilanza"),
    ("other", "Altro"),
)
PROJECT_TYPE = code_list(
    "project_type",
    ("new", "Nuova installazione", "nuova"),
    ("extension", "Implementazione", "ampliamento"),
    ("upgrade", "Ammodernamento", "sostituzione tecnologica"),
)
PROJECT_STATE = code_list(
    "project_state",
    ("idea", "Idea"),
    ("steering", "Istruttoria della Cabina di regia", "istruttoria"),
    ("technical_opinion", "Parere tecnico della Zona Telecomunicazioni", "parere tecnico"),
    ("cposp", "All'esame del C.P.O.S.P.", "cposp"),
    ("approved", "Approvato"),
    ("funded", "Finanziato"),
    ("works", "In opera"),
    ("tested", "Collaudato"),
    ("rejected", "Respinto"),
)

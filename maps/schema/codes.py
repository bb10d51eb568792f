"""Code lists of the layers: English values stored, Italian labels shown.

Source: the data model agreed for the pact's census; aliases are spellings met in
office tables and in OpenStreetMap tags.
"""

from maps.schema.fields import Code, CodeList


def _list(name: str, *codes: tuple[str, ...]) -> CodeList:
    """Build a code list from (value, label, alias, alias...) tuples."""
    return CodeList(name, tuple(Code(value, label, tuple(aliases)) for value, label, *aliases in codes))


RECORD_STATE = _list(
    "record_state",
    ("draft", "Bozza"),
    ("validated", "Validato"),
    ("archived", "Archiviato"),
    ("to_check", "Da verificare"),
)
CONFIDENTIALITY = _list(
    "confidentiality",
    ("public", "Pubblico"),
    ("internal", "Interno"),
    ("restricted", "Riservato"),
)
CAMERA_TYPE = _list(
    "camera_type",
    ("fixed", "Fissa", "bullet", "box", "fix", "fissa ottica fissa", "tubolare"),
    ("dome", "Dome", "minidome", "cupola"),
    ("ptz", "PTZ", "brandeggiabile", "speed dome", "speeddome", "motorizzata", "panning"),
    ("panoramic", "Panoramica", "fisheye", "360", "panorama"),
    ("multi_sensor", "Multiottica", "multisensore", "multi-sensore", "multisensor"),
    ("mobile", "Mobile", "fototrappola", "mobile/fototrappola", "rilocabile"),
)
CAMERA_ROLE = _list(
    "role",
    ("context", "Contesto", "camera", "contestuale", "videosorveglianza"),
    ("anpr", "Lettura targhe", "alpr", "targhe", "ocr", "lettura targa", "varco targhe"),
    ("access_gate", "Varco ZTL/APU", "varco", "ztl", "varco ztl"),
    ("traffic", "Semaforo o traffico", "traffico", "semaforo"),
    ("mobile", "Mobile"),
)
PURPOSE = _list(
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
DETAIL_CLASS = _list(
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
VIEWED_AREA = _list(
    "viewed_area",
    ("public", "Pubblica", "town", "outdoor", "street"),
    ("private_open", "Privata aperta al pubblico", "privata aperta"),
    ("private", "Privata", "building", "indoor"),
)
LENS_MODEL = _list(
    "lens_model",
    ("rectilinear", "Rettilinea"),
    ("equidistant", "Equidistante", "fisheye"),
)
WORKING_STATE = _list(
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
MOUNT = _list(
    "mount",
    ("street_pole", "Palo stradale", "palo", "pole", "palo tlc"),
    ("light_pole", "Palo dell'illuminazione", "palo ip", "street_lamp", "lampione"),
    ("facade", "Edificio", "facciata", "wall", "parete", "muro"),
    ("gantry", "Portale"),
    ("ceiling", "Soffitto", "ceiling"),
    ("other", "Altro"),
)
NETWORK = _list(
    "network",
    ("fibre", "Fibra", "fibra ottica"),
    ("radio", "Radio", "ponte radio", "wireless"),
    ("mobile", "4G/5G", "4g", "5g", "lte", "sim"),
    ("copper", "Rame", "adsl", "vdsl"),
    ("none", "Nessuna"),
)
OWNERSHIP = _list(
    "ownership",
    ("public", "Pubblica", "pubblico"),
    ("private", "Privata", "privato"),
)
OWNER_KIND = _list(
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
PRIVATE_CATEGORY = _list(
    "private_category",
    ("1", "1 – Gestori dell'edilizia residenziale"),
    ("2", "2 – Amministratori di condominio"),
    ("3", "3 – Imprese con almeno dieci impianti"),
    ("4", "4 – Associazioni di categoria"),
    ("5", "5 – Consorzi o comitati"),
)
LINK_TYPE = _list(
    "link_type",
    ("main", "Principale"),
    ("mediated", "Mediato"),
    ("alarm_only", "Solo allarme"),
    ("none", "Nessuno"),
)
PROJECT_TYPE = _list(
    "project_type",
    ("new", "Nuova installazione", "nuova"),
    ("extension", "Implementazione", "ampliamento"),
    ("upgrade", "Ammodernamento", "sostituzione tecnologica"),
)
PROJECT_STATE = _list(
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
ZONE_KIND = _list(
    "zone_kind",
    ("centre", "Centro"),
    ("periphery", "Periferia"),
    ("hamlet", "Frazione"),
)
OFFENCE_CATEGORY = _list(
    "offence_category",
    ("snatch_theft", "Furto con strappo", "scippo", "theft from the person", "theft from person"),
    ("street_robbery", "Rapina in strada", "rapina", "robbery", "rapine"),
    ("home_robbery", "Rapina in abitazione"),
    (
        "burglary",
        "Furto in abitazione",
        "furto in appartamento",
        "furti in abitazione",
        "furti in abitazioni",
    ),
    ("vehicle_theft", "Furto di o su veicolo", "vehicle crime", "furto auto", "furti di autovetture"),
    ("shoplifting", "Furto in esercizio", "furto in negozio", "taccheggio"),
    ("theft", "Furto", "other theft", "bicycle theft", "furti", "altro furto"),
    ("fraud", "Truffa", "truffe", "truffe e frodi informatiche"),
    (
        "criminal_damage",
        "Danneggiamento",
        "criminal damage and arson",
        "danneggiamenti",
        "criminal damage",
    ),
    ("drugs", "Stupefacenti", "spaccio", "drug offences"),
    (
        "assault",
        "Lesioni e percosse",
        "lesioni",
        "percosse",
        "violence and sexual offences",
        "aggravated assault",
    ),
    ("weapons", "Armi", "possession of weapons"),
    ("public_order", "Ordine pubblico", "public order"),
    ("antisocial", "Disturbo e molestie", "anti-social behaviour", "anti social behaviour", "asb"),
    ("other", "Altro", "other crime", "altri delitti"),
)
PLACE_OF_OFFENCE = _list(
    "place_of_offence",
    ("street", "Strada", "via"),
    ("home", "Abitazione"),
    ("shop", "Esercizio", "negozio"),
    ("parking", "Parcheggio"),
    ("park", "Parco"),
    ("vehicle", "Mezzo"),
    ("other", "Altro"),
)
GEO_PRECISION = _list(
    "geo_precision",
    ("address", "Civico"),
    ("segment", "Tratto di strada", "via"),
    ("area", "Area"),
    ("unknown", "Ignota"),
)
DECAY_TYPE = _list(
    "decay_type",
    ("urban_decay", "Degrado urbano", "degrado"),
    ("social_distress", "Disagio sociale"),
    ("neglected_green", "Incuria del verde", "incuria verde"),
    ("vandalism", "Vandalismo e graffiti", "vandalismo", "graffiti"),
    ("drug_dealing", "Spaccio"),
    ("encampment", "Bivacco"),
    ("other", "Altro"),
)
DECAY_STATUS = _list(
    "decay_status",
    ("reported", "Segnalata"),
    ("verified", "Verificata"),
    ("in_progress", "In intervento"),
    ("resolved", "Risolta"),
    ("relapsed", "Recidiva"),
)
ABANDONED_KIND = _list(
    "abandoned_kind",
    ("industrial", "Industriale dismesso", "capannone dismesso", "industriale"),
    ("residential", "Residenziale"),
    ("vacant_public_housing", "ERP sfitto"),
    ("unused_public_premises", "Locale di ente inutilizzato"),
    ("rural", "Rurale", "cascina"),
    ("other", "Altro"),
)
OWNERSHIP_KIND = _list(
    "ownership_kind",
    ("public", "Pubblica"),
    ("private", "Privata"),
    ("agency", "Ente"),
    ("unknown", "Ignota"),
)
ACCESS_STATE = _list(
    "access_state",
    ("closed", "Chiuso"),
    ("open_gaps", "Varchi aperti", "aperto", "accessibile"),
)
OCCUPANCY = _list(
    "occupancy",
    ("vacant", "Libero"),
    ("traces", "Tracce di presenza", "tracce"),
    ("occupied", "Occupato"),
)
WORKS_STATE = _list(
    "works_state",
    ("none", "Nessuno"),
    ("warning", "Diffida"),
    ("design", "Progetto"),
    ("building_site", "Cantiere"),
    ("stopped", "Fermo"),
    ("completed", "Concluso"),
)
ANTI_OCCUPATION = _list(
    "anti_occupation_measures",
    ("walling", "Murature"),
    ("sheeting", "Lamiere"),
    ("fence", "Recinzione"),
    ("alarm", "Allarme"),
    ("camera", "Telecamera"),
    ("guard", "Vigilanza"),
    ("utilities_cut", "Utenze staccate"),
)
LAMP_STATE = _list(
    "lamp_state",
    ("on", "Acceso", "funzionante", "ok"),
    ("broken", "Guasto"),
    ("off", "Spento"),
)
PLACE_KIND = _list(
    "place_kind",
    ("railway", "Stazione ferroviaria"),
    ("transit", "Trasporto pubblico locale"),
    ("health", "Presidio sanitario"),
    ("school", "Scuola"),
    ("museum", "Museo"),
    ("archaeology", "Sito archeologico"),
    ("monument", "Complesso monumentale"),
    ("culture", "Luogo di cultura"),
    ("tourism", "Flussi turistici"),
    ("market", "Fiera o mercato"),
    ("entertainment", "Pubblico spettacolo"),
    ("public_green", "Verde pubblico"),
    ("sport", "Impianto sportivo"),
    ("public_office", "Ufficio pubblico"),
    ("worship", "Luogo di culto"),
    ("target", "Obiettivo sensibile"),
)
ROAD_CLASS = _list(
    "road_class",
    ("motorway", "Autostrada"),
    ("trunk", "Superstrada"),
    ("primary", "Primaria"),
    ("secondary", "Secondaria"),
    ("tertiary", "Terziaria"),
    ("residential", "Residenziale", "unclassified"),
    ("living_street", "Zona residenziale"),
    ("service", "Di servizio"),
    ("pedestrian", "Pedonale"),
    ("footway", "Percorso pedonale", "corridor", "platform"),
    ("cycleway", "Pista ciclabile"),
    ("track", "Carrareccia"),
    ("steps", "Scale"),
    ("other", "Altro"),
)
LAND_USE_KIND = _list(
    "land_use_kind",
    ("park", "Parco o giardino"),
    ("grass", "Prato"),
    ("forest", "Bosco"),
    ("water", "Acqua"),
    ("square", "Piazza"),
    ("parking", "Parcheggio"),
    ("residential", "Residenziale"),
    ("commercial", "Commerciale"),
    ("industrial", "Industriale"),
    ("railway", "Ferrovia"),
    ("cemetery", "Cimitero"),
    ("school", "Scuola"),
    ("hospital", "Ospedale"),
    ("sport", "Sport"),
    ("farmland", "Agricolo"),
    ("construction", "Cantiere"),
    ("other", "Altro"),
)
HEIGHT_SOURCE = _list(
    "height_source",
    ("survey", "Rilievo"),
    ("dbt", "Database topografico"),
    ("osm_height", "OpenStreetMap, altezza"),
    ("osm_levels", "OpenStreetMap, piani"),
    ("estimate", "Stima"),
)

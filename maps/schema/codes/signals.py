"""Code lists of reports and illegal dumps."""

from maps.schema.codes.build import code_list

REPORT_CATEGORY = code_list(
    "report_category",
    ("decay", "Degrado", "degrado urbano"),
    ("noise", "Rumore e malamovida", "rumore", "movida", "malamovida", "schiamazzi"),
    ("waste", "Rifiuti", "abbandono rifiuti", "discarica"),
    ("drug_dealing", "Spaccio"),
    ("prostitution", "Prostituzione"),
    ("parking", "Sosta", "sosta irregolare", "parcheggio"),
    ("lighting", "Illuminazione", "illuminazione pubblica", "lampione"),
    ("illegal_trade", "Abusivismo commerciale", "abusivismo"),
    ("illegal_attendants", "Parcheggiatori abusivi", "parcheggiatori"),
    ("occupation", "Occupazione abusiva", "occupazione"),
    ("other", "Altro"),
)
REPORT_CHANNEL = code_list(
    "report_channel",
    ("public_office", "URP", "sportello"),
    ("app", "App", "applicazione"),
    ("certified_mail", "PEC", "posta certificata"),
    ("police_force", "Forze di polizia", "polizia locale", "questura", "carabinieri"),
    ("district", "Quartiere", "comitato di quartiere"),
    ("other", "Altro"),
)
WASTE_TYPE = code_list(
    "waste_type",
    ("bulky", "Ingombranti"),
    ("electronic", "RAEE", "elettronici"),
    ("building", "Edili", "inerti", "macerie"),
    ("glass", "Vetro"),
    ("household", "Domestici", "sacchi"),
    ("hazardous", "Pericolosi o amianto", "pericolosi", "amianto", "eternit"),
    ("other", "Altro", "misti"),
)
VOLUME_CLASS = code_list(
    "volume_class",
    ("under_1_m3", "Meno di 1 m³", "piccolo"),
    ("from_1_to_5_m3", "Da 1 a 5 m³", "medio"),
    ("over_5_m3", "Oltre 5 m³", "grande"),
)

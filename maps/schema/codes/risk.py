"""Code lists of offences, degraded areas and abandoned buildings."""

from maps.schema.codes.build import code_list

OFFENCE_CATEGORY = code_list(
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
PLACE_OF_OFFENCE = code_list(
    "place_of_offence",
    ("street", "Strada", "via"),
    ("home", "Abitazione"),
    ("shop", "Esercizio", "negozio"),
    ("parking", "Parcheggio"),
    ("park", "Parco"),
    ("vehicle", "Mezzo"),
    ("other", "Altro"),
)
GEO_PRECISION = code_list(
    "geo_precision",
    ("address", "Civico"),
    ("segment", "Tratto di strada", "via"),
    ("area", "Area"),
    ("unknown", "Ignota"),
)
DECAY_TYPE = code_list(
    "decay_type",
    ("urban_decay", "Degrado urbano", "degrado"),
    ("social_distress", "Disagio sociale"),
    ("neglected_green", "Incuria del verde", "incuria verde"),
    ("vandalism", "Vandalismo e graffiti", "vandalismo", "graffiti"),
    ("drug_dealing", "Spaccio"),
    ("encampment", "Bivacco"),
    ("other", "Altro"),
)
DECAY_STATUS = code_list(
    "decay_status",
    ("reported", "Segnalata"),
    ("verified", "Verificata"),
    ("in_progress", "In intervento"),
    ("resolved", "Risolta"),
    ("relapsed", "Recidiva"),
)
ABANDONED_KIND = code_list(
    "abandoned_kind",
    ("industrial", "Industriale dismesso", "capannone dismesso", "industriale"),
    ("residential", "Residenziale"),
    ("vacant_public_housing", "ERP sfitto"),
    ("unused_public_premises", "Locale di ente inutilizzato"),
    ("rural", "Rurale", "cascina"),
    ("other", "Altro"),
)
OWNERSHIP_KIND = code_list(
    "ownership_kind",
    ("public", "Pubblica"),
    ("private", "Privata"),
    ("agency", "Ente"),
    ("unknown", "Ignota"),
)
ACCESS_STATE = code_list(
    "access_state",
    ("closed", "Chiuso"),
    ("open_gaps", "Varchi aperti", "aperto", "accessibile"),
)
OCCUPANCY = code_list(
    "occupancy",
    ("vacant", "Libero"),
    ("traces", "Tracce di presenza", "tracce"),
    ("occupied", "Occupato"),
)
WORKS_STATE = code_list(
    "works_state",
    ("none", "Nessuno"),
    ("warning", "Diffida"),
    ("design", "Progetto"),
    ("building_site", "Cantiere"),
    ("stopped", "Fermo"),
    ("completed", "Concluso"),
)
ANTI_OCCUPATION = code_list(
    "anti_occupation_measures",
    ("walling", "Murature"),
    ("sheeting", "Lamiere"),
    ("fence", "Recinzione"),
    ("alarm", "Allarme"),
    ("camera", "Telecamera"),
    ("guard", "Vigilanza"),
    ("utilities_cut", "Utenze staccate"),
)

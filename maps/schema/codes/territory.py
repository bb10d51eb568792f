"""Code lists of zones, buildings, roads, land, lamps and places."""

from maps.schema.codes.build import code_list

ZONE_KIND = code_list(
    "zone_kind",
    ("centre", "Centro"),
    ("periphery", "Periferia"),
    ("hamlet", "Frazione"),
)
LAMP_STATE = code_list(
    "lamp_state",
    ("on", "Acceso", "funzionante", "ok"),
    ("broken", "Guasto"),
    ("off", "Spento"),
)
PLACE_KIND = code_list(
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
ROAD_CLASS = code_list(
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
LAND_USE_KIND = code_list(
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
HEIGHT_SOURCE = code_list(
    "height_source",
    ("survey", "Rilievo"),
    ("dbt", "Database topografico"),
    ("osm_height", "OpenStreetMap, altezza"),
    ("osm_levels", "OpenStreetMap, piani"),
    ("estimate", "Stima"),
)

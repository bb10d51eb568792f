"""What exports are called: layers, results and documents, profiles, lines of the log."""

from typing import Any

from maps.schema import LAYERS
from maps.schema.profiles import PROFILES, ZONE_COVERAGE, ZONE_OFFENCES

_WHAT = {
    ZONE_COVERAGE: "Copertura per zona",
    ZONE_OFFENCES: "Eventi per zona",
    "footprint": "Aree riprese",
    "density": "Densità degli eventi",
    "risk_grid": "Rischio per cella",
    "gap_table": "Tabella delle zone",
    "sites": "Siti proposti",
    "moves": "Spostamenti proposti",
    "cordon": "Varchi del cordone",
    "web_map": "Mappa web",
    "map_picture": "Immagine della mappa",
    "scene_picture": "Immagine di una scena",
    "sheet": "Tavola",
    "atlas": "Atlante",
    "slides": "Diapositive",
    "dossier": "Dossier",
    "dossier_data": "Dati del dossier",
    "minutes": "Verbale della riunione",
    "snapshot": "Fotografia del semestre",
}


def what(name: str) -> str:
    """Return what was exported, by its name in the log."""
    return LAYERS[name].plural if name in LAYERS else _WHAT.get(name, name)


def profile(name: str) -> str:
    """Return the name of a profile; of none, that only public fields left."""
    return PROFILES[name].label if name in PROFILES else name or "nessuno (campi pubblici)"


def refused(error: Any) -> str:
    """Return why something did not leave, and what may leave in its place."""
    admitted = PROFILES[error.profile]
    instead = " o ".join(f"«{what(each).lower()}» ({each})" for each in admitted.aggregates)
    return (
        f"Il profilo «{admitted.label}» non lascia uscire {what(error.what).lower()}: {admitted.note}. "
        f"Esportare {instead}, o scegliere un altro profilo."
    )

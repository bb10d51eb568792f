"""The grammar of what leaves the project: profiles, addressees and the log."""

from typing import Any

from app.cli.grammar import command, json_option, output_option
from maps.schema import LAYERS
from maps.schema.profiles import AGGREGATES, PROFILES


def add_export_commands(commands: Any) -> None:
    """Add `export` and `exports`."""
    export = command(commands, "export", "Esporta un livello in GeoJSON (RFC 7946).", "exporting:export")
    names = (*LAYERS, *AGGREGATES)
    export.add_argument("layer", choices=sorted(names), metavar="LIVELLO", help=", ".join(names))
    output_option(export, ".geojson")
    told = "; ".join(f"{each.name}: {each.label}, {each.note}" for each in PROFILES.values())
    export.add_argument("--profile", choices=tuple(PROFILES), default="", metavar="PROFILO", help=told)
    export.add_argument("--recipient", default="", metavar="ENTE", help="a chi si consegna, per il registro")
    json_option(command(commands, "exports", "Elenca ciò che è stato esportato.", "exporting:exports"))

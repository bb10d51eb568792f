"""The grammar of the commands that make a project, bring data into it and tell what it holds."""

from pathlib import Path
from typing import Any

from app.cli import values
from app.cli.grammar import command, json_option
from maps.schema import LAYERS


def add_data_commands(commands: Any) -> None:
    """Add demo, new, import, import-osm, zones and info."""
    _new(commands)
    _imports(commands)
    zones = command(commands, "zones", "Genera le zone di analisi.", "data:zones")
    size = zones.add_mutually_exclusive_group(required=True)
    size.add_argument("--hex", type=float, metavar="METRI", help="esagoni, larghezza tra lati opposti")
    size.add_argument("--square", type=float, metavar="METRI", help="quadrati, lato")
    json_option(command(commands, "info", "Dice livelli, conteggi, estensione e controlli.", "data:info"))


def _new(commands: Any) -> None:
    command(commands, "demo", "Scrive il progetto dimostrativo, con dati inventati.", "data:demo")
    new = command(commands, "new", "Crea un progetto vuoto su un'area.", "data:new")
    where = new.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--area", type=Path, metavar="FILE", help="file con i poligoni dell'area, o estratto OpenStreetMap"
    )
    where.add_argument("--bbox", type=values.bbox, metavar="O,S,E,N", help="rettangolo in gradi WGS 84")
    new.add_argument("--name", default="", metavar="NOME", help="nome del progetto; quello del file se manca")


def _imports(commands: Any) -> None:
    load = command(commands, "import", "Importa un file in un livello.", "data:import_file")
    load.add_argument("layer", choices=sorted(LAYERS), metavar="LIVELLO", help=", ".join(LAYERS))
    load.add_argument("file", type=Path, metavar="FILE", help="tabella o file geografico")
    load.add_argument(
        "--map",
        nargs="+",
        action="extend",
        type=values.pair,
        default=[],
        metavar="CAMPO=COLONNA",
        dest="mapping",
        help="da quale colonna viene un campo; x=COLONNA y=COLONNA le coordinate",
    )
    load.add_argument(
        "--crs", type=values.epsg, metavar="EPSG", help="sistema di riferimento delle coordinate"
    )
    load.add_argument("--sheet", metavar="FOGLIO", help="foglio di Excel o livello del file")
    load.add_argument("--swap", action="store_true", help="scambia latitudine e longitudine")
    load.add_argument("--rejected", type=Path, metavar="FILE", help="dove salvare le righe rifiutate")
    json_option(load)
    osm = command(commands, "import-osm", "Importa un estratto OpenStreetMap.", "data:import_osm")
    osm.add_argument("file", type=Path, metavar="FILE", help="estratto .osm.pbf, .osm o .osm.gz")
    osm.add_argument("--rejected", type=Path, metavar="FILE", help="dove salvare gli elementi rifiutati")
    json_option(osm)

"""The grammar of density and balance."""

from typing import Any

from app.cli import values
from app.cli.grammar import codes, command, json_option, output_option, purpose_option


def add_analysis_commands(commands: Any) -> None:
    """Add density and balance."""
    density = command(
        commands, "density", "Calcola la densità degli eventi (eventi/km²).", "analysis:density"
    )
    density.add_argument("--from", type=values.day, metavar="GIORNO", dest="first", help="aaaa-mm-gg")
    density.add_argument("--to", type=values.day, metavar="GIORNO", dest="last", help="aaaa-mm-gg, compreso")
    density.add_argument(
        "--category",
        action="append",
        metavar="REATO",
        choices=codes("offence", "category"),
        help="solo questi eventi (ripetibile): " + ", ".join(codes("offence", "category")),
    )
    density.add_argument(
        "--bandwidth", type=values.positive, metavar="METRI", help="raggio; quello dei criteri se manca"
    )
    density.add_argument("--cell", type=values.positive, metavar="METRI", help="lato della cella")
    output_option(density, ".tif", ".geojson")
    balance = command(
        commands, "balance", "Confronta copertura e rischio, zona per zona.", "analysis:balance"
    )
    purpose_option(balance)
    json_option(balance)
    output_option(balance, ".csv", what="tabella delle zone da scrivere", required=False)

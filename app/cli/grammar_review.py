"""The grammar of the commands on the semester."""

import argparse
from typing import Any

from app.cli import values
from app.cli.grammar import codes, command, json_option, output_option, semester_option


def add_review_commands(commands: Any) -> None:
    """Add review, freeze, minutes."""
    compared = command(
        commands, "review", "Confronta un semestre con lo stesso semestre degli anni prima.", "review:review"
    )
    semester_option(compared, required=True)
    _against(compared)
    categories = codes("offence", "category")
    compared.add_argument("--category", metavar="REATO", choices=categories, help=", ".join(categories))
    json_option(compared)
    frozen = command(commands, "freeze", "Congela un semestre in una copia di sola lettura.", "review:freeze")
    semester_option(frozen, required=True)
    output_option(frozen, ".gpkg", what="la copia, NOME-AAAA-S.gpkg se manca", required=False)
    json_option(frozen)
    paper = command(commands, "minutes", "Scrive il verbale della riunione di un semestre.", "review:minutes")
    semester_option(paper, required=True)
    _against(paper)
    output_option(paper, ".pdf")


def _against(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against",
        type=values.against,
        default="previous",
        metavar="CON",
        help="previous (l'anno prima), mean (media degli anni prima) o un semestre come 2025-1",
    )

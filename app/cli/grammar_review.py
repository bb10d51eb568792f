"""The grammar of the commands on the semester."""

import argparse
from typing import Any

from app.cli import values
from app.cli.grammar import codes, command, json_option


def add_review_commands(commands: Any) -> None:
    """Add review."""
    compared = command(
        commands, "review", "Confronta un semestre con lo stesso semestre degli anni prima.", "review:review"
    )
    _semester(compared)
    compared.add_argument(
        "--against",
        type=values.against,
        default="previous",
        metavar="CON",
        help="previous (l'anno prima), mean (media degli anni prima) o un semestre come 2025-1",
    )
    compared.add_argument("--category", metavar="REATO", choices=codes("offence", "category"))
    json_option(compared)


def _semester(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--semester", type=values.semester, required=True, metavar="AAAA-S", help="per esempio 2026-1"
    )

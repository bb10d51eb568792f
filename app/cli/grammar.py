"""What the commands share: how one is added, and the options that several have."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from app.cli import values
from maps.schema import LAYERS


def command(commands: Any, name: str, help_text: str, job: str) -> argparse.ArgumentParser:
    """Add a command whose job is "module:function" under `app.cli`."""
    parser = action(commands, name, help_text, job)
    parser.add_argument("project", type=Path, metavar="PROGETTO", help="file .gpkg del progetto")
    return parser


def action(commands: Any, name: str, help_text: str, job: str) -> argparse.ArgumentParser:
    """Add an action of a command that has read the project already."""
    module, function = job.split(":")

    def run(chosen: argparse.Namespace) -> None:
        getattr(import_module(f"app.cli.{module}"), function)(chosen)

    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(job=run)
    return parser


def json_option(parser: argparse.ArgumentParser) -> None:
    """Data in place of words."""
    parser.add_argument("--json", action="store_true", help="scrive i dati in JSON su stdout")


def output_option(
    parser: argparse.ArgumentParser, *suffixes: str, what: str = "file da scrivere", required: bool = True
) -> None:
    """The file to write."""
    parser.add_argument(
        "-o",
        "--output",
        type=values.output_file(*suffixes),
        required=required,
        metavar="FILE",
        help=f"{what} ({values.either(suffixes)})",
    )


def codes(layer: str, field: str) -> tuple[str, ...]:
    """Return the codes that a field admits."""
    declared = LAYERS[layer].field(field).codes
    return declared.values if declared else ()


def purpose_option(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """One purpose of the cameras, or those that declare none."""
    purposes = (*codes("camera", "purposes"), "undeclared")
    parser.add_argument(
        "--purpose", metavar="FINALITÀ", choices=purposes, required=required, help=", ".join(purposes)
    )


def semester_option(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """One semester."""
    parser.add_argument(
        "--semester", type=values.semester, required=required, metavar="AAAA-S", help="per esempio 2026-1"
    )


def when_option(parser: argparse.ArgumentParser) -> None:
    """By day, by night, or at a moment."""
    parser.add_argument(
        "--when",
        type=values.when,
        default="day",
        metavar="QUANDO",
        help="day, night o un momento: «sab 23:00 estate», «lun 8», 2026-07-18T23:00",
    )


def base_map_option(parser: argparse.ArgumentParser) -> None:
    """The base map of the user's settings, under what is printed."""
    told = "disegna la mappa di base scelta nella finestra: file o tessere già sul disco, mai la rete"
    parser.add_argument("--base-map", action="store_true", help=told)

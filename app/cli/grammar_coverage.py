"""The grammar of the commands on what the cameras see."""

import argparse
from typing import Any

from app.cli import values
from app.cli.grammar import codes, command, json_option, output_option, purpose_option, when_option
from maps.schema import LAYERS, GeometryKind


def add_coverage_commands(commands: Any) -> None:
    """Add footprints, coverage, who-sees, cordon and models."""
    prints = command(
        commands, "footprints", "Scrive le aree riprese dalle telecamere.", "coverage:footprints"
    )
    _question_options(prints)
    output_option(prints, ".geojson", required=False)
    covered = command(
        commands,
        "coverage",
        "Misura la copertura di ogni zona: spazio pubblico e strade.",
        "coverage:coverage",
    )
    _question_options(covered)
    _who_sees(commands)
    _cordon(commands)
    models = command(
        commands, "models", "Carica il catalogo dei modelli generici di telecamera.", "coverage:models"
    )
    models.add_argument("--fill", action="store_true", help="completa l'ottica mancante da marca e modello")
    json_option(models)


def _who_sees(commands: Any) -> None:
    sees = command(commands, "who-sees", "Elenca le telecamere che riprendono un luogo.", "coverage:who_sees")
    sees.add_argument("lon", type=values.longitude, metavar="LON", help="gradi WGS 84")
    sees.add_argument("lat", type=values.latitude, metavar="LAT", help="gradi WGS 84")
    sees.add_argument(
        "--radius", type=values.positive, default=0.0, metavar="METRI", help="cerchio attorno al punto"
    )
    sees.add_argument(
        "--at", type=values.moment, metavar="QUANDO", help="momento delle immagini, aaaa-mm-gg[Thh:mm]"
    )
    sees.add_argument(
        "--ladder", choices=("en_2014", "iec_2025"), help="scala delle classi; quella dei criteri se manca"
    )
    json_option(sees)


def _cordon(commands: Any) -> None:
    ring = command(
        commands,
        "cordon",
        "Dice quali strade attraverso un confine sono lette, e in quale senso.",
        "coverage:cordon",
    )
    ring.add_argument(
        "--boundary",
        required=True,
        choices=_polygon_layers(),
        metavar="LIVELLO",
        help="livello con i poligoni",
    )
    ring.add_argument(
        "--code",
        action="append",
        default=[],
        metavar="CODICE",
        help="solo l'elemento con questo codice o nome (ripetibile)",
    )
    json_option(ring)


def _question_options(parser: argparse.ArgumentParser) -> None:
    """Which purpose, which class, when."""
    purpose_option(parser)
    parser.add_argument(
        "--class",
        dest="detail_class",
        metavar="CLASSE",
        choices=codes("camera", "required_class"),
        help=", ".join(codes("camera", "required_class")),
    )
    when_option(parser)
    json_option(parser)


def _polygon_layers() -> tuple[str, ...]:
    kinds = (GeometryKind.POLYGON, GeometryKind.ANY)
    return tuple(name for name, declared in LAYERS.items() if declared.geometry in kinds)

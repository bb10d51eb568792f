"""The grammar of the command line. Names are stable: others script on them."""

import argparse
from pathlib import Path
from typing import Any

from app.cli import values
from app.cli.grammar import (
    codes as _codes,
    command as _command,
    json_option as _json_option,
    output_option as _output_option,
)
from app.cli.grammar_export import add_export_commands
from app.cli.grammar_review import add_review_commands
from app.cli.grammar_rule import add_rule_commands
from app.cli.italian import ItalianParser
from maps.schema import LAYERS, GeometryKind


class MainParser(ItalianParser):
    """The parser of `torrazzo`, which knows the names of its commands."""

    commands: frozenset[str] = frozenset()


def build_parser() -> MainParser:
    """Return the parser; each command carries its job, imported when it runs."""
    parser = MainParser(prog="torrazzo", description="Mappa del rischio urbano e della videosorveglianza.")
    parser.add_argument("--version", action="version", version=_version(), help="dice la versione ed esce")
    commands = parser.add_subparsers(metavar="COMANDO", required=True, parser_class=ItalianParser)
    for add in (
        _data_commands,
        _analysis_commands,
        _coverage_commands,
        _picture_commands,
        _sheet_commands,
    ):
        add(commands)
    add_rule_commands(commands, ItalianParser)
    add_review_commands(commands)
    parser.commands = frozenset(commands.choices)
    return parser


def _version() -> str:
    from importlib.metadata import version

    return version("torrazzo")


def _data_commands(commands: Any) -> None:
    _command(commands, "demo", "Scrive il progetto dimostrativo, con dati inventati.", "data:demo")
    new = _command(commands, "new", "Crea un progetto vuoto su un'area.", "data:new")
    where = new.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--area", type=Path, metavar="FILE", help="file con i poligoni dell'area, o estratto OpenStreetMap"
    )
    where.add_argument("--bbox", type=values.bbox, metavar="O,S,E,N", help="rettangolo in gradi WGS 84")
    new.add_argument("--name", default="", metavar="NOME", help="nome del progetto; quello del file se manca")
    load = _command(commands, "import", "Importa un file in un livello.", "data:import_file")
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
    _json_option(load)
    osm = _command(commands, "import-osm", "Importa un estratto OpenStreetMap.", "data:import_osm")
    osm.add_argument("file", type=Path, metavar="FILE", help="estratto .osm.pbf, .osm o .osm.gz")
    osm.add_argument("--rejected", type=Path, metavar="FILE", help="dove salvare gli elementi rifiutati")
    _json_option(osm)
    zones = _command(commands, "zones", "Genera le zone di analisi.", "data:zones")
    size = zones.add_mutually_exclusive_group(required=True)
    size.add_argument("--hex", type=float, metavar="METRI", help="esagoni, larghezza tra lati opposti")
    size.add_argument("--square", type=float, metavar="METRI", help="quadrati, lato")
    _json_option(_command(commands, "info", "Dice livelli, conteggi, estensione e controlli.", "data:info"))
    add_export_commands(commands)


def _analysis_commands(commands: Any) -> None:
    density = _command(
        commands, "density", "Calcola la densità degli eventi (eventi/km²).", "analysis:density"
    )
    density.add_argument("--from", type=values.day, metavar="GIORNO", dest="first", help="aaaa-mm-gg")
    density.add_argument("--to", type=values.day, metavar="GIORNO", dest="last", help="aaaa-mm-gg, compreso")
    density.add_argument(
        "--category",
        action="append",
        metavar="REATO",
        choices=_codes("offence", "category"),
        help="solo questi eventi (ripetibile): " + ", ".join(_codes("offence", "category")),
    )
    density.add_argument(
        "--bandwidth", type=values.positive, metavar="METRI", help="raggio; quello dei criteri se manca"
    )
    density.add_argument("--cell", type=values.positive, metavar="METRI", help="lato della cella")
    _output_option(density, ".tif o .geojson")
    balance = _command(
        commands, "balance", "Confronta copertura e rischio, zona per zona.", "analysis:balance"
    )
    _purpose_option(balance)
    _json_option(balance)
    balance.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="tabella delle zone da scrivere (.csv)"
    )


def _coverage_commands(commands: Any) -> None:
    prints = _command(
        commands, "footprints", "Scrive le aree riprese dalle telecamere.", "coverage:footprints"
    )
    _question_options(prints)
    prints.add_argument("-o", "--output", type=Path, metavar="FILE", help="file da scrivere (.geojson)")
    covered = _command(
        commands,
        "coverage",
        "Misura la copertura di ogni zona: spazio pubblico e strade.",
        "coverage:coverage",
    )
    _question_options(covered)
    sees = _command(
        commands, "who-sees", "Elenca le telecamere che riprendono un luogo.", "coverage:who_sees"
    )
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
    _json_option(sees)
    ring = _command(
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
    _json_option(ring)
    models = _command(
        commands, "models", "Carica il catalogo dei modelli generici di telecamera.", "coverage:models"
    )
    models.add_argument("--fill", action="store_true", help="completa l'ottica mancante da marca e modello")
    _json_option(models)


def _question_options(parser: argparse.ArgumentParser) -> None:
    """Which purpose, which class, when."""
    _purpose_option(parser)
    parser.add_argument(
        "--class",
        dest="detail_class",
        metavar="CLASSE",
        choices=_codes("camera", "required_class"),
        help=", ".join(_codes("camera", "required_class")),
    )
    _when_option(parser)
    _json_option(parser)


def _when_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--when",
        type=values.when,
        default="day",
        metavar="QUANDO",
        help="day, night o un momento: «sab 23:00 estate», «lun 8», 2026-07-18T23:00",
    )


def _picture_commands(commands: Any) -> None:
    _output_option(
        _command(commands, "web", "Scrive la mappa web, in un solo file.", "pictures:web"), ".html"
    )
    shot = _command(commands, "shot", "Salva l'immagine della finestra.", "pictures:shot")
    shot.add_argument(
        "-o", "--output", type=values.png_file, required=True, metavar="FILE", help="file da scrivere (.png)"
    )
    shot.add_argument(
        "--size", type=values.size, default=(1920, 1080), metavar="LxA", help="pixel, per esempio 1920x1080"
    )
    shot.add_argument("--theme", choices=values.THEMES, default="light", help="colori della finestra")
    shot.add_argument(
        "--text", type=int, choices=values.TEXT_SIZES, default=100, help="dimensione del testo, %%"
    )
    shot.add_argument(
        "--panel",
        choices=values.PANELS,
        default="",
        metavar="PANNELLO",
        help="pannello o finestra di dialogo: " + ", ".join(values.PANELS[1:]),
    )
    shot.add_argument("--scene", default="", metavar="SCENA", help="la scena proiettata, non la finestra")
    shot.add_argument("--place", choices=values.PLACES, default="map", help="posto della finestra")
    shot.add_argument("--select", default="", metavar="CODICE", help="telecamera o zona da inquadrare")
    _when_option(shot)
    shot.add_argument(
        "--class",
        dest="detail",
        default="",
        metavar="CLASSE",
        choices=_codes("camera", "required_class"),
        help="classe di dettaglio; quella della finalità se manca",
    )
    shot.add_argument(
        "--purpose", default=None, metavar="FINALITÀ", help="la finalità mostrata; vuota per tutte"
    )


def _sheet_commands(commands: Any) -> None:
    sheet = _command(commands, "sheet", "Stampa la tavola di una scena, o una per zona.", "sheets:sheet")
    which = sheet.add_mutually_exclusive_group()
    which.add_argument("--scene", metavar="SCENA", help="nome o numero della scena; la prima se manca")
    which.add_argument("--atlas", action="store_true", help="una tavola per zona, in un solo PDF")
    sheet.add_argument("--paper", type=values.paper, default="A3", metavar="CARTA", help="A4, A3 o 16:9")
    sheet.add_argument("--portrait", action="store_true", help="foglio in verticale")
    sheet.add_argument(
        "--dpi", type=values.dpi, default=200, help="punti per pollice di un .png, da 72 a 600"
    )
    _purpose_option(sheet)
    _semester_option(sheet)
    _base_map_option(sheet)
    _sheet_output(sheet)
    slides = _command(commands, "slides", "Scrive le scene come pagine da proiettare.", "sheets:slides")
    _purpose_option(slides)
    _semester_option(slides)
    _base_map_option(slides)
    _output_option(slides, ".pdf")


def _semester_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--semester", type=values.semester, metavar="AAAA-S", help="per esempio 2026-1")


def _base_map_option(parser: argparse.ArgumentParser) -> None:
    told = "disegna la mappa di base scelta nella finestra: file o tessere già sul disco, mai la rete"
    parser.add_argument("--base-map", action="store_true", help=told)


def _sheet_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=values.sheet_file, required=True, metavar="FILE", help=".pdf, .png o .svg"
    )


def _purpose_option(parser: argparse.ArgumentParser) -> None:
    purposes = (*_codes("camera", "purposes"), "undeclared")
    parser.add_argument("--purpose", metavar="FINALITÀ", choices=purposes, help=", ".join(purposes))


def _polygon_layers() -> tuple[str, ...]:
    kinds = (GeometryKind.POLYGON, GeometryKind.ANY)
    return tuple(name for name, declared in LAYERS.items() if declared.geometry in kinds)

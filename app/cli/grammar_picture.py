"""The grammar of the commands that draw: web map, window, sheets and slides."""

from typing import Any

from app.cli import values
from app.cli.grammar import (
    base_map_option,
    codes,
    command,
    output_option,
    purpose_option,
    semester_option,
    when_option,
)


def add_picture_commands(commands: Any) -> None:
    """Add web, shot, sheet and slides."""
    _pictures(commands)
    _sheets(commands)


def _pictures(commands: Any) -> None:
    output_option(command(commands, "web", "Scrive la mappa web, in un solo file.", "pictures:web"), ".html")
    shot = command(commands, "shot", "Salva l'immagine della finestra.", "pictures:shot")
    shot.set_defaults(refuse=shot.error)
    output_option(shot, ".png")
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
    when_option(shot)
    shot.add_argument(
        "--class",
        dest="detail",
        default="",
        metavar="CLASSE",
        choices=codes("camera", "required_class"),
        help="classe di dettaglio; quella della finalità se manca",
    )
    shot.add_argument(
        "--purpose",
        default=None,
        metavar="FINALITÀ",
        choices=("", *codes("camera", "purposes"), "undeclared"),
        help="la finalità mostrata; vuota per tutte",
    )


def _sheets(commands: Any) -> None:
    sheet = command(commands, "sheet", "Stampa la tavola di una scena, o una per zona.", "sheets:sheet")
    which = sheet.add_mutually_exclusive_group()
    which.add_argument("--scene", metavar="SCENA", help="nome o numero della scena; la prima se manca")
    which.add_argument("--atlas", action="store_true", help="una tavola per zona, in un solo PDF")
    sheet.add_argument("--paper", type=values.paper, default="A3", metavar="CARTA", help="A4, A3 o 16:9")
    sheet.add_argument("--portrait", action="store_true", help="foglio in verticale")
    sheet.add_argument(
        "--dpi", type=values.dpi, default=200, help="punti per pollice di un .png, da 72 a 600"
    )
    purpose_option(sheet)
    semester_option(sheet)
    base_map_option(sheet)
    output_option(sheet, ".pdf", ".png", ".svg")
    slides = command(commands, "slides", "Scrive le scene come pagine da proiettare.", "sheets:slides")
    purpose_option(slides)
    semester_option(slides)
    base_map_option(slides)
    output_option(slides, ".pdf")

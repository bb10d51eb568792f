"""Jobs that print: sheets, slides."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.exporting import log
from app.cli.output import say
from maps.errors import InvalidValue, ValueProblem
from maps.store import Export

if TYPE_CHECKING:
    from app.sheets.tiles import PaperBase


def sheet(chosen: argparse.Namespace) -> None:
    """Write the sheet of a scene, or one sheet a zone."""
    _no_screen()
    if chosen.atlas and chosen.output.suffix.lower() != ".pdf":
        raise InvalidValue("Formato dell'atlante", chosen.output.suffix, ValueProblem.NOT_IN_LIST)
    from app.sheets.batch import write_sheets
    from app.sheets.defaults import chosen_scene, zone_scenes
    from app.start import application
    from maps.project import Project

    application()
    purpose, semester = chosen.purpose or "", chosen.semester or ""
    with Project.open(chosen.project, read_only=True) as project:
        if chosen.atlas:
            scenes = zone_scenes(project, purpose, semester)
        else:
            scenes = [chosen_scene(project, chosen.scene or "", purpose, semester)]
        sheets = write_sheets(
            project, chosen.output, scenes, chosen.paper, chosen.portrait, chosen.dpi, base=base_of(chosen)
        )
    from app.speech import numbers

    scales = sorted({numbers.integer(each.scale) for each in sheets}, key=len)
    many = f"{len(sheets)} tavole" if len(sheets) > 1 else "Tavola"
    say(f"{many} in «{chosen.output}»: {chosen.paper.label}, scala 1:{', 1:'.join(scales)}.")
    log(chosen.project, Export("atlas" if chosen.atlas else "sheet", chosen.output, len(sheets)))


def slides(chosen: argparse.Namespace) -> None:
    """Write the scenes as pages of 16:9."""
    _no_screen()
    from app.present.output import write_slides
    from app.sheets.defaults import scenes_of
    from app.start import application
    from maps.project import Project

    application()
    with Project.open(chosen.project, read_only=True) as project:
        scenes = scenes_of(project, chosen.purpose or "", chosen.semester or "")
        write_slides(project, chosen.output, scenes, base=base_of(chosen))
    say(f"Scene: {len(scenes)} pagine in «{chosen.output}».")
    log(chosen.project, Export("slides", chosen.output, len(scenes)))


def projected(chosen: argparse.Namespace) -> None:
    """Save the picture of a scene as it is projected on a screen of so many pixels."""
    _no_screen()
    from app.present.output import write_picture
    from app.sheets.defaults import chosen_scene
    from app.start import application
    from maps.project import Project

    application()
    with Project.open(chosen.project, read_only=True) as project:
        scene = chosen_scene(project, chosen.scene, chosen.purpose or "")
        write_picture(project, chosen.output, scene, chosen.size)
    say(f"Scena «{scene.name}» in «{chosen.output}».")
    log(chosen.project, Export("scene_picture", chosen.output))


def base_of(chosen: argparse.Namespace) -> "PaperBase | None":
    """Return the base map of the user's settings where it is asked for; the network stays forbidden."""
    if not chosen.base_map:
        return None
    from app.layers.base_map import cache_folder, read_base_map
    from app.sheets.tiles import PaperBase
    from maps.errors import FileError, FileProblem

    base = read_base_map()
    try:
        source = base.source(cache_folder(), None)
    except ValueError:
        raise FileError(Path(base.address), FileProblem.UNSUPPORTED) from None
    return PaperBase(source, source.attribution, shown=True, names_streets=base.is_osm)


def _no_screen() -> None:
    """Draw without a screen: printing needs none."""
    import os

    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"

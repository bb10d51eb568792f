"""Sheets of one scene, of all the zones, on files: what the command line and the window ask for."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from app.sheets.content import texts
from app.sheets.figures import FiguresPage, draw_figures, figures_pages
from app.sheets.fingerprint import fingerprint
from app.sheets.output import DEFAULT_DPI, Kind, kind_of, write_pages
from app.sheets.paper import Paper
from app.sheets.stack import Stack, build_stack
from app.sheets.tavola import Sheet, draw_sheet, make_sheet
from maps.progress import Progress, no_progress
from maps.scenes import Scene


def sheets_of(
    project: Any,
    scenes: Sequence[Scene],
    paper: Paper,
    portrait: bool = False,
    day: dt.date | None = None,
    progress: Progress = no_progress,
) -> list[Sheet]:
    """Return a sheet for each scene; scenes with the same layers, purpose and semester share their painters."""
    digest, day = fingerprint(project), day or dt.date.today()
    stacks: dict[tuple[Any, ...], Stack] = {}
    sheets = []
    for place, scene in enumerate(scenes):
        key = (scene.layers, scene.purpose, scene.semester)
        if key not in stacks:
            stacks[key] = build_stack(project, scene)
        number = (place + 1, len(scenes)) if len(scenes) > 1 else None
        said = texts(project, scene, stacks[key], digest, day, number)
        focus = focus_of(project, scene) if len(scene.zones) == 1 else ()
        sheets.append(make_sheet(project, stacks[key], said, scene.extent, paper, portrait, focus))
        progress((place + 1) / len(scenes))
    return sheets


def focus_of(project: Any, scene: Scene) -> tuple[int, ...]:
    """Return the identifiers of the zones that a scene speaks of, in its order."""
    zones = project.frame("analysis_zone")
    known = dict(zip(zones["uid"], zones.index.tolist(), strict=True))
    return tuple(known[uid] for uid in scene.zones if uid in known)


def _figures(sheets: Sequence[Sheet]) -> list[FiguresPage]:
    """Return the pages of figures of an atlas; none where there is no balance behind it."""
    facts = sheets[0].stack.facts
    return figures_pages(sheets[0], facts.zones) if facts is not None else []


def write_sheets(
    project: Any,
    path: Path,
    scenes: Sequence[Scene],
    paper: Paper = Paper.A3,
    portrait: bool = False,
    dpi: int = DEFAULT_DPI,
    day: dt.date | None = None,
) -> list[Sheet]:
    """Write the sheets of scenes to one file, an atlas with its figures at the end; see `write_pages` for errors."""
    sheets = sheets_of(project, scenes, paper, portrait, day)
    pages = [partial(draw_sheet, sheet=sheet) for sheet in sheets]
    if len(scenes) > 1 and kind_of(path) is Kind.PDF and all(len(scene.zones) == 1 for scene in scenes):
        pages += [partial(draw_figures, page=page) for page in _figures(sheets)]
    title = scenes[0].title if len(scenes) == 1 else project.name
    write_pages(path, pages, paper.size_mm(portrait), title, dpi)
    return sheets

"""Sheets of one scene, of all the zones, on files: what the command line and the window ask for."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from app.sheets.content import texts
from app.sheets.figures import FiguresPage, draw_figures, figures_pages
from app.sheets.fingerprint import LAYERS, Known, fingerprint
from app.sheets.output import DEFAULT_DPI, Kind, Page, kind_of, write_pages
from app.sheets.paper import Form, Paper
from app.sheets.stack import Stack, build_stack
from app.sheets.tavola import Sheet, draw_sheet, make_sheet
from app.sheets.tiles import PaperBase
from maps.progress import Progress, no_progress, span
from maps.views.scenes import Scene

#: What of a scene says nothing about its painters.
_NOT_DRAWN: dict[str, Any] = {
    "name": "",
    "title": "",
    "sentence": "",
    "notes": "",
    "zones": (),
    "extent": (0.0, 0.0, 1.0, 1.0),
}


class Workshop:
    """Makes the sheets of a project; painters and fingerprint are kept until its data change.

    Used by one thread at a time: that of the project's jobs.

    Parameters
    ----------
    project : maps.project.Project
    base : PaperBase, optional
        The base map that may lie under the scenes; another may be put in its place.
    """

    def __init__(self, project: Any, base: PaperBase | None = None) -> None:
        self.project, self.base = project, base
        self._stacks: dict[tuple[PaperBase | None, str], Stack] = {}
        self._digest = ""
        self._known: Known = {}
        self._of: Any = None

    def stack(self, scene: Scene, progress: Progress = no_progress) -> Stack:
        """Return the painters of a scene; scenes that show the same layers in the same way share them."""
        self._forget_old()
        key = self.base, json.dumps(replace(scene, **_NOT_DRAWN).to_json())
        if key not in self._stacks:
            self._stacks[key] = build_stack(self.project, scene, progress, self.base)
        return self._stacks[key]

    @property
    def digest(self) -> str:
        """The fingerprint of the data, 64 digits."""
        return self.find_digest(no_progress)

    def find_digest(self, progress: Progress) -> str:
        """Return the fingerprint: seconds for a province, then only for what has changed."""
        self._forget_old()
        if not self._digest:
            self._digest = fingerprint(self.project, known=self._known, progress=progress)
        return self._digest

    @property
    def state(self) -> Any:
        """What sheets rest on: equal while the data stay, and while the fingerprint is as known as it was."""
        self._forget_old()
        return self._of, self._digest

    def sheet(
        self,
        scene: Scene,
        form: Form,
        number: tuple[int, int] | None = None,
        *,
        office: str | None = None,
        day: dt.date | None = None,
        draft: bool = False,
    ) -> Sheet:
        """Return the sheet of a scene, ready to be drawn; `number` is which of how many.

        A draft does not wait for the fingerprint.
        """
        stack = self.stack(scene)
        digest = self._digest if draft else self.digest
        said = texts(self.project, scene, stack, digest, day or dt.date.today(), number, office)
        focus = focus_of(self.project, scene) if len(scene.zones) == 1 else ()
        return make_sheet(self.project, stack, said, scene.extent, form, focus)

    def _forget_old(self) -> None:
        file = self.project.file
        now = ([file.version(name) for name in LAYERS], self.project.criteria.to_json())
        if now != self._of:
            self._of, self._digest, self._stacks = now, "", {}


def sheets_of(
    project: Any,
    scenes: Sequence[Scene],
    paper: Paper,
    portrait: bool = False,
    day: dt.date | None = None,
    progress: Progress = no_progress,
    base: PaperBase | None = None,
) -> list[Sheet]:
    """Return a sheet for each scene; scenes with the same layers and looks share their painters."""
    shop, form = Workshop(project, base), Form(paper, portrait)
    sheets = []
    for place, scene in enumerate(scenes):
        number = (place + 1, len(scenes)) if len(scenes) > 1 else None
        sheets.append(shop.sheet(scene, form, number, day=day))
        progress((place + 1) / len(scenes))
    return sheets


def focus_of(project: Any, scene: Scene) -> tuple[int, ...]:
    """Return the identifiers of the zones that a scene speaks of, in its order."""
    zones = project.frame("analysis_zone")
    known = dict(zip(zones["uid"], zones.index.tolist(), strict=True))
    return tuple(known[uid] for uid in scene.zones if uid in known)


def figures_of(sheet: Sheet) -> list[FiguresPage]:
    """Return the pages of figures that go with a sheet; none where there is no balance behind it."""
    facts = sheet.stack.facts
    return figures_pages(sheet, facts.zones) if facts is not None else []


def write_sheets(
    project: Any,
    path: Path,
    scenes: Sequence[Scene],
    paper: Paper = Paper.A3,
    portrait: bool = False,
    dpi: int = DEFAULT_DPI,
    day: dt.date | None = None,
    progress: Progress = no_progress,
    base: PaperBase | None = None,
) -> list[Sheet]:
    """Write the sheets of scenes to one file, an atlas with its figures at the end; see `write_pages` for errors."""
    sheets = sheets_of(project, scenes, paper, portrait, day, span(progress, 0.0, 0.5), base)
    pages: list[Page] = [partial(draw_sheet, sheet=sheet) for sheet in sheets]
    if len(scenes) > 1 and kind_of(path) is Kind.PDF and all(len(scene.zones) == 1 for scene in scenes):
        pages += [partial(draw_figures, page=page) for page in figures_of(sheets[0])]
    title = scenes[0].title if len(scenes) == 1 else project.name
    write_pages(path, pages, paper.size_mm(portrait), title, dpi, span(progress, 0.5, 1.0))
    return sheets

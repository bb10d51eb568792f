"""Prints a project: pages as pictures for the preview, files for the export. It lives in the thread of the jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.sheets.batch import Workshop
from app.sheets.booklet import Booklet, Picture, Studio
from app.sheets.defaults import default_scenes, zone_scenes
from app.sheets.order import Order, What
from app.sheets.tiles import PaperBase
from maps.progress import Progress, no_progress, span
from maps.views.scenes import SETTING, Scene, read_scenes


@dataclass(frozen=True)
class Wish:
    """What is asked of the press.

    Attributes
    ----------
    order : Order
    office : str
    purpose, semester : str
        Those of the window, for the scenes that the project does not keep itself.
    base : PaperBase or None
        The base map of the window.
    """

    order: Order
    office: str
    purpose: str = ""
    semester: str = ""
    base: PaperBase | None = None


@dataclass(frozen=True)
class Proof:
    """A page drawn, and the scenes among which to choose: name and title of each.

    `draft` is whether the fingerprint of the data is still missing from it.
    """

    picture: Picture
    scenes: tuple[tuple[str, str], ...]
    draft: bool


class Press:
    """The press of one project; what two wishes share is made once.

    Parameters
    ----------
    project : maps.project.Project
    """

    def __init__(self, project: Any) -> None:
        self._project = project
        self._shop, self._studio = Workshop(project), Studio()
        self._scenes: dict[tuple[What, str, str], Sequence[Scene]] = {}
        self._booklet: Booklet | None = None
        self._of: Any = None

    def proof(self, wish: Wish, number: int, dpr: float, progress: Progress = no_progress) -> Proof:
        """Draw a page with `dpr` pixels for each 1/96 inch; the last one where there are fewer.

        Where the fingerprint was never computed, the page is a draft: see `finish`.
        """
        booklet = self._bind(wish, span(progress, 0.0, 0.5), draft=not self._shop.state[1])
        picture = self._studio.picture(booklet, number, dpr, span(progress, 0.5, 1.0))
        offered = self._offered(wish, What.SHEET)
        named = tuple((each.name, each.title or each.name) for each in offered)
        return Proof(picture, named, draft=not self._shop.state[1])

    def finish(self, progress: Progress = no_progress) -> str:
        """Compute the fingerprint of the data, so that the next proof has it; return it."""
        return self._shop.find_digest(progress)

    def write(self, wish: Wish, path: Path, progress: Progress = no_progress) -> int:
        """Write the whole document and return its pages; see `write_pages` for errors."""
        self.finish(span(progress, 0.0, 0.1))
        return self._bind(wish, span(progress, 0.1, 0.2)).write(path, span(progress, 0.2, 1.0))

    def forget_map(self) -> None:
        """Draw the map again at the next proof: tiles came in."""
        self._studio.forget()

    def _bind(self, wish: Wish, progress: Progress, *, draft: bool = False) -> Booklet:
        """Return the pages of a wish, the same ones while neither the wish nor the data change."""
        progress(0.0)
        self._shop.base = wish.base
        now = (wish, self._shop.state, self._project.file.setting(SETTING))
        if self._booklet is None or self._of != now:
            if self._of is None or self._of[1][0] != now[1][0]:
                self._scenes = {}
            scenes = self._offered(wish, wish.order.what)
            progress(0.5)
            self._booklet = Booklet(self._shop, wish.order, scenes, wish.office, draft)
            self._of = now
        return self._booklet

    def _offered(self, wish: Wish, what: What) -> Sequence[Scene]:
        kept = read_scenes(self._project.file) if what is not What.ATLAS else []
        if kept:
            return kept
        atlas = what is What.ATLAS
        key = (What.ATLAS if atlas else What.SHEET, wish.purpose, wish.semester)
        if key not in self._scenes:
            make = zone_scenes if atlas else default_scenes
            self._scenes[key] = make(self._project, wish.purpose, wish.semester)
        return self._scenes[key]

"""A document page by page: the preview asks for the page it shows, the export for all, both of the same booklet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QPainter

from app.canvas.painters.base import Painter
from app.canvas.tiles import Tile, TileSource
from app.canvas.view import MapView
from app.sheets.batch import Workshop, figures_of
from app.sheets.figures import FiguresPage, draw_figures
from app.sheets.order import Order, What
from app.sheets.output import Page, write_pages
from app.sheets.paper import PX_PER_MM
from app.sheets.tavola import Sheet, draw_sheet, map_picture
from app.sheets.tiles import fetch, lacking
from maps.progress import Progress, no_progress, span
from maps.views.scenes import Scene

#: Pixels of a picture of a page at most: 4 bytes each, twice.
_MOST_PIXELS = 16_000_000


@dataclass(frozen=True)
class Leaf:
    """One page, ready to be drawn.

    Attributes
    ----------
    draw : callable of QPainter
        The painter's unit is 1/96 inch.
    name : str
        What the page is about.
    scale : float or None
        N of 1:N; None where there is no map at a scale.
    sheet : Sheet or None
        Whose map may be drawn apart.
    layers, view
        Of the map, whatever the page.
    """

    draw: Callable[..., None]
    name: str
    scale: float | None = None
    sheet: Sheet | None = None
    layers: tuple[Painter, ...] = ()
    view: MapView | None = None


class Booklet:
    """The pages that an order asks for, each laid out when it is asked for.

    Parameters
    ----------
    shop : Workshop
    order : Order
    scenes : sequence of Scene
        Those of the project for a sheet or slides, one a zone for an atlas.
    office : str
        "" where none is written.
    draft : bool
        Do not wait for the fingerprint of the data.
    """

    def __init__(
        self, shop: Workshop, order: Order, scenes: Sequence[Scene], office: str, draft: bool = False
    ) -> None:
        self._shop, self.order, self._office, self._draft = shop, order, office, draft
        self._scenes = tuple(scenes) if order.what is not What.SHEET else _only(scenes, order.scene)
        self._figures: list[FiguresPage] | None = None
        self._deck: Any = None
        self._counted = len(self._scenes) + (len(self._pages_of_figures()) if order.with_figures else 0)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._counted

    @property
    def title(self) -> str:
        """What the properties of the document say."""
        one = self.order.what is What.SHEET
        return self._scenes[0].title or self._scenes[0].name if one else str(self._shop.project.name)

    def leaf(self, number: int) -> Leaf:
        """Return a page by its number, from 0."""
        if self.order.what is What.SLIDES:
            return self._slide(number)
        if number >= len(self._scenes):
            page = self._pages_of_figures()[number - len(self._scenes)]
            return Leaf(partial(_figures, page=page), page.sheet.texts.number)
        sheet = self._sheet(number)
        name, layers = self._scenes[number].name, tuple(sheet.stack.painters)
        return Leaf(partial(draw_sheet, sheet=sheet), name, sheet.scale, sheet, layers, sheet.view)

    def _sheet(self, number: int) -> Sheet:
        many = len(self._scenes)
        place = (number + 1, many) if many > 1 else None
        scene, form = self._scenes[number], self.order.form
        return self._shop.sheet(scene, form, place, office=self._office, draft=self._draft)

    def _pages_of_figures(self) -> list[FiguresPage]:
        if self._figures is None:
            self._figures = figures_of(self._sheet(0))
        return self._figures

    def _slide(self, number: int) -> Leaf:
        from app.present.deck import build_deck
        from app.present.output import draw_page, map_of

        if self._deck is None:
            self._deck = build_deck(self._shop.project, self._scenes, base=self._shop.base)
        layers, view = map_of(self._deck, number)
        draw = partial(_slide, draw=draw_page, deck=self._deck, number=number)
        return Leaf(draw, self._scenes[number].name, layers=tuple(layers), view=view)

    def write(self, path: Path, progress: Progress = no_progress) -> int:
        """Write every page to a file and return how many; see `write_pages` for errors."""
        pages: list[Page] = []
        tiles: list[tuple[TileSource, Tile]] = []
        for number in range(self.count):
            progress(0.3 * number / self.count)
            leaf = self.leaf(number)
            tiles += [] if leaf.view is None else lacking(leaf.layers, leaf.view)
            pages.append(partial(leaf.draw, progress=progress_of(progress, number, self.count)))
        fetch(tiles, span(progress, 0.3, 0.4))
        write_pages(path, pages, self.order.size_mm, self.title, self.order.dpi)
        return self.count


def progress_of(progress: Progress, number: int, count: int) -> Progress:
    """Return the progress of the drawing of one page of a file."""
    return span(progress, 0.4 + 0.6 * number / count, 0.4 + 0.6 * (number + 1) / count)


def _only(scenes: Sequence[Scene], name: str) -> tuple[Scene, ...]:
    return tuple(each for each in scenes if each.name == name)[:1] or tuple(scenes[:1])


def _figures(painter: QPainter, page: FiguresPage, progress: Progress = no_progress) -> None:
    progress(0.0)
    draw_figures(painter, page)


def _slide(
    painter: QPainter, draw: Callable[..., None], deck: Any, number: int, progress: Progress = no_progress
) -> None:
    progress(0.0)
    draw(painter, deck=deck, number=number)


@dataclass(frozen=True)
class Picture:
    """A page as it will be printed.

    Attributes
    ----------
    image : QImage
    number, count : int
        Which page, from 0, of how many.
    name : str
    scale : float or None
    automatic : float or None
        The round scale at which the map holds the whole scene.
    """

    image: QImage
    number: int
    count: int
    name: str
    scale: float | None
    automatic: float | None


class Studio:
    """Draws pages as pictures; the last map is kept, for the choices that leave it as it is."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._map = QImage()

    def picture(self, booklet: Booklet, number: int, dpr: float, progress: Progress = no_progress) -> Picture:
        """Return a page of a booklet with `dpr` pixels for each 1/96 inch, fewer where they would be too many."""
        number = min(max(number, 0), booklet.count - 1)
        leaf = booklet.leaf(number)
        progress(0.2)
        width, height = (side * PX_PER_MM for side in booklet.order.size_mm)
        dpr = min(dpr, (_MOST_PIXELS / (width * height)) ** 0.5)
        image = QImage(round(width * dpr), round(height * dpr), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        try:
            painter.scale(dpr, dpr)
            if leaf.sheet is None:
                leaf.draw(painter, progress=progress)
            else:
                ready = self._map_of(leaf.sheet, dpr, span(progress, 0.2, 0.9))
                draw_sheet(painter, leaf.sheet, picture=ready)
        finally:
            painter.end()
        return Picture(
            image,
            number,
            booklet.count,
            leaf.name,
            leaf.scale,
            leaf.sheet.holds_all_at if leaf.sheet else None,
        )

    def forget(self) -> None:
        """Keep no map."""
        self._of = ()

    def _map_of(self, sheet: Sheet, dpr: float, progress: Progress) -> QImage:
        now = (sheet.view, dpr, sheet.focus)
        if not self._of or self._of[0] is not sheet.stack or self._of[1:] != now:
            self._map = map_picture(sheet, dpr, progress)
            self._of = (sheet.stack, *now)
        return self._map

"""The scenes on paper: a PDF of 16:9 pages, as they are projected."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QPainter

from app.canvas.painters.base import Painter
from app.canvas.view import MapView
from app.present.deck import Deck, build_deck
from app.present.layout import places
from app.present.slide import draw_slide
from app.sheets.output import pdf_bytes, png_of
from app.sheets.paper import PX_PER_MM, Paper
from app.sheets.tiles import PaperBase
from maps.io.atomic import write_atomic
from maps.views.scenes import Scene

#: The screen for which the pages are laid out.
_WIDTH, _HEIGHT = 1920.0, 1080.0


def write_slides(
    project: Any,
    path: Path,
    scenes: Sequence[Scene],
    day: dt.date | None = None,
    base: PaperBase | None = None,
) -> Deck:
    """Write one page a scene.

    Raises
    ------
    FileError
        NOT_WRITABLE or DISK_FULL.
    """
    deck = build_deck(project, scenes, day, base=base)
    size = Paper.WIDE.size_mm()
    pages = [partial(draw_page, deck=deck, number=number) for number in range(len(deck.slides))]
    write_atomic(path, pdf_bytes(pages, size, project.name))
    return deck


def write_picture(project: Any, path: Path, scene: Scene, size: tuple[int, int]) -> None:
    """Write a scene as a PNG of so many pixels.

    Raises
    ------
    FileError
        NOT_WRITABLE or DISK_FULL.
    """
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        draw_slide(painter, build_deck(project, [scene]), 0, places(*size))
    finally:
        painter.end()
    write_atomic(path, png_of(image))


def map_of(deck: Deck, number: int) -> tuple[list[Painter], MapView]:
    """Return the layers and the view of a slide on its page."""
    at, slide = places(_WIDTH, _HEIGHT), deck.slides[number]
    return slide.painters(at.unit), slide.view(at.map.width(), at.map.height(), at.unit)


def draw_page(painter: QPainter, deck: Deck, number: int) -> None:
    """Draw a slide on a page of 16:9; the painter's unit is 1/96 inch."""
    share = Paper.WIDE.size_mm()[0] * PX_PER_MM / _WIDTH
    painter.scale(share, share)
    draw_slide(painter, deck, number, places(_WIDTH, _HEIGHT))

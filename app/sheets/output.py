"""Sheets on files: PDF with vectors, SVG, PNG at a resolution."""

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from app.sheets.paper import PX_PER_MM
from maps.errors import FileError, FileProblem
from maps.io.atomic import write_atomic
from maps.progress import Progress, no_progress

#: Draws one page; the painter's unit is 1/96 inch.
Page = Callable[[QPainter], None]
#: Units of an inch in a PDF: fine enough for the thinnest line at any print.
_PDF_DPI = 1200
DEFAULT_DPI, LOWEST_DPI, HIGHEST_DPI = 200, 72, 600


class Kind(Enum):
    """The kinds of file, by suffix."""

    PDF = ".pdf"
    PNG = ".png"
    SVG = ".svg"


def kind_of(path: Path) -> Kind:
    """Return the kind of a file's name.

    Raises
    ------
    ValueError
        The suffix is none of them.
    """
    return Kind(path.suffix.lower())


def write_pages(
    path: Path,
    pages: Sequence[Page],
    size_mm: tuple[float, float],
    title: str,
    dpi: int = DEFAULT_DPI,
    progress: Progress = no_progress,
) -> None:
    """Write pages of one size: a PDF holds all, a PNG or an SVG one.

    Parameters
    ----------
    path : Path
        ".pdf", ".png" or ".svg".
    pages : sequence of callable
    size_mm : tuple of float
        Width and height.
    title : str
        For the properties of the document.
    dpi : int
        Of a PNG.
    progress : callable
        Told after each page of a PDF.

    Raises
    ------
    FileError
        UNSUPPORTED, NOT_WRITABLE or DISK_FULL.
    """
    kind = kind_of(path)
    if kind is Kind.PDF:
        content = pdf_bytes(pages, size_mm, title, progress)
    elif kind is Kind.SVG:
        content = svg_bytes(pages[0], size_mm, title)
    else:
        content = png_bytes(pages[0], size_mm, dpi)
    if not content:
        raise FileError(path, FileProblem.NOT_WRITABLE)
    write_atomic(path, content)


def pdf_bytes(
    pages: Sequence[Page], size_mm: tuple[float, float], title: str, progress: Progress = no_progress
) -> bytes:
    """Return a PDF with one page each; what `progress` raises leaves nothing."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(title)
    writer.setCreator("Torrazzo")
    size = QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter, title, QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    try:
        painter.scale(_PDF_DPI / 96, _PDF_DPI / 96)
        for number, page in enumerate(pages):
            if number:
                writer.newPage()
            painter.save()
            page(painter)
            painter.restore()
            progress((number + 1) / len(pages))
    finally:
        painter.end()
    return _taken(buffer)


def svg_bytes(page: Page, size_mm: tuple[float, float], title: str) -> bytes:
    """Return an SVG; version 1.1, because 1.2 Tiny knows no clips."""
    from PySide6.QtSvg import QSvgGenerator

    width, height = (side * PX_PER_MM for side in size_mm)
    buffer = _buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QSize(round(width), round(height)))
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setTitle(title)
    painter = QPainter(generator)
    try:
        page(painter)
    finally:
        painter.end()
    return _taken(buffer)


def png_bytes(page: Page, size_mm: tuple[float, float], dpi: int) -> bytes:
    """Return a PNG that knows its resolution."""
    return png_of(page_image(page, size_mm, dpi))


def png_of(image: QImage) -> bytes:
    """Return a picture as a PNG."""
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return _taken(buffer)


def page_image(page: Page, size_mm: tuple[float, float], dpi: int) -> QImage:
    """Return a page as a picture of so many dots an inch."""
    width, height = (round(side / 25.4 * dpi) for side in size_mm)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    painter = QPainter(image)
    try:
        painter.scale(dpi / 96, dpi / 96)
        page(painter)
    finally:
        painter.end()
    return image


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _taken(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())

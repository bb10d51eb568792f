"""One sheet: title, map, legend, scale, summary, method, footer, on any paint device."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app import numbers
from app.canvas.furniture import distance_text, draw_north
from app.canvas.renderer import draw_layers
from app.canvas.view import Bounds, MapView, nice_length
from app.sheets import legend
from app.sheets.content import Texts
from app.sheets.flow import Flow
from app.sheets.grid import Grid, draw_lines, draw_ticks, grid_of
from app.sheets.paper import Layout, Paper, layout, round_scale
from app.sheets.stack import Stack
from app.sheets.text import SMALLEST_PX, Align, draw_text, shortened, text_width
from app.theme import LIGHT, Theme
from maps.crs import WEB_MERCATOR, transform_bounds

#: Paper is white: sheets have the light theme whatever the screen shows.
THEME: Theme = LIGHT
_TIGHT = (1.0, 0.85, 0.72, 0.6)
_SPARE_PX = 10.0


@dataclass(frozen=True)
class Sheet:
    """A sheet ready to be drawn.

    Attributes
    ----------
    layout : Layout
    paper : Paper
    view : MapView
        The map at its round scale; one pixel is 1/96 inch.
    stack : Stack
    texts : Texts
    grid : Grid
    groups : tuple of legend.Group
    focus : tuple of int
        Zones that the sheet is about, drawn again with a heavy limit.
    """

    layout: Layout
    paper: Paper
    view: MapView
    stack: Stack
    texts: Texts
    grid: Grid
    groups: tuple[legend.Group, ...]
    focus: tuple[int, ...] = ()

    @property
    def scale(self) -> float:
        """N of 1:N."""
        return round(self.view.scale_denominator, 6)


def sheet_view(place: QRectF, bounds: Bounds) -> MapView:
    """Return the view that holds bounds in EPSG:3857 within a rectangle, at a round scale."""
    fitted = MapView(0.0, 0.0, 1.0, place.width(), place.height()).fitted(bounds, _SPARE_PX)
    return fitted.with_scale(round_scale(fitted.scale_denominator))


def make_sheet(
    project: Any,
    stack: Stack,
    texts: Texts,
    extent: Bounds,
    paper: Paper,
    portrait: bool = False,
    focus: tuple[int, ...] = (),
) -> Sheet:
    """Lay out a sheet.

    Parameters
    ----------
    project : maps.project.Project
    stack, texts
        Of the scene.
    extent : tuple of float
        In the project's system; the map holds it all.
    paper, portrait
    focus : tuple of int
        Identifiers of zones.
    """
    placed = layout(paper, portrait)
    view = sheet_view(placed.map, transform_bounds(extent, project.epsg, WEB_MERCATOR))
    groups = tuple(legend.groups(stack, view, THEME, project.criteria))
    return Sheet(placed, paper, view, stack, texts, grid_of(view, project.epsg), groups, focus)


def draw_sheet(painter: QPainter, sheet: Sheet) -> None:
    """Draw a sheet; the painter's unit is 1/96 inch from the corner of the paper."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
    painter.fillRect(sheet.layout.page, QColor(THEME.sf))
    _draw_map(painter, sheet)
    _draw_frame(painter, sheet)
    _draw_header(painter, sheet)
    draw_ticks(painter, sheet.layout.map, sheet.grid, THEME)
    _draw_columns(painter, sheet)


def _draw_map(painter: QPainter, sheet: Sheet) -> None:
    place = sheet.layout.map
    painter.save()
    painter.setClipRect(place)
    painter.translate(place.topLeft())
    draw_layers(painter, sheet.view, THEME, [(layer, layer.opacity) for layer in sheet.stack.painters])
    painter.restore()
    painter.save()
    painter.setClipRect(place)
    draw_lines(painter, place, sheet.grid, THEME)
    painter.restore()


def _draw_frame(painter: QPainter, sheet: Sheet) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(THEME.tx), 1.3))
    painter.drawRect(sheet.layout.map)
    painter.drawRect(sheet.layout.frame)
    header = sheet.layout.header
    painter.setPen(QPen(QColor(THEME.tx), 1.0))
    painter.drawLine(QLineF(header.left(), header.bottom(), header.right(), header.bottom()))


def _draw_header(painter: QPainter, sheet: Sheet) -> None:
    header, said = sheet.layout.header, sheet.texts
    large = header.height() > 70
    left, right = header.left() + 16, header.right() - 16
    office = shortened(said.office, 13.0, header.width() * 0.4, 600)
    room = right - left - max(text_width(office, 13.0, 600), 90.0) - 28
    size = next(
        (each for each in ((24.0, 22.0, 20.0) if large else ()) if text_width(said.title, each, 600) <= room), 0.0
    ) or next((each for each in (19.0, 18.0, 17.0, 16.0) if text_width(said.title, each, 600) <= room), 15.0)
    middle = header.top() + header.height() * 0.5
    title = shortened(said.title, size, room, 600)
    draw_text(painter, QPointF(left, middle), title, size, THEME.tx, 600)
    line = shortened(said.subtitle, 13.0, room)
    draw_text(painter, QPointF(left, middle + 22), line, 13.0, THEME.tx2)
    draw_text(painter, QPointF(right, middle - 3), office, 13.0, THEME.tx, 600, Align.RIGHT)
    draw_text(painter, QPointF(right, middle + 18), said.number, 13.0, THEME.tx, 400, Align.RIGHT)


def _draw_columns(painter: QPainter, sheet: Sheet) -> None:
    columns = sheet.layout.columns
    parts = (_legend, _middle, _method) if len(columns) == 3 else (_whole,)
    bottom = _footer_top(sheet, columns[-1])
    for column, part in zip(columns, parts, strict=True):
        limit = bottom if column is columns[-1] else column.bottom()
        part(Flow(painter, column, THEME, _tight(sheet, column, part, limit)), sheet)
    foot = Flow(painter, QRectF(columns[-1].left(), bottom, columns[-1].width(), 0), THEME)
    _footer(foot, sheet)


def _tight(sheet: Sheet, column: QRectF, part: Any, limit: float) -> float:
    """Return the widest spacing with which a part ends above a limit."""
    for tight in _TIGHT:
        flow = Flow(None, column, THEME, tight)
        part(flow, sheet)
        if flow.top <= limit:
            return tight
    return _TIGHT[-1]


def _footer_top(sheet: Sheet, column: QRectF) -> float:
    flow = Flow(None, column, THEME)
    _footer(flow, sheet)
    return column.bottom() - (flow.top - column.top())


def _whole(flow: Flow, sheet: Sheet) -> None:
    _legend(flow, sheet)
    flow.rule()
    _middle(flow, sheet)
    flow.rule()
    _method(flow, sheet)


def _legend(flow: Flow, sheet: Sheet) -> None:
    flow.heading("Legenda", 15.0)
    for group in sheet.groups:
        flow.gap(5)
        flow.heading(group.heading, 13.0)
        for row in group.rows:
            flow.row(row.text, legend.SWATCH, lambda p, box, row=row: legend.draw_row_swatch(p, row, box, THEME))
        flow.gap(5)


def _middle(flow: Flow, sheet: Sheet) -> None:
    flow.block(50.0, lambda painter, box: _scale(painter, box, sheet))
    flow.rule()
    flow.heading("In sintesi", 14.0)
    flow.paragraph(sheet.texts.summary, 13.0)


def _method(flow: Flow, sheet: Sheet) -> None:
    flow.heading("Nota di metodo", 14.0)
    flow.paragraph(sheet.texts.method, SMALLEST_PX, colour=THEME.tx2)


def _footer(flow: Flow, sheet: Sheet) -> None:
    flow.rule()
    step = numbers.measure(sheet.grid.step, "m")
    for line in sheet.texts.footer:
        flow.paragraph(line.format(grid=step), SMALLEST_PX, colour=THEME.tx2)


def _scale(painter: QPainter, box: QRectF, sheet: Sheet) -> None:
    """Draw the scale bar with its round numeric scale, and the north arrow at the right."""
    resolution = sheet.view.ground_resolution
    metres = nice_length((box.width() - 90) * resolution)
    wide = metres / resolution
    unit = distance_text(metres).split()[1]
    in_unit = metres / 1000 if unit == "km" else metres
    for share, told in ((0.0, "0"), (0.5, numbers.compact(in_unit / 2)), (1.0, numbers.compact(in_unit))):
        at = QPointF(box.left() + share * wide, box.top() + 12)
        align = Align.CENTRE if share else Align.LEFT
        draw_text(painter, at, told, SMALLEST_PX, THEME.tx, align=align)
    end = box.left() + wide + text_width(numbers.compact(in_unit), SMALLEST_PX) / 2 + 4
    draw_text(painter, QPointF(end, box.top() + 12), unit, SMALLEST_PX, THEME.tx)
    painter.setPen(QPen(QColor(THEME.tx), 0.8))
    for part in range(4):
        painter.setBrush(QColor(THEME.tx if part % 2 == 0 else THEME.sf))
        painter.drawRect(QRectF(box.left() + part * wide / 4, box.top() + 19, wide / 4, 5.5))
    told = f"scala 1:{numbers.integer(sheet.scale)} su {sheet.paper.label}"
    draw_text(painter, QPointF(box.left(), box.top() + 43), told, SMALLEST_PX, THEME.tx)
    draw_north(painter, QPointF(box.right() - 20, box.top() + 25), THEME, 46.0)

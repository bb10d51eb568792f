"""One sheet: title, map, legend, scale, summary, method, footer, on any paint device."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen

from app.canvas.geometry import path_of
from app.canvas.ink import InkPainter, ink_is_ready
from app.canvas.painters.base import Highlight, Painter, by_zoom, world_pen, world_transform
from app.canvas.renderer import draw_layers
from app.canvas.view import Bounds, MapView
from app.look.theme import LIGHT, Theme
from app.sheets import legend
from app.sheets.content import Texts
from app.sheets.flow import Flow
from app.sheets.grid import Grid, draw_lines, draw_ticks, grid_of
from app.sheets.paper import Form, Layout, layout, round_scale
from app.sheets.scale import draw_scale
from app.sheets.shift import centred
from app.sheets.stack import Stack
from app.sheets.text import SMALLEST_PX, Align, draw_text, shortened, text_width
from app.speech import numbers
from maps.crs import WEB_MERCATOR, transform_bounds
from maps.progress import Progress, no_progress

#: Paper is white: sheets have the light theme whatever the screen shows.
THEME: Theme = LIGHT
#: Spacings to try, and last the one with which the method note is brief.
_TIGHT = (1.0, 0.85, 0.72, 0.6, 0.5, 0.4, 0.3)
_SPARE_PX = 10.0
#: Painters of zones, whose highlight marks what the sheet is about.
_FOCUS_ABOVE = ("risk", "analysis_zone")
#: Layers that the canvas hatches under a clip, with the colour and width of their outline.
_HATCHED = {"degraded_area": (THEME.map.degraded, 2.0), "abandoned_building": (THEME.map.abandoned, 1.8)}


@dataclass(frozen=True)
class Sheet:
    """A sheet ready to be drawn.

    Attributes
    ----------
    layout : Layout
    form : Form
    view : MapView
        The map at its round scale; one pixel is 1/96 inch.
    stack : Stack
    texts : Texts
    grid : Grid
    groups : tuple of legend.Group
    focus : tuple of int
        Zones that the sheet is about, drawn again with a heavy limit.
    holds_all_at : float
        N of the largest round scale 1:N at which the map holds the whole scene.
    """

    layout: Layout
    form: Form
    view: MapView
    stack: Stack
    texts: Texts
    grid: Grid
    groups: tuple[legend.Group, ...]
    focus: tuple[int, ...] = ()
    holds_all_at: float = 0.0

    @property
    def scale(self) -> float:
        """N of 1:N."""
        return _scale_of(self.view)


def _scale_of(view: MapView) -> float:
    return round(view.scale_denominator, 6)


#: Fills a column.
Part = Callable[[Flow, Sheet], None]


def sheet_view(place: QRectF, bounds: Bounds) -> MapView:
    """Return the view that holds bounds in EPSG:3857 within a rectangle, at a round scale."""
    fitted = MapView(0.0, 0.0, 1.0, place.width(), place.height()).fitted(bounds, _SPARE_PX)
    return fitted.with_scale(round_scale(fitted.scale_denominator))


def make_sheet(
    project: Any,
    stack: Stack,
    texts: Texts,
    extent: Bounds,
    form: Form,
    focus: tuple[int, ...] = (),
) -> Sheet:
    """Lay out a sheet.

    Parameters
    ----------
    project : maps.project.Project
    stack, texts
        Of the scene.
    extent : tuple of float
        In the project's system; the map holds it all unless the form asks for a larger scale.
    form : Form
    focus : tuple of int
        Identifiers of zones.
    """
    placed = layout(form.paper, form.portrait)
    whole = sheet_view(placed.map, transform_bounds(extent, project.epsg, WEB_MERCATOR))
    view = whole if form.scale is None else whole.with_scale(form.scale)
    groups = tuple(legend.groups(stack, view, THEME, project.criteria))
    return Sheet(
        placed, form, view, stack, texts, grid_of(view, project.epsg), groups, focus, _scale_of(whole)
    )


def draw_sheet(
    painter: QPainter, sheet: Sheet, progress: Progress = no_progress, picture: QImage | None = None
) -> None:
    """Draw a sheet; the painter's unit is 1/96 inch from the corner of the paper.

    Parameters
    ----------
    painter : QPainter
    sheet : Sheet
    progress : callable
        Told at each layer of the map; what it raises leaves the sheet half drawn.
    picture : QImage, optional
        Of `map_picture`, to be laid in place of the map's layers.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
    painter.fillRect(sheet.layout.page, QColor(THEME.sf))
    if picture is None:
        _draw_map(painter, sheet, progress)
    else:
        painter.drawImage(sheet.layout.map, picture)
    _draw_grid(painter, sheet)
    draw_frame_and_header(painter, sheet)
    if sheet.form.grid:
        draw_ticks(painter, sheet.layout.map, sheet.grid, THEME)
    _draw_columns(painter, sheet)


def map_picture(sheet: Sheet, dpr: float, progress: Progress = no_progress) -> QImage:
    """Return the map of a sheet with `dpr` pixels for each 1/96 inch, drawn with ink as the screen's map is."""
    place = sheet.layout.map
    image = QImage(round(place.width() * dpr), round(place.height() * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor(THEME.sf))
    painter = InkPainter(image) if ink_is_ready() else QPainter(image)
    try:
        view = sheet.view.resized(place.width(), place.height(), dpr)
        for done, layer in enumerate(sheet.stack.painters):
            progress(done / len(sheet.stack.painters))
            _draw_layer(painter, sheet, layer, view)
    finally:
        painter.end()
    return image


def _draw_map(painter: QPainter, sheet: Sheet, progress: Progress) -> None:
    place, view, layers = sheet.layout.map, sheet.view, sheet.stack.painters
    is_svg = painter.paintEngine().type() == QPaintEngine.Type.SVG
    if is_svg:
        layers, view = centred(layers, view)
    painter.save()
    painter.translate(place.topLeft())
    for done, layer in enumerate(layers):
        progress(done / len(layers))
        painter.setClipRect(QRectF(0, 0, place.width(), place.height()))
        _draw_layer(painter, sheet, layer, view, is_svg=is_svg)
    painter.restore()


def _draw_layer(
    painter: QPainter, sheet: Sheet, layer: Painter, view: MapView, *, is_svg: bool = False
) -> None:
    draw_layers(painter, view, THEME, [(layer, layer.opacity)])
    if is_svg and layer.name in _HATCHED:
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        _outline_again(painter, view, layer)
    if layer.name in _FOCUS_ABOVE:
        _draw_focus(painter, sheet, layer, view)


def _draw_grid(painter: QPainter, sheet: Sheet) -> None:
    if not sheet.form.grid:
        return
    painter.save()
    painter.setClipRect(sheet.layout.map)
    draw_lines(painter, sheet.layout.map, sheet.grid, THEME)
    painter.restore()


def _draw_focus(painter: QPainter, sheet: Sheet, zones: Painter, view: MapView) -> None:
    painter.save()
    zones.highlight(painter, view, THEME, sheet.focus, Highlight.SELECTED)
    painter.restore()


def _outline_again(painter: QPainter, view: MapView, layer: Painter) -> None:
    """Draw the outline of hatched areas again: in Qt's SVG (6.11) the clip of the hatch cuts it too."""
    colour, width = _HATCHED[layer.name]
    painter.save()
    painter.setTransform(world_transform(view), True)
    pen = world_pen(view, colour, width * by_zoom(view.zoom, 0.5, 0.8, 1.0))
    painter.strokePath(path_of(layer.geometries), pen)  # type: ignore[attr-defined]
    painter.restore()


def draw_frame_and_header(painter: QPainter, sheet: Sheet, with_map: bool = True) -> None:
    """Draw the lines around the sheet, and its map where it has one, with title, purpose, office and number."""
    _draw_frame(painter, sheet, with_map)
    _draw_header(painter, sheet)


def _draw_frame(painter: QPainter, sheet: Sheet, with_map: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(THEME.tx), 1.3))
    if with_map:
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
        (each for each in ((24.0, 22.0, 20.0) if large else ()) if text_width(said.title, each, 600) <= room),
        0.0,
    ) or next((each for each in (19.0, 18.0, 17.0, 16.0) if text_width(said.title, each, 600) <= room), 15.0)
    middle = header.top() + header.height() * 0.5
    title = shortened(said.title, size, room, 600)
    draw_text(painter, QPointF(left, middle), title, size, THEME.tx, 600)
    below = right - left - text_width(said.number, 13.0) - 20
    small = next((each for each in (13.0, 12.5) if text_width(said.subtitle, each) <= below), SMALLEST_PX)
    line = shortened(said.subtitle, small, below)
    draw_text(painter, QPointF(left, middle + 22), line, small, THEME.tx2)
    draw_text(painter, QPointF(right, middle - 3), office, 13.0, THEME.tx, 600, Align.RIGHT)
    draw_text(painter, QPointF(right, middle + 22), said.number, 13.0, THEME.tx, 400, Align.RIGHT)


def _draw_columns(painter: QPainter, sheet: Sheet) -> None:
    columns, parts = sheet.layout.columns, _parts(sheet)
    bottom = _footer_top(sheet, columns[-1])
    limits = [*(column.bottom() for column in columns[:-1]), bottom]
    tights = [_tight(sheet, *each) for each in zip(columns, parts, limits, strict=True)]
    if len(columns) > 1:  # the legend goes on in the second column: the same spacing in both
        tights[:2] = [min(tights[:2])] * 2
    for column, part, tight in zip(columns, parts, tights, strict=True):
        part(Flow(painter, column, THEME, tight), sheet)
    if sheet.layout.foot is None:
        _footer(Flow(painter, QRectF(columns[-1].left(), bottom, columns[-1].width(), 0), THEME), sheet)
    else:
        _foot(painter, sheet, sheet.layout.foot)


def _parts(sheet: Sheet) -> tuple[Part, ...]:
    """Return what flows in each column; below the map, the legend is cut where both columns are the loosest."""
    if len(sheet.layout.columns) == 1:
        return (_whole,)
    cuts = [
        (partial(_legend, upto=first), partial(_rest, since=first))
        for first in range(len(sheet.groups), 0, -1)
    ]
    best = max(cuts, key=partial(_looseness, sheet)) if cuts else (partial(_legend, upto=0), _scale_block)
    return (*best, _words)


def _looseness(sheet: Sheet, cut: tuple[Part, Part]) -> float:
    columns = sheet.layout.columns
    return min(
        _tight(sheet, column, part, column.bottom()) for column, part in zip(columns, cut, strict=False)
    )


def _end(column: QRectF, part: Part, sheet: Sheet, tight: float = 1.0) -> float:
    flow = Flow(None, column, THEME, tight)
    part(flow, sheet)
    return flow.top


def _tight(sheet: Sheet, column: QRectF, part: Part, limit: float) -> float:
    """Return the widest spacing with which a part ends above a limit."""
    return next((each for each in _TIGHT if _end(column, part, sheet, each) <= limit), _TIGHT[-1])


def _footer_top(sheet: Sheet, column: QRectF) -> float:
    """Return where a column must end: above the footer, where that stands in it."""
    if sheet.layout.foot is not None:
        return column.bottom()
    return column.bottom() - (_end(column, _footer, sheet) - column.top())


def _whole(flow: Flow, sheet: Sheet) -> None:
    _legend(flow, sheet, len(sheet.groups))
    flow.rule()
    _scale_block(flow, sheet)
    flow.rule()
    _words(flow, sheet)


def _legend(flow: Flow, sheet: Sheet, upto: int) -> None:
    flow.heading("Legenda", 15.0)
    _groups(flow, sheet.groups[:upto])


def _rest(flow: Flow, sheet: Sheet, since: int) -> None:
    if since < len(sheet.groups):
        _groups(flow, sheet.groups[since:])
        flow.rule()
    _scale_block(flow, sheet)


def _groups(flow: Flow, groups: Sequence[legend.Group]) -> None:
    for group in groups:
        flow.gap(5)
        flow.heading(group.heading, flow.body)
        for row in group.rows:
            flow.row(row.text, legend.SWATCH, partial(_swatch, row))
        flow.gap(5)


def _swatch(row: legend.Row, painter: QPainter, box: QRectF) -> None:
    legend.draw_row_swatch(painter, row, box, THEME)


def _scale_block(flow: Flow, sheet: Sheet) -> None:
    flow.block(50.0, lambda painter, box: draw_scale(painter, box, sheet.view, sheet.form.paper, THEME))


def _words(flow: Flow, sheet: Sheet) -> None:
    flow.heading("In sintesi", 14.0)
    flow.paragraph(sheet.texts.summary, flow.body)
    if sheet.form.method and sheet.texts.method:
        flow.rule()
        _method(flow, sheet)


def _method(flow: Flow, sheet: Sheet) -> None:
    flow.heading("Nota di metodo", 14.0)
    told = sheet.texts.brief if flow.tight == _TIGHT[-1] else sheet.texts.method
    flow.paragraph(told, SMALLEST_PX, colour=THEME.tx2)


def _footer_lines(sheet: Sheet) -> list[str]:
    step = numbers.measure(sheet.grid.step, "m")
    lines = [
        line if sheet.form.grid else line.replace(", reticolo {grid}", "") for line in sheet.texts.footer
    ]
    return [line.format(grid=step) for line in lines]


def _footer(flow: Flow, sheet: Sheet) -> None:
    flow.rule()
    for line in _footer_lines(sheet):
        flow.paragraph(line, SMALLEST_PX, colour=THEME.tx2)


def _foot(painter: QPainter, sheet: Sheet, strip: QRectF) -> None:
    """Write the footer in one line across the sheet; the reference system first, the rest at the right."""
    painter.setPen(QPen(QColor(THEME.tx), 1.0))
    painter.drawLine(QLineF(strip.left(), strip.top(), strip.right(), strip.top()))
    first, *others = _footer_lines(sheet)
    rest, left, right = " ".join(others), strip.left() + 14, strip.right() - 14
    apart = text_width(first, SMALLEST_PX) + text_width(rest, SMALLEST_PX) + 24 > right - left
    middle = strip.center().y() + 4.5
    up = 8.5 if apart else 0.0
    draw_text(painter, QPointF(left, middle - up), first, SMALLEST_PX, THEME.tx2)
    at, align = (QPointF(left, middle + up), Align.LEFT) if apart else (QPointF(right, middle), Align.RIGHT)
    draw_text(painter, at, rest, SMALLEST_PX, THEME.tx2, align=align)

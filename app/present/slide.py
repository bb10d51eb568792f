"""What is projected around the map: the sentence, at most three items, the legend, the footer."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.furniture import bar_length, distance_text
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import LIGHT, Theme
from app.present.changes import draw_changes
from app.present.deck import Bar, Compared, Deck, Item, Slide
from app.present.layers import draw_legend
from app.present.layout import Places
from app.present.map import NUMBER, SHORTAGE_FILL
from app.sheets.text import Align, draw_text, shortened, text_width, wrap
from app.sheets.verdicts import OVERLAP, SHORTAGE

THEME: Theme = LIGHT
#: Sizes to try for a sentence in one line, then in two.
_ONE_LINE, _TWO_LINES = (1.0, 0.9, 0.8, 0.72), (0.66, 0.6, 0.56)
_TRACK, _QUIET = "#D9DCDF", "#70767D"


def draw_slide(painter: QPainter, deck: Deck, number: int, at: Places) -> None:
    """Draw a whole scene, map included, on any device; `number` counts from 0."""
    slide = deck.slides[number]
    view = slide.view(at.map.width(), at.map.height(), at.unit)
    painter.fillRect(at.page, QColor(THEME.sf))
    painter.save()
    painter.setClipRect(at.map)
    painter.translate(at.map.topLeft())
    draw_layers(painter, view, THEME, [(layer, 1.0) for layer in slide.painters(at.unit)])
    painter.restore()
    draw_around(painter, deck, number, at, view)


def draw_around(painter: QPainter, deck: Deck, number: int, at: Places, view: MapView) -> None:
    """Draw everything but the map."""
    slide = deck.slides[number]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for box in (QRectF(0, 0, at.page.width(), at.map.top()), _beside(at)):
        painter.fillRect(box, QColor(THEME.sf))
    _title(painter, slide, at)
    _footer(painter, deck, number, at)
    if slide.table is not None:
        draw_changes(painter, slide.table, at)
        return
    _column(painter, slide, at)
    _scale_bar(painter, at, view)
    _attribution(painter, deck, at)


def _beside(at: Places) -> QRectF:
    return QRectF(at.map.right(), at.map.top(), at.page.width() - at.map.right(), at.map.height())


def title_lines(text: str, at: Places) -> tuple[list[str], float]:
    """Return the sentence in one or two lines, and its size in pixels."""
    room = at.header.width()
    for share in _ONE_LINE:
        if text_width(text, at.title_px * share, 700) <= room:
            return [text], at.title_px * share
    for share in _TWO_LINES:
        lines = wrap(text, at.title_px * share, room, 700)
        if len(lines) <= 2:
            return lines, at.title_px * share
    size = at.title_px * _TWO_LINES[-1]
    lines = wrap(text, size, room, 700)
    return [lines[0], shortened(" ".join(lines[1:]), size, room, 700)], size


def _title(painter: QPainter, slide: Slide, at: Places) -> None:
    lines, size = title_lines(slide.sentence, at)
    leading = size * 1.22
    base = at.header.center().y() + size * 0.36 - leading * (len(lines) - 1) / 2
    for line in lines:
        draw_text(painter, QPointF(at.header.left(), base), line, size, THEME.tx, 700)
        base += leading


def _column(painter: QPainter, slide: Slide, at: Places) -> None:
    text, top = at.text_px, at.side.top()
    pitch = text * 5.4
    legend = legend_rows(slide)
    rows = sum(1 + len(group.rows) for group in slide.legend) if slide.legend else len(legend)
    room = at.side.height() - (rows + 0.6) * text * 1.28
    if slide.items:
        pitch = min(pitch, room / len(slide.items))
    for item in slide.items:
        _item(painter, item, QRectF(at.side.left(), top, at.side.width(), pitch), at)
        top += pitch
    if slide.items:
        painter.setPen(QPen(QColor(THEME.tx), max(2.0, 2.0 * at.unit)))
        painter.drawLine(QLineF(at.side.left(), top, at.side.right(), top))
    top += text * 0.4
    if slide.legend:
        draw_legend(painter, slide.legend, top, at)
        return
    for kind, told in legend:
        _legend_row(painter, kind, told, QPointF(at.side.left(), top), at)
        top += text * 1.28


def legend_rows(slide: Slide) -> list[tuple[str, str]]:
    """Return kind and words of the legend's rows."""
    words = {SHORTAGE: "zona in carenza", OVERLAP: "zona con sovrapposizione"}
    rows = [(verdict, words[verdict]) for verdict in slide.verdicts if verdict in words]
    rows += [("camera", "telecamera attiva")] if slide.cameras else []
    return [*rows, ("", "rischio da 0 a 100")] if slide.items and not slide.scene.review else rows


def _item(painter: QPainter, item: Item | Compared, box: QRectF, at: Places) -> None:
    text = at.text_px
    base = QPointF(box.left(), box.top() + text * 1.1)
    along = text * 1.25 if item.number else 0.0
    if item.number:
        draw_text(painter, base, str(item.number), text * 1.25, NUMBER, 600)
    name = shortened(item.name, text * 1.25, box.width() - along, 600)
    draw_text(painter, base + QPointF(along, 0), name, text * 1.25, THEME.tx, 600)
    step = min(text * 1.32, (box.height() - text * 1.6) / 2)
    for place, bar in enumerate(item.bars):
        middle = box.top() + text * 2.1 + place * step
        _bar(painter, bar, QPointF(box.left(), middle), box.width(), at)


def _bar(painter: QPainter, bar: Bar, left: QPointF, width: float, at: Places) -> None:
    text = at.text_px
    base = left + QPointF(0, text * 0.34)
    draw_text(painter, base, bar.name, text, THEME.tx)
    start, end = text * 5.1, width - text * 3.1
    track = QRectF(left.x() + start, left.y() - text * 0.24, max(end - start, text), text * 0.5)
    painter.fillRect(track, QColor(_TRACK))
    if bar.share > 0:
        filled = QRectF(track.topLeft(), track.size())
        filled.setWidth(max(track.width() * min(bar.share, 1.0), 3.0 * at.unit))
        painter.fillRect(filled, QColor(THEME.ac if bar.seen else THEME.tx))
    draw_text(painter, QPointF(track.right() + text * 0.4, base.y()), bar.told, text, THEME.tx, 600)


def _legend_row(painter: QPainter, kind: str, told: str, at_left: QPointF, at: Places) -> None:
    text, unit = at.text_px, at.unit
    middle = at_left.y() + text * 0.62
    indent = text * 1.75 if kind else 0.0
    box = QRectF(at_left.x() + 2 * unit, middle - text * 0.36, text * 1.18, text * 0.78)
    painter.setPen(QPen(QColor(THEME.tx), 3.0 * unit))
    if kind == SHORTAGE:
        painter.setBrush(QColor(SHORTAGE_FILL))
        painter.drawRect(box)
    elif kind == OVERLAP:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(QPen(QColor(THEME.ov), 2.4 * unit))
        for share in (0.25, 0.5, 0.75):
            x, half = box.left() + box.width() * share, box.height() * 0.36
            painter.drawLine(QLineF(x - half, middle + half, x + half, middle - half))
    elif kind == "camera":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(THEME.map.camera))
        painter.drawEllipse(QPointF(box.center().x(), middle), 10 * unit, 10 * unit)
    draw_text(painter, QPointF(at_left.x() + indent, middle + text * 0.34), told, text, THEME.tx)


def _footer(painter: QPainter, deck: Deck, number: int, at: Places) -> None:
    band, text = at.footer, at.text_px
    painter.fillRect(band, QColor(THEME.tx))
    base, margin = band.center().y() + text * 0.36, at.header.left()
    told = f"Scena {number + 1} di {len(deck.slides)}"
    draw_text(painter, QPointF(margin, base), told, text, THEME.sf, 600)
    slide = deck.slides[number]
    start = margin + text_width(told, text, 600) + text
    long = f"{deck.meeting} · {slide.when} · {deck.day}"
    short = f"{slide.when[0].upper()}{slide.when[1:]} · {deck.day}"
    right = band.right() - margin
    for words in (long, short, deck.day):
        if right - text_width(words, text) > start + text * 2:
            draw_text(painter, QPointF(right, base), words, text, THEME.sf, align=Align.RIGHT)
            _dashes(painter, number, len(deck.slides), start, right - text_width(words, text) - text, at)
            return


def _dashes(painter: QPainter, number: int, count: int, left: float, right: float, at: Places) -> None:
    """One dash a scene, the present one higher; none where they do not fit."""
    wide, gap = 26.0 * at.unit, 6.0 * at.unit
    if left + count * (wide + gap) > right:
        return
    middle = at.footer.center().y()
    for place in range(count):
        high = (14.0 if place == number else 7.0) * at.unit
        box = QRectF(left + place * (wide + gap), middle - high / 2, wide, high)
        painter.fillRect(box, QColor(THEME.sf if place <= number else _QUIET))


def _scale_bar(painter: QPainter, at: Places, view: MapView) -> None:
    text, unit = at.text_px, at.unit
    metres, pixels = bar_length(view, at.map.width() * 0.24)
    margin = at.header.left() * 0.5
    wide = max(pixels, text_width(distance_text(metres), text * 0.95, 600)) + 2 * margin
    card = QRectF(0, at.map.bottom() - text * 2.0, wide, text * 2.0)
    painter.fillRect(card, QColor(THEME.sf))
    base = QPointF(margin, card.top() + text * 1.05)
    draw_text(painter, base, distance_text(metres), text * 0.95, THEME.tx, 600)
    painter.fillRect(QRectF(margin, card.top() + text * 1.4, pixels, 8.0 * unit), QColor(THEME.tx))


def _attribution(painter: QPainter, deck: Deck, at: Places) -> None:
    if not deck.attribution:
        return
    size = at.small_px
    wide = text_width(deck.attribution, size) + size * 1.4
    card = QRectF(at.map.right() - wide, at.map.bottom() - size * 1.9, wide, size * 1.9)
    painter.fillRect(card, QColor(THEME.sf))
    base = QPointF(card.left() + size * 0.7, card.center().y() + size * 0.36)
    draw_text(painter, base, deck.attribution, size, THEME.tx)

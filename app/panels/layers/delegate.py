"""How the rows of the layers card are painted: eye, swatch, name, count, legend."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look.icons import pixmap
from app.look.theme import Theme, font
from app.look.widgets import draw_chip
from app.panels.layers.model import Entry, Kind, LayersModel
from app.speech import numbers

ROW, SUB_ROW, HEAD_ROW, LEGEND_ROW, MATRIX_ROW = 26, 22, 26, 46, 78
#: Side of a class of risk and coverage, pixels.
_CELL = 18
#: Left edge of the eye, the swatch and the name, in pixels.
EYE, SWATCH, TEXT = 10, 36, 62
_INDEX = QModelIndex | QPersistentModelIndex


def _entry(index: _INDEX) -> Entry:
    model = index.model()
    assert isinstance(model, LayersModel)
    return model.entries[index.row()]


class LayerDelegate(QStyledItemDelegate):
    """Paints eye, swatch, name, count, and the legend of classes."""

    theme: Theme
    opacity_row = -1

    def sizeHint(self, _option: QStyleOptionViewItem, index: _INDEX) -> QSize:
        heights = {Kind.HEAD: HEAD_ROW, Kind.LAYER: ROW, Kind.LEGEND: LEGEND_ROW, Kind.MATRIX: MATRIX_ROW}
        return QSize(200, heights.get(_entry(index).kind, SUB_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        entry = _entry(index)
        painter.save()
        if entry.kind is Kind.HEAD:
            self._head(painter, option, entry)
        elif entry.kind is Kind.LEGEND:
            self._legend(painter, option, entry)
        elif entry.kind is Kind.FILTER:
            self._filter(painter, option, entry)
        elif entry.kind is Kind.MATRIX:
            self._matrix(painter, option, entry)
        else:
            self._row(painter, option, entry, hovered=index.row() == self.opacity_row)
        painter.restore()

    def _head(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        painter.setFont(font(12, 600))
        painter.setPen(QColor(self.theme.tx2))
        painter.drawText(option.rect.adjusted(12, 2, 0, 0), Qt.AlignmentFlag.AlignVCenter, entry.text)

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, *, hovered: bool) -> None:
        area, theme = option.rect, self.theme
        if entry.kind is Kind.LAYER or entry.only is not None:
            self._ground(painter, option, hovered=hovered)
        if entry.only is not None and hovered:
            funnel = pixmap("funnel", theme.tx2, 14, painter.device().devicePixelRatioF())
            painter.drawPixmap(area.left() + EYE + 3, area.center().y() - 6, funnel)
        if entry.kind is Kind.LAYER:
            eye = pixmap(
                "eye" if entry.visible else "eye-slash", theme.tx2, 16, painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(area.left() + EYE + 2, area.center().y() - 7, eye)
        if entry.swatch is not None:
            painter.setOpacity(1.0 if entry.visible else 0.5)
            painter.drawPixmap(area.left() + SWATCH, area.center().y() - 8, entry.swatch)
            painter.setOpacity(1.0)
        self._words(painter, area, option, entry, hovered=hovered)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, hovered: bool) -> None:
        """The ground of a row: hovered, chosen with its bar, or with the focus."""
        area, theme, states = option.rect, self.theme, QStyle.StateFlag
        chosen = bool(option.state & states.State_Selected)
        if chosen or hovered:
            painter.fillRect(area, QColor(theme.acw if chosen else theme.hv))
        if chosen:
            painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(theme.ac))
        if option.state & states.State_HasFocus:
            painter.setPen(QColor(theme.ac))
            painter.drawRect(area.adjusted(1, 0, -2, -1))

    def _filter(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        """The badge of a filter: how many rows it leaves, and the cross that takes it away."""
        theme, ratio = self.theme, painter.device().devicePixelRatioF()
        painter.setFont(font(12, 600))
        words = painter.fontMetrics().horizontalAdvance(entry.text)
        room = option.rect.width() - TEXT - 12
        area = QRectF(option.rect.left() + TEXT - 6, option.rect.top() + 1.5, min(words + 44, room), 19)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        draw_chip(painter, area, QColor(theme.ac), QColor(theme.acw), QColor(theme.ac) if focus else None)
        painter.drawPixmap(
            round(area.left()) + 6, round(area.top()) + 4, pixmap("funnel", theme.ac, 12, ratio)
        )
        painter.drawText(area.adjusted(22, 0, -20, 0), Qt.AlignmentFlag.AlignVCenter, entry.text)
        cross = pixmap("x", theme.ac, 10, ratio)
        painter.drawPixmap(round(area.right()) - 17, round(area.top()) + 5, cross)

    def _words(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, entry: Entry, *, hovered: bool
    ) -> None:
        painter.setFont(font(13 if entry.kind is Kind.LAYER else 12))
        ink = self.theme.tx if entry.kind is Kind.LAYER and entry.visible else self.theme.tx2
        painter.setPen(QColor(ink if entry.visible else self.theme.tx3))
        right = area.right() - 12
        slider = hovered and entry.kind is Kind.LAYER and entry.visible
        count = (
            numbers.percent(entry.opacity)
            if slider
            else ""
            if entry.count is None
            else numbers.integer(entry.count)
        )
        painter.drawText(
            QRect(area.left(), area.top(), right - area.left(), area.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            count,
        )
        room = (
            right
            - area.left()
            - TEXT
            - (116 if slider else painter.fontMetrics().horizontalAdvance(count) + 8)
        )
        left = SWATCH if entry.kind is Kind.NOTE else TEXT
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room + TEXT - left)
        painter.drawText(area.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _matrix(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        """Three by three classes: risk rises upwards, coverage to the right; the limits beside them."""
        left, top = option.rect.left() + TEXT, option.rect.top() + 2
        for place, (colour, _text) in enumerate(entry.legend):
            risk, coverage = divmod(place, 3)
            painter.fillRect(left + coverage * _CELL, top + (2 - risk) * _CELL, _CELL - 1, _CELL - 1, colour)
        painter.setFont(font(12))
        painter.setPen(QColor(self.theme.tx2))
        risk_limits, _bar, coverage_limits = entry.text.partition("|")
        side = QRect(left + 3 * _CELL + 8, top, option.rect.right() - left - 3 * _CELL - 14, 3 * _CELL)
        painter.drawText(
            side,
            Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            self.tr("↑ rischio\n{}").format(risk_limits),
        )
        below = QRect(left, top + 3 * _CELL + 1, option.rect.right() - left - 12, 18)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignVCenter, self.tr("→ copertura {}").format(coverage_limits)
        )

    def _legend(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        area = option.rect.adjusted(SWATCH, 2, -12, 0)
        width = area.width() // max(len(entry.legend), 1)
        painter.setPen(QColor(self.theme.tx2))
        for position, (colour, _text) in enumerate(entry.legend):
            painter.fillRect(area.left() + position * width, area.top(), width, 9, colour)
        pixels, placed = labels_apart([text for _colour, text in entry.legend], width)
        painter.setFont(font(pixels))
        for left, text in placed:
            words = QRect(area.left() + left, area.top() + 9, area.width(), 17)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(font(12))
        below = QRect(area.left(), area.top() + 25, area.width(), 17)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, entry.text)


#: The least room between two numbers of a legend, pixels.
_APART = 6


def labels_apart(texts: list[str], width: int) -> tuple[int, list[tuple[int, str]]]:
    """Return a size in pixels and the (left, text) of the numbers of a legend, so that none touch.

    Each starts at the left of its class, the last one ends with the row; smaller figures are tried first, then every
    second number is left out.

    Parameters
    ----------
    texts : list of str
        Lower bound of each class.
    width : int
        Of a class, in pixels.
    """
    for pixels in (12, 11, 10):
        placed = _placed(texts, width, pixels)
        if _are_apart(placed, pixels):
            return pixels, placed
    return 11, _placed(texts, width, 11)[::2]


def _placed(texts: list[str], width: int, pixels: int) -> list[tuple[int, str]]:
    metrics, end = QFontMetrics(font(pixels)), width * len(texts)
    return [(min(i * width, end - metrics.horizontalAdvance(text)), text) for i, text in enumerate(texts)]


def _are_apart(placed: list[tuple[int, str]], pixels: int) -> bool:
    metrics = QFontMetrics(font(pixels))
    ends = [left + metrics.horizontalAdvance(text) for left, text in placed]
    return all(end + _APART <= left for end, (left, _text) in zip(ends, placed[1:], strict=False))

"""Small widgets shared by the top bar, the cards and the dialogs."""

import html

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import set_icon
from app.look.theme import Theme, font

_NUMBER_MARGIN = 8


def label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label whose look comes from its role in the style sheet (title, caption, headline...)."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)  # a name may hold markup: it is shown as it is written
    if role:
        made.setProperty("role", role)
    return made


def plain_tip(text: str, most: int = 400) -> str:
    """Return a tooltip that shows a text as it is written, markup too, shortened where it is very long."""
    shown = text if len(text) <= most else f"{text[:most]}…"
    return f"<span>{html.escape(shown)}</span>" if "<" in shown else shown


def button_text(text: str, most: int = 60) -> str:
    """Return a text for a button or a menu: an ampersand is one, not a shortcut, and long texts are shortened."""
    shown = text if len(text) <= most else f"{text[: most - 1]}…"
    return shown.replace("&", "&&")


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet reads, and restyle the widget."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def tool_button(icon_name: str, tip: str, *, colour: str = "tx") -> QToolButton:
    """Return an icon button with a tooltip that also names it to screen readers."""
    button = QToolButton()
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFixedSize(32, 32)
    button.setIconSize(QSize(18, 18))
    set_icon(button, icon_name, colour)
    return button


def number_box(
    low: float, high: float, value: float, *, decimals: int = 0, unit: str = "", name: str = ""
) -> QDoubleSpinBox:
    """Return a field for a number between two limits, with its unit; ``name`` is what a screen reader says."""
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(decimals)
    box.setSuffix(unit)
    box.setValue(value)
    box.setAccessibleName(name)
    # Under a style sheet Qt lays the text at the very edge, whatever the padding.
    box.lineEdit().setTextMargins(_NUMBER_MARGIN, 0, 0, 0)
    return box


class Card(QFrame):
    """An opaque card over the map: one border, radius 6, no shadow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)


class Rule(QFrame):
    """A hairline between two groups, horizontal or vertical."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("rule", "vertical" if vertical else "true")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class CaptionCombo(QComboBox):
    """A combo box that says what it chooses: a quiet caption, then the value in bold.

    Attributes
    ----------
    alone : dict of value to str
        What is written for a value where its caption has no room and the value alone would not say what it is.
    """

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption, self.caption_shown = caption, True
        self.told = ""
        self.alone: dict[object, str] = {}
        self.setAccessibleName(caption)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFixedHeight(32)

    def sizeHint(self) -> QSize:
        caption = self._captioned() if self.caption_shown else 0
        bold = QFontMetrics(font(13, 600))
        texts = [self.told, *(self.itemText(row) for row in range(self.count()))]
        texts += () if self.caption_shown else self.alone.values()
        widest = max(40, *(bold.horizontalAdvance(text) for text in texts))
        return QSize(caption + widest + 42, 32)

    def minimumSizeHint(self) -> QSize:
        told = QFontMetrics(font(13, 600)).horizontalAdvance(self.told) + 42 if self.told else 0
        return QSize(max(96, told), 32)

    def show_caption(self, shown: bool) -> None:
        """Write the caption before the value, or keep it for the tooltip where there is little room."""
        self.caption_shown = shown
        if not shown and not self.toolTip():
            self.setToolTip(self.caption)
        self.updateGeometry()
        self.update()

    def say(self, told: str) -> None:
        """Write this in place of what is chosen, where the page shows more than the choice says; "" to stop."""
        self.told = told
        self.setAccessibleDescription(told)
        self.setToolTip(told or ("" if self.caption_shown else self.caption))
        self.updateGeometry()
        self.update()

    def written(self, room: int) -> tuple[str, str]:
        """Return the caption, "" where it has no room beside the value, and the value as it is then written."""
        value = self.told or self.currentText()
        needed = self._captioned() + QFontMetrics(font(13, 600)).horizontalAdvance(value)
        if self.caption_shown and needed <= room:  # the value comes first
            return self.caption, value
        return "", self.told or self.alone.get(self.currentData(), value)

    def _captioned(self) -> int:
        return QFontMetrics(font(13)).horizontalAdvance(self.caption) + 8

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        area = self.rect().adjusted(10, 0, -26, 0)
        caption, value = self.written(area.width())
        if caption:
            painter.setFont(font(13))
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, caption)
            area.setLeft(area.left() + self._captioned())
        painter.setFont(font(13, 600))
        painter.setPen(self.palette().text().color())
        text = painter.fontMetrics().elidedText(value, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)


class SlimCombo(QComboBox):
    """A list that takes the width it is given, however long its entries are; what it shows ends with an ellipsis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        icon = option.iconSize.width() + 4 if not option.currentIcon.isNull() else 0
        room = self.width() - 48 - icon
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class Segmented(QWidget):
    """Two or more exclusive buttons side by side that share their borders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add(self, text: str, icon_name: str = "") -> QToolButton:
        """Add one choice at the end; the caller connects its `clicked`."""
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setFixedHeight(32)
        if icon_name:
            set_icon(button, icon_name)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._row.addWidget(button)
        places = self.findChildren(QToolButton)
        for number, one in enumerate(places):
            last = "last" if number == len(places) - 1 else "middle"
            set_property(one, "segment", "first" if number == 0 else last)
        self.set_text(button, text)
        return button

    def set_text(self, button: QToolButton, text: str) -> None:
        """Write a choice and give it the room that the bold text needs."""
        button.setText(text)
        words = QFontMetrics(font(13, 600)).horizontalAdvance(text)
        icon = 24 if button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon else 0
        button.setMinimumWidth(words + icon + 26 if text else 40)


class Elided(QLabel):
    """A label that shortens its text with an ellipsis and tells it whole in the tooltip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        """Set the text before any shortening."""
        self._whole = text
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")


def draw_row_ground(
    painter: QPainter, option: QStyleOptionViewItem, theme: Theme, *, first: bool = True
) -> None:
    """Draw the ground of a cell: pointed at, chosen (a bar at the first cell), the line below."""
    area, states = option.rect, QStyle.StateFlag
    chosen = bool(option.state & states.State_Selected)
    if chosen or option.state & states.State_MouseOver:
        painter.fillRect(area, QColor(theme.acw if chosen else theme.hv))
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.ln))
    if chosen and first:
        painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(theme.ac))


def draw_bar(painter: QPainter, area: QRectF, share: float, ink: QColor, ground: QColor) -> None:
    """Draw a share (0-1) as a bar on its ground."""
    painter.fillRect(area, ground)
    painter.fillRect(
        QRectF(area.left(), area.top(), area.width() * min(max(share, 0.0), 1.0), area.height()), ink
    )


def draw_chip(
    painter: QPainter, area: QRectF, ink: QColor, ground: QColor, outline: QColor | None = None
) -> None:
    """Draw the rounded ground of a verdict or state chip; `painter` is left with `ink` as its pen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(outline, 1) if outline is not None else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(area, min(10.0, area.height() / 2), min(10.0, area.height() / 2))
    painter.setPen(ink)

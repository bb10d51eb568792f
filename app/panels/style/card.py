"""The card of one layer's style: colours, labels, filter, opacity. Each choice is seen on the map at once."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Card, Elided, Rule, Segmented, SlimCombo, label, tool_button
from app.panels.style.view import RAMP, Choice, HistogramView, StyleView, ramp_icon
from app.speech import numbers
from maps.views.classes import FEWEST, MOST, Method
from maps.views.symbology import Kind, Symbology

WIDTH = 320
_LABEL_WIDTH = 80


class StyleCard(Card):
    """The card, beside that of the layers.

    Signals
    -------
    symbology_changed(Symbology), label_changed(str field), opacity_changed(float),
    condition_wanted(QPoint), filter_cleared(), closed(), resized()
        `condition_wanted` tells where a form may stand, in pixels of the screen.
    """

    symbology_changed = Signal(object)
    label_changed = Signal(str)
    opacity_changed = Signal(float)
    condition_wanted = Signal(QPoint)
    filter_cleared = Signal()
    closed = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = StyleView("", "")
        self.setAccessibleName(self.tr("Stile del livello"))
        self._add_head()
        self._add_body()
        self._add_colours()
        self._add_rest()
        self._wire()
        self.hide()

    def _add_head(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 8, 4)
        row.setSpacing(0)
        self._title = Elided(role="title")
        self.close_ = tool_button("x", self.tr("Chiudi lo stile (Esc)"))
        row.addWidget(self._title, 1)
        row.addWidget(self.close_)
        self.body.addWidget(head)

    def _add_body(self) -> None:
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(16, 4, 16, 14)
        self._column.setSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._content)
        self.body.addWidget(self._scroll)

    def _add_colours(self) -> None:
        self.kinds = Segmented()
        self._kind_buttons: dict[str, Any] = {}
        self._column.addWidget(self.kinds)
        self.field, self.method, self.scale, self.count = SlimCombo(), SlimCombo(), SlimCombo(), SlimCombo()
        for number in range(FEWEST, MOST + 1):
            self.count.addItem(str(number), number)
        self.reverse = tool_button("arrows-left-right", self.tr("Inverti i colori"))
        self.reverse.setCheckable(True)
        self.scale.setIconSize(RAMP)
        grid = self._colours = QWidget()
        rows = QGridLayout(grid)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(6)
        rows.setColumnMinimumWidth(0, _LABEL_WIDTH)
        rows.setColumnStretch(1, 1)
        self._words: dict[QWidget, QLabel] = {}
        texts = (self.tr("Campo"), self.tr("Metodo"), self.tr("Classi"), self.tr("Colori"))
        for line, (text, part) in enumerate(
            zip(texts, (self.field, self.method, self.count, self.scale), strict=True)
        ):
            part.setAccessibleName(text)
            words = self._words[part] = label(text, "label")
            words.setBuddy(part)
            rows.addWidget(words, line, 0)
            wide = 1 if part is self.scale else 2
            rows.addWidget(part, line, 1, 1, wide)
        rows.addWidget(self.reverse, 3, 2)
        self._column.addWidget(grid)
        self.histogram = HistogramView()
        self._column.addWidget(self.histogram)
        self.note = label("", "warning")
        self.note.setWordWrap(True)
        self._column.addWidget(self.note)

    def _add_rest(self) -> None:
        self.labels = SlimCombo()
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self._percent = label("")
        self._percent.setMinimumWidth(44)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rule = Rule()
        self._column.addWidget(self._rule)
        self._label_row = self._line(self.tr("Etichetta"), self.labels)
        self._line(self.tr("Opacità"), self.opacity, self._percent)
        self._filter_rule = Rule()
        self._column.addWidget(self._filter_rule)
        self.filter_words = label("")
        self.filter_words.setWordWrap(True)
        self.add_filter = QPushButton(self.tr("Aggiungi un filtro…"))
        self.clear_filter = QPushButton(self.tr("Togli il filtro"))
        for button in (self.add_filter, self.clear_filter):
            button.setProperty("link", True)
            button.setProperty("flush", True)
        self._column.addWidget(self.filter_words)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.add_filter)
        row.addWidget(self.clear_filter)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)

    def _line(self, text: str, *parts: QWidget) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = label(text, "label")
        words.setFixedWidth(_LABEL_WIDTH)
        words.setBuddy(parts[0])
        parts[0].setAccessibleName(text)
        row.addWidget(words)
        row.addWidget(parts[0], 1)
        for part in parts[1:]:
            row.addWidget(part)
        self._column.addWidget(line)
        return line

    def _wire(self) -> None:
        self.close_.clicked.connect(self.leave)
        self.field.activated.connect(lambda _row: self._tell(field=self.field.currentData()))
        self.method.activated.connect(lambda _row: self._tell(method=Method(self.method.currentData())))
        self.scale.activated.connect(lambda _row: self._tell(scale=self.scale.currentData()))
        self.count.activated.connect(lambda _row: self._tell(classes=self.count.currentData()))
        self.reverse.clicked.connect(lambda on: self._tell(reverse=on))
        self.labels.activated.connect(lambda _row: self.label_changed.emit(self.labels.currentData()))
        self.opacity.valueChanged.connect(self._slid)
        self.add_filter.clicked.connect(self._ask_condition)
        self.clear_filter.clicked.connect(self.filter_cleared)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.histogram.theme = theme
        restyle(self, theme)
        self.histogram.update()

    # What is shown

    def show_style(self, view: StyleView) -> None:
        """Show the style of a layer."""
        self.view = view
        self._title.set_whole(self.tr("Stile · {}").format(view.title))
        self._show_kinds(view)
        by_field = view.symbology.kind is not Kind.SINGLE
        classes = view.symbology.kind is Kind.CLASSES
        self._fill(self.field, view.fields.get(view.symbology.kind, ()), view.symbology.field)
        self._fill(self.method, view.methods, view.symbology.method.value)
        self._fill(self.scale, view.scales, view.symbology.scale)
        self.count.setCurrentIndex(self.count.findData(view.symbology.classes))
        self.reverse.setChecked(view.symbology.reverse)
        self._colours.setVisible(by_field)
        for part in (self.method, self.count):
            part.setVisible(classes)
            self._words[part].setVisible(classes)
        self.histogram.show_histogram(view.histogram)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self._show_rest(view)
        self.resized.emit()

    def _show_kinds(self, view: StyleView) -> None:
        if tuple(self._kind_buttons) != tuple(each.value for each in view.kinds):
            for button in self._kind_buttons.values():
                button.setParent(None)
                button.deleteLater()
            self._kind_buttons = {}
            for each in view.kinds:
                button = self._kind_buttons[each.value] = self.kinds.add(each.text)
                button.clicked.connect(lambda _on=False, value=each.value: self._choose_kind(Kind(value)))
        self.kinds.setVisible(bool(view.kinds))
        for value, button in self._kind_buttons.items():
            button.setChecked(value == view.symbology.kind.value)

    def _show_rest(self, view: StyleView) -> None:
        self._fill(self.labels, view.labels, view.label)
        self._label_row.setVisible(bool(view.labels))
        self._rule.setVisible(bool(view.kinds))
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(view.opacity * 100))
        self._percent.setText(numbers.percent(view.opacity))
        for part in (self._filter_rule, self.filter_words, self.add_filter):
            part.setVisible(view.can_filter)
        self.clear_filter.setVisible(bool(view.filter_text))
        every = self.tr("Tutte le righe sono sulla mappa.")
        told = self.tr("Sulla mappa {}: {}").format(view.filter_count, view.filter_text)
        self.filter_words.setText(told if view.filter_text else every)

    def _fill(self, box: QComboBox, choices: tuple[Choice, ...], chosen: str) -> None:
        with QSignalBlocker(box):
            if [(box.itemData(i), box.itemText(i)) for i in range(box.count())] != [
                (each.value, each.text) for each in choices
            ]:
                box.clear()
                for each in choices:
                    box.addItem(each.text, each.value)
            for place, each in enumerate(choices):
                if each.colours:
                    box.setItemIcon(place, ramp_icon(each.colours, self.devicePixelRatioF()))
            box.setCurrentIndex(max(box.findData(chosen), 0) if choices else -1)

    def natural_size(self, widest: int = WIDTH) -> QSize:
        """Size in pixels that shows all of it, no wider than asked."""
        wide = min(WIDTH, widest)
        self._content.setFixedWidth(wide - 2)
        self._column.invalidate()  # sentences may have taken another line since
        inside = self._column.totalHeightForWidth(wide - 2)
        return QSize(wide, 44 + max(inside, self._column.totalMinimumSize().height()))

    def take_focus(self) -> None:
        """Put the keyboard on the first choice."""
        chosen = self._kind_buttons.get(self.view.symbology.kind.value)
        (chosen if chosen is not None else self.opacity).setFocus(Qt.FocusReason.TabFocusReason)

    # What is chosen

    def _choose_kind(self, kind: Kind) -> None:
        fields = self.view.fields.get(kind, ())
        names = [each.value for each in fields]
        kept = self.view.symbology.field
        field = kept if kept in names else (names[0] if names else "")
        self._tell(kind=kind, field=field, scale="") if kind is not Kind.SINGLE else self._give(Symbology())

    def _tell(self, **values: Any) -> None:
        self._give(replace(self.view.symbology, **values))

    def _give(self, symbology: Symbology) -> None:
        if symbology != self.view.symbology:
            self.symbology_changed.emit(symbology)

    def _slid(self, value: int) -> None:
        self._percent.setText(numbers.percent(value / 100))
        self.opacity_changed.emit(value / 100)

    def _ask_condition(self) -> None:
        self.condition_wanted.emit(self.add_filter.mapToGlobal(QPoint(0, self.add_filter.height() + 2)))

    def leave(self) -> None:
        """Close the card."""
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the card while the hand is in it: it closes the card, not the selection."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

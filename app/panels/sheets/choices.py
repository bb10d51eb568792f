"""What to print and how: the choices beside the preview, and the one command."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import set_icon
from app.look.widgets import Rule, Segmented, SlimCombo, label
from app.sheets.order import DPIS, SCALES, Order, What
from app.sheets.output import Kind
from app.sheets.paper import Paper
from app.speech import numbers

WIDTH = 344
_LABEL_WIDTH = 84
_LONGEST_OFFICE = 80
#: The hand rests so long after a letter before the page is drawn again.
_REST_MS = 250


def _box(name: str) -> QComboBox:
    """Return a named list."""
    made = SlimCombo()
    made.setAccessibleName(name)
    return made


class Choices(QWidget):
    """The choices.

    Signals
    -------
    changed() : the order or the office is another.
    export_wanted()
    """

    changed = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheetchoices")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Scelte della tavola"))
        self._order, self._can_atlas = Order(), True
        self._typing = QTimer(self, singleShot=True, interval=_REST_MS)
        self._typing.timeout.connect(self.changed)
        self._make_parts()
        self._lay_out()
        self._wire()
        self._follow()

    # Parts

    def _make_parts(self) -> None:
        tr = self.tr
        self.scene, self.paper = _box(tr("Scena")), Segmented()
        self.side, self.kind, self.what = Segmented(), Segmented(), Segmented()
        self.scale, self.dpi = _box(tr("Scala")), _box(tr("Definizione"))
        self.whats = self._buttons(
            self.what,
            ((What.SHEET, tr("Tavola")), (What.ATLAS, tr("Atlante")), (What.SLIDES, tr("Diapositive"))),
        )
        self.papers = self._buttons(self.paper, tuple((each, each.label) for each in _PAPERS))
        self.sides = self._buttons(self.side, ((False, tr("Orizzontale")), (True, tr("Verticale"))))
        self.kinds = self._buttons(self.kind, tuple((each, each.name) for each in Kind))
        self.scale.addItem(tr("Automatica"), None)
        for scale in SCALES:
            self.scale.addItem(f"1:{numbers.integer(scale)}", float(scale))
        for dpi in DPIS:
            self.dpi.addItem(tr("{} punti per pollice").format(dpi), dpi)
        self.office = QLineEdit()
        self.office.setMaxLength(_LONGEST_OFFICE)
        self.office.setPlaceholderText(tr("Mai il nome di una persona"))
        self.office.setAccessibleName(tr("Ufficio"))
        self.grid = QCheckBox(tr("Reticolo con le coordinate"))
        self.method = QCheckBox(tr("Nota di metodo"))
        self.figures = QCheckBox(tr("Pagina delle cifre, zona per zona"))
        self.export = QPushButton(tr("Esporta…"))
        self.export.setProperty("primary", True)
        self.export.setFixedHeight(36)
        set_icon(self.export, "export", "on")
        self.told = label("", "label")
        self.told.setWordWrap(True)

    @staticmethod
    def _buttons(row: Segmented, offered: tuple[tuple[Any, str], ...]) -> dict[Any, QToolButton]:
        return {value: row.add(text) for value, text in offered}

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)
        body = QWidget()
        body.setObjectName("sheetchoicesbody")
        scroll.setWidget(body)
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(16, 14, 16, 14)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._fill()
        column.addWidget(Rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 14)
        foot.setSpacing(10)
        foot.addWidget(self.told)
        foot.addWidget(self.export)
        column.addLayout(foot)

    def _fill(self) -> None:
        tr = self.tr
        self._words: dict[QWidget, QLabel] = {}
        self._heading(tr("Che cosa"))
        self._grid.addWidget(self.what, self._grid.rowCount(), 0, 1, 2)
        self._row(tr("Scena"), self.scene)
        self._heading(tr("Foglio"))
        self._row(tr("Carta"), self.paper)
        self._row(tr("Verso"), self.side)
        self._row(tr("Scala"), self.scale)
        self._row(tr("Ufficio"), self.office)
        self._heading(tr("Sul foglio"))
        for part in (self.grid, self.method, self.figures):
            self._grid.addWidget(part, self._grid.rowCount(), 0, 1, 2)
        self._heading(tr("File"))
        self._row(tr("Formato"), self.kind)
        self._row(tr("Definizione"), self.dpi)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _heading(self, text: str) -> None:
        if self._grid.count():
            self._grid.setRowMinimumHeight(self._grid.rowCount(), 4)
        self._grid.addWidget(label(text, "title"), self._grid.rowCount(), 0, 1, 2)

    def _row(self, text: str, part: QWidget) -> None:
        line = self._grid.rowCount()
        words = self._words[part] = label(text, "label")
        words.setBuddy(part)
        part.setAccessibleName(text)
        self._grid.addWidget(words, line, 0)
        self._grid.addWidget(part, line, 1)

    def _wire(self) -> None:
        for buttons, name in (
            (self.whats, "what"),
            (self.papers, "paper"),
            (self.sides, "portrait"),
            (self.kinds, "kind"),
        ):
            for value, button in buttons.items():
                button.clicked.connect(
                    lambda _checked=False, name=name, value=value: self._take(**{name: value})
                )
        self.scene.activated.connect(lambda _row: self._take(scene=self.scene.currentData()))
        self.scale.activated.connect(lambda _row: self._take(scale=self.scale.currentData()))
        self.dpi.activated.connect(lambda _row: self._take(dpi=self.dpi.currentData()))
        self.grid.clicked.connect(lambda on: self._take(grid=on))
        self.method.clicked.connect(lambda on: self._take(method=on))
        self.figures.clicked.connect(lambda on: self._take(figures=on))
        self.office.textEdited.connect(lambda _text: self._typing.start())
        self.export.clicked.connect(self.export_wanted)

    # The order

    @property
    def order(self) -> Order:
        """What is chosen."""
        return self._order

    @property
    def office_text(self) -> str:
        """The office as it is written, "" for none."""
        return self.office.text().strip()

    def set_order(self, order: Order, office: str) -> None:
        """Show an order."""
        self._order = order
        self.office.setText(office)
        self._follow()

    def allow_atlas(self, allowed: bool) -> None:
        """Offer the atlas and the figures, which a project without zones has not."""
        self._can_atlas = allowed
        if not allowed and self._order.what is What.ATLAS:
            self._order = replace(self._order, what=What.SHEET)
        self._follow()

    def set_scenes(self, scenes: list[tuple[str, str]]) -> None:
        """Offer these scenes, by name and text."""
        with QSignalBlocker(self.scene):
            self.scene.clear()
            for name, text in scenes:
                self.scene.addItem(text, name)
        if self.scene.findData(self._order.scene) < 0 and scenes:
            self._order = replace(self._order, scene=scenes[0][0])
        self._follow()

    def set_automatic(self, scale: float | None) -> None:
        """Say at which scale the map holds the whole scene."""
        told = self.tr("Automatica")
        self.scale.setItemText(0, f"{told} (1:{numbers.integer(scale)})" if scale else told)

    def tell(self, text: str) -> None:
        """Say in one sentence what the command will write."""
        self.told.setText(text)

    def _take(self, **chosen: Any) -> None:
        self._order = replace(self._order, **chosen)
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        """Show the order, and which choices make sense with it."""
        order = self._order
        slides = order.what is What.SLIDES
        for buttons, value in (
            (self.whats, order.what),
            (self.papers, Paper.WIDE if slides else order.paper),
            (self.sides, not slides and order.portrait),
            (self.kinds, order.file_kind),
        ):
            buttons[value].setChecked(True)
        self.whats[What.ATLAS].setEnabled(self._can_atlas)
        chosen = ((self.scene, order.scene), (self.scale, order.scale), (self.dpi, order.dpi))
        for box, data in chosen:
            box.setCurrentIndex(max(box.findData(data), 0))
        self.grid.setChecked(order.grid and not slides)
        self.method.setChecked(order.method and not slides)
        self.figures.setChecked(order.with_figures)
        for part in (self.paper, self.side, self.scale, self.office, self.grid, self.method):
            self._enable(part, not slides)
        self._enable(self.scene, order.what is What.SHEET)
        self._enable(self.kind, order.what is What.SHEET)
        self._enable(self.dpi, order.file_kind is Kind.PNG)
        self._enable(self.figures, self._can_atlas and not slides and order.file_kind is Kind.PDF)

    def _enable(self, part: QWidget, usable: bool) -> None:
        part.setEnabled(usable)
        if part in self._words:
            self._words[part].setEnabled(usable)


_PAPERS = (Paper.A3, Paper.A4, Paper.WIDE)

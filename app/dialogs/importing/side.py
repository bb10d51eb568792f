"""The panel beside the preview: how the file is read, where its rows are, what will change."""

from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QScrollArea, QWidget

from app.dialogs.parts import Thumbnail
from app.look.theme import Theme
from app.look.widgets import Card, label
from app.speech import numbers
from maps.schema import LAYERS

_CRS_CHOICES = (
    ("", "dal file o dai valori"),
    ("4326", "WGS 84, gradi (EPSG:4326)"),
    ("7791", "RDN2008 / UTM 32N (EPSG:7791)"),
    ("7792", "RDN2008 / UTM 33N (EPSG:7792)"),
    ("32632", "WGS 84 / UTM 32N (EPSG:32632)"),
    ("32633", "WGS 84 / UTM 33N (EPSG:32633)"),
    ("3003", "Monte Mario / Italia 1 (EPSG:3003)"),
    ("3004", "Monte Mario / Italia 2 (EPSG:3004)"),
    ("3857", "Web Mercator (EPSG:3857)"),
)
_WIDTH, _ANY = 416, 16_777_215


class SidePanel(QScrollArea):
    """Options, thumbnail and summary.

    Signals
    -------
    relayered() : the rows are for another layer.
    changed() : the plan is to be made again with `crs` and `swapped`.
    """

    relayered = Signal()
    changed = Signal()

    def __init__(self, area: Any, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card = self._card = Card()
        card.body.setContentsMargins(16, 14, 16, 14)
        card.body.setSpacing(10)
        card.body.addWidget(label(self.tr("Lettura del file"), "title"))
        card.body.addLayout(self._options())
        card.body.addWidget(label(self.tr("Posizione"), "title"))
        self._thumbnail = Thumbnail()
        self._thumbnail.theme = theme
        self._thumbnail.set_area(area)
        card.body.addWidget(self._thumbnail)
        self._where = label("", "caption")
        self._where.setWordWrap(True)
        card.body.addWidget(self._where)
        card.body.addWidget(label(self.tr("Riepilogo"), "title"))
        card.body.addLayout(self._summary())
        note = label(
            self.tr(
                "Le righe rifiutate restano in un file accanto, con il motivo. "
                "L'importazione si annulla in un solo passo."
            ),
            "caption",
        )
        note.setWordWrap(True)
        card.body.addWidget(note)
        card.body.addStretch(1)
        self.setWidget(card)

    def stand_below(self, below: bool) -> None:
        """Stand whole below the preview, or beside it and scroll."""
        self.setFixedWidth(_WIDTH)
        self.setMinimumHeight(0)
        if below:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_ANY)
            self.setMinimumHeight(self._card.sizeHint().height())

    def _options(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnMinimumWidth(0, 112)
        grid.setColumnStretch(1, 1)
        self._layer, self._crs, self._encoding = QComboBox(), QComboBox(), label("")
        for combo in (self._layer, self._crs):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for name, declared in LAYERS.items():
            if name != "project_area":
                self._layer.addItem(declared.plural, name)
        for value, text in _CRS_CHOICES:
            self._crs.addItem(text, value)
        self._layer.activated.connect(lambda _row: self.relayered.emit())
        self._crs.activated.connect(lambda _row: self.changed.emit())
        texts = (self.tr("Tipo di dato"), self.tr("Coordinate"), self.tr("Codifica testo"))
        for row, (text, widget) in enumerate(
            zip(texts, (self._layer, self._crs, self._encoding), strict=True)
        ):
            widget.setMinimumHeight(28)
            grid.addWidget(label(text, "label"), row, 0)
            grid.addWidget(widget, row, 1)
        self._swap = QPushButton(self.tr("Scambia latitudine e longitudine"))
        self._swap.setCheckable(True)
        self._swap.setAutoDefault(False)
        self._swap.clicked.connect(lambda: self.changed.emit())
        self._swap.hide()
        grid.addWidget(self._swap, 3, 1)
        return grid

    def _summary(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        texts = (
            self.tr("Righe che entrano"),
            self.tr("di cui con avviso"),
            self.tr("Righe rifiutate, salvate a parte"),
        )
        self._figures = [label("", "value") for _text in texts]
        for row, (text, figure) in enumerate(zip(texts, self._figures, strict=True)):
            grid.addWidget(label(text), row, 0)
            grid.addWidget(figure, row, 1)
        return grid

    @property
    def layer(self) -> str:
        """Name of the layer that receives the rows."""
        return str(self._layer.currentData())

    def set_layer(self, name: str) -> None:
        """Show the layer that receives the rows."""
        self._layer.setCurrentIndex(self._layer.findData(name))

    @property
    def crs(self) -> int | None:
        """EPSG code that the person has chosen, if any."""
        chosen = self._crs.currentData()
        return int(chosen) if chosen else None

    @property
    def swapped(self) -> bool:
        """Whether latitude and longitude are to be exchanged where they are the wrong way round."""
        return self._swap.isChecked()

    def show_plan(self, plan: Any) -> None:
        """Show how a plan reads the file and what it would do."""
        self._crs.setItemText(0, plan.crs_label or self.tr("dal file o dai valori"))
        self._encoding.setText(plan.encoding.upper() if plan.encoding else self.tr("del formato"))
        reasons = plan.refused_by_reason()
        self._swap.setVisible("swapped_coordinates" in reasons or self.swapped)
        shapes = [row.record["geometry"] for row in plan.accepted if row.record.get("geometry") is not None]
        points = [shape.representative_point() for shape in shapes[:5000]]
        self._thumbnail.set_points(np.array([(point.x, point.y) for point in points]))
        counts = (len(shapes), reasons.get("outside_area", 0), plan.without_position)
        text = self.tr("nel territorio {} · fuori {} · senza posizione {}")
        self._where.setText(text.format(*map(numbers.integer, counts)))
        for figure, count in zip(
            self._figures, (len(plan.accepted), plan.with_warnings, len(plan.refused)), strict=True
        ):
            figure.setText(numbers.integer(count))

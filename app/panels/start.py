"""The start page: new, open, recent projects, a place to drop files, the demo town."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import pixmap, restyle, tower
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import Rule, label

_COLUMN = 880
#: Widths below which the picture is left out, and the two commands stand one above the other.
_WIDE, _NARROW = 900, 760


@dataclass(frozen=True)
class Recent:
    """A project opened before, as the list shows it."""

    path: Path
    name: str
    detail: str
    when: str
    folder: str


class Tile(QFrame):
    """A wide button with an icon, a title, a line below and a key at the right.

    Signals
    -------
    pressed()
    """

    pressed = Signal()

    def __init__(
        self, icon_name: str, title: str, detail: str, key: str = "", *, primary: bool = False
    ) -> None:
        super().__init__()
        self._icon_name, self._primary = icon_name, primary
        self.setProperty("tile", "primary" if primary else "plain")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{title}. {detail}")
        self.setMinimumHeight(80)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 16, 12)
        row.setSpacing(16)
        self._mark = QLabel()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(label(title, "title"))
        texts.addWidget(label(detail))
        texts.addStretch(1)
        row.addWidget(self._mark)
        row.addLayout(texts, 1)
        if key:
            hint = label(key)
            hint.setProperty("key", True)
            row.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        ink = theme.on if self._primary else theme.tx
        self._mark.setPixmap(pixmap(self._icon_name, ink, 22, self.devicePixelRatioF()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class RecentRow(QFrame):
    """One recent project.

    Signals
    -------
    chosen(Path)
    """

    chosen = Signal(object)

    def __init__(self, recent: Recent) -> None:
        super().__init__()
        self._path = recent.path
        self.setProperty("recent", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Apri {}").format(recent.name))
        self.setFixedHeight(64)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        self._mark = QLabel()
        row.addWidget(self._mark)
        row.addLayout(self._texts(recent.name, recent.detail, "title"), 1)
        row.addLayout(self._texts(recent.when, recent.folder, "", right=True))

    @staticmethod
    def _texts(first: str, second: str, role: str, *, right: bool = False) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for text, look in ((first, role), (second, "caption")):
            line = label(text, look)
            if right:
                line.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(line)
        return column

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._mark.setPixmap(pixmap("map-trifold", theme.tx2, 20, self.devicePixelRatioF()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._path)
        else:
            super().keyPressEvent(event)


class MapPicture(QWidget):
    """The picture at the left: the last map seen, or plain ground."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self._picture = QPixmap()
        self._attribution = ""
        self.setMinimumWidth(240)

    def set_picture(self, picture: QPixmap, attribution: str) -> None:
        """Show a picture, cut to the widget from its middle."""
        self._picture, self._attribution = picture, attribution
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.map.land))
        if not self._picture.isNull():
            scaled = self._picture.scaled(
                self.size(),
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawPixmap(
                (self.width() - scaled.width()) // 2, (self.height() - scaled.height()) // 2, scaled
            )
            painter.setFont(font(12))
            wide = painter.fontMetrics().horizontalAdvance(self._attribution) + 24 if self._attribution else 0
            area = QRectF(0, self.height() - 28, wide, 28)
            painter.fillRect(area, QColor(self.theme.sf))
            painter.setPen(QColor(self.theme.tx))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._attribution)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self.theme.ln))
        painter.end()


class StartPage(QWidget):
    """What is shown while no project is open.

    Signals
    -------
    new_wanted(), open_wanted(), demo_wanted(), import_wanted(), recent_chosen(Path)
    """

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    import_wanted = Signal()
    recent_chosen = Signal(object)

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.picture = MapPicture()
        row.addWidget(self.picture, 3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        sides = QHBoxLayout(body)
        sides.setContentsMargins(32, 24, 32, 24)
        middle = QWidget()
        middle.setMaximumWidth(_COLUMN)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        sides.addStretch(1)
        sides.addWidget(middle, 1000)
        sides.addStretch(1)
        area.setWidget(body)
        row.addWidget(area, 5)
        self._fill(version)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out, and put the commands one below the other, where there is little room."""
        super().resizeEvent(event)
        self.picture.setVisible(self.width() >= _WIDE)
        side = (
            QBoxLayout.Direction.TopToBottom if self.width() < _NARROW else QBoxLayout.Direction.LeftToRight
        )
        self._tiles.setDirection(side)

    def _fill(self, version: str) -> None:
        self._column.addStretch(1)
        self._column.addLayout(self._brand())
        self._column.addSpacing(16)
        self._column.addLayout(self._commands())
        self._recent_box = QVBoxLayout()
        self._recent_box.setSpacing(0)
        self._column.addSpacing(8)
        self._column.addLayout(self._recent_box)
        self._column.addSpacing(8)
        self._column.addWidget(self._drop_zone())
        self._column.addWidget(self._demo())
        self._column.addSpacing(16)
        foot = QHBoxLayout()
        foot.addWidget(label(self.tr("Versione {} · i dati restano su questo PC").format(version), "caption"))
        foot.addStretch(1)
        foot.addWidget(label(self.tr("Guida F1 · Licenza EUPL-1.2"), "caption"))
        self._column.addLayout(foot)
        self._column.addStretch(2)

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self._tower = QLabel()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label("Torrazzo", "start"))
        texts.addWidget(label(self.tr("Mappa del rischio urbano e della videosorveglianza"), "label"))
        row.addWidget(self._tower)
        row.addLayout(texts, 1)
        return row

    def _commands(self) -> QHBoxLayout:
        row = self._tiles = QHBoxLayout()
        row.setSpacing(16)
        new = Tile(
            "plus-circle",
            self.tr("Nuovo progetto"),
            self.tr("Comune, rettangolo o estratto OSM"),
            "Ctrl+N",
            primary=True,
        )
        opened = Tile(
            "folder-open", self.tr("Apri un progetto"), self.tr("File .gpkg sul PC o in rete"), "Ctrl+O"
        )
        new.pressed.connect(self.new_wanted)
        opened.pressed.connect(self.open_wanted)
        row.addWidget(new, 1)
        row.addWidget(opened, 1)
        return row

    def _drop_zone(self) -> QFrame:
        zone = QFrame()
        zone.setProperty("dropzone", True)
        zone.setMinimumHeight(104)
        row = QHBoxLayout(zone)
        row.setSpacing(18)
        self._drop_mark = QLabel()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        for sentence, role in (
            (self.tr("Trascina qui un progetto o un estratto OpenStreetMap"), "title"),
            (
                self.tr(
                    "Excel, CSV, Shapefile, GeoPackage, GeoJSON e KML si importano in un progetto aperto"
                ),
                "label",
            ),
        ):
            line = label(sentence, role)
            line.setWordWrap(True)
            texts.addWidget(line)
        texts.addStretch(1)
        row.setContentsMargins(24, 8, 24, 8)
        row.addWidget(self._drop_mark)
        row.addLayout(texts, 1)
        return zone

    def _demo(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        card.setMinimumHeight(70)
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 10, 16, 10)
        row.setSpacing(16)
        self._demo_mark = QLabel()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(label(self.tr("Prova con la città dimostrativa"), "title"))
        line = label(
            self.tr("Dati inventati: strade, edifici, telecamere, eventi di quattro semestri"), "label"
        )
        line.setWordWrap(True)
        texts.addWidget(line)
        texts.addStretch(1)
        self.demo_button = QPushButton(self.tr("Apri la prova"))
        self.demo_button.clicked.connect(self.demo_wanted)
        row.addWidget(self._demo_mark)
        row.addLayout(texts, 1)
        row.addWidget(self.demo_button)
        return card

    def set_recent(self, recents: list[Recent]) -> None:
        """Show the projects opened before."""
        while self._recent_box.count():
            item = self._recent_box.takeAt(0)
            gone = None if item is None else item.widget()
            if gone is not None:
                gone.deleteLater()
        if not recents:
            return
        heading = label(self.tr("Recenti"), "title")
        heading.setContentsMargins(0, 0, 0, 8)
        self._recent_box.addWidget(heading)
        for recent in recents[:4]:
            row = RecentRow(recent)
            row.set_theme(self._theme)
            row.chosen.connect(self.recent_chosen)
            self._recent_box.addWidget(Rule())
            self._recent_box.addWidget(row)
        self._recent_box.addWidget(Rule())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = self.picture.theme = theme
        ratio = self.devicePixelRatioF()
        self._tower.setPixmap(tower(56, theme.ac, ratio))
        self._drop_mark.setPixmap(pixmap("tray-arrow-down", theme.tx2, 26, ratio))
        self._demo_mark.setPixmap(pixmap("play-circle", theme.ac, 22, ratio))
        for tile in self.findChildren(Tile):
            tile.set_theme(theme)
        for row in self.findChildren(RecentRow):
            row.set_theme(theme)
        restyle(self, theme)
        self.picture.update()

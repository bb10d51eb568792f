"""Who sees here: the cameras that film a point, at which detail, whose they are."""

from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.canvas.view import MapView, lonlat
from app.look.theme import Theme
from app.look.widgets import Card, label
from app.session import Selection
from app.speech import numbers, sightings as sighting_words, words
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench

#: Cameras listed; the others are counted.
MOST_ROWS = 6
_GAP_PX = 18
_WIDTH_PX = 300
#: At the right edge the buttons of the map.
_EDGE_PX = 60


class Answer(Card):
    """The cameras that see the point, one a row.

    Signals
    -------
    chosen(int) : fid of the camera pressed.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(2)
        self.setFixedWidth(_WIDTH_PX)
        self.title = label("", "title")
        self.body.addWidget(self.title)
        self._rows: list[QWidget] = []
        self.hide()

    def show_text(self, text: str) -> None:
        """Show one sentence and no camera."""
        self._clear()
        self.title.setText(text)
        self._fit()

    def show_sightings(self, found: list[Any]) -> None:
        """Show who sees."""
        self._clear()
        self.title.setText(headline(found))
        for each in found[:MOST_ROWS]:
            self._add(each)
        if len(found) > MOST_ROWS:
            more = label(
                f"e altre {numbers.integer(len(found) - MOST_ROWS)}, evidenziate sulla mappa", "caption"
            )
            self._keep(more)
        self._fit()

    def buttons(self) -> list[QPushButton]:
        """Return the rows that can be pressed."""
        return [row for row in self._rows if isinstance(row, QPushButton)]

    def _add(self, sighting: Any) -> None:
        button = QPushButton(sighting.code or f"Telecamera {sighting.fid}")
        button.setProperty("link", True)
        button.setStyleSheet("text-align: left; padding-left: 0;")
        button.clicked.connect(lambda: self.chosen.emit(sighting.fid))
        self._keep(button)
        facts = label(facts_of(sighting), "caption")
        button.setAccessibleDescription(facts.text())
        self._keep(facts)

    def _keep(self, row: QWidget) -> None:
        if isinstance(row, QLabel):
            row.setTextFormat(Qt.TextFormat.PlainText)
            row.setWordWrap(True)
        self._rows.append(row)
        self.body.addWidget(row)
        row.show()

    def _clear(self) -> None:
        for row in self._rows:
            row.hide()
            self.body.removeWidget(row)
            row.deleteLater()
        self._rows = []

    def _fit(self) -> None:
        self.setAccessibleName(self.title.text())
        self.show()
        self.body.activate()
        wrapped = self.body.totalHeightForWidth(_WIDTH_PX)  # -1 where no row wraps
        self.setFixedHeight(wrapped if wrapped > 0 else self.body.totalSizeHint().height())
        self.raise_()


class WhoSees(Tool):
    """Asks at each click; the answer stands beside the point and the areas are lit on the map."""

    key = "who_sees"
    cursor = Qt.CursorShape.WhatsThisCursor

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.answer = Answer(bench.canvas)
        self._point: tuple[float, float] | None = None
        self.answer.chosen.connect(lambda fid: bench.session.select(Selection("camera", fid)))
        bench.canvas.view_changed.connect(lambda _view: self._place())

    @property
    def hint(self) -> str:
        """What to do now."""
        return "Chi vede qui? Fare clic su un punto della mappa · Esc chiude"

    def start(self) -> None:
        """Begin without a question."""
        self.stop()

    def stop(self) -> None:
        """Take question and answer away, and light again what is selected."""
        asked, self._point = self._point is not None, None
        self.answer.hide()
        self.bench.session.jobs.cancel("tools/who_sees")
        if asked and self.bench.session.project is not None:
            self.bench.session.selected.emit(self.bench.session.selection)

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Ask who sees the point."""
        ground = self.bench.ground(at)
        if not self.bench.inside(*ground):
            self.bench.refuse_outside()
            return True
        self._point = self.bench.canvas.view.to_world(at.x(), at.y())
        self.answer.show_text("Ricerca delle telecamere…")
        self._place()
        self._ask(self._point)
        return True

    def _ask(self, point: tuple[float, float]) -> None:
        project = self.bench.session.project
        lon, lat = lonlat(*point)

        def work(progress: Any) -> list[Any]:
            from maps.answers.sightings import who_sees

            return who_sees(project, lon, lat)

        def show(found: list[Any]) -> None:
            if self._point == point and self.bench.session.project is project:
                self._show(found)

        def fail(error: Exception) -> None:
            self.stop()
            self.bench.fail(error)

        text = "Ricerca di chi vede il punto"
        self.bench.session.jobs.run(text, work, key="tools/who_sees", done=show, failed=fail)

    def _show(self, found: list[Any]) -> None:
        self.answer.show_sightings(found)
        self._place()
        fids = [each.fid for each in found]
        self.bench.canvas.set_selection({"footprint": fids, "camera": fids})

    def _place(self) -> None:
        """Put the answer beside its point, within the map."""
        if self._point is None:
            return
        canvas, card = self.bench.canvas, self.answer
        x, y = canvas.view.to_screen(*self._point)
        right = round(x) + _GAP_PX
        if right + card.width() > canvas.width() - _EDGE_PX:
            right = round(x) - _GAP_PX - card.width()
        top = min(max(round(y) - card.height() // 2, 4), max(canvas.height() - card.height() - 4, 4))
        card.move(QPoint(right, top))

    def cancel(self) -> bool:
        """Take the answer away."""
        asked = self._point is not None
        self.stop()
        self.bench.canvas.update()
        return asked

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Mark the point."""
        if self._point is None:
            return
        px, py = view.to_screen(*self._point)
        at = QPointF(float(px), float(py))
        for ink, width in ((theme.map.halo, 5.0), (theme.tx, 2.0)):
            painter.setPen(QPen(QColor(ink), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 7.0, 7.0)
            painter.drawPoint(at)


def headline(found: list[Any]) -> str:
    """Return how many see the point."""
    if not found:
        return "Nessuna telecamera vede questo punto"
    if len(found) == 1:
        return "1 telecamera vede questo punto"
    return f"{numbers.integer(len(found))} telecamere vedono questo punto"


def facts_of(sighting: Any) -> str:
    """Return what is known of one camera at the point: detail, distance, night, owner, images."""
    parts = []
    if sighting.detail_class:
        name = words.code_label("camera", "required_class", sighting.detail_class)
        parts.append(f"{name.lower()}, {numbers.measure(sighting.px_per_m, 'px/m')}")
    else:
        parts.append("dettaglio ignoto")
    parts.append(numbers.measure(sighting.distance_m, "m"))
    parts.append(sighting_words.sees_when(sighting))
    if sighting.owner:
        parts.append(sighting.owner)
    if sighting.records is False:
        parts.append("non registra")
    elif sighting.overwritten_on is not None:
        parts.append(f"immagini di ora sovrascritte il {numbers.date(sighting.overwritten_on)}")
    return " · ".join(parts)

"""The operator's screen, where there are two: this scene's notes, the next scene, the time."""

from PySide6.QtCore import QRectF, Qt, QTime, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.present.layout import places
from app.present.projector import Presenter
from app.present.slide import THEME, draw_slide
from app.sheets.text import draw_text, wrap

_PICTURE = (1280, 720)
_TICK_MS = 1000


class Operator(QWidget):
    """What the operator sees; its keys are the presenter's.

    Parameters
    ----------
    presenter : Presenter
        It closes with it.
    """

    def __init__(self, presenter: Presenter) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Note per chi parla"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(1100, 700)
        self.presenter = presenter
        self._pictures: dict[int, QImage] = {}
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self.update)
        self._clock.start()
        presenter.moved.connect(lambda _number: self._moved())
        presenter.finished.connect(lambda _number: self.close())
        self._moved()

    def _moved(self) -> None:
        self.setAccessibleName(self.presenter.deck.slides[self.presenter.number].sentence)
        self.update()

    def picture(self, number: int) -> QImage:
        """Return a scene as a small picture, drawn when it is first asked for."""
        if number not in self._pictures:
            image = QImage(*_PICTURE, QImage.Format.Format_RGB32)
            painter = QPainter(image)
            draw_slide(painter, self.presenter.deck, number, places(*_PICTURE))
            painter.end()
            self._pictures[number] = image
        return self._pictures[number]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.fillRect(self.rect(), QColor(THEME.sf2))
        wide = self.width() * 0.58
        self._scene(
            painter, QRectF(24, 56, wide - 36, (wide - 36) * 9 / 16), self.presenter.number, "In sala"
        )
        rest = QRectF(wide + 12, 56, self.width() - wide - 36, (self.width() - wide - 36) * 9 / 16)
        self._scene(painter, rest, self.presenter.number + 1, "Poi")
        self._notes(painter, QRectF(24, 56 + (wide - 36) * 9 / 16 + 24, wide - 36, self.height()))
        at = QRectF(rest.left(), rest.bottom() + 60, rest.width(), 40).topLeft()
        draw_text(painter, at, QTime.currentTime().toString("HH:mm"), 40.0, THEME.tx, 600)
        painter.end()

    def _scene(self, painter: QPainter, box: QRectF, number: int, heading: str) -> None:
        count = len(self.presenter.deck.slides)
        told = f"{heading}: scena {number + 1} di {count}" if number < count else f"{heading}: fine"
        draw_text(painter, QRectF(box.left(), 36, 1, 1).topLeft(), told, 16.0, THEME.tx, 600)
        if number < count:
            painter.drawImage(box, self.picture(number))

    def _notes(self, painter: QPainter, box: QRectF) -> None:
        scene = self.presenter.deck.slides[self.presenter.number].scene
        top = box.top() + 20
        for line in wrap(scene.notes or scene.sentence or "Nessuna nota.", 20.0, box.width()):
            draw_text(painter, QRectF(box.left(), top, 1, 1).topLeft(), line, 20.0, THEME.tx)
            top += 28

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass every key to the projection."""
        self.presenter.keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._clock.stop()
        event.accept()

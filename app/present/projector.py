"""Projector mode: one scene fills the screen; keys and a clicker move through them.

The map of a scene is drawn once, in the background, by the window's renderer; a flight between two scenes only moves
and blends their pictures, so that it costs the same at any size.
"""

import time
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QStyle, QWidget

from app.canvas.grid import Level, fitted
from app.canvas.painters.base import Surface
from app.canvas.pictures import place
from app.canvas.renderer import Job, Renderer, render
from app.canvas.view import MapView
from app.canvas.warm import warm_up
from app.present.deck import Deck
from app.present.layout import Places, places
from app.present.slide import THEME, draw_around

FLIGHT_S = 0.45
_FRAME_MS = 15
#: The pointer hides when it has not moved for so long.
_REST_MS = 2500
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)
_BLANK = (Qt.Key.Key_B, Qt.Key.Key_Period)


@dataclass(frozen=True)
class Flight:
    """A move from one view to another: ease in and out, the scale in its logarithm."""

    start: MapView
    end: MapView
    from_number: int
    began_s: float

    def share(self, now_s: float) -> float:
        """Return how much of the way is done, 0 to 1, eased."""
        way = min(max((now_s - self.began_s) / FLIGHT_S, 0.0), 1.0)
        return way * way * (3 - 2 * way)

    def at(self, share: float) -> MapView:
        """Return the view at a share of the way."""
        scale = self.start.metres_per_px * (self.end.metres_per_px / self.start.metres_per_px) ** share
        x = self.start.center_x + (self.end.center_x - self.start.center_x) * share
        y = self.start.center_y + (self.end.center_y - self.start.center_y) * share
        return replace(self.end, center_x=x, center_y=y, metres_per_px=scale)


class Presenter(QWidget):
    """The projected screen.

    Parameters
    ----------
    deck : Deck
        With one slide at least.
    number : int
        The first scene shown, counted from 0.

    Signals
    -------
    moved(int) : another scene is shown.
    finished(int) : the projection ended on this scene.
    """

    moved = Signal(int)
    finished = Signal(int)

    def __init__(self, deck: Deck, number: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle(self.tr("Proiezione"))
        self.setAccessibleName(self.tr("Proiezione delle scene"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.deck, self.number = deck, min(max(number, 0), len(deck.slides) - 1)
        self.blank = self.pointer = False
        self.animated = motion_wanted(self)
        self._ended = False
        self._flight: Flight | None = None
        self._pictures: dict[int, tuple[MapView, QImage]] = {}
        self._stale: set[int] = set()
        self._revision = 0
        warm_up()
        self._renderer = Renderer()
        self._renderer.done.connect(self._take)
        self._clock = QTimer(self, interval=_FRAME_MS)
        self._clock.timeout.connect(self._tick)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._hide_cursor)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._screen_removed)

    # Where and when

    def present(self, screen: QScreen | None = None) -> None:
        """Fill a screen: the one given, else the one that is not the primary, else the primary."""
        chosen = screen or projector_screen()
        self.setGeometry(chosen.geometry())
        self.setScreen(chosen)
        self.showFullScreen()
        self.setFocus()
        self._rest.start()

    def _screen_removed(self, gone: QScreen) -> None:
        """The cable is out: go on, on the screen that is left, with the same scene."""
        if self._ended or self.screen() is not gone:
            return
        left = [screen for screen in QGuiApplication.screens() if screen is not gone]
        if left and self.isVisible():
            self.setScreen(left[0])
            self.setGeometry(left[0].geometry())
            self.showFullScreen()

    # Scenes

    def show_scene(self, number: int) -> None:
        """Fly to a scene; beyond the ends nothing happens."""
        number = min(max(number, 0), len(self.deck.slides) - 1)
        if number == self.number:
            self.update()
            return
        now = time.perf_counter()
        start, before = self.present_view(now), self.number
        self.number, self._flight = number, None
        if self.animated and self.isVisible() and before in self._pictures:
            self._flight = Flight(start, self._scene_view(number), before, now)
            self._clock.start()
        self._order()
        self.moved.emit(number)
        self.update()

    def present_view(self, now_s: float) -> MapView:
        """Return the view of this instant."""
        if self._flight is None:
            return self._scene_view(self.number)
        return self._flight.at(self._flight.share(now_s))

    @property
    def flying(self) -> bool:
        """Whether the view moves."""
        return self._flight is not None

    @property
    def settled(self) -> bool:
        """Whether the scene stands still and its picture is there."""
        return not self.flying and self.number in self._pictures

    def places(self) -> Places:
        """Return the places of this screen."""
        return places(self.width(), self.height())

    def _scene_view(self, number: int) -> MapView:
        at = self.places()
        width, height = round(at.map.width()), round(at.map.height()) + 1
        return self.deck.slides[number].view(width, height, at.unit, self.devicePixelRatioF())

    # Pictures

    def _order(self) -> None:
        """Ask for the pictures that are missing: this scene, the next ones, those before."""
        count = len(self.deck.slides)
        near = sorted(range(count), key=lambda each: (abs(each - self.number), each < self.number))
        ready = self._pictures.keys() - self._stale
        self._renderer.replace([self._job(each) for each in near[:7] if each not in ready])

    def _job(self, number: int) -> Job:
        view, unit = self._scene_view(number), self.places().unit
        layers = tuple((painter, 1.0) for painter in self.deck.slides[number].painters(unit))
        level = Level(fitted(view), self._revision)
        return Job(Surface.GROUND, level, number, 0, view, layers, THEME, self._revision)

    def _take(self, job: Job, image: QImage | None) -> None:
        if image is not None and job.stamp == self._revision:
            self._pictures[job.column] = (job.view, image)
            self._stale.discard(job.column)
            if job.column == self.number or self.flying:
                self.update()

    def draw_again(self) -> None:
        """Draw the maps anew because the base map changed; those there are stay until then."""
        self._revision += 1
        self._stale = set(self._pictures)
        self._order()

    def draw_now(self) -> None:
        """Draw the picture of this scene before returning, for one who cannot wait."""
        if self.number not in self._pictures:
            job = self._job(self.number)
            image = render(job)
            if image is not None:
                self._pictures[self.number] = (job.view, image)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flight = None
        self._revision += 1
        self._pictures.clear()
        self._order()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._revision += 1
            self._pictures.clear()
            self._order()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.flying)
        if self.blank:
            painter.fillRect(self.rect(), QColor("#000000"))
            return
        at, now = self.places(), time.perf_counter()
        view = self.present_view(now)
        painter.save()
        painter.setClipRect(QRectF(at.map.left(), at.map.top(), view.width, view.height))
        painter.translate(round(at.map.left()), round(at.map.top()))
        painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(THEME.map.land))
        self._paint_map(painter, view, now)
        painter.restore()
        draw_around(painter, self.deck, self.number, at, self._scene_view(self.number))
        if self.pointer:
            self._paint_pointer(painter, at)

    def _paint_map(self, painter: QPainter, view: MapView, now: float) -> None:
        flight = self._flight
        if flight is not None and flight.from_number in self._pictures:
            place(painter, view, *self._pictures[flight.from_number])
            painter.setOpacity(flight.share(now))
        if self.number in self._pictures:
            place(painter, view, *self._pictures[self.number])
        painter.setOpacity(1.0)

    def _paint_pointer(self, painter: QPainter, at: Places) -> None:
        """Darken all but a disc around the pointer."""
        centre = QPointF(self.mapFromGlobal(self.cursor().pos()))
        radius = 3.2 * at.text_px
        shade = QPainterPath()
        shade.addRect(QRectF(self.rect()))
        shade.addEllipse(centre, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.fillPath(shade, QColor(0, 0, 0, 110))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(THEME.sf), 4.5 * at.unit))
        painter.drawEllipse(centre, radius, radius)

    def _tick(self) -> None:
        if self._flight is None or time.perf_counter() - self._flight.began_s >= FLIGHT_S:
            self._flight = None
            self._clock.stop()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page keys, Space: scenes. Home, End. B: blank. L: highlight. Esc: out of blank, then out."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _BLANK:
            self._set_blank(not self.blank)
        elif self.blank and key in (*_NEXT, *_BACK, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._set_blank(False)
        elif key in _NEXT:
            self.show_scene(self.number + 1)
        elif key in _BACK:
            self.show_scene(self.number - 1)
        elif key == Qt.Key.Key_Home:
            self.show_scene(0)
        elif key == Qt.Key.Key_End:
            self.show_scene(len(self.deck.slides) - 1)
        elif key == Qt.Key.Key_L:
            self.pointer = not self.pointer
            self._show_cursor()
            self.update()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.blank:
            self._set_blank(False)
        else:
            self.close()

    def _set_blank(self, blank: bool) -> None:
        self.blank = blank
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._show_cursor()
        if self.pointer:
            self.update()
        super().mouseMoveEvent(event)

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor if self.pointer else Qt.CursorShape.ArrowCursor)
        self._rest.start()

    def _hide_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the projection; what was shown is told to whoever opened it."""
        if not self._ended:
            self._ended = True
            self._renderer.stop()
            self.finished.emit(self.number)
        event.accept()

    def sizeHint(self) -> QSize:
        return QSize(1280, 720)


def motion_wanted(widget: QWidget) -> bool:
    """Whether the system leaves room for motion: a style without animations asks for none."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0


def projector_screen() -> QScreen:
    """Return the screen to project on: the last one that is not the primary, where there are two."""
    primary = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not primary]
    return others[-1] if others else primary

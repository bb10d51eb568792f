"""The side view of a camera: its height, its tilt, the dead zone, and how far each class of detail reaches."""

import math
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.look.theme import DETAIL, Theme, font
from app.speech import numbers

SIZE = QSize(277, 132)
#: Edges of the drawing, pixels: left of the pole, right, top, ground line.
_LEFT, _RIGHT, _TOP, _GROUND = 44.0, 269.0, 8.0, 106.0
_TALLEST_PX = 62.0
_EXAGGERATIONS = (1, 2, 3, 4, 6, 8, 10, 15, 20)
_PERSON_M = 1.75


class ProfileView(QWidget):
    """Draws one `maps.coverage.profile.Profile`, with heights larger than distances where that reads better."""

    def __init__(self, profile: Any, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile, self._theme = profile, theme
        self.setFixedSize(SIZE)
        self.setAccessibleName(self.tr("Profilo della telecamera"))
        self._end = _round_up(max(profile.end_m, profile.near_m * 1.5, 5.0))
        self._scale = (_RIGHT - _LEFT) / self._end
        self.times = exaggeration(profile.height_m, self._scale)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._profile.height_m is not None:
            self._paint_view(painter)
        self._paint_bands(painter)
        self._paint_axis(painter)
        if self._profile.height_m is not None:
            self._paint_dead_zone(painter)
            self._paint_people(painter)
            self._paint_camera(painter)
            self._paint_words(painter)

    def _at(self, distance_m: float, height_m: float) -> QPointF:
        x = _LEFT + distance_m * self._scale
        return QPointF(x, _GROUND - height_m * self._scale * self.times)

    def _ray(self, down_deg: float) -> QPointF:
        """Return where a ray from the camera leaves the drawing."""
        profile, slope = self._profile, math.tan(math.radians(min(down_deg, 89.9)))
        across = self._end if slope <= 0 else min(profile.height_m / slope, self._end)
        return self._at(across, profile.height_m - across * slope)

    def _paint_view(self, painter: QPainter) -> None:
        """Draw what the image holds, between its upper and its lower side, and the axis."""
        profile, theme = self._profile, self._theme
        top = self._at(0.0, profile.height_m)
        upper = self._ray(profile.tilt_deg - profile.vfov_deg / 2)
        lower = self._ray(profile.tilt_deg + profile.vfov_deg / 2)
        corners = [top, upper]
        if upper.x() >= _RIGHT - 0.5:
            corners.append(QPointF(_RIGHT, _GROUND))
        painter.save()
        painter.setClipRect(QRectF(_LEFT, _TOP, _RIGHT - _LEFT, _GROUND - _TOP))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.acw))
        painter.drawPolygon(QPolygonF([*corners, lower]))
        painter.setPen(QPen(QColor(theme.ac), 1.2))
        painter.drawLine(top, upper)
        painter.drawLine(top, lower)
        dashed = QPen(QColor(theme.ac), 1.2)
        dashed.setDashPattern([3, 2.5])
        painter.setPen(dashed)
        painter.drawLine(top, self._ray(profile.tilt_deg))
        painter.restore()

    def _band_top(self) -> float:
        tall = self._profile.target_m * self._scale * self.times if self._profile.height_m else 0.0
        return _GROUND - min(max(tall, 10.0), 24.0)

    def _paint_bands(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        top = self._band_top()
        for reach, colour in zip(self._profile.reaches, DETAIL, strict=True):
            left, right = (_LEFT + at * self._scale for at in (reach.start_m, reach.end_m))
            painter.fillRect(QRectF(left, top, max(right - left, 0.0), _GROUND - top), QColor(colour))

    def _paint_dead_zone(self, painter: QPainter) -> None:
        width, top = self._profile.near_m * self._scale, self._band_top()
        if width < 1.0:
            return
        painter.setPen(QPen(QColor(self._theme.tx2), 0.8))
        painter.setBrush(QBrush(QColor(self._theme.tx2), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(QRectF(_LEFT, top, width, _GROUND - top))

    def _paint_axis(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setPen(QPen(QColor(theme.tx2), 1.2))
        painter.drawLine(QPointF(_LEFT - 4, _GROUND), QPointF(_RIGHT + 4, _GROUND))
        painter.setFont(font(12))
        step = _step(self._end)
        for number in range(round(self._end / step) + 1):
            x = _LEFT + number * step * self._scale
            painter.drawLine(QPointF(x, _GROUND), QPointF(x, _GROUND + 4))
            last = number == round(self._end / step)
            text = numbers.compact(number * step, 1)
            text = numbers.with_unit(text, "m") if last else text
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(x - wide / 2, SIZE.width() - wide - 1)
            painter.drawText(QPointF(left, _GROUND + 19), text)

    def _paint_people(self, painter: QPainter) -> None:
        """Stand a silhouette in the middle of each class that is wide enough to hold one."""
        for reach in self._profile.reaches[1:]:
            if (reach.end_m - reach.start_m) * self._scale >= 16.0:
                self._person(painter, (reach.start_m + reach.end_m) / 2)

    def _person(self, painter: QPainter, at_m: float) -> None:
        foot = self._at(at_m, 0.0)
        tall = max(_PERSON_M * self._scale * self.times, 12.0)
        path = QPainterPath()
        path.addRoundedRect(QRectF(foot.x() - 2.4, foot.y() - tall * 0.7, 4.8, tall * 0.7), 2.2, 2.2)
        path.addEllipse(QPointF(foot.x(), foot.y() - tall * 0.86), 2.4, 2.4)
        painter.setPen(QPen(QColor(self._theme.tx), 1.1))
        painter.setBrush(QColor(self._theme.sf))
        painter.drawPath(path.simplified())

    def _paint_camera(self, painter: QPainter) -> None:
        profile, theme = self._profile, self._theme
        top, foot = self._at(0.0, profile.height_m), self._at(0.0, 0.0)
        painter.setPen(QPen(QColor(theme.tx), 2.0))
        painter.drawLine(top, foot)
        painter.save()
        painter.translate(top)
        # the drawing is stretched upwards: the body leans as its axis is drawn
        lean = math.degrees(math.atan(math.tan(math.radians(profile.tilt_deg)) * self.times))
        painter.rotate(min(lean, 60.0) * 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tx))
        painter.drawRoundedRect(QRectF(-6, -4.5, 13, 9), 1.5, 1.5)
        painter.restore()

    def _paint_words(self, painter: QPainter) -> None:
        profile, theme = self._profile, self._theme
        painter.setFont(font(12, 600))
        painter.setPen(QColor(theme.tx))
        top = self._at(0.0, profile.height_m).y()
        tall = numbers.measure(profile.height_m, "m", 1)
        box = QRectF(0, max(top - 8, _TOP), _LEFT - 10, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tall)
        middle = QRectF(_LEFT + 30, _TOP + 40, 130, 16)
        tilt = self.tr("inclinazione {}").format(numbers.measure(profile.tilt_deg, "°"))
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, tilt)
        painter.setFont(font(12))
        painter.setPen(QColor(theme.tx2))
        if self.times > 1:
            corner = QRectF(_RIGHT - 76, _TOP + 40, 74, 16)
            words = self.tr("altezze ×{}").format(self.times)
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)


def exaggeration(height_m: float | None, scale: float) -> int:
    """Return how many times heights are drawn larger than distances, so that the pole reads well.

    Parameters
    ----------
    height_m : float or None
        Of the camera.
    scale : float
        Pixels a metre of distance.
    """
    if not height_m:
        return 1
    fitting = [times for times in _EXAGGERATIONS if height_m * scale * times <= _TALLEST_PX]
    return max(fitting, default=1)


def _step(end_m: float) -> float:
    """Return the distance between ticks: at most five of them."""
    raw = end_m / 3.5
    size = 10.0 ** math.floor(math.log10(raw))
    return next(size * each for each in (1.0, 2.0, 2.5, 5.0, 10.0) if size * each >= raw)


def _round_up(end_m: float) -> float:
    """Return the end of the axis: whole steps that hold the farthest class."""
    step = _step(end_m)
    return math.ceil(end_m / step - 1e-9) * step

"""The map on the screen: cached pictures below, what answers the hand above."""

import time
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas.courtesy import hand_arrives, hand_is_served
from app.canvas.cover import uncovered
from app.canvas.feed import Feed
from app.canvas.gestures import Gestures
from app.canvas.highlights import draw_focus, draw_highlights
from app.canvas.lift import Lift
from app.canvas.motion import Flight
from app.canvas.painters.base import Hit, Painter, Surface
from app.canvas.renderer import draw_layers
from app.canvas.surfaces import Surfaces
from app.canvas.view import Bounds, MapView
from app.canvas.warm import warm_up
from app.look.theme import LIGHT, Theme

#: Symbols and wide strokes reach this many pixels beyond their geometry.
BLEED_PX = 40.0
#: Draws on top of the map at every frame: painter, view, theme.
Overlay = Callable[[QPainter, MapView, Theme], None]


class MapCanvas(Gestures, Feed, QWidget):
    """The map widget.

    World coordinates are Web Mercator metres (EPSG:3857), screen ones logical pixels.

    Signals
    -------
    view_changed(MapView)
        At every frame in which the view moved.
    settled(MapView)
        The view has come to rest.
    clicked(QPointF, KeyboardModifiers), picked(object, KeyboardModifiers)
        World point of a click that was not a drag; the `Hit` there or None.
    double_clicked(QPointF), context_requested(QPointF)
        World point. A double click also zooms in unless ``zoom_on_double_click`` is False.
    hovered(QPointF), hover_hit(object)
        World point under the pointer; the `Hit` under it, or None, when that changes.
    pointer_left()
        The pointer left the map.
    drawn()
        Every picture of the view is up to date.
    layer_failed(str, str)
        A surface could not be drawn: name and error. The rest of the map stands.
    """

    view_changed = Signal(MapView)
    settled = Signal(MapView)
    clicked = Signal(QPointF, Qt.KeyboardModifier)
    picked = Signal(object, Qt.KeyboardModifier)
    double_clicked = Signal(QPointF)
    context_requested = Signal(QPointF)
    hovered = Signal(QPointF)
    hover_hit = Signal(object)
    pointer_left = Signal()
    drawn = Signal()
    layer_failed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = MapView(0.0, 0.0, 1000.0, 1.0, 1.0, 1.0)
        self._target = self._painted = self._view
        self._theme = LIGHT
        self._home: Bounds | None = None
        self._fit_pending: tuple[Bounds, float] | None = None
        self._stack: list[Painter] = []
        self._overlays: list[Overlay] = []
        self._selection: dict[str, tuple[int, ...]] = {}
        self._hover: Hit | None = None
        self._lift = Lift()
        self.frame_seconds: list[float] = []
        self._prepare_widget()
        warm_up()
        self._start_feed()
        self._start_gestures()

    def _prepare_widget(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Mappa"))
        self.setAccessibleDescription(
            self.tr("Frecce per spostare, più e meno per ingrandire e ridurre, Home per vedere tutto")
        )

    # The view

    @property
    def view(self) -> MapView:
        """The view of this instant."""
        return self._view

    @property
    def target_view(self) -> MapView:
        """The view at which a move in course will end."""
        return self._target

    def set_view(self, view: MapView, animated: bool = False) -> None:
        """Show another part of the world; size and pixel ratio stay the widget's."""
        target = view.resized(self.width(), self.height(), self.devicePixelRatioF()).snapped()
        self._fit_pending = None
        self._target = target
        if animated and self.animated:
            self._fly(Flight(self._view, target, time.monotonic()))
        else:
            self._stop_motion()
            self._show(target)
            self.settled.emit(target)
        self._ask_soon()

    def fit_bounds(self, bounds: Bounds, margin: float = 24.0, animated: bool = False) -> None:
        """Show all of ``bounds`` (EPSG:3857); before the widget is laid out, as soon as it is."""
        if self.width() < 2 or not self.testAttribute(Qt.WidgetAttribute.WA_WState_Created):
            self._fit_pending = (bounds, margin)
        view = self._view.resized(self.width(), self.height(), self.devicePixelRatioF())
        pending = self._fit_pending
        self.set_view(view.fitted(bounds, margin), animated)
        self._fit_pending = pending

    def set_home(self, bounds: Bounds) -> None:
        """Set what the Home key fits."""
        self._home = bounds

    def go_home(self) -> None:
        """Fit the home bounds, or those of all layers."""
        boxes = [layer.bounds for layer in self._stack if layer.bounds is not None]
        if self._home is not None:
            self.fit_bounds(self._home, animated=True)
        elif boxes:
            low = [min(box[i] for box in boxes) for i in (0, 1)]
            high = [max(box[i] for box in boxes) for i in (2, 3)]
            self.fit_bounds((low[0], low[1], high[0], high[1]), animated=True)

    def _show(self, view: MapView) -> None:
        self._view = view
        self._was_drawn = False
        self.update(uncovered(self))
        self.view_changed.emit(view)

    # The layers

    @property
    def stack(self) -> list[Painter]:
        """The painters from the bottom up."""
        return list(self._stack)

    @property
    def theme(self) -> Theme:
        """The theme that the map is drawn with."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Draw with another theme."""
        self._theme = theme
        self.invalidate()

    def set_stack(self, painters: Iterable[Painter]) -> None:
        """Put these painters, from the bottom up, in place of all. Only surfaces that changed are redrawn."""
        before, self._stack = self._stack, list(painters)
        for surface in Surface:
            if [p for p in before if p.surface is surface] != [
                p for p in self._stack if p.surface is surface
            ]:
                self.invalidate(surface)

    def replace_painter(self, painter: Painter, bounds: Bounds | None = None) -> None:
        """Put a painter in place of the one of the same name, which keeps visibility, opacity and place.

        Parameters
        ----------
        bounds : tuple, optional
            World bounds within which the layer differs: only that part is drawn again.
        """
        for index, old in enumerate(self._stack):
            if old.name == painter.name:
                painter.visible, painter.opacity = old.visible, old.opacity
                self._stack[index] = painter
                self.invalidate(painter.surface, bounds)
                return

    def painter(self, name: str) -> Painter | None:
        """Return the painter of that name."""
        return next((painter for painter in self._stack if painter.name == name), None)

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide a layer."""
        for painter in self._stack:
            if painter.name == name and painter.visible != visible:
                painter.visible = visible
                self.invalidate(painter.surface)
                self.invalidate(Surface.LABELS)

    def set_opacity(self, name: str, opacity: float) -> None:
        """Set a layer's opacity, 0 to 1."""
        for painter in self._stack:
            if painter.name == name and painter.opacity != opacity:
                painter.opacity = opacity
                self.invalidate(painter.surface)

    def invalidate(self, surface: Surface | None = None, bounds: Bounds | None = None) -> None:
        """Draw one surface, or all, again; the old picture stays until the new one is there."""
        for each in Surface if surface is None else (surface,):
            self._surfaces.outdate(each, bounds, BLEED_PX)
        self._was_drawn = False
        self._ask_soon()

    # What lies on top

    @property
    def selection(self) -> dict[str, tuple[int, ...]]:
        """Selected fids by layer."""
        return dict(self._selection)

    def set_selection(self, selection: dict[str, Sequence[int]]) -> None:
        """Highlight these features as selected."""
        self._selection = {name: tuple(fids) for name, fids in selection.items() if len(fids)}
        self.update(uncovered(self))

    def set_hover(self, hit: Hit | None) -> None:
        """Highlight one feature as the one under the pointer; `hover_hit` tells who listens."""
        if hit != self._hover:
            self._hover = hit
            self.hover_hit.emit(hit)
            self.update(uncovered(self))

    def lift(self, features: dict[str, Sequence[int]]) -> None:
        """Leave features out of the pictures while a tool moves and draws them; {} puts them back."""
        before = self._lift.reach(self._stack)
        self._lift.take(features)
        for surface, bounds in (*before, *self._lift.reach(self._stack)):
            self.invalidate(surface, bounds)

    def lifted(self, painter: Painter) -> Painter:
        """Return what is drawn of a painter now: itself without what is lifted."""
        return self._lift.left(painter)

    def add_overlay(self, overlay: Overlay) -> Callable[[], None]:
        """Draw something on top of each frame (a measure, a dragged camera); call the result to end it."""
        self._overlays.append(overlay)
        self.update(uncovered(self))

        def remove() -> None:
            if overlay in self._overlays:
                self._overlays.remove(overlay)
                self.update(uncovered(self))

        return remove

    def hit_at(self, px: float, py: float) -> Hit | None:
        """Return what lies under a pixel: points before lines before the smallest area."""
        found = self.hits_at(px, py)
        return found[0] if found else None

    def hits_at(self, px: float, py: float) -> list[Hit]:
        """Return all that lies under a pixel, the best first."""
        zoom = self._view.zoom
        live = [p for p in reversed(self._stack) if p.pickable and p.visible and zoom >= p.min_zoom]
        candidates = [c for painter in live for c in painter.hits(self._view, px, py)]
        return [c.hit for c in sorted(candidates, key=lambda c: (c.rank, c.measure))]

    # Frames

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay the pictures on the widget and draw on top what moves."""
        start = time.perf_counter()
        if not self._still or self._view != self._painted:
            hand_arrives()
        self._painted = self._view
        with QPainter(self) as painter:  # ended whatever a layer raises: Qt crashes on an open one
            if not self._surfaces.covers(self._view):
                painter.fillRect(self.rect(), QColor(self._theme.map.land))
            self._draw_pictures(painter)
            self._draw_highlights(painter, points=True)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            for overlay in self._overlays:
                painter.save()
                overlay(painter, self._view, self._theme)
                painter.restore()
            if self.hasFocus() and self._focus_by_keyboard:
                draw_focus(painter, self.rect(), self._theme)
        self._served_timer.start()
        self.frame_seconds.append(time.perf_counter() - start)
        del self.frame_seconds[:-1000]

    def picture(self) -> QPixmap:
        """Return what the layers show now: nothing that is selected, pointed at or under the hand."""
        dpr = self.devicePixelRatioF()
        made = QPixmap(round(self.width() * dpr), round(self.height() * dpr))
        made.setDevicePixelRatio(dpr)
        made.fill(QColor(self._theme.map.land))
        with QPainter(made) as painter:
            self._surfaces.draw(painter, self._view, None)
        return made

    def _draw_pictures(self, painter: QPainter) -> None:
        """Lay the surfaces; what is highlighted below the points keeps them apart, else they go as one."""
        apart = any(self._lift.remaining(self._selection).values()) or self._hover is not None
        below = (lambda: self._draw_highlights(painter, points=False)) if apart else None
        self._surfaces.draw(painter, self._view, below)

    def _draw_highlights(self, painter: QPainter, points: bool) -> None:
        layers = [p for p in self._stack if p.visible and (p.surface is Surface.POINTS) == points]
        selection = self._lift.remaining(self._selection)
        draw_highlights(painter, self._view, self._theme, layers, selection, self._hover)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not drawn while nobody looked."""
        super().showEvent(event)
        self._ask_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep centre and scale on the new size."""
        size = (self.width(), self.height(), self.devicePixelRatioF())
        self._target = self._target.resized(*size).snapped()
        if self._fit_pending is not None:
            bounds, margin = self._fit_pending
            self._target = self._target.fitted(bounds, margin).snapped()
            self._fit_pending = None if self.isVisible() else self._fit_pending
        self._stop_motion()
        self._show(self._target)
        self._ask_soon()

    def render_now(self, painter: QPainter, view: MapView | None = None, theme: Theme | None = None) -> None:
        """Draw the visible layers, without caches, on any painter: PNG, PDF page or SVG."""
        ordered = sorted(self._stack, key=lambda painter: list(Surface).index(painter.surface))
        layers = [(p, p.opacity) for p in ordered if p.visible]
        draw_layers(painter, view or self._view, theme or self._theme, layers)

    def stop(self) -> None:
        """End the worker and let go of the pictures; the canvas is not drawn any more."""
        self._stop_motion()
        hand_is_served()
        self._renderer.stop()
        self._stack, self._surfaces = [], Surfaces()  # tens of megabytes, whoever still holds the canvas

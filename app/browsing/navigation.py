"""Moving over the map: previous and next view, bookmarks, coordinates, layers by name."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer
from PySide6.QtGui import QAction, QColor, QPainter, QPen
from PySide6.QtWidgets import QMenu

from app.actions import Command
from app.browsing.index import Hit
from app.browsing.travel import Trail
from app.canvas.view import Bounds, MapView, lonlat, mercator
from app.layers import legend
from app.look.theme import Theme
from app.messages import Level
from app.speech import numbers, words
from maps.errors import TorrazzoError
from maps.views.bookmarks import LONGEST_NAME, Bookmark, keep_bookmark, read_bookmarks

if TYPE_CHECKING:
    from app.dialogs.naming import NameDialog
    from app.window import MainWindow

#: What is shown around a position gone to, metres on each side.
_AROUND_M = 150.0
_PIN_MS = 6000
#: Commands offered before anything is written in the search.
_OFFERED = ("place", "add_camera", "who_sees", "import", "balance", "table", "sheet", "project", "help")


class Navigation(QObject):
    """The trail and the bookmarks of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._canvas = window, window.canvas
        self.trail = Trail()
        self._stepping = False
        self.pin: tuple[float, float] | None = None
        self._pin_timer = QTimer(self, singleShot=True, interval=_PIN_MS)
        self._pin_timer.timeout.connect(self._unpin)
        self.menu = QMenu(self.tr("Segnalibri"), window)
        self.menu.aboutToShow.connect(self._fill_menu)
        self._canvas.settled.connect(self._rested)
        self._canvas.add_overlay(self._paint_pin)
        window.session.opened.connect(self._opened)
        search = window.topbar.search
        search.read_place, search.offered = self.position_hit, self.offered

    def commands(self) -> list[Command]:
        """Return the commands of this part, for the menu and the search."""
        tr = self.tr
        return [
            Command("back", tr("Vista precedente"), "Alt+Left", partial(self.step, -1)),
            Command("forward", tr("Vista successiva"), "Alt+Right", partial(self.step, 1)),
            Command("place", tr("Vai a coordinate o indirizzo…"), "Ctrl+G", self.ask_place),
            Command("bookmark", tr("Salva la vista come segnalibro…"), "Ctrl+B", self.ask_bookmark),
            Command("bookmarks", tr("Gestisci i segnalibri…"), "", self.manage),
        ]

    def _opened(self) -> None:
        self.trail.clear()
        self._unpin()

    # Views

    def _rested(self, view: MapView) -> None:
        if self._window.session.project is not None and not self._stepping:
            self.trail.rest(view)

    def step(self, by: int) -> None:
        """Go to the previous view (-1) or to the next (+1)."""
        view = self.trail.step(by)
        if view is None:
            told = (
                self.tr("Non c'è una vista precedente.")
                if by < 0
                else self.tr("Non c'è una vista successiva.")
            )
            self._window.tasks.tell(Level.NEWS, told)
            return
        self._stepping = True
        self._canvas.set_view(view.resized(self._canvas.width(), self._canvas.height()), animated=False)
        self._stepping = False

    # Places

    def ask_place(self) -> None:
        """Put the cursor where a position or an address is written."""
        self._window.actions_.find()
        self._window.topbar.search.setPlaceholderText(self.tr("Coordinate, via, luogo"))

    def position_hit(self, text: str) -> Hit | None:
        """Return the hit of a text that is a position."""
        session = self._window.session
        if session.project is None or not any(each.isdigit() for each in text):
            return None
        from maps.coordinates import read_position

        found = read_position(text, session.project.epsg, self._middle())
        if found is None:
            return None
        x, y = mercator(found.lon, found.lat)
        told = f"{numbers.decimal(found.lat, 5)}; {numbers.decimal(found.lon, 5)}"
        kind = self.tr("longitudine e latitudine") if found.swapped else self.tr("coordinate")
        return Hit(self.tr("Vai a {}").format(told), kind, "", ("position", x, y))

    def _middle(self) -> tuple[float, float] | None:
        home = self._window.browser.home
        return lonlat((home[0] + home[2]) / 2, (home[1] + home[3]) / 2) if home is not None else None

    def go_to_point(self, x: float, y: float) -> None:
        """Show a point of the map, Web Mercator metres, with a pin for some seconds."""
        self.pin = (x, y)
        self._pin_timer.start()
        self._window.browser.fit((x - _AROUND_M, y - _AROUND_M, x + _AROUND_M, y + _AROUND_M))
        home = self._window.browser.home
        if home is not None and not (home[0] <= x <= home[2] and home[1] <= y <= home[3]):
            self._window.tasks.tell(Level.NEWS, self.tr("Il punto è fuori dall'area del progetto."))

    def _unpin(self) -> None:
        self.pin = None
        self._canvas.update()

    def _paint_pin(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        if self.pin is None:
            return
        at = QPointF(*view.to_screen(*self.pin))
        for width, ink in ((6.0, theme.map.halo), (2.5, theme.er)):
            painter.setPen(QPen(QColor(ink), width))
            painter.drawEllipse(at, 11.0, 11.0)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(at + QPointF(dx, dy) * 6.0, at + QPointF(dx, dy) * 18.0)

    def take(self, hit: Hit) -> bool:
        """Go where a hit of this part leads; False when it is not one of these."""
        if not isinstance(hit.key, tuple) or hit.layer or not hit.key:
            return False
        kind, rest = hit.key[0], hit.key[1:]
        if kind == "position":
            self.go_to_point(*rest)
        elif kind == "bookmark":
            self.go_to_bookmark(Bookmark(hit.text, rest[0]))
        elif kind == "layer":
            self._switch_layer(rest[0], hit.text)
        return True

    # What the search offers

    def offered(self) -> list[Hit]:
        """Return what is shown before anything is written: bookmarks, then what is done most."""
        known = {hit.key: hit for hit in self._window.actions_.hits()}
        return [*self.bookmark_hits()[:4], *(known[key] for key in _OFFERED if key in known)]

    def hits(self) -> list[Hit]:
        """Return bookmarks and layers as things that the search finds."""
        return [*self.bookmark_hits(), *self._layer_hits()]

    def bookmark_hits(self) -> list[Hit]:
        """Return the bookmarks as hits."""
        kind = self.tr("segnalibro")
        return [Hit(each.name, kind, "", ("bookmark", each.extent)) for each in self.bookmarks()]

    def _layer_hits(self) -> list[Hit]:
        kind = self.tr("livello: mostra o nascondi")
        rows = [row for _heading, members in legend.GROUPS for row in members]
        return [Hit(text, kind, "", ("layer", key)) for key, text, _layer in rows]

    def _switch_layer(self, key: str, text: str) -> None:
        names = legend.TOGETHER.get(key, (key,))
        visible = not any(painter.visible for painter in self._window.model.stack if painter.name in names)
        self._window.layers.visibility_changed.emit(key, visible)
        told = self.tr("Livello «{}» mostrato.") if visible else self.tr("Livello «{}» nascosto.")
        self._window.tasks.tell(Level.NEWS, told.format(text))

    # Bookmarks

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks of the open project."""
        session = self._window.session
        return read_bookmarks(session.file) if session.project is not None else []

    def _fill_menu(self) -> None:
        self.menu.clear()
        for mark in self.bookmarks():
            self.menu.addAction(mark.name.replace("&", "&&"), partial(self.go_to_bookmark, mark))
        if self.menu.isEmpty():
            none = QAction(self.tr("Nessun segnalibro: Ctrl+B salva la vista"), self.menu)
            none.setEnabled(False)
            self.menu.addAction(none)

    def go_to_bookmark(self, mark: Bookmark) -> None:
        """Show the extent of a bookmark."""
        self._window.browser.fit(self._on_map(mark.extent))

    def _on_map(self, extent: Bounds) -> Bounds:
        from maps.crs import WEB_MERCATOR, transform_bounds

        west, south, east, north = transform_bounds(extent, self._window.session.project.epsg, WEB_MERCATOR)
        return west, south, east, north

    def ask_bookmark(self) -> None:
        """Ask for a name and keep the present view under it."""
        window = self._window
        if not window.session.editable:
            told = self.tr("Il progetto è aperto in sola lettura: il segnalibro non si salva.")
            window.tasks.tell(Level.WARNING, told)
            return
        dialog = self.naming()
        if dialog.exec():
            self.keep(dialog.name)

    def naming(self) -> "NameDialog":
        """Return the dialog that asks for the name of a bookmark."""
        from app.dialogs.naming import NameDialog, Naming

        asked = Naming(
            self.tr("Salva la vista come segnalibro"),
            self.tr("Nome del luogo"),
            self.tr("Per esempio: Piazza del Duomo"),
            LONGEST_NAME,
            [mark.name for mark in self.bookmarks()],
            self.tr("Questo segnalibro c'è già: prenderà la vista di adesso."),
        )
        return NameDialog(asked, self._window)

    def keep(self, name: str) -> None:
        """Keep the part of the map that no card covers under a name."""
        from maps.crs import WEB_MERCATOR, transform_bounds

        window = self._window
        seen = _clear(self._canvas.view, window.map_area.free_margins())
        west, south, east, north = transform_bounds(seen, WEB_MERCATOR, window.session.project.epsg)
        try:
            keep_bookmark(window.session.file, Bookmark(name.strip(), (west, south, east, north)))
        except TorrazzoError as error:
            window.tasks.tell(Level.ERROR, words.sentence(error))
            return
        window.browser.refresh_search()
        window.tasks.tell(Level.DONE, self.tr("Segnalibro «{}» salvato nel progetto.").format(name.strip()))

    def manage(self) -> None:
        """Show the bookmarks to go to, rename or take away."""
        from app.dialogs.bookmarks import BookmarksDialog

        dialog = BookmarksDialog(self._window.session, self._window)
        dialog.wanted.connect(self.go_to_bookmark)
        dialog.exec()
        self._window.browser.refresh_search()


def _clear(view: MapView, margins: tuple[int, int, int, int]) -> Bounds:
    """Return the bounds of the view within margins at left, top, right and bottom."""
    left, top, right, bottom = margins
    box = QRectF(left, top, max(view.width - left - right, 50.0), max(view.height - top - bottom, 50.0))
    west, north = view.to_world(box.left(), box.top())
    east, south = view.to_world(box.right(), box.bottom())
    return west, south, east, north

"""What lies under a point of the map, all of it: the menu of the right button, and of the menu key."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.canvas.view import lonlat
from app.look.widgets import button_text
from app.session import Selection
from app.speech import numbers
from app.tools.picking import under
from maps.schema import LAYERS

if TYPE_CHECKING:
    from app.window import MainWindow

#: Rows listed under a point.
MOST_LISTED = 20
_SHOWN = 48


class Identify(QObject):
    """Lists every row under a point, to be selected; asks who sees it; copies where it is."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.canvas.context_requested.connect(self._open)

    def _open(self, world: QPointF) -> None:
        menu = self.menu_at(world)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(QCursor.pos())

    def menu_at(self, world: QPointF) -> QMenu | None:
        """Return the menu of a point of the map (Web Mercator metres); None without a project."""
        window, session = self._window, self._window.session
        if session.project is None or window.bench.plane is None:
            return None
        x, y = window.canvas.view.to_screen(world.x(), world.y())
        at = QPointF(float(x), float(y))
        menu = QMenu(window)
        found = under(window.bench, at)
        menu.addSection(self._headline(len(found)))
        for each in found[:MOST_LISTED]:
            action = menu.addAction(self._called(each))
            action.setCheckable(True)
            chosen = session.selection
            action.setChecked(chosen is not None and chosen.layer == each.layer and each.fid in chosen.fids)
            action.triggered.connect(partial(self._choose, each))
        if len(found) > MOST_LISTED:
            more = numbers.integer(len(found) - MOST_LISTED)
            menu.addAction(self.tr("e altri {}").format(more)).setEnabled(False)
        menu.addSeparator()
        menu.addAction(self.tr("Chi vede qui?")).triggered.connect(lambda: self._who_sees(at))
        lon, lat = lonlat(world.x(), world.y())
        place = f"{numbers.decimal(lat, 6)}; {numbers.decimal(lon, 6)}"
        copy = menu.addAction(self.tr("Copia le coordinate ({})").format(place))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(place))
        return menu

    def _headline(self, count: int) -> str:
        if count == 0:
            return self.tr("Nessun elemento in questo punto")
        if count == 1:
            return self.tr("1 elemento in questo punto")
        return self.tr("{} elementi in questo punto").format(numbers.integer(count))

    def _called(self, each: Selection) -> str:
        """Return how a row is called in the menu: name, code, layer."""
        record = self._window.session.file.record(each.layer, each.fid)
        parts = dict.fromkeys(str(record.get(key) or "") for key in ("code", "name"))
        known = " · ".join(part for part in parts if part) or self.tr("senza nome")
        return f"{button_text(known, _SHOWN)} · {LAYERS[each.layer].label.lower()}"

    def _choose(self, each: Selection, _checked: bool = False) -> None:
        self._window.session.select(each)

    def _who_sees(self, at: QPointF) -> None:
        toolbox = self._window.toolbox
        if toolbox.tool.key != "who_sees":
            toolbox.use("who_sees")
        toolbox.click(at, Qt.KeyboardModifier.NoModifier)

"""Panels and dialogs as the pictures of the guide and the tests of the layout ask for them."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from app.panels.topbar import Place
from app.settling import settle
from maps.crs import WGS84, transform_xy

if TYPE_CHECKING:
    from app.window import MainWindow

#: What stands over the window: the widget and its place in it, None for the middle.
Over = tuple[QWidget, QPoint | None]


def show_panel(window: "MainWindow", name: str) -> Over | None:
    """Show a panel; return what stands over the window, None where it is a part of it.

    Parameters
    ----------
    window : MainWindow
    name : str
        A key of `PANELS`.
    """
    return PANELS[name](window)


def picture(window: "MainWindow", over: Over | None) -> QPixmap:
    """Return the picture of the window with what stands over it."""
    whole = window.grab()
    if over is None:
        return whole
    widget, place = over
    part = widget.grab()
    at = place or QPoint(
        (window.width() - widget.width()) // 2, max((window.height() - widget.height()) // 2, 0)
    )
    painter = QPainter(whole)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 70 if isinstance(widget, QDialog) else 0))
    painter.drawPixmap(at, part)
    painter.setPen(QColor(window.theme.ctl))
    painter.drawRect(at.x() - 1, at.y() - 1, widget.width() + 1, widget.height() + 1)
    painter.end()
    return whole


def _start(window: "MainWindow") -> None:
    window.session.close()


def _table(window: "MainWindow") -> None:
    window.tables.open("camera")


def _search(window: "MainWindow") -> Over:
    search = window.topbar.search
    search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    search.widen()  # a window without a screen has no focus to follow
    search.setText("duomo")
    search.textEdited.emit("duomo")
    return _below(window, search, search.popup())


def _menu(window: "MainWindow") -> Over:
    button = window.topbar.menu_button
    window.topbar.menu.adjustSize()
    return _below(window, button, window.topbar.menu)


def _below(window: QWidget, anchor: QWidget, widget: QWidget) -> Over:
    return widget, anchor.mapTo(window, QPoint(0, anchor.height()))


def _shown(dialog: QDialog) -> Over:
    dialog.show()
    return dialog, None


def _export(window: "MainWindow") -> Over:
    from app.dialogs.export import ExportDialog

    return _shown(ExportDialog(window))


def _exports(window: "MainWindow") -> Over:
    from app.dialogs.export_log import ExportLogDialog

    return _shown(ExportLogDialog(window.session.file.exports(), window))


def _criteria(window: "MainWindow") -> Over:
    from app.dialogs.criteria import CriteriaDialog

    return _shown(CriteriaDialog(window.session, window))


def _zones(window: "MainWindow") -> Over:
    from app.dialogs.zones import ZonesDialog

    return _shown(ZonesDialog(window.session, window))


def _new(window: "MainWindow") -> Over:
    from app.dialogs.new_project import NewProjectDialog

    return _shown(NewProjectDialog(window.theme, window))


def _bookmarks(window: "MainWindow") -> Over:
    from app.dialogs.bookmarks import BookmarksDialog

    return _shown(BookmarksDialog(window.session, window))


def _guide(window: "MainWindow") -> Over:
    from app.dialogs.guide import GuideDialog

    return _shown(GuideDialog("mappa.md", window))


def _minutes(window: "MainWindow") -> Over:
    return _shown(window.review.minutes.dialog())


def _import(window: "MainWindow") -> Over:
    from app.dialogs.importing import ImportDialog

    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "censimento-tvcc.csv"
        sample.write_text(_census(window), encoding="utf-8")
        dialog = ImportDialog(window.session, sample, window.theme, window)
        dialog.show()
        settle(window)
    return dialog, None


def _census(window: "MainWindow") -> str:
    """Return a census as an office sends it: some rows are refused, some are doubtful."""
    x, y = window.session.file.area().centroid.coords[0]
    lon, lat = (float(each) for each in transform_xy(x, y, window.session.file.epsg, WGS84))
    head = "COD_TVCC;Ubicazione;Lat;Long;Orient.;H palo (cm);Tipo TLC;Uso;Funz.;Note uff."
    directions = ("NE", "210", "S", "O", "", "135", "N", "SE", "180", "quasi nord")
    rows = [
        f"TV-{n:03d};Via {n}, civico {3 * n};{_comma(lat + n / 4000)};{_comma(lon - n / 3000)};{direction};"
        f"{'4,5 m ca.' if n == 7 else 450 + 10 * n};fissa;{'vigilanza' if n == 5 else 'sicurezza urbana'};sì;"
        for n, direction in enumerate(directions)
    ]
    rows += [rows[2], "TV-020;Via Bellini;10,02;45,13;N;500;dome;sicurezza urbana;sì;"]
    return "\n".join([head, *rows]) + "\n"


def _comma(degrees: float) -> str:
    return f"{float(degrees):.5f}".replace(".", ",")


def _cordon(window: "MainWindow") -> None:
    window.cordon.open()


def _project(window: "MainWindow") -> None:
    """The census and, beside it, the project under examination: of the place of the balance."""
    window.go_to(Place.BALANCE)
    settle(window)
    window.scenarios.switch()


def _sites(window: "MainWindow") -> None:
    """The sites that the program proposes, all on the map: of the place of the balance."""
    window.go_to(Place.BALANCE)
    window.balance.show_page("sites")
    settle(window)
    window.balance.sites.search.click()
    settle(window)
    if window.siting.answer is not None and window.siting.answer.marks:
        west, south, east, north = zip(*(mark.bounds for mark in window.siting.answer.marks), strict=True)
        window.browser.fit((min(west), min(south), max(east), max(north)), animated=False)


#: Names for the command line, and what each shows.
PANELS: dict[str, Callable[["MainWindow"], Over | None]] = {
    "start": _start,
    "table": _table,
    "search": _search,
    "menu": _menu,
    "export": _export,
    "exports": _exports,
    "criteria": _criteria,
    "zones": _zones,
    "new": _new,
    "bookmarks": _bookmarks,
    "guide": _guide,
    "minutes": _minutes,
    "import": _import,
    "cordon": _cordon,
    "project": _project,
    "sites": _sites,
}

"""The start page: the projects opened before, and the last map as its picture."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths
from PySide6.QtGui import QPixmap

from app import recent
from app.panels.start import Recent
from app.speech import numbers

if TYPE_CHECKING:
    from app.window import MainWindow

_CREDIT = "picture_credit"
_DARK = "picture_dark"
_RESOURCES = Path(__file__).parents[1] / "resources"


class Welcome(QObject):
    """Fills the start page of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def show_recent(self) -> None:
        """Show the projects opened before."""
        now = dt.datetime.now()
        rows = [
            Recent(
                Path(entry["path"]),
                entry["name"],
                entry.get("detail", ""),
                numbers.when(dt.datetime.fromisoformat(entry["at"]), now),
                str(Path(entry["path"]).parent),
            )
            for entry in recent.load()
        ]
        self._window.start.set_recent(rows)
        self.show_picture()

    def show_picture(self) -> None:
        """Show the last map at the left; the invented town before any other, or where the map was of another light."""
        window, kept = self._window, QPixmap(str(picture_path()))
        if not kept.isNull() and QSettings().value(_DARK, "") == str(window.theme.dark):
            window.start.picture.set_picture(kept, str(QSettings().value(_CREDIT, "")))
            return
        theme = "dark" if window.theme.dark else "light"
        ours = QPixmap(str(_RESOURCES / f"start-{theme}.png"))
        window.start.picture.set_picture(ours, window.tr("Città dimostrativa: dati inventati"))

    def keep_picture(self) -> None:
        """Keep the map as the picture of the next start."""
        window = self._window
        if window.session.project is None or window.read_only or window.canvas.width() < 400:
            return
        picture_path().parent.mkdir(parents=True, exist_ok=True)
        window.canvas.picture().save(str(picture_path()))
        QSettings().setValue(_CREDIT, window.browser.attribution())
        QSettings().setValue(_DARK, str(window.theme.dark))


def picture_path() -> Path:
    """Return where the picture of the last map is kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(folder) / "ultima-mappa.png"

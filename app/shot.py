"""The picture of the real window on a project, for the command line and the tests."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCursor

from app.look.text_size import use_text
from app.settling import settle
from app.start import application
from maps.errors import InvalidValue, ValueProblem

if TYPE_CHECKING:
    from app.look.theme import Theme
    from app.window import MainWindow

__all__ = ["render_window", "settle"]


def render_window(
    project: Path,
    output: Path,
    size: tuple[int, int] = (1920, 1080),
    theme: str = "light",
    place: str = "map",
    *,
    select: str = "",
    when: str = "day",
    detail: str = "",
    purpose: str | None = None,
    panel: str = "",
    text: int = 100,
) -> None:
    """Open the window on a project, wait until nothing is left to compute or draw, save its picture.

    Parameters
    ----------
    project, output : Path
    size : tuple of int
        Width and height of the picture, pixels of the screen.
    theme : str
        Name of a `Theme`: "light", "dark", "contrast-light", "contrast-dark".
    place : str
        Value of `Place`: "map", "balance", "review" or "sheets".
    select : str
        Code of the camera, or name of the zone, to select and frame.
    when : str
        "day" or "night".
    detail : str
        Name of a detail class; "" for the one of the purpose.
    purpose : str, optional
        "" for all purposes; the window's choice where it is not given.
    panel : str
        A key of `app.shot_panels.PANELS`, shown over the window or in it.
    text : int
        Size of the text in per cent; it counts for the first picture of a process only.

    Raises
    ------
    ProjectError, FileError, InvalidValue
        The project cannot be opened, the picture cannot be written, or nothing has the code to select.
    """
    from app.panels.topbar import Place
    from app.sheets.output import png_of
    from app.shot_panels import picture, show_panel
    from maps.io.atomic import write_atomic

    use_text(text)
    window = open_for_pictures(Path(project), size, theme)
    try:
        window.go_to(Place(place))
        settle(window)
        _choose(window, when, detail, purpose)
        if select:
            look_at(window, select)
        settle(window)
        over = show_panel(window, panel) if panel else None
        settle(window)
        write_atomic(output, png_of(picture(window, over).toImage()))
    finally:
        window.close()


def open_for_pictures(project: Path, size: tuple[int, int], theme: str = "light") -> "MainWindow":
    """Return a window of so many pixels of the screen, open on a project without taking its lock."""
    application()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    from app.window import MainWindow

    QCursor.setPos(-1, -1)  # else what lies under it looks pointed at
    window = MainWindow(read_only=True)
    window.set_theme(theme_named(theme))
    window.resize(*(round(side / window.devicePixelRatioF()) for side in size))
    window.show()
    try:
        window.open_project(project, wait=True)
    except Exception:
        window.close()
        raise
    return window


def theme_named(name: str) -> "Theme":
    """Return a theme by its name."""
    from app.look.contrast import HIGH
    from app.look.theme import DARK, LIGHT

    return {each.name: each for each in (LIGHT, DARK, *HIGH)}[name]


def _choose(window: "MainWindow", when: str, detail: str, purpose: str | None) -> None:
    session = window.session
    session.set_when(when)
    session.set_detail(detail)
    if purpose is not None:
        session.set_purpose(purpose)
    window.topbar.choose(session.purpose, session.period, session.detail, session.when)


def look_at(window: "MainWindow", select: str) -> None:
    """Select and frame a camera by its code, or a zone by its name.

    Raises
    ------
    InvalidValue
        NOT_IN_LIST.
    """
    for layer in ("camera", "analysis_zone"):
        frame = window.session.project.frame(layer)
        for fid in frame.index[(frame["code"] == select) | (frame["name"] == select)]:
            window.browser.locate(layer, int(fid))
            return
    raise InvalidValue("Telecamera o zona", select, ValueProblem.NOT_IN_LIST)

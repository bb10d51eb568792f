"""The menu of the window: commands by what they are about, each group short enough for a small screen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

#: Commands that have their own place in the bar: they are found by the search only.
_ELSEWHERE = "detail/"
_OTHERS = "Altro"
_SIZES = ("text/100", "text/125", "text/150", "text/175", "text/200")
#: Title of each submenu and its groups of commands, by key; "" for the commands of the menu itself.
_MENU: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("", (("new", "open", "demo", "close"),)),
    ("Dati", (("import", "osm", "zones"), ("criteria",), ("export", "exports"))),
    ("Modifica", (("undo", "redo", "history"), ("duplicate", "delete"))),
    (
        "Strumenti",
        (
            ("add_camera", "draw_area", "draw_building", "draw_zone"),
            ("split_area", "pierce_area"),
            ("lasso", "who_sees", "cordon", "measure"),
        ),
    ),
    (
        "Vista",
        (
            ("map", "balance", "review", "sheet"),
            ("table", "broken", "night", "base_map"),
            ("fit", "zoom_box", "back", "forward"),
            ("place", "find"),
            ("bookmark", "bookmarks"),
        ),
    ),
    ("Equilibrio", (("compare", "proposals", "sites"),)),
    ("Semestre", (("freeze", "minutes", "review_scenes"),)),
    ("Scene", (("project", "scenes", "scene"),)),
    (
        "Aspetto",
        (("theme",), ("theme/light", "theme/dark", "theme/contrast", "theme/system"), _SIZES),
    ),
    ("", (("help", "keys"),)),
)


def fill_menu(
    menu: QMenu, actions: Mapping[str, QAction], more: Mapping[str, Sequence[QMenu]] | None = None
) -> None:
    """Fill the menu.

    Parameters
    ----------
    menu : QMenu
    actions : mapping of str to QAction
        By key of the command; keys that are not there are passed over.
    more : mapping of str to menus
        Menus that follow a command.
    """
    listed = {key for _title, groups in _MENU for group in groups for key in group}
    others = tuple(key for key in actions if key not in listed and not key.startswith(_ELSEWHERE))
    for title, groups in (*_MENU[:-1], (_OTHERS, (others,)), _MENU[-1]):
        place = menu
        if title and any(key in actions for group in groups for key in group):
            place = menu.addMenu(QCoreApplication.translate("Menu", title))
        for group in groups:
            if not place.isEmpty():
                place.addSeparator()
            _add_group(place, group, actions, more or {})


def _add_group(
    menu: QMenu, group: Sequence[str], actions: Mapping[str, QAction], more: Mapping[str, Sequence[QMenu]]
) -> None:
    for key in group:
        if key in actions:
            menu.addAction(actions[key])
        for each in more.get(key, ()):
            menu.addMenu(each)

"""Pictures of the window: the few that the guide keeps, or every panel in every theme to be looked at.

``python -m app.gallery PROJECT docs/guida/figure`` writes the pictures of the guide from the invented town;
``python -m app.gallery PROJECT FOLDER --every --size 1920x1080`` writes one a panel and theme.
"""

import argparse
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import values

if TYPE_CHECKING:
    from app.window import MainWindow

_FIGURE = (1280, 800)
#: Pictures of the guide: name, place, theme, panel, camera or zone selected.
FIGURES = (
    ("finestra", "map", "light", "", "TC-014"),
    ("equilibrio", "balance", "light", "", ""),
    ("revisione", "review", "light", "", ""),
    ("tavole", "sheets", "light", "", ""),
    ("tabella", "map", "light", "table", ""),
    ("ricerca", "map", "light", "search", ""),
    ("importazione", "map", "light", "import", ""),
    ("varchi", "map", "light", "cordon", ""),
    ("progetto", "balance", "light", "project", ""),
    ("siti", "balance", "light", "sites", ""),
    ("alto-contrasto", "map", "contrast-dark", "", ""),
)


def main() -> None:
    """Read the command and write the pictures."""
    parser = argparse.ArgumentParser(prog="python -m app.gallery", description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", action="store_true", help="every panel in every theme")
    parser.add_argument("--size", type=values.size, default=_FIGURE)
    parser.add_argument("--text", type=int, choices=values.TEXT_SIZES, default=100)
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.look.text_size import use_text

    use_text(chosen.text)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    wanted = _every(chosen.text) if chosen.every else FIGURES
    _write(chosen.project, chosen.folder, wanted, chosen.size)


def _every(text: int) -> tuple[tuple[str, str, str, str, str], ...]:
    panels = [(panel or "map", "map", panel) for panel in values.PANELS if panel != "start"]
    panels += [(place, place, "") for place in values.PLACES if place != "map"]
    panels.append(("start", "map", "start"))  # the last of its theme: it closes the project
    scale = "" if text == 100 else f"-{text}"
    return tuple(
        (f"{name}-{theme}{scale}", place, theme, panel, "TC-014" if name == "map" else "")
        for theme in values.THEMES
        for name, place, panel in panels
    )


def _write(project: Path, folder: Path, wanted: tuple[tuple[str, ...], ...], size: tuple[int, int]) -> None:
    from app.shot import open_for_pictures

    window = open_for_pictures(project, size)
    for name, place, theme, panel, select in wanted:
        if window.session.project is None:
            window.open_project(project, wait=True)
        picture_to(window, folder / f"{name}.png", place, theme, panel, select)
    window.close()
    gc.collect()  # icons of dialogs that have ended go while Qt is there; after it they would crash


def picture_to(window: "MainWindow", path: Path, place: str, theme: str, panel: str, select: str) -> None:
    """Write one picture and put the window back as it was."""
    from app.panels.topbar import Place
    from app.settling import settle
    from app.shot import look_at, theme_named
    from app.shot_panels import picture, show_panel

    window.set_theme(theme_named(theme))
    window.go_to(Place(place))
    settle(window)
    if select:
        look_at(window, select)
        settle(window)
    over = show_panel(window, panel) if panel else None
    settle(window)
    picture(window, over).toImage().save(str(path), None, 0)
    if over is not None:
        over[0].close()
    window.topbar.search.clear()
    window.topbar.search.clearFocus()  # else the field stays wide in the pictures that follow
    window.tables.close()
    window.cordon.close()
    window.scenarios.show("")
    window.siting.forget()
    window.balance.show_page("balance")
    window.session.select(None)
    settle(window)
    window.browser.fit_all(animated=False)


if __name__ == "__main__":
    main()

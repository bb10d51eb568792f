"""Jobs that draw: the web map and the picture of the window."""

import argparse

from app.cli.exporting import log
from app.cli.output import say
from maps.store import Export


def web(chosen: argparse.Namespace) -> None:
    """Write the self-contained web map."""
    from app.webmap import write_project_map
    from maps.project import Project

    with Project.open(chosen.project, read_only=True) as project:
        write_project_map(project, chosen.output)
    say(f"Mappa web in «{chosen.output}»: un solo file, si apre senza rete.")
    log(chosen.project, Export("web_map", chosen.output))


def shot(chosen: argparse.Namespace) -> None:
    """Save the picture of the window on a project, or of a scene as it is projected."""
    import os

    if chosen.scene:
        from app.cli.sheets import projected

        _refuse_idle(chosen)
        projected(chosen)
        return

    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.shot import render_window

    render_window(
        chosen.project,
        chosen.output,
        chosen.size,
        chosen.theme,
        chosen.place,
        select=chosen.select,
        when=chosen.when,
        detail=chosen.detail,
        purpose=chosen.purpose,
        panel=chosen.panel,
        text=chosen.text,
    )
    say(f"Immagine della finestra in «{chosen.output}».")


def _refuse_idle(chosen: argparse.Namespace) -> None:
    """Refuse what would not be seen: a projected scene has neither panels nor a selection."""
    given = {
        "--select": chosen.select,
        "--panel": chosen.panel,
        "--place": chosen.place != "map",
        "--class": chosen.detail,
        "--when": chosen.when != "day",
        "--theme": chosen.theme != "light",
    }
    for option, value in given.items():
        if value:
            chosen.refuse(f"argument {option}: not allowed with argument --scene")

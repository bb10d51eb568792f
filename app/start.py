"""Start the desktop: the window shows before anything heavy is imported."""

import gc
import sys
import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.look.italian import speak_italian
from maps.progress import Progress


def application() -> QApplication:
    """Return the one application, in Italian, made at the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    _import_fast()
    QLocale.setDefault(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Torrazzo")
    made.setOrganizationName("Torrazzo")
    speak_italian(made)
    return made


def _import_fast() -> None:
    """Spare what makes every import slower: a fifth of the start and of the first map.

    PySide reads the source of each module that is imported, to know whether it switched on snake_case names: none
    does here. And importing makes a quarter of a million objects that stay, which the collector would go through
    hundreds of times for nothing.
    """
    gc.set_threshold(50_000, 20, 50)
    with suppress(ImportError):
        from shibokensupport import feature

        feature._mod_uses_pyside = lambda _module: False


def open_window(project: str | None) -> int:
    """Open the window on a project, or on the start page; return the exit status."""
    from app.look.text_size import prepare_text

    prepare_text()
    app = application()
    from app.window import MainWindow

    window = MainWindow()
    window.show()
    window.resume.begin()
    window.ahead.begin()
    if project is not None:
        window.open_project(Path(project))
        threading.Thread(target=_ready_ink, name="ink", daemon=True).start()
    else:
        window.jobs.run("Preparo il calcolo delle coperture (solo la prima volta)", _warm, key="warm")
    return app.exec()


def _ready_ink() -> None:
    """Load the ink before the first picture asks for it; at the first start of all, compile it meanwhile."""
    from app.canvas.ink import compile_ink

    compile_ink()


def _warm(progress: Progress) -> None:
    from maps.warm import prepare

    _ready_ink()
    prepare(progress)


def open_demo(path: Path) -> int:
    """Open the window on the demo project, written at the first run."""
    if not path.exists():
        from data.demo import write_demo

        write_demo(path)
    return open_window(str(path))

"""Start the desktop: the window shows before anything heavy is imported."""

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from maps.progress import Progress


def application() -> QApplication:
    """Return the one application, in Italian, made at the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QLocale.setDefault(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Torrazzo")
    made.setOrganizationName("Torrazzo")
    translator = QTranslator(made)
    if translator.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        made.installTranslator(translator)
    return made


def open_window(project: str | None) -> int:
    """Open the window on a project, or on the start page; return the exit status."""
    from app.text_size import prepare_text

    prepare_text()
    app = application()
    from app.window import MainWindow

    window = MainWindow()
    window.show()
    window.resume.begin()
    if project is not None:
        window.open_project(Path(project))
    else:
        window.jobs.run("Preparazione del calcolo (solo la prima volta)", _warm, key="warm")
    return app.exec()


def _warm(progress: Progress) -> None:
    from maps.warm import warm_kernels

    warm_kernels(progress)


def open_demo(path: Path) -> int:
    """Open the window on the demo project, written at the first run."""
    if not path.exists():
        from data.demo import write_demo

        write_demo(path)
    return open_window(str(path))

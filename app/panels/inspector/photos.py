"""The photographs and documents of a record: thumbnails that open them, and the way to add more."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDropEvent, QIcon, QPixmap
from PySide6.QtWidgets import QGridLayout, QPushButton, QToolButton, QVBoxLayout

from app.look.icons import set_icon
from app.look.widgets import label, plain_tip
from app.panels.inspector.subject import Photo, Subject

#: Files that are taken as attachments; a file of another kind dropped on the form goes to the window.
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".pdf"})
_COLUMNS = 3
_THUMB = QSize(88, 66)
PLACES_ONLY = "Solo luoghi e impianti, mai persone: il programma dice dove guardano le telecamere."


def photos_column(subject: Subject, add: Callable[[], None], show: Callable[[int], None]) -> QVBoxLayout:
    """Return the thumbnails with the command that adds; `show(key)` opens one."""
    column = QVBoxLayout()
    column.setSpacing(6)
    if subject.photos:
        heading = label("Foto e allegati", "caption")
        heading.setProperty("strong", True)
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setColumnStretch(_COLUMNS, 1)
        for place, photo in enumerate(subject.photos):
            grid.addWidget(_thumbnail(photo, show), place // _COLUMNS, place % _COLUMNS)
        column.addLayout(grid)
    if subject.editable:
        button = QPushButton("Aggiungi foto o documenti…")
        button.setObjectName("addphoto")
        button.setProperty("link", True)
        button.setProperty("flush", True)
        button.setToolTip("Si possono anche trascinare qui dalla cartella (JPEG, PNG, WebP, TIFF, PDF)")
        button.clicked.connect(lambda _checked=False: add())
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        note = label(PLACES_ONLY, "caption")
        note.setWordWrap(True)
        column.addWidget(note)
    return column


def is_attachment(path: Path) -> bool:
    """Tell by its name whether a file may be attached to a record."""
    return path.suffix.lower() in SUFFIXES


def dropped(event: QDropEvent) -> list[Path]:
    """Return the files of a drag, [] where one of them is no attachment."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths if all(is_attachment(path) for path in paths) else []


def _thumbnail(photo: Photo, show: Callable[[int], None]) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"photo{photo.key}")
    button.setFixedSize(_THUMB)
    button.setAccessibleName(photo.text)
    button.setToolTip(plain_tip(photo.text))
    button.setProperty("thumb", True)
    picture = QPixmap()
    if photo.thumbnail and picture.loadFromData(photo.thumbnail):
        inner = _THUMB - QSize(6, 6)
        fitted = picture.scaled(
            inner, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        button.setIcon(QIcon(fitted))
        button.setIconSize(inner)
    else:
        set_icon(button, "file-text", "tx2")
        button.setIconSize(QSize(28, 28))
    button.clicked.connect(lambda _checked=False: show(photo.key))
    return button

"""What every dialog does, whoever wrote it.

It fits the screen, scrolling where it must; F1 opens its page; once it has ended it is deleted.
"""

from functools import partial

from PySide6.QtCore import QMargins, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QFrame,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_DONE = "mannered"
#: Room for the frame of the window.
_FRAME_PX = 48


class DialogManners(QObject):
    """Watches for dialogs as they are shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._focused)

    def _focused(self, _window: QWindow | None) -> None:
        for widget in QApplication.topLevelWidgets():
            if not isinstance(widget, QDialog) or widget.windowHandle() is None or widget.property(_DONE):
                continue
            ours = not isinstance(widget, QFileDialog | QMessageBox)
            if widget.isVisible():
                self._teach(widget, ours)
            elif ours:  # it was shown and ended before it had the focus
                widget.deleteLater()

    def _teach(self, dialog: QDialog, ours: bool) -> None:
        dialog.setProperty(_DONE, True)
        if ours:
            fit_screen(dialog)
            # else it stays with its window, is styled with it, and keeps what it was made of
            dialog.finished.connect(dialog.deleteLater)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), dialog)
        shortcut.activated.connect(partial(open_guide, dialog))


def fit_screen(dialog: QDialog) -> bool:
    """Make a dialog scroll where it is larger than its screen; True where it does now."""
    layout = dialog.layout()
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    room = _room(dialog)
    if layout is None or (least.width() <= room.width() and least.height() <= room.height()):
        dialog.resize(dialog.size().boundedTo(room))
        return False
    body = QWidget()
    body.setLayout(layout)  # the layout and its widgets move into the body
    area = QScrollArea()
    bar = area.verticalScrollBar().sizeHint().width()
    # As wide as what it holds can be made: a minimum that the dialog gave itself gives way to the screen.
    body.setMinimumWidth(max(layout.minimumSize().width(), min(least.width(), room.width() - bar)))
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(area)
    dialog.setMinimumSize(0, 0)
    wanted = least.expandedTo(body.sizeHint()).grownBy(QMargins(0, 0, bar, 0))
    wanted = wanted.expandedTo(dialog.size()).boundedTo(room)
    dialog.resize(wanted)
    dialog.move(dialog.screen().availableGeometry().center() - dialog.rect().center())
    return True


def _room(dialog: QDialog) -> QSize:
    """What the screen gives to a dialog, or its window where that is larger."""
    screen, parent = dialog.screen().availableGeometry().size(), dialog.parentWidget()
    whole = screen if parent is None else screen.expandedTo(parent.window().size())
    return whole.shrunkBy(QMargins(0, 0, 0, _FRAME_PX))


def open_guide(widget: QWidget) -> None:
    """Open the guide at the page of a widget, above the window it stands in."""
    from app.dialogs.guide import GuideDialog
    from app.guide_pages import page_for

    focused = widget.focusWidget() or widget
    window = widget.window()
    for each in window.findChildren(GuideDialog):
        each.open_page(page_for(focused))
        each.raise_()
        each.activateWindow()
        return
    GuideDialog(page_for(focused), window).show()

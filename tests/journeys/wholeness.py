"""What of a window is not whole on the screen."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QHeaderView, QLabel, QWidget

from app.look.widgets import Elided


def cut(window: QWidget) -> list[str]:
    """Return what of the labels and buttons on the screen is not whole: too small, or beyond the window."""
    found = []
    for part in window.findChildren(QWidget):
        text = _text(part)[:40]
        if not part.isVisible() or not text or _in_a_header(part):
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            if part.height() < part.heightForWidth(part.width()) - 1:
                found.append(f"height {part.height()} of «{text}»")
        elif not isinstance(part, Elided | QComboBox) and part.width() < part.minimumSizeHint().width():
            found.append(f"width {part.width()} of «{text}»")
        if out_of_sight(part, window):
            found.append(f"place of «{text}»")
    return found


def _in_a_header(part: QWidget) -> bool:
    """Whether a part stands over a column of a table, which scrolls sideways with it."""
    holder = part.parentWidget()
    return holder is not None and isinstance(holder.parentWidget(), QHeaderView)


def _text(part: QWidget) -> str:
    if isinstance(part, QComboBox):
        return part.currentText()
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def out_of_sight(part: QWidget, window: QWidget) -> bool:
    """Whether a part leaves the window, or sideways the area that scrolls it up and down."""
    box = QRect(part.mapTo(window, QPoint()), part.size())
    holder = part.parentWidget()
    while holder is not None and not isinstance(holder.parentWidget(), QAbstractScrollArea):
        holder = holder.parentWidget() if holder is not window else None
    if holder is None:
        return not window.rect().contains(box)
    seen = QRect(holder.mapTo(window, QPoint()), holder.size())
    return box.left() < seen.left() or box.right() > seen.right()

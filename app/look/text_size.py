"""The size of the text: a scale of the whole interface, as the zoom of a web browser.

Every panel, chart and label of the map grows together, and the layouts meet a smaller window, where they reflow or
scroll. Qt takes the scale before the application exists, so that a new size asks for a new start, from which the
session is taken up again (`app.resume`).
"""

import os

from PySide6.QtCore import QSettings

TEXT_SIZES = (100, 125, 150, 175, 200)
_KEY, _FACTOR = "text_size", "QT_SCALE_FACTOR"
#: Set in the environment beside the factor, so that a new start knows that the factor is ours.
_OURS = "TORRAZZO_TEXT_SIZE"


def text_size() -> int:
    """Return the size of the text in per cent, as it was chosen; it may be asked before the application exists."""
    kept = QSettings("Torrazzo", "Torrazzo").value(_KEY, 100)
    try:
        size = int(str(kept))
    except ValueError:
        return 100
    return size if size in TEXT_SIZES else 100


def prepare_text() -> None:
    """Give Qt the size of the text; before the application is made, and never over a factor set by others."""
    if os.environ.get(_FACTOR) and not os.environ.get(_OURS):
        return
    use_text(text_size())


def use_text(size: int) -> None:
    """Give Qt a size of the text, in per cent, whatever was chosen; before the application is made."""
    os.environ[_FACTOR], os.environ[_OURS] = f"{size / 100:g}", str(size)


def remember_text_size(size: int) -> None:
    """Keep the chosen size for the next start."""
    settings = QSettings("Torrazzo", "Torrazzo")
    settings.setValue(_KEY, size)
    settings.sync()


def environment_before() -> list[str]:
    """Return the variables that this process gave itself, to be taken from the one that follows it."""
    return [_FACTOR, _OURS] if os.environ.get(_OURS) else []

"""The style sheet of the window's own parts, from the same tokens as the program's."""

from dataclasses import asdict
from pathlib import Path
from string import Template

from app.look.theme import ICONS, Theme

_QSS = Path(__file__).parents[2] / "resources" / "qss" / "window.qss"


def window_stylesheet(theme: Theme) -> str:
    """Return the rules of `resources/qss/window.qss` in the colours of `theme`."""
    tokens = {key: value for key, value in asdict(theme).items() if isinstance(value, str)}
    return Template(_QSS.read_text(encoding="utf-8")).substitute(
        tokens, icons=(ICONS / theme.name).as_posix()
    )

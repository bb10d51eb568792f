"""How the window looks: theme and size of the text, chosen by the user or taken from the system."""

from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QGuiApplication

from app.actions import Command
from app.look.contrast import CONTRAST_DARK, CONTRAST_LIGHT
from app.look.text_size import TEXT_SIZES, remember_text_size
from app.look.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from app.window import MainWindow

_THEME, _DARK_BEFORE = "theme", "dark"


class Choice(Enum):
    """The themes that can be chosen."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


def chosen() -> Choice:
    """Return the theme chosen before, the system's until one is."""
    kept, before = QSettings().value(_THEME), QSettings().value(_DARK_BEFORE)
    if kept in {choice.value for choice in Choice}:
        return Choice(kept)
    if before is not None:
        return Choice.DARK if str(before) == "true" else Choice.LIGHT
    return Choice.SYSTEM


def system_dark() -> bool:
    """Whether the system asks for dark colours."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def system_contrast() -> bool:
    """Whether the system asks for high contrast; Qt tells since 6.10."""
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
    return hints is not None and hints().contrastPreference() is Qt.ContrastPreference.HighContrast


def theme_of(choice: Choice) -> Theme:
    """Return the theme of a choice as the system is now."""
    dark = system_dark() if choice in (Choice.SYSTEM, Choice.CONTRAST) else choice is Choice.DARK
    if choice is Choice.CONTRAST or (choice is Choice.SYSTEM and system_contrast()):
        return CONTRAST_DARK if dark else CONTRAST_LIGHT
    return DARK if dark else LIGHT


class Appearance(QObject):
    """Applies the choices of the user to one window and follows the system."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def commands(self) -> list[Command]:
        """Return the commands of this part, for the menu and the search."""
        tr = self.tr
        themes = (
            ("light", tr("Tema chiaro"), Choice.LIGHT),
            ("dark", tr("Tema scuro"), Choice.DARK),
            ("contrast", tr("Tema ad alto contrasto"), Choice.CONTRAST),
            ("system", tr("Tema del sistema"), Choice.SYSTEM),
        )
        sizes = [(f"text/{size}", tr("Dimensione del testo: {} %").format(size), size) for size in TEXT_SIZES]
        return [
            Command("theme", tr("Tema chiaro o scuro"), "Ctrl+Shift+T", self._switch, needs_project=False),
            *(
                Command(f"theme/{key}", text, "", partial(self.choose, each), needs_project=False)
                for key, text, each in themes
            ),
            *(
                Command(key, text, "", partial(self.choose_text, size), needs_project=False)
                for key, text, size in sizes
            ),
        ]

    def _switch(self) -> None:
        self._window.set_dark(not self._window.theme.dark)

    def apply(self) -> None:
        """Show the window in the theme chosen before."""
        self._window.set_theme(theme_of(chosen()))

    def choose(self, choice: Choice) -> None:
        """Take a theme and remember it."""
        QSettings().remove(_DARK_BEFORE)
        QSettings().setValue(_THEME, choice.value)
        self.apply()

    def _system_changed(self) -> None:
        if chosen() in (Choice.SYSTEM, Choice.CONTRAST):
            self.apply()

    def choose_text(self, size: int) -> None:
        """Remember a size of the text and offer to start again with it."""
        from app.messages import Level

        remember_text_size(size)
        told = self.tr("Testo al {} %: vale dalla prossima apertura.").format(size)
        self._window.tasks.tell(Level.WARNING, told, self.tr("Riapri ora"), self._window.resume.restart)

"""The tokens reach Qt, and their contrast holds."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.look.contrast import CONTRAST_DARK, CONTRAST_LIGHT, HIGH
from app.look.theme import DARK, ICONS, LIGHT, Theme, apply_theme, font, stylesheet

THEMES = pytest.mark.parametrize(
    "theme", [LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK], ids=lambda theme: theme.name
)


def _luminance(colour: str) -> float:
    channels = [value / 255 for value in QColor(colour).getRgb()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@THEMES
def test_text_and_controls_are_legible(theme: Theme) -> None:
    for token in (theme.tx, theme.tx2, theme.tx3, theme.ac, theme.er, theme.wa, theme.ov, theme.ok):
        assert contrast(token, theme.sf) >= 4.5
    assert contrast(theme.ctl, theme.sf) >= 3
    assert contrast(theme.on, theme.ac) >= 4.5
    for name in ("er", "wa", "ov", "ok"):
        assert contrast(getattr(theme, name), getattr(theme, f"{name}_weak")) >= 5.4
    assert contrast(theme.map.label, theme.map.halo) >= 7


@THEMES
def test_the_style_sheet_has_every_token_in_place(theme: Theme, qapp: QApplication) -> None:
    text = stylesheet(theme)
    assert "$" not in text.replace("$-names", "")
    known = {value for value in asdict(theme).values() if isinstance(value, str)}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) <= known
    assert (ICONS / theme.name / "caret-down.svg").is_file()


@THEMES
def test_the_theme_is_applied_without_a_qt_warning(theme: Theme, qapp: QApplication, qtbot: object) -> None:
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    apply_theme(qapp, theme)
    window = QWidget()
    layout = QVBoxLayout(window)
    primary = QPushButton("Esporta")
    primary.setProperty("primary", True)
    for widget in (primary, QLineEdit(), QComboBox()):
        layout.addWidget(widget)
    assert window.grab().toImage().width() > 0
    assert primary.grab().toImage().pixelColor(6, 6).name().upper() == theme.ac
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == theme.sf
    window.deleteLater()
    qapp.setStyleSheet(before[2])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def test_figures_are_tabular(qapp: QApplication) -> None:
    assert font(13).featureValue(QFont.Tag("tnum")) == 1
    assert font(13, 600).weight() == QFont.Weight.DemiBold


@pytest.mark.parametrize("theme", HIGH, ids=lambda theme: theme.name)
def test_high_contrast_is_high(theme: Theme) -> None:
    for token in (theme.tx, theme.tx2, theme.tx3, theme.ac, theme.er, theme.wa, theme.ov, theme.ok):
        for ground in (theme.sf, theme.sf2, theme.acw):
            assert contrast(token, ground) >= (9 if ground == theme.sf else 7), (token, ground)
    assert contrast(theme.ln, theme.sf) >= 4.5 and contrast(theme.ctl, theme.sf) >= 9
    assert contrast(theme.on, theme.ac) >= 9
    for name in ("er", "wa", "ov", "ok"):
        assert contrast(getattr(theme, name), getattr(theme, f"{name}_weak")) >= 7
    assert contrast(theme.tx2, theme.track) >= 7, "a bar on its ground"
    assert contrast(theme.map.label, theme.map.halo) >= 15
    assert contrast(theme.map.camera, theme.map.land) >= 9 and contrast(theme.map.zone, theme.map.land) >= 9


def test_a_doubt_keeps_its_colour_on_a_field_that_is_read_only(qapp: QApplication, qtbot: object) -> None:
    field = QLineEdit()
    field.setReadOnly(True)
    field.setProperty("state", "doubt")
    field.setStyleSheet(stylesheet(DARK))
    field.resize(120, 28)
    assert field.grab().toImage().pixelColor(60, 0).name().upper() == DARK.wa
    field.deleteLater()


@THEMES
def test_every_picture_of_the_style_sheet_is_there(theme: Theme) -> None:
    named = re.findall(r"url\(([^)]+)\)", stylesheet(theme))
    assert named and all(Path(each).is_file() for each in named)

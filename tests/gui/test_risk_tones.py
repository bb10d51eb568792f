"""The classes of risk and coverage keep apart on both grounds, and the dark one stays dark."""

from itertools import combinations, product

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.look.risk_tones import shown
from app.look.theme import DARK, LIGHT, Theme

CLASSES = tuple(product(range(3), range(3)))
#: Linear sRGB to CIE XYZ over the white D65 (IEC 61966-2-1).
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def _lab(colour: str) -> np.ndarray:
    parts = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(parts > 0.04045, ((parts + 0.055) / 1.055) ** 2.4, parts / 12.92)
    share = XYZ @ linear / WHITE
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_no_two_classes_look_the_same(theme: Theme) -> None:
    tones = [_lab(shown(*each, theme)) for each in CLASSES]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(tones, 2)) > 14.0


def test_no_class_glares_on_dark_ground() -> None:
    assert max(QColor(shown(*each, DARK)).lightnessF() for each in CLASSES) < 0.55
    assert QColor(shown(0, 0, DARK)).lightnessF() < 0.3

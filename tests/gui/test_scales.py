"""Scales keep their classes apart for every eye, on both grounds; labels and sentences of classes."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.layers.symbology import class_labels, filter_text, tones_for
from app.look.scales import SCALES, category_colours, class_colours, on_dark, scales_for
from maps.schema import layer
from maps.views.classes import Method, classify
from maps.views.filters import Comparison, Filter, condition
from maps.views.symbology import Kind, Symbology

#: Viénot, Brettel, Mollon 1999 (deutan, protan) and Brettel 1997 reduced to a matrix (tritan), on linear sRGB.
EYES = {
    "normal": np.eye(3),
    "deutan": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
    "protan": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "tritan": np.array(
        [[1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.80500, 0.11911]]
    ),
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
CAMERA = layer("camera")


def _lab(colour: str, eye: str) -> np.ndarray:
    parts = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(parts > 0.04045, ((parts + 0.055) / 1.055) ** 2.4, parts / 12.92)
    share = XYZ @ np.clip(EYES[eye] @ linear, 0, 1) / WHITE
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def _apart(colours: tuple[str, ...], pairs: list[tuple[int, int]], eye: str) -> float:
    tones = [_lab(each, eye) for each in colours]
    return min(float(np.linalg.norm(tones[a] - tones[b])) for a, b in pairs)


@pytest.mark.parametrize("eye", list(EYES))
@pytest.mark.parametrize("name", [each.name for each in scales_for(apart=False)])
def test_neighbouring_classes_are_told_apart(name: str, eye: str) -> None:
    colours = class_colours(name, 5)
    assert _apart(colours, [(k, k + 1) for k in range(4)], eye) > 9.0
    dark = class_colours(name, 5, dark=True)
    assert _apart(dark, [(k, k + 1) for k in range(4)], eye) > 5.5


def test_on_dark_ground_high_values_are_light() -> None:
    for name in ("YlOrRd", "Blues", "batlow"):
        light = [_lab(each, "normal")[0] for each in class_colours(name, 5, dark=True)]
        assert light == sorted(light) and light[0] > 20


@pytest.mark.parametrize("eye", list(EYES))
def test_six_categories_are_told_apart_on_both_grounds(eye: str) -> None:
    colours = category_colours("", 6)
    pairs = list(combinations(range(6), 2))
    assert _apart(colours, pairs, eye) > 9.0
    assert _apart(tuple(on_dark(each) for each in colours), pairs, eye) > 14.0


def test_scales_are_named_once_and_turn_round() -> None:
    assert len({each.name for each in SCALES}) == len(SCALES)
    assert class_colours("Blues", 4, True) == class_colours("Blues", 4)[::-1]
    assert class_colours("there is none", 3) == class_colours("YlOrRd", 3)


def test_labels_of_classes() -> None:
    severity = layer("degraded_area").field("severity")
    assert class_labels(severity, classify([1, 2, 4, 5, 5], Method.EQUAL, 2)) == ["1–3", "4–5"]
    height = CAMERA.field("height_m")
    assert class_labels(height, classify([3.0, 3.5, 6.0], Method.JENKS, 2)) == ["3,0–3,5", "3,5–6,0"]
    year = CAMERA.field("installed_year")
    assert class_labels(year, classify([2015, 2018, 2021], Method.EQUAL, 2)) == ["2015–2018", "2019–2021"]


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("height_m", [None, None], None),
        ("height_m", [4.0, 4.0, None], "sono uguali"),
        ("height_m", [4.0, 5.0], "bastano per 2 classi"),
        ("make", [f"M{n}" for n in range(15)], "i 7 più rari stanno insieme"),
        ("make", ["A", "A"], "una categoria sola"),
        ("make", [None], None),
    ],
    ids=["none", "equal", "few", "many", "one", "no-make"],
)
def test_bad_input_is_told_in_a_sentence(field: str, values: list, said: str | None) -> None:
    kind = Kind.CLASSES if field == "height_m" else Kind.CATEGORIES
    tones = tones_for(Symbology(kind, field), CAMERA.field(field), values)
    if said is None:
        assert tones is None
        return
    assert tones is not None and said in tones.note and len(tones.codes) == len(values)
    if None in values:
        assert tones.tones[-1].label == "senza valore"


def test_a_filter_in_words() -> None:
    asked = Filter((condition(CAMERA.field("working_state"), Comparison.IS, "broken"),), "duomo", ("name",))
    assert filter_text(CAMERA, asked) == "Funzionamento: Guasta · «duomo»"

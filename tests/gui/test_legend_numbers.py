"""Numbers of the legends: the limits of classes, and the room between them."""

import pytest
from PySide6.QtGui import QFontMetrics

from app.layers.parts import class_breaks
from app.look.theme import font
from app.panels.layers.delegate import labels_apart
from maps.balance.criteria import Criteria


def test_breaks_of_the_choropleth_follow_the_criteria() -> None:
    assert class_breaks(Criteria()) == ((40.0, 60.0), (0.25, 0.5))
    own = Criteria(risk_threshold=75.0, coverage_threshold=0.2)
    assert class_breaks(own) == ((50.0, 75.0), (0.2, 0.4))


@pytest.mark.parametrize(
    "texts", [["1.000", "2.000", "4.000", "7.000", "10.000"], ["100.000"] * 5, ["1"] * 5]
)
def test_numbers_of_the_density_legend_never_touch(qapp, texts: list[str]) -> None:
    pixels, placed = labels_apart(texts, 40)
    metrics = QFontMetrics(font(pixels))
    ends = [left + metrics.horizontalAdvance(text) for left, text in placed]
    assert all(end + 4 <= left for end, (left, _text) in zip(ends, placed[1:], strict=False))

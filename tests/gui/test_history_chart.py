"""The words of the mean in the chart of a zone's semesters."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF

from app.panels.review.chart import HistoryChart
from app.panels.review.told import History

#: Aggravated assaults of a district of Chicago, second semesters 2010-2019: the line runs about its mean at the end.
CHICAGO = (461, 413, 519, 407, 419, 424, 619, 514, 549, 486)


def crosses(room: QRectF, line: QLineF) -> bool:
    steps = [line.pointAt(n / 40) for n in range(41)]
    return any(room.contains(QPointF(at)) for at in steps)


@pytest.mark.parametrize(("counts", "mean"), [(CHICAGO, 560.0), (CHICAGO[::-1], 460.0), ((3, 9, 4, 8), 6.0)])
def test_the_words_of_the_mean_lie_beside_the_line(qtbot, counts: tuple[int, ...], mean: float) -> None:
    chart = HistoryChart()
    qtbot.addWidget(chart)
    chart.resize(700, 380)
    names = [f"{2010 + n}-2" for n in range(len(counts))]
    lows, highs = [n * 0.9 for n in counts], [n * 1.1 for n in counts]
    chart.set_history(History("10", "", names, counts, lows, highs, mean, "media 2016-2018: 560"))
    room = chart.mean_place(130.0)
    assert chart.rect().contains(room.toAlignedRect())
    places = [QPointF(chart._x(n), chart._y(count)) for n, count in enumerate(counts)]
    assert not any(crosses(room, QLineF(a, b)) for a, b in pairwise(places))
    assert not any(room.intersects(QRectF(at.x() - 16, at.y() - 24, 32, 16)) for at in places)

"""Gates of one road that would read alike, told apart by a letter."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.speech import gates as gate_words


def letters(rows: Sequence[dict[str, Any]], points: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """Return a letter for each gate of a road with two that read alike, "" for the others.

    Parameters
    ----------
    rows : sequence of dict
        A gate and direction each, as `maps.answers.gates.cordon` says them.
    points : sequence of (float, float)
        Where each is, metres. The two directions of one crossing have one letter; they go clockwise from north.
    """
    found = [""] * len(rows)
    if not rows:
        return ()
    middle = tuple(sum(axis) / len(points) for axis in zip(*points, strict=True))
    roads: dict[str, list[int]] = {}
    for key, row in enumerate(rows):
        roads.setdefault(gate_words.road_name(row), []).append(key)
    for keys in roads.values():
        alike = Counter(gate_words.course(rows[key]) for key in keys)
        if max(alike.values()) == 1:
            continue
        places = {key: (round(points[key][0]), round(points[key][1])) for key in keys}
        order = sorted(set(places.values()), key=lambda at: _turn(at[0] - middle[0], at[1] - middle[1]))
        for key in keys:
            found[key] = _column(order.index(places[key]))
    return tuple(found)


def _turn(east: float, north: float) -> float:
    return round(math.atan2(east, north), 6) % math.tau


def _column(number: int) -> str:
    """Return A, B... Z, AA, AB... as a spreadsheet names its columns."""
    more, last = divmod(number, 26)
    return (_column(more - 1) if more else "") + chr(ord("A") + last)

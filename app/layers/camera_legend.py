"""The rows below the cameras in the layers card: what their symbols mean, and which of them can be shown alone."""

from typing import Any

from app.canvas.painters.base import LegendItem, Swatch
from app.look.purposes import LETTERS
from app.look.swatches import camera_swatch, purpose_swatch, swatch
from app.look.theme import Theme
from app.panels.layers import Entry, Kind
from app.speech import words
from maps.schema import layer
from maps.views.filters import Comparison, Filter, condition

_SYMBOLS = {
    "dome": "dome o panoramica",
    "plates": "lettura targhe",
    "unknown": "direzione ignota",
    "other_purpose": "altra finalità",
}
#: States that share a symbol are told apart here.
STATE_NAMES = {
    "planned": (("planned", "pianificata"), ("installing", "in installazione")),
    "broken": (("broken", "guasta"), ("dismissed", "dismessa")),
}


def only_state(state: str) -> Filter:
    """Return the filter that keeps the cameras in one working state."""
    return Filter((condition(layer("camera").field("working_state"), Comparison.IS, state),))


def camera_rows(painter: Any, items: list[LegendItem], theme: Theme, ratio: float) -> list[Entry]:
    """Return the rows of purposes, symbols and states that are on the map, and of those that turn.

    Parameters
    ----------
    painter : CamerasPainter
    items : list of LegendItem
        The symbols present.
    theme : Theme
    ratio : float
        Device pixels of a logical pixel.
    """
    counts: dict[str, int] = getattr(painter, "purpose_counts", dict)()
    made = [
        Entry("", Kind.SUB, words.purpose(each), counts[each], swatch=purpose_swatch(each, theme, ratio))
        for each in LETTERS
        if each in counts
    ]
    for item in items:
        sample = camera_swatch(item.key, theme, ratio)
        if item.key in _SYMBOLS:
            made.append(Entry("", Kind.SUB, _SYMBOLS[item.key], item.count, swatch=sample))
        made += [
            Entry("camera", Kind.SUB, text, painter.idle[state], swatch=sample, only=only_state(state))
            for state, text in STATE_NAMES.get(item.key, ())
            if painter.idle[state]
        ]
    return made + _potential_rows(getattr(painter, "turning", 0), theme, ratio)


def _potential_rows(turning: int, theme: Theme, ratio: float) -> list[Entry]:
    """Return the row of the dashed outline round a selected camera that turns."""
    if not turning:
        return []
    outline = LegendItem("potential", Swatch.DASH, theme.map.camera)
    tip = (
        "Ciò che una telecamera PTZ potrebbe raggiungere girando: si vede sulla selezionata e non conta mai."
    )
    return [Entry("", Kind.SUB, "portata potenziale", turning, swatch=swatch(outline, ratio), tip=tip)]

"""A camera that sees a place, in words.

Public: `sighting`, `sees_when`.
"""

from typing import Any

from app.speech import numbers, words


def sees_when(seen: Any) -> str:
    """Return when a camera sees a place over the year: by day, by night, both, or only at some hours."""
    told = {
        (True, True): "di giorno e di notte",
        (True, False): "solo di giorno",
        (False, True): "solo di notte",
    }
    return told.get((seen.by_day, seen.by_night), "solo in alcune ore")


def sighting(seen: Any) -> str:
    """Return a camera that sees a place in one line: who, how well, whose, until when the images are kept."""
    level = "" if seen.px_per_m is None else f" ({numbers.decimal(seen.px_per_m, 1)} px/m)"
    parts = [
        " ".join(text for text in (seen.code, seen.name) if text) or str(seen.fid),
        numbers.measure(seen.distance_m, "m", 1),
        words.detail_class(seen.detail_class) + level,
        sees_when(seen),
        seen.owner or "proprietà non nota",
        _recording(seen),
    ]
    return " · ".join(parts)


def _recording(seen: Any) -> str:
    if seen.records is False:
        return "non registra"
    if seen.overwritten_on is None:
        return "conservazione non nota"
    return f"immagini sovrascritte il {numbers.date(seen.overwritten_on)}"

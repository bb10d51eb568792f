"""How the layers of the web map look where the user has chosen it: rows of a filter, colours by class."""

from dataclasses import replace
from typing import Any

from app.canvas.painters.tones import Tones
from app.layers.styles import Drawn, drawn
from maps.io.webmap_style import WebClass, WebLayer, WebStyle
from maps.views.symbology import Styles

#: Property of a feature that holds its class; the web map writes it because the legend needs it.
TONE = "tone"


def shown_rows(project: Any, name: str, styles: Styles) -> Drawn:
    """Return which rows of a layer are exported, and their colours."""
    return drawn(project, name, styles.of(name))


def taken(values: Any, chosen: Drawn) -> list[Any]:
    """Return those of a column that are drawn."""
    kept = list(values)
    if chosen.kept is None:
        return kept
    return [value for value, keep in zip(kept, chosen.kept.tolist(), strict=True) if keep]


def dressed(layer: WebLayer, chosen: Drawn) -> WebLayer:
    """Return a web layer in the colours of its classes, its filter told under the legend."""
    told = f"solo {chosen.note.text} ({chosen.note.shown} di {chosen.note.total})" if chosen.note else ""
    if chosen.tones is None:
        return replace(layer, unit=told or layer.unit)
    for feature, code in zip(layer.features["features"], chosen.tones.codes.tolist(), strict=True):
        feature["properties"][TONE] = code
    unit = " · ".join(part for part in (chosen.tones.title, told) if part)
    return replace(layer, by=TONE, classes=classes_of(chosen.tones, layer.style), ramp=False, unit=unit)


def classes_of(tones: Tones, base: WebStyle) -> tuple[WebClass, ...]:
    """Return a class for each tone, drawn as its layer is, in its colour."""
    return tuple(
        WebClass(
            code,
            tone.label,
            replace(
                base,
                color=tone.light if base.hatch else base.color,
                fill=tone.light,
                fill_opacity=_opacity(base),
            ),
        )
        for code, tone in enumerate(tones.tones)
    )


def _opacity(base: WebStyle) -> float:
    return max(base.fill_opacity, 0.62)

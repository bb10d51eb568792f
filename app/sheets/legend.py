"""The legend of a sheet, taken from the painters that are drawn on it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.painters.base import FeaturePainter, LegendItem, Painter, Swatch, blend, tint
from app.canvas.painters.cameras import CameraState, CameraSymbol, draw_camera
from app.canvas.painters.points import SYMBOLS, draw_points
from app.canvas.painters.tones import TONE_KEY
from app.canvas.view import MapView
from app.layers.camera_legend import STATE_NAMES
from app.look.theme import Theme
from app.sheets.stack import RISK_BREAKS, RISK_OPACITY, RISK_TONES, Stack, within
from app.sheets.verdicts import HATCH_PX, OVERLAP
from app.speech import numbers

_CAMERA_WORDS = {
    "fixed": "fissa, funzionante",
    "dome": "dome o panoramica, funzionante",
    "plates": "lettura targhe, funzionante",
    "unknown": "funzionante, direzione ignota",
    "other_purpose": "di altra finalità",
}
#: What a symbol that several working states share counts for; the states are named as in the window.
_STATE_COUNTS = {"planned": "non conteggiata", "broken": "esclusa dalla copertura"}
_FOOTPRINT_WORDS = {
    "chosen": "della finalità",
    "thin": "sotto la classe richiesta",
    "planned": "di telecamera pianificata",
    "broken": "di telecamera guasta o dismessa",
    "off": "di telecamera fuori orario",
    "other_purpose": "di altra finalità",
}
_TERRITORY_WORDS = {
    "abandoned_building": "immobile abbandonato",
    "degraded_area": "area degradata",
    "sensitive_place": "luogo sensibile",
    "street_light": "punto luce",
    "dump_site": "discarica abusiva",
    "report": "segnalazione o esposto",
    "analysis_zone": "limite di zona",
}
_TITLES = {
    "camera": "Punti di ripresa",
    "analysis_zone": "Zone di analisi",
    "degraded_area": "Aree degradate",
    "abandoned_building": "Immobili abbandonati",
    "sensitive_place": "Luoghi sensibili",
    "street_light": "Punti luce",
    "dump_site": "Discariche abusive",
    "report": "Segnalazioni ed esposti",
}
SWATCH = (30.0, 15.0)


@dataclass(frozen=True)
class Row:
    """One line of the legend; `camera` is the key of a camera symbol or state, drawn instead of the item."""

    text: str
    item: LegendItem | None = None
    camera: str = ""


@dataclass(frozen=True)
class Group:
    """A heading and its rows."""

    heading: str
    rows: tuple[Row, ...]


def groups(stack: Stack, view: MapView, theme: Theme, criteria: Any) -> list[Group]:
    """Return the groups of what is drawn and lies in the view, with counts of what the view holds."""
    found = [
        Group("Indice di rischio (0–100)", _risk(stack, theme)),
        Group("Equilibrio della copertura", _verdicts(stack, view, theme, criteria)),
        Group("Densità degli eventi (eventi/km²)", _density(stack, theme, "density")),
        Group("Rischio per cella (da 0 a 100)", _density(stack, theme, "risk_cells")),
        Group("Punti di ripresa", _cameras(stack, view, theme)),
        Group("Aree riprese", _footprints(stack, theme)),
        Group("Territorio", _territory(stack, view, theme)),
        Group("Sfondo", _ground(stack, theme)),
        *_by_class(stack, view, theme),
    ]
    return [group for group in found if group.rows]


def _by_class(stack: Stack, view: MapView, theme: Theme) -> list[Group]:
    """One group for each layer that is coloured by a field, with counts of what the view holds."""
    found = []
    for painter in reversed(stack.painters):
        tones = getattr(painter, "tones", None)
        if tones is None or painter.name == "footprint" or not isinstance(painter, FeaturePainter):
            continue
        inside = painter.tree.query(shapely.box(*view.bounds), predicate="intersects")
        counts = np.bincount(tones.codes[inside], minlength=len(tones.tones)).tolist()
        rows = [
            Row(f"{item.label} ({numbers.integer(count)})", item)
            for item, count in zip(painter.legend_items(theme), counts, strict=True)
            if count
        ]
        heading = (
            tones.title if painter.name == "zone_theme" else f"{_TITLES[painter.name]}: {tones.title.lower()}"
        )
        found.append(Group(heading, (*rows, *_filtered(painter))))
    return found


def _filtered(painter: Painter) -> tuple[Row, ...]:
    """The line that says which rows of a layer are drawn."""
    note = painter.filter_note
    if note is None:
        return ()
    shown = f"{numbers.integer(note.shown)} di {numbers.integer(note.total)}"
    return (Row(f"solo {note.text} ({shown})"),)


def _risk(stack: Stack, theme: Theme) -> tuple[Row, ...]:
    if stack.painter("risk") is None or stack.facts.zones["risk"].isna().all():
        return ()
    low, high = (numbers.integer(each) for each in RISK_BREAKS)
    texts = (
        f"alto, da {high}",
        f"medio, da {low} a {numbers.integer(RISK_BREAKS[1] - 1)}",
        f"basso, sotto {low}",
    )
    tones = [
        theme.map.land if tone is None else blend(tone, theme.map.land, RISK_OPACITY) for tone in RISK_TONES
    ]
    return tuple(
        Row(text, LegendItem("risk", Swatch.FILL, theme.tx2, tone))
        for text, tone in zip(texts, reversed(tones), strict=True)
    )


def _verdicts(stack: Stack, view: MapView, theme: Theme, criteria: Any) -> tuple[Row, ...]:
    painter = stack.painter("verdict")
    words = {
        "shortage": f"carenza: rischio ≥ {numbers.integer(criteria.risk_threshold)}, "
        f"copertura < {numbers.percent(criteria.coverage_threshold)}",
        "overlap": f"sovrapposizione oltre il {numbers.percent(criteria.overlap_threshold)}",
    }
    if painter is None:
        return ()
    return tuple(
        Row(words[item.key], item) for item in painter.legend_items(theme) if painter.is_in(view, item.key)
    )


def _density(stack: Stack, theme: Theme, name: str) -> tuple[Row, ...]:
    painter = stack.painter(name)
    items = painter.legend_items(theme) if painter else []
    lows = [numbers.integer(float(item.label)) for item in items]
    texts = [f"da {low} a {high}" for low, high in pairwise(lows)]
    texts += [f"oltre {low}" for low in lows[-1:]]
    return tuple(Row(text, item) for text, item in zip(texts, items, strict=True))[::-1]


def _cameras(stack: Stack, view: MapView, theme: Theme) -> tuple[Row, ...]:
    painter = stack.painter("camera")
    if painter is None or painter.tones is not None:
        return ()
    seen = within(painter, view)
    rows = [row for item in seen.legend_items(theme) for row in _camera_rows(item, seen)]
    return (*rows, *_filtered(painter))


def _camera_rows(item: LegendItem, seen: Any) -> list[Row]:
    """The row of a symbol, or one for each working state that shares it."""
    states = [
        (f"{name}, {_STATE_COUNTS[item.key]}", seen.idle[state])
        for state, name in STATE_NAMES.get(item.key, ())
        if seen.idle[state]
    ]
    told = states or [(_CAMERA_WORDS[item.key], item.count or 0)]
    return [Row(f"{text} ({numbers.integer(count)})", item, item.key) for text, count in told]


def _footprints(stack: Stack, theme: Theme) -> tuple[Row, ...]:
    painter = stack.painter("footprint")
    if painter is not None and painter.tones is not None:
        return (Row("nel colore della telecamera"),)
    items = painter.legend_items(theme) if painter else []
    return tuple(Row(_FOOTPRINT_WORDS[item.key], item) for item in items)


def _territory(stack: Stack, view: MapView, theme: Theme) -> tuple[Row, ...]:
    rows = [_limit(theme)] if stack.painter("risk") is not None else []
    for name, text in _TERRITORY_WORDS.items():
        painter = stack.painter(name)
        if not isinstance(painter, FeaturePainter) or view.zoom < painter.min_zoom:
            continue
        if getattr(painter, "tones", None) is not None:
            continue
        count = len(within(painter, view).geometries)
        if count:
            told = text if name == "analysis_zone" else f"{text} ({numbers.integer(count)})"
            rows += [Row(told, item) for item in painter.legend_items(theme)[:1]]
            rows += _filtered(painter)
    return tuple(rows)


def _ground(stack: Stack, theme: Theme) -> tuple[Row, ...]:
    """What the ground shows, where it is all that there is to see: no zone is judged on it."""
    if stack.facts is not None:
        return ()
    buildings, roads, land_use = (stack.painter(name) for name in ("obstacle", "road", "land_use"))
    tones = theme.map
    drawn = (
        ("edificio", buildings and len(buildings.geometries), tones.building),
        ("strada", roads and roads.shapes, tones.road),
        ("verde", land_use and len(land_use.green.geometries), tones.green),
        ("acqua", land_use and len(land_use.water.geometries), tones.water),
    )
    return tuple(
        Row(text, LegendItem("ground", Swatch.FILL, tone, tone)) for text, there, tone in drawn if there
    )


def _limit(theme: Theme) -> Row:
    """The limit of the zones where they are filled: a solid line."""
    return Row(_TERRITORY_WORDS["analysis_zone"], LegendItem("analysis_zone", Swatch.LINE, theme.tx2))


def draw_row_swatch(painter: QPainter, row: Row, box: QRectF, theme: Theme) -> None:
    """Draw the sample of a row within a box of `SWATCH`."""
    if row.camera:
        _camera(painter, row.camera, box, theme)
    elif row.item is not None:
        draw_swatch(painter, row.item, box, theme)


def _camera(painter: QPainter, key: str, box: QRectF, theme: Theme) -> None:
    symbols, states = {each.value for each in CameraSymbol}, {each.value for each in CameraState}
    symbol = CameraSymbol(key) if key in symbols else CameraSymbol.FIXED
    state = CameraState(key) if key in states else CameraState.WORKING
    looking = [60.0] if symbol in (CameraSymbol.FIXED, CameraSymbol.PLATES) else []
    painter.save()
    painter.translate(box.center() + QPointF(-2 if looking else 0, 1 if looking else 0))
    painter.scale(0.8, 0.8)
    draw_camera(painter, theme, symbol, state, looking)
    painter.restore()


def draw_swatch(painter: QPainter, item: LegendItem, box: QRectF, theme: Theme) -> None:
    """Draw one sample as the map draws the thing: vector, so that it stays sharp on paper."""
    painter.save()
    pen = QPen(QColor(item.colour), 1.4)
    if item.swatch is Swatch.DASH:
        pen.setDashPattern([5.0, 2.6])
    painter.setPen(pen)
    fill = tint(item.fill, 0.35) if item.fill and _is_class_hatch(item) else QColor(item.fill or "")
    painter.setBrush(fill if item.fill else Qt.BrushStyle.NoBrush)
    middle = box.center()
    if item.swatch is Swatch.LINE or (item.swatch is Swatch.DASH and not item.fill):
        painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    elif item.swatch is Swatch.SYMBOL:
        if item.key in SYMBOLS:
            centre = np.array([middle.x()]), np.array([middle.y()])
            draw_points(painter, theme, SYMBOLS[item.key], *centre, 0.9)
        else:
            painter.drawEllipse(middle, 3.6, 3.6)
    elif item.swatch is Swatch.OUTLINE:
        painter.setPen(QPen(QColor(item.colour), 4.0))
        painter.drawRect(box.adjusted(2, 2, -2, -2))
    else:
        if item.swatch is not Swatch.HATCH:
            painter.setPen(QPen(QColor(theme.tx2), 0.8))
        painter.drawRect(box)
        if item.key == OVERLAP:
            _upright(painter, box, item.colour)
        elif item.swatch is Swatch.HATCH:
            _hatch(painter, box, item.colour, falling=item.key == "abandoned_building")
    painter.restore()


def _is_class_hatch(item: LegendItem) -> bool:
    """Whether a sample is a class of a hatched layer: a tint of its colour under the hatch."""
    return item.key == TONE_KEY and item.swatch is Swatch.HATCH


def _upright(painter: QPainter, box: QRectF, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 0.9))
    places = np.arange(box.left() + HATCH_PX, box.right() - 1.0, HATCH_PX).tolist()
    painter.drawLines([QLineF(x, box.top(), x, box.bottom()) for x in places])


def _hatch(painter: QPainter, box: QRectF, colour: str, falling: bool) -> None:
    """Lines at 45 degrees cut to the box by arithmetic: SVG viewers disagree about clips."""
    painter.setPen(QPen(QColor(colour), 0.9))
    start = box.left() - box.height()
    lines = []
    while start < box.right():
        start += 5.0
        left, right = max(start, box.left()), min(start + box.height(), box.right())
        if right > left:
            low, high = box.bottom() - (left - start), box.bottom() - (right - start)
            if falling:
                low, high = box.top() + box.bottom() - low, box.top() + box.bottom() - high
            lines.append(QLineF(left, low, right, high))
    painter.drawLines(lines)

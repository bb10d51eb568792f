"""Ties the style card to the looks of the layers of one window."""

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint

from app.canvas.painters.tones import Tones
from app.layers import legend
from app.layers.styles import STYLED, THEMED, ZONE_THEME, figure_values
from app.layers.symbology import KINDS, METHODS, filter_text, tones_for
from app.look.scales import category_colours, class_colours, on_dark, scales_for
from app.panels.style import Histogram, StyleCard, StyleView
from app.panels.style.view import Choice
from app.panels.topbar import Place
from app.speech import numbers
from app.speech.sentences import explain
from maps.schema import Field
from maps.views.filters import Condition, Filter
from maps.views.symbology import Kind, LayerStyle, Symbology, fields_for

if TYPE_CHECKING:
    from app.panels.table.conditions import ConditionForm
    from app.window import MainWindow

#: Of more rows than these the card shows no histogram: reading them would stop the hand.
MOST_ROWS = 50_000
#: Of more rows than these fields are not asked whether they have values.
READ_AT_ONCE = 5000
_GAP, _MARGIN = 8, 12


class Styling(QObject):
    """The style card of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._looks, self._session = window, window.looks, window.session
        self.card = StyleCard(window.map_area)
        self.row = ""
        self._form: ConditionForm | None = None
        self._known_empty: tuple[Any, frozenset[str]] = (None, frozenset())
        card, looks = self.card, self._looks
        window.layers.style_wanted.connect(self.open)
        window.layers.resized.connect(self.place)
        window.map_area.installEventFilter(self)
        card.symbology_changed.connect(self._set_symbology)
        card.label_changed.connect(lambda name: looks.set_label(self.row, name, legend.title_of(self.row)))
        card.opacity_changed.connect(self._set_opacity)
        card.filter_cleared.connect(lambda: looks.set_filter(self.row, Filter()))
        card.condition_wanted.connect(self._ask_condition)
        card.resized.connect(self.place)
        card.closed.connect(window.layers.take_focus)
        looks.look_changed.connect(lambda _row: self.refresh())
        looks.shown_changed.connect(lambda _row: self._show_opacity())
        window.model.part_ready.connect(lambda _part: self.refresh())
        window.session.closed.connect(card.hide)
        window.layers.installEventFilter(self)

    def set_theme(self, theme: Any) -> None:
        """Take the colours of `theme`."""
        self.card.set_theme(theme)
        self.refresh()

    # Opening

    def open(self, row: str) -> None:
        """Show the style of a row of the layers card."""
        if self._session.project is None:
            return
        self.row = row
        self._window.layers.select(row)
        self.card.show_style(self._view())
        self.card.show()
        self.place()
        self.card.raise_()
        self.card.take_focus()

    @property
    def is_open(self) -> bool:
        """Whether the card is on the screen."""
        return not self.card.isHidden()

    def refresh(self) -> None:
        """Show what has changed behind the card."""
        if self._session.project is None or not self.is_open:
            return
        if self._window.place is not Place.MAP:
            self.card.hide()
            return
        self.card.show_style(self._view())

    def _show_opacity(self) -> None:
        if self.is_open and self._looks.of(self.row).opacity != self.card.opacity.value() / 100:
            self.refresh()

    def place(self) -> None:
        """Put the card at the right of the layers, as tall as it needs and the map allows."""
        if not self.is_open:
            return
        area = self._window.map_area
        wanted = self.card.natural_size(area.width() - 2 * _MARGIN)
        beside = self._window.layers.geometry().right() + 1 + _GAP
        left = min(beside, area.width() - wanted.width() - _MARGIN)
        room = area.height() - 2 * _MARGIN
        self.card.setGeometry(left, _MARGIN, wanted.width(), min(wanted.height(), room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the map; go with the layers where they are hidden."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        elif event.type() == QEvent.Type.Hide and watched is self._window.layers:
            self.card.hide()
        return super().eventFilter(watched, event)

    # What is shown

    def _view(self) -> StyleView:
        row, style = self.row, self._looks.of(self.row)
        title = legend.title_of(row)
        if row not in (*THEMED, ZONE_THEME):
            return StyleView(row, title, opacity=style.opacity)
        declared, asked = STYLED[row], style.symbology
        empty = self._empty_fields()
        fields = {
            kind: _fields(fields_for(declared, kind), empty) for kind in (Kind.CATEGORIES, Kind.CLASSES)
        }
        tones, histogram = self._classes(style)
        themed = row in THEMED
        return StyleView(
            row,
            title,
            _kinds(row, fields),
            fields,
            asked,
            _scales(asked, self._window.theme.dark),
            tuple(Choice(method.value, text) for method, text in METHODS.items()),
            (Choice("", "Nessuna" if row != "analysis_zone" else "Nome"), *_labels(declared))
            if themed
            else (),
            style.label,
            filter_text(declared, style.filter) if style.filter else "",
            self._filter_count(),
            themed,
            style.opacity,
            self._note(style, tones),
            histogram,
        )

    def _empty_fields(self) -> frozenset[str]:
        """Fields without any value, which can colour nothing; not asked of a large layer."""
        file = self._session.file
        if self.row == ZONE_THEME or file.count(self.row) > READ_AT_ONCE:
            return frozenset()
        version = (self.row, file.version(self.row))
        if self._known_empty[0] != version:
            columns = file.rows(self.row).columns
            blank: tuple[Any, ...] = (None, "", [])
            names = frozenset(name for name, values in columns.items() if all(v in blank for v in values))
            self._known_empty = (version, names)
        return self._known_empty[1]

    def _filter_count(self) -> str:
        painter = self._window.model.painter(self.row)
        note = None if painter is None else painter.filter_note
        if note is None:
            return ""
        return f"{numbers.integer(note.shown)} di {numbers.integer(note.total)}"

    def _values(self, style: LayerStyle) -> list[Any] | None:
        """Return the values by which the layer is coloured; None where they are not at hand."""
        name = style.symbology.field
        if self.row == ZONE_THEME:
            found = self._window.model.results.get("balance")
            return None if found is None else figure_values(next(iter(found.purposes.values())).zones, name)
        file = self._session.file
        if file.count(self.row) > MOST_ROWS:
            return None
        rows = file.rows(self.row, fields=tuple({name, *style.filter.fields}))
        kept = style.filter.mask(STYLED[self.row], rows.columns, len(rows.fids))
        return [value for value, keep in zip(rows.columns[name], kept.tolist(), strict=True) if keep]

    def _classes(self, style: LayerStyle) -> tuple[Tones | None, Histogram | None]:
        asked = style.symbology
        values = None if asked.kind is Kind.SINGLE else self._values(style)
        if values is None:
            return None, None
        field = STYLED[self.row].field(asked.field)
        tones = tones_for(asked, field, values)
        if asked.kind is not Kind.CLASSES or tones is None:
            return tones, None
        lower, *breaks = tones.ends
        known = np.array([each for each in values if each is not None], dtype=float)
        known = known[np.isfinite(known)]
        scale = any(each.isdigit() for each in field.unit)  # "1–5" is a scale, not a unit
        unit = "" if scale else field.unit
        ends = [numbers.with_unit(numbers.compact(each, 2), unit) for each in (lower, breaks[-1])]
        colours = tuple(tone.colour(self._window.theme) for tone in tones.tones[: len(breaks)])
        return tones, Histogram(known, tuple(breaks), colours, *ends)

    def _note(self, style: LayerStyle, tones: Tones | None) -> str:
        asked = style.symbology
        if asked.kind is Kind.SINGLE:
            return ""
        if tones is not None:
            return tones.note
        if self._values(style) is None:
            return ""
        label = STYLED[self.row].field(asked.field).label
        return self.tr(
            "Nessun elemento ha un valore in «{}»: il livello resta col segno del progetto."
        ).format(label)

    # What is chosen

    def _set_symbology(self, asked: Symbology) -> None:
        self._looks.set_symbology(self.row, asked, legend.title_of(self.row))

    def _set_opacity(self, opacity: float) -> None:
        self._looks.set_opacity(self.row, opacity)

    def _ask_condition(self, corner: QPoint) -> None:
        if self._form is None:
            from app.panels.table.conditions import ConditionForm

            self._form = ConditionForm(explain, self.card)
            self._form.given.connect(self._add_condition)
        self._form.open_at(STYLED[self.row], corner)

    def _add_condition(self, made: Condition) -> None:
        kept = self._looks.of(self.row).filter
        if made not in kept.conditions:
            self._looks.set_filter(self.row, Filter((*kept.conditions, made), kept.text, kept.text_fields))


def _kinds(row: str, fields: dict[Kind, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    single = "Rischio e copertura" if row == ZONE_THEME else KINDS[Kind.SINGLE]
    several = [Choice(kind.value, KINDS[kind]) for kind in (Kind.CATEGORIES, Kind.CLASSES) if fields[kind]]
    return (Choice(Kind.SINGLE.value, single), *several)


def _fields(fields: tuple[Field, ...], empty: frozenset[str]) -> tuple[Choice, ...]:
    """Return fields as choices, those of the table first, those without values last and marked."""
    ordered = sorted(fields, key=lambda each: (each.name in empty, not each.in_table))
    return tuple(
        Choice(each.name, f"{each.label} · senza valori" if each.name in empty else each.label)
        for each in ordered
    )


def _labels(declared: Any) -> tuple[Choice, ...]:
    dull = {"uid", "created_by", "updated_by", "created_at", "updated_at", "osm_id", "municipality_istat"}
    return tuple(Choice(each.name, each.label) for each in declared.fields if each.name not in dull)


def _scales(asked: Symbology, dark: bool) -> tuple[Choice, ...]:
    """Return the scales that fit, the usual one under the name that says nothing, in the colours of the theme."""
    apart, found = asked.kind is Kind.CATEGORIES, []
    for place, each in enumerate(scales_for(apart=apart)):
        if apart:
            plain = category_colours(each.name, 7, asked.reverse)
            colours = tuple(on_dark(tone) for tone in plain) if dark else plain
        else:
            colours = class_colours(each.name, 7, asked.reverse, dark)
        found.append(Choice(each.name if place else "", each.label, colours))
    return tuple(found)

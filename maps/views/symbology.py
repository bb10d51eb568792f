"""How layers look on the map, as data: what is shown, how strongly, which rows, by which field and colours.

A style knows no colour by itself: it names a scale. Styles are kept in the project file as JSON, and in scenes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any, Protocol

from maps.errors import InvalidValue, ValueProblem
from maps.schema.fields import Field as Declared, FieldKind, Layer
from maps.views.classes import FEWEST, MOST, Method
from maps.views.filters import Filter

#: How layers look (an edit that can be undone), and what is shown of them (a view, kept without an undo).
STYLE_SETTING, SHOWN_SETTING = "styles", "shown"

_NUMBERS = frozenset({FieldKind.INTEGER, FieldKind.REAL})
_APART = frozenset({FieldKind.CODE, FieldKind.CODES, FieldKind.BOOLEAN, FieldKind.TEXT})


class Kind(Enum):
    """What the colours of a layer tell."""

    SINGLE = "single"
    CATEGORIES = "categories"
    CLASSES = "classes"


@dataclass(frozen=True)
class Symbology:
    """What the colours of a layer tell.

    Attributes
    ----------
    kind : Kind
        SINGLE is the sign of the design.
    field : str
        Field of CATEGORIES and CLASSES.
    method : Method
    classes : int
    scale : str
        Name of a colour scale; "" for the first that fits.
    reverse : bool
        High values take the colours of low ones.
    """

    kind: Kind = Kind.SINGLE
    field: str = ""
    method: Method = Method.JENKS
    classes: int = 5
    scale: str = ""
    reverse: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        return {**asdict(self), "kind": self.kind.value, "method": self.method.value}

    @classmethod
    def from_json(cls, layer: Layer, kept: Mapping[str, Any]) -> "Symbology":
        """Return what was kept as JSON.

        Raises
        ------
        InvalidValue
            The field is not declared any more, or a part is not what it should be.
        """
        try:
            kind, method = Kind(kept.get("kind")), Method(kept.get("method", Method.JENKS.value))
            classes = min(max(int(kept.get("classes", 5)), FEWEST), MOST)
        except (TypeError, ValueError):
            raise InvalidValue("symbology", str(kept), ValueProblem.NOT_IN_LIST) from None
        name = str(kept.get("field") or "")
        if kind is Kind.SINGLE:
            return cls()
        if name not in layer.field_names or kind not in kinds_of(layer.field(name)):
            raise InvalidValue("field", name, ValueProblem.NOT_IN_LIST)
        return cls(kind, name, method, classes, str(kept.get("scale") or ""), bool(kept.get("reverse")))


def kinds_of(declared: Declared) -> tuple[Kind, ...]:
    """Return by what a field can colour a layer, the commonest first; () for none."""
    if declared.kind in _NUMBERS:
        low, high = declared.minimum, declared.maximum
        short = declared.kind is FieldKind.INTEGER and None not in (low, high) and high - low < 10  # type: ignore[operator]
        return (Kind.CLASSES, Kind.CATEGORIES) if short else (Kind.CLASSES,)
    return (Kind.CATEGORIES,) if declared.kind in _APART else ()


def fields_for(layer: Layer, kind: Kind) -> tuple[Declared, ...]:
    """Return the fields by which a layer can be coloured in this way; keys and remarks are left out."""
    dull = {
        "uid",
        "remarks",
        "source",
        "created_by",
        "updated_by",
        "osm_id",
        "municipality_istat",
        "system_id",
    }
    return tuple(each for each in layer.fields if kind in kinds_of(each) and each.name not in dull)


@dataclass(frozen=True)
class LayerStyle:
    """How one layer looks.

    Attributes
    ----------
    visible : bool or None
        None where the user has not said: as the program starts.
    opacity : float
        0-1.
    filter : Filter
        Only the rows that pass are drawn; no figure follows it.
    label : str
        Field written beside each feature; "" for none.
    symbology : Symbology
    """

    visible: bool | None = None
    opacity: float = 1.0
    filter: Filter = field(default_factory=Filter)
    label: str = ""
    symbology: Symbology = field(default_factory=Symbology)

    def look_json(self) -> dict[str, Any]:
        """Return the part that an undo brings back."""
        return {"label": self.label, "symbology": self.symbology.to_json()}

    def shown_json(self) -> dict[str, Any]:
        """Return the part that belongs to the view."""
        return {"visible": self.visible, "opacity": self.opacity, "filter": self.filter.to_json()}


@dataclass(frozen=True)
class Lost:
    """A part of a style that cannot be shown any more: its field is not declared or has other values."""

    layer: str
    field: str


@dataclass(frozen=True)
class Styles:
    """How every layer looks.

    Attributes
    ----------
    by_layer : mapping of str to LayerStyle
        By the name of a row of the layers card; absent ones are as designed.
    order : tuple of str
        Names from the top down; () for the order of the design.
    """

    by_layer: Mapping[str, LayerStyle] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def of(self, name: str) -> LayerStyle:
        """Return the style of a layer."""
        return self.by_layer.get(name, _DESIGN)

    def changed(self, name: str, **values: Any) -> "Styles":
        """Return these styles with parts of one layer's replaced."""
        return replace(self, by_layer={**self.by_layer, name: replace(self.of(name), **values)})

    def look_json(self) -> dict[str, Any]:
        """Return what an undo brings back: order, symbology, labels."""
        layers = {name: style.look_json() for name, style in self.by_layer.items()}
        plain = _DESIGN.look_json()
        return {"order": list(self.order), "layers": {k: v for k, v in layers.items() if v != plain}}

    def shown_json(self) -> dict[str, Any]:
        """Return what belongs to the view: visibility, opacity, filters."""
        layers = {name: style.shown_json() for name, style in self.by_layer.items()}
        plain = _DESIGN.shown_json()
        return {"layers": {k: v for k, v in layers.items() if v != plain}}

    def to_json(self) -> dict[str, Any]:
        """Return all of it, for a scene."""
        looks, shown = self.look_json(), self.shown_json()["layers"]
        names = {*looks["layers"], *shown}
        layers = {name: {**self.of(name).look_json(), **self.of(name).shown_json()} for name in sorted(names)}
        return {"order": looks["order"], "layers": layers}


_DESIGN = LayerStyle()


def read_styles(declared: Mapping[str, Layer], *kept: Any) -> tuple[Styles, list[Lost]]:
    """Return styles from JSON; what cannot be shown any more is left out and told.

    Parameters
    ----------
    declared : mapping of str to Layer
        By the name under which its style is kept.
    *kept : JSON values
        Results of `look_json`, `shown_json` or `to_json`; later ones add to earlier ones.
    """
    styles = Styles()
    lost: list[Lost] = []
    order: tuple[str, ...] = ()
    for part in (each for each in kept if isinstance(each, dict)):
        names = part.get("order")
        order = tuple(str(each) for each in names) if isinstance(names, list) else order
        layers = part.get("layers")
        for name, values in (layers if isinstance(layers, dict) else {}).items():
            if isinstance(values, dict):
                found, gone = _read(declared.get(name), str(name), values)
                styles, lost = styles.changed(str(name), **found), lost + gone
    return replace(styles, order=order), lost


def _read(declared: Layer | None, name: str, kept: Mapping[str, Any]) -> tuple[dict[str, Any], list[Lost]]:
    found: dict[str, Any] = {}
    lost: list[Lost] = []
    if isinstance(kept.get("visible"), bool):
        found["visible"] = kept["visible"]
    opacity = kept.get("opacity")
    if isinstance(opacity, int | float) and 0 <= opacity <= 1:
        found["opacity"] = float(opacity)
    if declared is None:
        return found, lost
    label = kept.get("label")
    if isinstance(label, str) and label:
        found |= {"label": label} if label in declared.field_names else {}
        lost += [] if label in declared.field_names else [Lost(name, label)]
    for key, read in (("filter", Filter.from_json), ("symbology", Symbology.from_json)):
        try:
            found |= {key: read(declared, kept[key])} if isinstance(kept.get(key), dict) else {}
        except (InvalidValue, TypeError, AttributeError) as error:
            lost.append(Lost(name, str(error.raw if isinstance(error, InvalidValue) else key)))
    return found, lost


class _Project(Protocol):
    def setting(self, key: str, default: Any = None) -> Any: ...


def kept_styles(file: _Project, declared: Mapping[str, Layer]) -> tuple[Styles, list[Lost]]:
    """Return the styles kept in a project file."""
    return read_styles(declared, file.setting(STYLE_SETTING), file.setting(SHOWN_SETTING))


def legend_order(order: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return every known name in an order: those that it does not hold keep their place after their neighbour above."""
    result = [name for name in order if name in known]
    for place, name in enumerate(known):
        if name not in result:
            above = next((each for each in reversed(known[:place]) if each in result), None)
            result.insert(0 if above is None else result.index(above) + 1, name)
    return tuple(result)

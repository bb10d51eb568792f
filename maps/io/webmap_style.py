"""How the layers of the web map look: the colours and hatches of `docs/design.md`."""

from dataclasses import dataclass, field, replace
from typing import Any

from maps.schema.fields import Layer, Sensitivity

ACCENT, ERROR, SHORTAGE, OVERLAP, BALANCED, MUTED = (
    "#14599B", "#B3261E", "#8A4300", "#1D4F73", "#256239", "#60666D",
)  # fmt: skip
LAND, GREEN, WATER, BUILDING = "#F3F3F1", "#E1E8DA", "#CADCE8", "#DBDAD6"
#: ColorBrewer YlOrRd with the opacities that keep the streets legible underneath.
DENSITY = ("#FFFFB2", "#FECC5C", "#FD8D3C", "#F03B20", "#BD0026")
DENSITY_OPACITY = (0.36, 0.42, 0.46, 0.48, 0.50)
#: Tol muted: one colour for each purpose shown at once.
PURPOSES = ("#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677", "#AA4499")


@dataclass(frozen=True)
class WebStyle:
    """How shapes are drawn.

    Attributes
    ----------
    color : str
        Outline and hatch, "#RRGGBB".
    fill : str
        Inside; the outline's colour when "".
    fill_opacity, opacity : float
        0-1, inside and outline.
    weight, radius : float
        Pixels.
    dash : str
        Lengths of dashes and gaps in pixels, or "".
    hatch : str
        "up" (45°), "down" (-45°) or "".
    ground : float
        Opacity of `fill` behind the hatch.
    """

    color: str = ACCENT
    fill: str = ""
    fill_opacity: float = 0.22
    opacity: float = 1.0
    weight: float = 1.4
    radius: float = 6.0
    dash: str = ""
    hatch: str = ""
    ground: float = 0.0


@dataclass(frozen=True)
class WebClass:
    """One entry of a legend: features whose property has this value."""

    value: Any
    label: str
    style: WebStyle


@dataclass(frozen=True)
class WebField:
    """One line of a popup.

    Attributes
    ----------
    name : str
        Property.
    label, unit : str
        Italian label, unit after the value.
    codes : dict
        Stored code to Italian label.
    plain : bool
        A number without thousands separators (years, codes).
    """

    name: str
    label: str
    unit: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    plain: bool = False


@dataclass(frozen=True)
class WebLayer:
    """A layer of the web map; the first is drawn lowest and listed last.

    Attributes
    ----------
    name, label : str
        Identifier and Italian plural, for the list.
    features : dict
        GeoJSON FeatureCollection in WGS 84 (`maps.io.geojson.feature_collection`).
    style : WebStyle
    kind : str
        "area", "line" or "point".
    singular, group : str
        Italian: title of popups without a name, heading of the list.
    by : str
        Property that chooses the class; a value of no class gets `style`.
    classes : tuple of WebClass
    ramp : bool
        Classes are steps of a quantity: drawn as one bar in the legend.
    unit : str
        Line under the legend ("eventi/km², raggio 150 m").
    fields : tuple of WebField
        What a popup tells: a whitelist, other properties are not written to the file.
    title_field, label_field : str
        Properties for the popup's title and for a label on the map.
    shown, interactive, counted : bool
        On at the start; answers to a click; number of features in the list.
    """

    name: str
    label: str
    features: dict[str, Any]
    style: WebStyle = WebStyle()
    kind: str = "area"
    singular: str = ""
    group: str = "Territorio"
    by: str = ""
    classes: tuple[WebClass, ...] = ()
    ramp: bool = False
    unit: str = ""
    fields: tuple[WebField, ...] = ()
    title_field: str = ""
    label_field: str = ""
    shown: bool = True
    interactive: bool = True
    counted: bool = True


def layer_fields(layer: Layer, names: tuple[str, ...]) -> tuple[WebField, ...]:
    """Return popup lines from a declaration: label, unit and codes; only PUBLIC fields."""
    chosen = [layer.field(name) for name in names]
    return tuple(
        WebField(f.name, f.label, f.unit, {c.value: c.label for c in f.codes.codes} if f.codes else {})
        for f in chosen
        if f.sensitivity is Sensitivity.PUBLIC
    )


#: Styles by what is drawn; the ground of an offline map first.
STYLES: dict[str, WebStyle] = {
    "green": WebStyle(GREEN, GREEN, 1.0, weight=0),
    "water": WebStyle(WATER, WATER, 1.0, weight=0),
    "road": WebStyle("#FFFFFF", fill_opacity=0, weight=2.5),
    "building": WebStyle("#C4C3BE", BUILDING, 1.0, weight=0.4),
    "zone": WebStyle("#4E545B", fill_opacity=0.04, weight=1.4, dash="8 4"),
    "footprint": WebStyle(ACCENT, fill_opacity=0.22, weight=1.4),
    "camera": WebStyle("#FFFFFF", ACCENT, 1.0, weight=1.5, radius=6),
    "degraded_area": WebStyle("#7B3294", "#FFFFFF", weight=2, hatch="up", ground=0.25),
    "abandoned_building": WebStyle("#2B2B2B", "#FFFFFF", weight=1.8, hatch="down", ground=0.6, radius=6),
    "street_light": WebStyle(MUTED, "#FFFFFF", 1.0, weight=1, radius=3),
    "sensitive_place": WebStyle("#117733", fill_opacity=0.15, weight=1.2),
    "density": WebStyle(DENSITY[2], fill_opacity=0.46, weight=0),
}

#: Cameras by the state that `footprints` computes.
CAMERA_CLASSES = (
    WebClass("computed", "area calcolata", STYLES["camera"]),
    WebClass("direction_unknown", "direzione ignota", WebStyle(ACCENT, "#FFFFFF", 1.0, weight=2, radius=6)),
    WebClass("planned", "pianificata", WebStyle(ACCENT, "#FFFFFF", 1.0, weight=2, radius=6, dash="3 2")),
    WebClass("not_working", "non funzionante", WebStyle(ERROR, "#FFFFFF", 1.0, weight=2.5, radius=6)),
    WebClass("inside_obstacle", "dentro un edificio", WebStyle(MUTED, "#FFFFFF", 1.0, weight=2, radius=6)),
)
VERDICT_CLASSES = (
    WebClass("shortage", "Carenza", WebStyle(SHORTAGE, "#E08214", 0.20, weight=1.6, dash="8 4")),
    WebClass("overlap", "Sovrapposizione", WebStyle(OVERLAP, "#4A90C2", 0.20, weight=1.6, dash="8 4")),
    WebClass("balanced", "In equilibrio", WebStyle(BALANCED, BALANCED, 0.05, weight=1.2, dash="8 4")),
    WebClass("to_check", "Da verificare", WebStyle(MUTED, MUTED, 0.06, weight=1.2, dash="8 4")),
)


def density_classes(breaks: tuple[float, ...]) -> tuple[WebClass, ...]:
    """Return the classes of the density, whose value is their order (0, 1, ...)."""
    steps = zip(breaks, DENSITY, DENSITY_OPACITY, strict=False)
    base = STYLES["density"]
    return tuple(
        WebClass(
            index, f"{lower:g}".replace(".", ","), replace(base, color=color, fill=color, fill_opacity=alpha)
        )
        for index, (lower, color, alpha) in enumerate(steps)
    )


def purpose_classes(labels: dict[str, str]) -> tuple[WebClass, ...]:
    """Return one colour for each purpose (code to Italian label), in the order given."""
    base = STYLES["footprint"]
    return tuple(
        WebClass(code, label, replace(base, color=PURPOSES[index % len(PURPOSES)]))
        for index, (code, label) in enumerate(labels.items())
    )

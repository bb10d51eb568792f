"""What every part of the map is built with: what the user looks at, what a builder gives, geometries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from app.canvas.painters.base import Painter
from maps.views.symbology import Styles


@dataclass(frozen=True)
class View:
    """What the user has chosen to look at.

    Attributes
    ----------
    purpose, period : str
        A purpose and a semester, "" for all.
    detail : str
        Name of the detail class at which areas are measured; "" for the one each purpose asks.
    when : str
        "day" or "night".
    styles : Styles
        How the layers look: filters, colours, labels.
    """

    purpose: str
    period: str
    detail: str = ""
    when: str = "day"
    styles: Styles = field(default_factory=Styles)


@dataclass
class Built:
    """What a builder gives: painters by name, names that vanish when absent, and figures."""

    painters: dict[str, Painter]
    replaces: Sequence[str] = ()
    result: Any = None


#: Geometries in Web Mercator by project and layer, until the layer changes. By the project itself and not by its id:
#: that of a scenario just dropped may be that of the next.
_CACHE: "WeakKeyDictionary[Any, dict[str, tuple[int, Any]]]" = WeakKeyDictionary()


def mercator(project: Any, layer: str) -> Any:
    """Return the geometries of a layer in EPSG:3857, aligned with `project.frame(layer)`."""
    base = getattr(project, "base", None)
    if base is not None and layer != "camera":
        return mercator(base, layer)
    layers, version = _CACHE.setdefault(project, {}), project.file.version(layer)
    kept = layers.get(layer)
    if kept is None or kept[0] != version:
        kept = (version, _to_mercator(project, project.geometry(layer)))
        layers[layer] = kept
    return kept[1]


def placed_rows(
    project: Any, layer: str, fields: tuple[str, ...] = ()
) -> tuple[Any, Any, dict[str, list[Any]]]:
    """Return fids, geometries in EPSG:3857 and columns of a layer, read once; `mercator` then has them."""
    version = project.file.version(layer)
    rows = project.file.rows(layer, fields=fields)
    geometry = _to_mercator(project, rows.geometry)
    _CACHE.setdefault(getattr(project, "base", project), {})[layer] = (version, geometry)
    return rows.fids, geometry, rows.columns


def plane_of(project: Any) -> Any:
    """Return the project's `Plane`, fitted once for its area."""
    from app.tools.plane import Plane

    owner = getattr(project, "base", project)
    return owner.kept("plane", ("project_area",), lambda: Plane.over(project.file.extent(), project.epsg))


def _to_mercator(project: Any, geometry: Any) -> Any:
    """Return geometries in EPSG:3857, good to a tenth of a millimetre; where they can be, by the `Plane`."""
    import shapely

    from maps.crs import WEB_MERCATOR, transform_geometries

    if not shapely.has_z(geometry).any():
        placed = plane_of(project).many_to_map(shapely.get_coordinates(geometry))
        if placed is not None:
            return shapely.set_coordinates(geometry.copy(), placed)
    return transform_geometries(geometry, project.epsg, WEB_MERCATOR)


def period_of(view: View) -> Any:
    from maps.period import ALWAYS, semester

    return semester(view.period) if view.period else ALWAYS


def texts(values: Any) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in values]

"""The project's own background: land, green, water, roads, buildings. Needs no network."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.canvas.geometry import Shapes, as_array, total_bounds
from app.canvas.painters.base import (
    FeaturePainter,
    LegendItem,
    Painter,
    Surface,
    Swatch,
    blend,
    by_zoom,
    world_transform,
)
from app.canvas.painters.built_up import TEXTURE_ZOOM, BuiltUp
from app.canvas.strokes import fill_shapes, stroke_groups, stroke_shapes
from app.canvas.view import Bounds, MapView
from app.look.theme import Theme

GREEN_KINDS = frozenset({"park", "grass", "forest", "cemetery", "sport", "farmland"})
WATER_KINDS = frozenset({"water"})
#: How much of the ink of their outlines buildings take on where they are nearly too small to be drawn.
_DARKER = 0.7

#: Road classes from the bottom up: share of the base width, lowest zoom drawn, lowest zoom with a casing.
ROAD_CLASSES: dict[str, tuple[float, float, float]] = {
    "other": (0.5, 15.0, 17.0),
    "track": (0.3, 15.0, 30.0),
    "cycleway": (0.22, 17.0, 30.0),
    "footway": (0.2, 17.0, 30.0),
    "steps": (0.2, 17.0, 30.0),
    "service": (0.55, 14.5, 16.5),
    "pedestrian": (0.8, 14.0, 16.5),
    "living_street": (0.85, 13.0, 15.0),
    "residential": (1.0, 12.5, 15.0),
    "tertiary": (1.15, 11.0, 15.0),
    "secondary": (1.35, 10.0, 15.0),
    "primary": (1.55, 9.0, 15.0),
    "trunk": (1.7, 8.0, 15.0),
    "motorway": (1.8, 7.0, 15.0),
}


class LandPainter(Painter):
    """The plain colour under everything."""

    surface = Surface.GROUND

    def __init__(self, name: str = "land") -> None:
        super().__init__(name)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Fill the view with the land colour."""
        painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(theme.map.land))


class LandUsePainter(Painter):
    """Green and water.

    Parameters
    ----------
    geometries : sequence of shapely polygons in EPSG:3857, length n
    kinds : sequence of str, length n
        Codes of ``land_use_kind``; those neither green nor water are not drawn.
    """

    surface = Surface.GROUND

    def __init__(
        self, geometries: Sequence[object], kinds: Sequence[str | None], name: str = "land_use"
    ) -> None:
        super().__init__(name)
        array, kind = as_array(geometries), np.asarray(kinds, dtype=object)
        self.green = Shapes(array[np.isin(kind.astype(str), list(GREEN_KINDS))])
        self.water = Shapes(array[np.isin(kind.astype(str), list(WATER_KINDS))])
        self._bounds = total_bounds(array)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Fill green, then water."""
        painter.setTransform(world_transform(view), True)
        for shapes, colour in ((self.green, theme.map.green), (self.water, theme.map.water)):
            fill_shapes(painter, view, shapes, colour)


class RoadsPainter(Painter):
    """Roads as ribbons with a casing, minor classes first.

    Parameters
    ----------
    geometries : sequence of shapely lines in EPSG:3857, length n
    classes : sequence of str, length n
        Codes of ``road_class``; unknown ones count as ``other``.
    """

    surface = Surface.GROUND

    def __init__(
        self, geometries: Sequence[object], classes: Sequence[str | None], name: str = "road"
    ) -> None:
        super().__init__(name)
        array = as_array(geometries)
        known = np.array([code if code in ROAD_CLASSES else "other" for code in classes], dtype=object)
        self.shapes = {code: Shapes(array[known == code]) for code in ROAD_CLASSES if (known == code).any()}
        self._bounds = total_bounds(array)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw every casing first so that crossings stay open, then every ribbon."""
        painter.setTransform(world_transform(view), True)
        zoom = view.zoom
        seen = [(code, shapes) for code, shapes in self.shapes.items() if zoom >= ROAD_CLASSES[code][1]]
        cased = [(s, road_width(code, zoom) + 2.2) for code, s in seen if zoom >= ROAD_CLASSES[code][2]]
        ribbons = [(shapes, road_width(code, zoom)) for code, shapes in seen]
        stroke_groups(painter, view, cased, theme.map.road_casing, round_cap=True)
        stroke_groups(painter, view, ribbons, theme.map.road, round_cap=True)

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the roads."""
        return [LegendItem("road", Swatch.LINE, theme.map.road)]


class BuildingsPainter(FeaturePainter):
    """Fill of the buildings; where each is smaller than a pixel, the built-up texture that they make together.

    Identified only with ``pickable`` set, because they lie under everything.
    """

    surface = Surface.GROUND
    pickable = False

    def __init__(
        self, geometries: Sequence[object], fids: Sequence[int] | None = None, name: str = "obstacle"
    ) -> None:
        super().__init__(name, geometries, fids)
        self.shapes = Shapes(self.geometries)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Fill the buildings, without outline: that comes above the density."""
        if view.zoom < TEXTURE_ZOOM:
            self.texture.paint(painter, view, theme)
            return
        painter.setTransform(world_transform(view), True)
        fill_shapes(painter, view, self.shapes, building_tone(view.zoom, theme))

    @cached_property
    def texture(self) -> BuiltUp:
        """The same buildings as shares of ground."""
        return BuiltUp(self.geometries)

    def legend_items(self, theme: Theme) -> list[LegendItem]:
        """Return the one item of the buildings."""
        return [LegendItem("obstacle", Swatch.FILL, theme.map.building, theme.map.building)]


class BuildingOutlinesPainter(Painter):
    """Outlines of the buildings, above the density so that the fabric of the town stays readable."""

    min_zoom = 14.5

    def __init__(self, buildings: BuildingsPainter, name: str = "obstacle_outline") -> None:
        super().__init__(name)
        self.buildings = buildings

    @property
    def bounds(self) -> Bounds | None:
        """World bounds of the buildings."""
        return self.buildings.bounds

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Stroke the outlines, .4 to .9 pixels."""
        painter.setTransform(world_transform(view), True)
        width = by_zoom(view.zoom, 0.3, 0.4, 0.9)
        stroke_shapes(painter, view, self.buildings.shapes, theme.map.building_outline, width)


def building_tone(zoom: float, theme: Theme) -> str:
    """Return the fill of the buildings: without outlines and small they fade, so that they grow darker meanwhile."""
    far = (BuildingOutlinesPainter.min_zoom - zoom) / (BuildingOutlinesPainter.min_zoom - TEXTURE_ZOOM)
    return blend(theme.map.building_outline, theme.map.building, _DARKER * min(max(far, 0.0), 1.0))


def road_width(code: str, zoom: float) -> float:
    """Return the width in pixels of a road class; beyond zoom 18 it doubles with each zoom, as the ground does."""
    base = by_zoom(zoom, 0.8, 3.0, 14.0) if zoom <= 18 else 14.0 * 2 ** (zoom - 18)
    return max(base * ROAD_CLASSES[code][0], 0.6)

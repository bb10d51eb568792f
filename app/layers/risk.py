"""The risk of each cell on the map: a part that is computed only while its row is shown."""

from collections.abc import Callable
from typing import Any

from app.canvas.painters.base import Painter
from app.canvas.painters.territory import DensityPainter
from app.layers.base import Built, View, period_of
from app.look.risk_tones import CELL_BREAKS, CELL_TONES, cell_opacities

#: The part of the map, its painter and its row of the card.
RISK_CELLS = "risk_cells"
#: Opacity of the limits of classes: those of pale tones must not shine on dark ground.
_LIMIT = 0.35


def empty_cells() -> Painter:
    """Return a painter that draws nothing: the row is in the card before the risk is computed."""
    return _painter([], [])


def _painter(geometries: Any, classes: Any) -> Painter:
    return DensityPainter(geometries, classes, CELL_BREAKS, RISK_CELLS, CELL_TONES, cell_opacities, _LIMIT)


def build_risk_cells(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The risk of the cells of the area, with what the period holds, in classes.

    Raises
    ------
    AnalysisError
        There is nothing to make a risk from, or the cells are too many.
    """
    from maps.crs import WEB_MERCATOR, transform_geometries
    from maps.errors import AnalysisError
    from maps.rule.risk_map import risk_grid

    grid = risk_grid(project, period_of(view), progress=progress)
    if not grid.weights:
        raise AnalysisError(("offence",))
    classes = grid.contours(CELL_BREAKS, project.file.area())
    geometry = transform_geometries(classes.geometry.to_numpy(), project.epsg, WEB_MERCATOR)
    return Built({RISK_CELLS: _painter(geometry, classes["class"].tolist())}, result=grid)

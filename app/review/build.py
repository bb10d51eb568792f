"""What the place "Revisione" is drawn from, computed in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.canvas.painters.base import Painter
from app.layers.base import mercator, texts
from maps.errors import AnalysisError
from maps.progress import span
from maps.semester.review import Review, densities, review
from maps.semester.risk_changes import RiskEntry, changes_of, in_force

if TYPE_CHECKING:
    from app.canvas.painters.territory import ZonesPainter


@dataclass(frozen=True)
class Asked:
    """What the user looks at: a semester, with what, which offences ("" for all)."""

    semester: str
    against: str
    category: str


@dataclass(frozen=True)
class Found:
    """The comparison with its pictures.

    Attributes
    ----------
    asked : Asked
    review : Review
    before, after : Painter or None
        The densities, None where no offence has a position.
    breaks : tuple of float
        Class limits of both, events/km2.
    zones, names : Painter
    in_force : dict
        Class of risk of each zone (uid), before the changes of the semester.
    changes : dict
        The record of the semester of each zone (uid) that has one.
    """

    asked: Asked
    review: Review
    before: Painter | None
    after: Painter | None
    breaks: tuple[float, ...]
    zones: "ZonesPainter"
    names: Painter
    in_force: dict[str, int]
    changes: dict[str, RiskEntry]

    def class_of(self, uid: str) -> int | None:
        """Return the class in force of a zone."""
        return self.in_force.get(uid)


def gather(project: Any, asked: Asked, progress: Callable[[float], None]) -> Found:
    """Compare, and make the painters of both maps.

    Raises
    ------
    AnalysisError, InvalidValue
        See `maps.semester.review.review`.
    """
    from app.canvas.painters.labels import LabelsPainter
    from app.canvas.painters.territory import ZonesPainter

    found = review(project, asked.semester, asked.against, asked.category, span(progress, 0.0, 0.4))
    before, after, breaks = _densities(project, found, span(progress, 0.4, 0.9))
    frame, placed = project.frame("analysis_zone"), mercator(project, "analysis_zone")
    names = [
        None if name == code else name for name, code in zip(texts(frame["name"]), frame["code"], strict=True)
    ]
    return Found(
        asked=asked,
        review=found,
        before=before,
        after=after,
        breaks=breaks,
        zones=ZonesPainter(placed, frame.index, names),
        names=LabelsPainter((), (), (), placed, names),
        in_force=in_force(project, asked.semester),
        changes={each.zone: each for each in changes_of(project, asked.semester)},
    )


def _densities(
    project: Any, found: Review, progress: Callable[[float], None]
) -> tuple[Painter | None, Painter | None, tuple[float, ...]]:
    from app.canvas.painters.territory import DensityPainter
    from maps.crs import WEB_MERCATOR, transform_geometries

    try:
        *grids, breaks = densities(project, found, progress)
    except AnalysisError:
        return None, None, ()
    painters: list[Painter] = []
    for grid in grids:
        classes = grid.contours(breaks)
        shapes = transform_geometries(classes.geometry.to_numpy(), project.epsg, WEB_MERCATOR)
        painters.append(DensityPainter(list(shapes), classes["class"].tolist(), classes["lower"].tolist()))
    return painters[0], painters[1], breaks

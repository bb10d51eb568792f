"""The maps of a review on paper: the density of one side, on the classes of both."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from app.canvas.painters.base import Painter
from app.review.build import Found, gather
from app.review.scenes import BEFORE, asked_of
from app.sheets.stack import GROUND, Stack, build_stack
from app.sheets.tiles import PaperBase
from maps.errors import AnalysisError, InvalidValue
from maps.progress import no_progress
from maps.views.scenes import Scene


def found_of(project: Any, scene: Scene) -> Found | None:
    """Return the comparison that a scene speaks of, None where the project no longer has it."""
    try:
        return gather(project, asked_of(scene), no_progress)
    except (AnalysisError, InvalidValue):
        return None


def review_stack(project: Any, scene: Scene, base: PaperBase | None) -> Stack:
    """Build the painters of a scene of a review."""
    return side_stack(project, scene, found_of(project, scene), base)


def side_stack(
    project: Any, scene: Scene, found: Found | None, base: PaperBase | None, unnamed: Collection[int] = ()
) -> Stack:
    """Build the painters of one side of a comparison; the zones `unnamed` have their labels elsewhere."""
    stack = build_stack(project, replace(scene, layers=GROUND, styles={}, review=""), base=base)
    stack.balance = None
    if found is None:
        return stack
    density = found.before if scene.review == BEFORE else found.after
    outlines = [each for each in stack.painters if each.name == "obstacle_outline"]
    below = [each for each in stack.painters if each not in outlines]
    shown = [] if density is None else [density]
    stack.painters = [*below, *shown, *outlines, found.zones, _names(project, found, unnamed)]
    return stack


def _names(project: Any, found: Found, unnamed: Collection[int]) -> Painter:
    from app.canvas.painters.labels import LabelsPainter
    from app.layers.base import mercator

    named = [
        None if fid in unnamed else name
        for fid, name in zip(found.zones.fids.tolist(), found.zones.names, strict=True)
    ]
    return LabelsPainter((), (), (), mercator(project, "analysis_zone"), named)

"""The projected scenes of a review: two maps on the same classes, then what changed."""

from typing import Any

import numpy as np

from app.canvas.painters.base import Painter
from app.layers.base import mercator
from app.present.changes import ChangeRow, ChangeTable
from app.present.deck import MOST_ITEMS, Bar, Compared, Slide
from app.present.layers import legend_of
from app.present.map import ScenePainter, Spot
from app.review.build import Found
from app.review.scenes import CHANGE
from app.sheets.reviewed import found_of, side_stack
from app.sheets.tiles import PaperBase
from app.speech import numbers, review as review_words
from app.speech.sentences import zone
from maps.crs import WEB_MERCATOR, transform_bounds
from maps.views.scenes import Scene


def review_slide(project: Any, scene: Scene, ground: tuple[Painter, ...], base: PaperBase | None) -> Slide:
    """Return one side of a comparison, or its table; only the title where the project no longer has it."""
    found = found_of(project, scene)
    marked = [] if found is None else _marked(found)
    stack = side_stack(project, scene, found, base, unnamed=marked)
    bounds = transform_bounds(scene.extent, project.epsg, WEB_MERCATOR)
    density = tuple(
        group for group in legend_of(stack, bounds, project.criteria) if "Densit" in group.heading
    )
    spots, items = ([], []) if found is None else _zones(project, found, marked)
    return Slide(
        scene,
        scene.title,
        tuple(items),
        (),
        0,
        bounds,
        ground,
        ScenePainter((), spots, np.empty((0, 2)), beside=True),
        f"semestre {scene.semester}",
        tuple(stack.painters),
        density,
        change_table(found) if found is not None and scene.review == CHANGE else None,
    )


def _marked(found: Found) -> list[int]:
    return [int(fid) for fid in found.review.changed.index[:MOST_ITEMS]]


def _zones(project: Any, found: Found, marked: list[int]) -> tuple[list[Spot], list[Compared]]:
    """The zones whose change chance does not explain, three at most."""
    table, spots, items = found.review.zones, [], []
    shapes = dict(zip(found.zones.fids.tolist(), mercator(project, "analysis_zone"), strict=True))
    most = max([1.0, *(float(table.loc[fid, side]) for fid in marked for side in ("before", "after"))])
    heads = review_words.before_head(found.review), found.review.semester
    digits = review_words.digits_of(found.review)
    for number, fid in enumerate(marked, 1):
        row = table.loc[fid]
        number *= len(marked) > 1  # one alone needs no number to be found at the side
        spots.append(Spot(number, zone(row["name"]), "", shapes[fid]))
        values = float(row["before"]), float(row["after"])
        bars = [
            Bar(head, value / most, review_words.count(value, digits))
            for head, value in zip(heads, values, strict=True)
        ]
        items.append(Compared(number, zone(row["name"]), tuple(bars)))
    return spots, items


def change_table(found: Found) -> ChangeTable:
    """Return the table of a comparison as it is projected."""
    compared, digits = found.review, review_words.digits_of(found.review)
    rows = tuple(
        ChangeRow(
            str(row["name"]),
            review_words.count(row["before"], digits),
            numbers.integer(row["after"]),
            review_words.signed(row["difference"], digits),
            float(row["difference"]),
            float(row["low"]),
            float(row["high"]),
            str(row["outcome"]),
            review_words.outcome(row),
        )
        for _fid, row in compared.zones.iterrows()
    )
    return ChangeTable(
        rows, (review_words.before_head(compared), compared.semester), review_words.total(compared)
    )

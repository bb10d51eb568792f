"""Answers of a search of sites or of moves, computed in the worker: what was found, and its marks on the map."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.canvas.sites import SiteMark
from app.panels.balance import SiteRequest

Watch = Callable[[float, float], None]
#: The proof is given up after so long, seconds, or when the gap is this small.
SECONDS, GAP = 60.0, 0.001


@dataclass(frozen=True)
class Answer:
    """What a search found.

    Attributes
    ----------
    request : SiteRequest
    found : Sites or Moves
        As the domain gives them.
    marks : tuple of SiteMark
        EPSG:3857, in the order of the table.
    prepared : Prepared or None
        Of a search of new sites, to be solved again.
    """

    request: SiteRequest
    found: Any
    marks: tuple[SiteMark, ...]
    prepared: Any = None

    @property
    def solution(self) -> Any:
        """The `Siting` or the `Moving` behind the table: status, gain, bound."""
        return self.found.siting if self.request.what == "new" else self.found.moving


def at_once(project: Any, request: SiteRequest, zones: tuple[str, ...], progress: Any) -> Answer:
    """Return the greedy answer."""
    if request.what != "new":
        return _moves(project, request, False, None, progress)
    from maps.progress import span
    from maps.rule.sites import KINDS, prepare_sites, privacy_weight, solve_sites

    prepared = prepare_sites(
        project,
        request.purpose,
        count=request.count,
        budget=request.budget,
        zones=zones,
        floor=request.floor,
        overlap_cap=request.overlap_cap,
        privacy_weight=privacy_weight(request.privacy_points),
        kinds=tuple(each for each in KINDS if each.name in request.kinds),
        progress=span(progress, 0.0, 0.9),
    )
    found = solve_sites(prepared, exact=False, progress=span(progress, 0.9, 1.0))
    return Answer(request, found, _site_marks(project, found), prepared)


def proved(project: Any, answer: Answer, watch: Watch, progress: Any) -> Answer:
    """Return the exact answer; `watch` is told how its gap closes."""
    if answer.request.what != "new":
        return _moves(project, answer.request, True, watch, progress)
    from maps.rule.sites import solve_sites

    watch(answer.solution.gain, answer.solution.bound)
    found = solve_sites(answer.prepared, gap=GAP, seconds=SECONDS, progress=progress, watch=watch)
    return Answer(answer.request, found, _site_marks(project, found), answer.prepared)


def _moves(project: Any, request: SiteRequest, exact: bool, watch: Watch | None, progress: Any) -> Answer:
    from maps.rule.moves import MoveOptions, find_moves, find_removals
    from maps.rule.sites import KINDS

    find = find_moves if request.what == "move" else find_removals
    found = find(
        project,
        request.purpose,
        count=request.count,
        options=MoveOptions(
            exact=exact,
            gap=GAP,
            seconds=SECONDS,
            floor=request.floor,
            budget=request.budget,
            kinds=tuple(each for each in KINDS if each.name in request.kinds),
        ),
        progress=progress,
        watch=watch,
    )
    return Answer(request, found, _move_marks(project, request.purpose, found))


def _site_marks(project: Any, found: Any) -> tuple[SiteMark, ...]:
    table = found.table
    return _marks(project.epsg, table.geometry.to_numpy(), table["footprint"].to_numpy(), None)


def _move_marks(project: Any, purpose: str, found: Any) -> tuple[SiteMark, ...]:
    """Where each camera would look from and what it would see; of one that goes, what is lost."""
    from maps.rule.proposals import Proposal, Scenario

    fids = found.table.index
    stand = project.frame("camera").geometry.loc[fids].to_numpy()
    goes = [each is None for each in found.table.geometry]
    there = Scenario(project, Proposal(-1, "", "", "", {}, found.operations)).footprints(purpose).geometry
    here = project.footprints(purpose).geometry
    grounds = [(here if gone else there).loc[fid] for fid, gone in zip(fids, goes, strict=True)]
    places = [old if gone else new for old, new, gone in zip(stand, found.table.geometry, goes, strict=True)]
    return _marks(project.epsg, _objects(places), _objects(grounds), stand, goes)


def _objects(values: list[Any]) -> Any:
    import numpy as np

    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _marks(
    epsg: int, points: Any, grounds: Any, starts: Any, goes: list[bool] | None = None
) -> tuple[SiteMark, ...]:
    import numpy as np
    import shapely

    from maps.crs import WEB_MERCATOR, transform_geometries

    there = transform_geometries(points, epsg, WEB_MERCATOR)
    seen = transform_geometries(grounds, epsg, WEB_MERCATOR)
    begun = [None] * len(there) if starts is None else transform_geometries(starts, epsg, WEB_MERCATOR)
    marks = []
    for place, (point, ground, start) in enumerate(zip(there, seen, begun, strict=True)):
        parts = [] if ground is None else [p for p in shapely.get_parts([ground]) if p.geom_type == "Polygon"]
        rings = tuple(np.asarray(part.exterior.coords)[:, :2] for part in parts)
        gone = bool(goes and goes[place])
        begin = None if start is None or gone else (float(start.x), float(start.y))
        marks.append(SiteMark(place + 1, float(point.x), float(point.y), rings, begin, gone))
    return tuple(marks)

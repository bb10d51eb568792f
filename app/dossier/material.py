"""What the dossier of a proposal speaks of: the judgement, and each camera before and after."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from app.sheets.tiles import PaperBase

Point = tuple[float, float]
#: A zone changes when its coverage or overlap does by more than this (0-1).
LEAST_CHANGE = 0.0005


@dataclass(frozen=True)
class Touched:
    """A camera that a proposal adds, moves, upgrades or removes.

    Attributes
    ----------
    fid : int
    code : str
    before, after : tuple of float or None
        Where it stands, metres; None where it is not.
    zones : tuple of str
        Names of the zones, before and after; "" outside all or where it is not.
    area_m2 : tuple of float
        Ground covered for the purpose, before and after.
    row : mapping
        Fields as the proposal leaves them; as they are, for a camera taken away.
    """

    fid: int
    code: str
    before: Point | None
    after: Point | None
    zones: tuple[str, str]
    area_m2: tuple[float, float]
    row: dict[str, Any]

    @property
    def kind(self) -> str:
        """One of new, removed, moved, upgraded."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "removed"
        return "moved" if self.before != self.after else "upgraded"


@dataclass(frozen=True)
class Material:
    """All that a dossier is written from.

    Attributes
    ----------
    project : maps.project.Project
    judgement : maps.rule.evaluation.Judgement
    homogeneity : maps.rule.homogeneity.Homogeneity
    digest : str
        Fingerprint of the data, 64 digits.
    day : date
        Of writing.
    base : PaperBase, optional
        The base map of its maps.
    """

    project: Any
    judgement: Any
    homogeneity: Any
    digest: str
    day: dt.date
    base: "PaperBase | None" = None

    @property
    def purpose(self) -> str:
        """The purpose of which the dossier speaks."""
        return str(self.judgement.purpose)

    @cached_property
    def touched(self) -> list[Touched]:
        """The cameras that the proposal touches, by code."""
        from maps.rule.evaluation import touched_cameras

        found = [self._touched(fid) for fid in touched_cameras(self.judgement.scenario)]
        return sorted(found, key=lambda each: each.code)

    def _touched(self, fid: int) -> Touched:
        planned = fid in self.judgement.proposal.planned
        sides = (None if planned else self.project, self.judgement.scenario)
        points = [None if side is None else _point(side, fid) for side in sides]
        areas = [0.0 if side is None else _area(side, fid, self.purpose) for side in sides]
        after = self.judgement.scenario.frame("camera")
        frame = after if fid in after.index else self.project.frame("camera")
        row = {str(name): value for name, value in frame.drop(columns="geometry").loc[fid].items()}
        code = row["code"] if isinstance(row["code"], str) else str(row["uid"])[:8]
        zones = tuple(self._zone(point) for point in points)
        return Touched(fid, code, points[0], points[1], (zones[0], zones[1]), (areas[0], areas[1]), row)

    def _zone(self, point: Point | None) -> str:
        from shapely import points

        from maps.balance.risk import zone_of

        if point is None:
            return ""
        frame = self.project.frame("analysis_zone")
        place = int(zone_of(frame, np.array([points(*point)], dtype=object))[0])
        return "" if place < 0 else str(frame["name"].iloc[place] or frame["uid"].iloc[place])

    @cached_property
    def zones(self) -> list[dict[str, Any]]:
        """Every zone before and after, for the purpose, see `zone_changes`; the most at risk first."""
        from maps.rule.exports import zone_changes

        return sorted(zone_changes(self.judgement, self.purpose), key=lambda row: -(row["risk"] or 0.0))

    def changed_zones(self) -> list[dict[str, Any]]:
        """Return the zones whose coverage or overlap the proposal changes."""
        return [row for row in self.zones if _changes(row)]


def _changes(row: dict[str, Any]) -> bool:
    before, after = row["before"] or {}, row["after"] or {}
    pairs = [(before.get(name) or 0.0, after.get(name) or 0.0) for name in ("coverage", "overlap")]
    return any(abs(one - other) > LEAST_CHANGE for one, other in pairs)


def _point(side: Any, fid: int) -> Point | None:
    frame = side.frame("camera")
    if fid not in frame.index or frame.geometry[fid] is None:
        return None
    return float(frame.geometry[fid].x), float(frame.geometry[fid].y)


def _area(side: Any, fid: int, purpose: str) -> float:
    prints = side.footprints(purpose)
    return float(prints.at[fid, "area_m2"]) if fid in prints.index else 0.0

"""What the data of a balance lack, and what it means for the result: zones that overlap or leave holes, no risk...

Public: `remarks`, `Remark`, `RemarkKind`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import shapely

from maps.balance.balance import Balance, has_purpose, working_cameras
from maps.balance.criteria import UNDECLARED
from maps.balance.risk import zone_of
from maps.balance.shapes import valid
from maps.period import ALWAYS, Period
from maps.project import Project

#: Overlaps and holes below this area are the hand's, m2.
LEAST_M2 = 1.0
#: Holes below this share of the area are not told.
LEAST_HOLE = 0.001


class RemarkKind(Enum):
    """What is lacking."""

    ZONES_OVERLAP = "zones_overlap"
    OUTSIDE_ZONES = "outside_zones"
    ONE_ZONE = "one_zone"
    NO_RISK = "no_risk"
    NO_WEIGHTS = "no_weights"
    NO_OFFENCES = "no_offences"
    ZONES_WITHOUT_RISK = "zones_without_risk"
    COMPONENTS_MISSING = "components_missing"
    NO_CAMERAS = "no_cameras"
    PURPOSE_UNDECLARED = "purpose_undeclared"
    PURPOSE_WITHOUT_RULE = "purpose_without_rule"


@dataclass(frozen=True)
class Remark:
    """A lack, with its figures.

    Attributes
    ----------
    kind : RemarkKind
    values : dict
        What a sentence needs: names, counts, square metres.
    """

    kind: RemarkKind
    values: dict[str, Any]


def remarks(project: Project, result: Balance, period: Period = ALWAYS) -> list[Remark]:
    """Return what the data of a balance lack, the gravest for the result first."""
    found = [*_of_risk(project, period), *_of_zones(project, period)]
    return [*found, *_of_purposes(project, result)]


def _of_risk(project: Project, period: Period) -> list[Remark]:
    risk = project.risk(period)
    reasons = {each.value for each in risk.zones["reason"] if each is not None}
    found = [
        Remark(RemarkKind(name), {}) for name in ("no_risk", "no_weights", "one_zone") if name in reasons
    ]
    if "offences" in risk.missing and risk.weights:
        found.append(Remark(RemarkKind.NO_OFFENCES, {"weights": dict(risk.weights)}))
    bare = [name for name in risk.missing if name != "offences"]
    if risk.weights and bare:
        found.append(Remark(RemarkKind.COMPONENTS_MISSING, {"components": bare}))
    share = risk.zones["share"]
    if risk.weights and (share == 0).any():
        names = project.frame("analysis_zone")["name"].fillna("")[share == 0]
        found.append(Remark(RemarkKind.ZONES_WITHOUT_RISK, {"names": list(names), "count": len(names)}))
    return found


def _of_zones(project: Project, period: Period) -> list[Remark]:
    """Overlaps and holes of the zones, computed once for the zones and the area."""
    overlaps, hole_m2, hole_share = project.kept(
        "zones tiling", ("analysis_zone", "project_area"), lambda: _tiling(project)
    )
    found = []
    if overlaps:
        worst = max(overlaps, key=lambda each: each[2])
        total = sum(each[2] for each in overlaps)
        told = {"pairs": len(overlaps), "one": worst[0], "other": worst[1], "area_m2": total}
        found.append(Remark(RemarkKind.ZONES_OVERLAP, told))
    if hole_share > LEAST_HOLE:
        frame, cameras = project.frame("analysis_zone"), project.frame("camera")
        events = project.offences(period).geometry.dropna().to_numpy()
        lost = int((zone_of(frame, events) < 0).sum())
        outside = int((zone_of(frame, cameras.geometry.to_numpy()) < 0)[working_cameras(cameras)].sum())
        told = {"area_m2": hole_m2, "share": hole_share, "cameras": outside, "offences": lost}
        found.append(Remark(RemarkKind.OUTSIDE_ZONES, told))
    return found


def _tiling(project: Project) -> tuple[list[tuple[str, str, float]], float, float]:
    """Pairs of zones that overlap with the shared area, and the part of the project's area in no zone."""
    frame, area = project.frame("analysis_zone"), project.file.area()
    shapes = valid(frame.geometry.to_numpy())
    names = frame["name"].fillna(frame["code"]).fillna(frame["uid"]).tolist()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    pairs = [
        (names[a], names[b], float(m2)) for a, b, m2 in zip(one, other, shared, strict=True) if m2 > LEAST_M2
    ]
    hole = float(shapely.difference(area, shapely.union_all(shapes)).area) if area.area > 0 else 0.0
    return pairs, hole, hole / max(area.area, 1e-9)


def _of_purposes(project: Project, result: Balance) -> list[Remark]:
    cameras, rules = project.frame("camera"), project.criteria.purposes
    working = working_cameras(cameras)
    found = []
    if not working.any():
        found.append(Remark(RemarkKind.NO_CAMERAS, {"registered": len(cameras)}))
    undeclared = int(np.sum(working & has_purpose(cameras, UNDECLARED)))
    if undeclared:
        told = {"count": undeclared, "cameras": int(working.sum())}
        found.append(Remark(RemarkKind.PURPOSE_UNDECLARED, told))
    lacking = [purpose for purpose in result.purposes if purpose not in rules]
    if lacking:
        px_per_m = project.criteria.rule(lacking[0]).px_per_m
        found.append(Remark(RemarkKind.PURPOSE_WITHOUT_RULE, {"purposes": lacking, "px_per_m": px_per_m}))
    return found

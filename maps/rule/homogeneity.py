"""The technical homogeneity of the census that a project holds (art. 2(c): "uniformandone le caratteristiche")."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from maps.balance.balance import IDLE_STATES
from maps.balance.homogeneity import (
    characteristics,
    check_cameras,
    deviations,
    non_conformities,
    prevailing,
)
from maps.balance.risk import zone_of
from maps.balance.technical import TechnicalProfile
from maps.criteria_versions import in_use
from maps.project import Project

#: A broken camera is still part of the system; one dismissed or not yet there is not.
_ABSENT = tuple(state for state in IDLE_STATES if state != "broken")


@dataclass(frozen=True)
class Homogeneity:
    """Every camera in place against the technical profile.

    Attributes
    ----------
    profile : TechnicalProfile
    cameras : DataFrame
        Those in place, by fid.
    checks : DataFrame
        One row a camera and requirement, see `check_cameras`.
    by_owner, by_zone : DataFrame
        Failures by owner of the system and by zone, see `non_conformities`.
    matrix : DataFrame
        Technical characteristics by zone.
    prevailing : dict
        Characteristic -> (value, share where known).
    deviations : DataFrame
        Cameras that differ from the prevailing standard.
    """

    profile: TechnicalProfile
    cameras: pd.DataFrame
    checks: pd.DataFrame
    by_owner: pd.DataFrame
    by_zone: pd.DataFrame
    matrix: pd.DataFrame
    prevailing: dict[str, tuple[str, float]]
    deviations: pd.DataFrame


def homogeneity(project: Project) -> Homogeneity:
    """Check the cameras of a project against the criteria in use; zones and owners that are not known are ""."""
    profile = in_use(project).criteria.technical
    cameras = project.frame("camera")
    cameras = cameras[~cameras["working_state"].isin(_ABSENT)]
    zone, owner = _zones(project, cameras), _owners(project, cameras)
    checks = check_cameras(cameras, profile)
    return Homogeneity(
        profile,
        cameras,
        checks,
        non_conformities(checks, owner),
        non_conformities(checks, zone),
        characteristics(cameras, zone),
        prevailing(cameras),
        deviations(cameras),
    )


def _zones(project: Project, cameras: pd.DataFrame) -> pd.Series:
    frame = project.frame("analysis_zone")
    if not len(frame):
        return pd.Series("", index=cameras.index, dtype=object)
    place = zone_of(frame, cameras.geometry.to_numpy())
    names = frame["name"].fillna(frame["uid"]).to_numpy()
    return pd.Series(np.where(place >= 0, names[place], ""), index=cameras.index, dtype=object)


def _owners(project: Project, cameras: pd.DataFrame) -> pd.Series:
    systems = project.frame("system")
    known: dict[Any, str] = {}
    for code, uid, name in zip(systems["code"], systems["uid"], systems["name"], strict=True):
        known[code] = known[uid] = name or code or uid
    return pd.Series(
        [known.get(code, code or "") for code in cameras["system_id"]], index=cameras.index, dtype=object
    )

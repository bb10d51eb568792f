"""Technical homogeneity: every camera against the profile, by owner, by zone and against the prevailing standard."""

from collections.abc import Callable, Mapping
from enum import Enum
from operator import eq, ge, le
from typing import Any

import pandas as pd

from maps.balance.admissibility import Outcome
from maps.balance.technical import TechnicalProfile


class Requirement(Enum):
    """A technical requirement of the profile."""

    RESOLUTION = "resolution"
    FRAME_RATE = "frame_rate"
    CODEC = "codec"
    ONVIF = "onvif"
    RECORDING = "recording"
    RETENTION_LEAST = "retention_least"
    RETENTION_MOST = "retention_most"
    NIGHT = "night"
    NETWORK = "network"
    NOTICE = "notice"


class CostClass(Enum):
    """What it takes to conform."""

    SETTING = "setting"
    ADDITION = "addition"
    REPLACEMENT = "replacement"


COST_OF: Mapping[Requirement, CostClass] = {
    Requirement.RESOLUTION: CostClass.REPLACEMENT,
    Requirement.FRAME_RATE: CostClass.SETTING,
    Requirement.CODEC: CostClass.SETTING,
    Requirement.ONVIF: CostClass.REPLACEMENT,
    Requirement.RECORDING: CostClass.ADDITION,
    Requirement.RETENTION_LEAST: CostClass.ADDITION,
    Requirement.RETENTION_MOST: CostClass.SETTING,
    Requirement.NIGHT: CostClass.ADDITION,
    Requirement.NETWORK: CostClass.ADDITION,
    Requirement.NOTICE: CostClass.ADDITION,
}

#: Characteristics whose prevailing value is the de facto standard.
CHARACTERISTICS = ("codec", "onvif_profiles", "network", "lens_model", "camera_type")


def check_cameras(cameras: pd.DataFrame, profile: TechnicalProfile) -> pd.DataFrame:
    """Check every camera against every requirement that the profile states.

    Returns
    -------
    DataFrame
        One row a camera and requirement: ``camera`` (label), ``requirement`` (Requirement), ``found``, ``wanted``,
        ``outcome`` (Outcome; UNKNOWN where the register is silent) and ``cost`` (CostClass).
    """
    rows = [
        {"camera": label, "requirement": requirement, "found": found, "wanted": wanted, "outcome": outcome}
        for label, camera in zip(cameras.index, cameras.to_dict("records"), strict=True)
        for requirement, found, wanted, outcome in _checks(camera, profile)
    ]
    table = pd.DataFrame(rows, columns=["camera", "requirement", "found", "wanted", "outcome"], dtype=object)
    table["cost"] = pd.Series([COST_OF[requirement] for requirement in table["requirement"]], dtype=object)
    return table


def non_conformities(checks: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Count the failures by group (an owner or a zone for each camera) and requirement.

    Returns
    -------
    DataFrame
        ``group``, ``requirement``, ``cost``, ``cameras`` (that fail), ``unknown`` (of which nothing is known).
    """
    known = checks.assign(group=checks["camera"].map(group))
    keys = [known["group"].fillna(""), known["requirement"].map(lambda requirement: requirement.value)]
    failed = (known["outcome"] == Outcome.FAILED).groupby(keys).sum()
    unknown = (known["outcome"] == Outcome.UNKNOWN).groupby(keys).sum()
    table = (
        pd.DataFrame({"cameras": failed, "unknown": unknown})
        .rename_axis(["group", "requirement"])
        .reset_index()
    )
    requirements = [Requirement(value) for value in table["requirement"]]
    table["requirement"] = pd.Series(requirements, dtype=object)
    table["cost"] = pd.Series([COST_OF[requirement] for requirement in requirements], dtype=object)
    table = table[(table["cameras"] > 0) | (table["unknown"] > 0)]
    return table.sort_values(["group", "cameras"], ascending=[True, False], kind="stable").reset_index(
        drop=True
    )


def characteristics(cameras: pd.DataFrame, zone: pd.Series) -> pd.DataFrame:
    """Matrix of the technical characteristics by zone: ``zone``, ``characteristic``, ``value``, ``cameras``."""
    parts = []
    for name in CHARACTERISTICS:
        if name in cameras:
            values = cameras[name].map(_text)
            counted = values.groupby([zone.reindex(cameras.index).fillna(""), values]).size()
            frame = counted.rename_axis(["zone", "value"]).reset_index(name="cameras")
            parts.append(frame.assign(characteristic=name))
    columns = ["zone", "characteristic", "value", "cameras"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def prevailing(cameras: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """Prevailing value of each characteristic and its share among the cameras where it is known (0-1)."""
    found = {}
    for name in CHARACTERISTICS:
        values = cameras[name].map(_text) if name in cameras else pd.Series(dtype=object)
        values = values[values != ""]
        if len(values):
            counts = values.value_counts()
            value = min(counts.index[counts == counts.max()])
            found[name] = (value, float(counts.max() / len(values)))
    return found


def deviations(cameras: pd.DataFrame) -> pd.DataFrame:
    """Cameras that differ from the prevailing standard: ``camera``, ``characteristic``, ``found``, ``prevailing``."""
    rows = [
        {"camera": label, "characteristic": name, "found": value, "prevailing": standard}
        for name, (standard, _) in prevailing(cameras).items()
        for label, value in cameras[name].map(_text).items()
        if value and value != standard
    ]
    return pd.DataFrame(rows, columns=["camera", "characteristic", "found", "prevailing"])


def _checks(
    camera: Mapping[str, Any], profile: TechnicalProfile
) -> list[tuple[Requirement, Any, Any, Outcome]]:
    """The requirements that the profile states, with what is found."""
    width, height = _number(camera.get("res_x")), _number(camera.get("res_y"))
    pixels = width * height / 1e6 if width is not None and height is not None else None
    days, frames = _number(camera.get("retention_days")), _number(camera.get("fps"))
    infrared = (_number(camera.get("ir_range_m")) or 0.0) > 0
    stated: list[tuple[Requirement, Any, Any, Callable[[Any, Any], bool]]] = [
        (Requirement.RESOLUTION, pixels, profile.least_megapixels, ge),
        (Requirement.FRAME_RATE, frames, profile.least_fps, ge),
        (Requirement.CODEC, _words(camera.get("codec")), profile.codecs, _meets),
        (Requirement.ONVIF, _words(camera.get("onvif_profiles")), profile.onvif, _meets),
        (Requirement.RECORDING, _yes_no(camera.get("records")), profile.records, eq),
        (Requirement.RETENTION_LEAST, days, profile.least_retention_days, ge),
        (Requirement.RETENTION_MOST, days, profile.most_retention_days, le),
        # With infrared light a camera needs no ambient light at all.
        (Requirement.NIGHT, 0.0 if infrared else _number(camera.get("min_lux")), profile.night_lux, le),
        (Requirement.NETWORK, _words(camera.get("network")), profile.networks, _meets),
        (Requirement.NOTICE, _yes_no(camera.get("notice_sign")), profile.notice_sign, eq),
    ]
    return [
        (name, found, wanted, _outcome(found, wanted, passes))
        for name, found, wanted, passes in stated
        if wanted is not None
    ]


def _outcome(found: Any, wanted: Any, passes: Callable[[Any, Any], bool]) -> Outcome:
    if found is None:
        return Outcome.UNKNOWN
    return Outcome.PASSED if passes(found, wanted) else Outcome.FAILED


def _meets(found: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether one of the values found is admitted, without case."""
    return not {value.casefold() for value in found}.isdisjoint(value.casefold() for value in wanted)


def _yes_no(value: Any) -> bool | None:
    return bool(value) if isinstance(value, bool | int) else None


def _number(value: Any) -> float | None:
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and value == value
        else None
    )


def _words(value: Any) -> tuple[str, ...] | None:
    """Values of a text such as "S, T/G" or of a list; None where there is nothing."""
    if isinstance(value, str):
        value = value.replace("/", ",").replace(";", ",").split(",")
    words = (
        tuple(str(word).strip() for word in value if str(word).strip())
        if isinstance(value, list | tuple)
        else ()
    )
    return words or None


def _text(value: Any) -> str:
    words = _words(value)
    return ", ".join(words) if words else ""

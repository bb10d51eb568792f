"""What the committee asks of every camera: the technical part of the criteria profile."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class TechnicalProfile:
    """What the committee asks of every camera; None asks nothing. The values are to be approved in C.P.O.S.P.

    Attributes
    ----------
    least_megapixels, least_fps : float or None
    codecs, networks : tuple of str or None
        Admitted values.
    onvif : tuple of str or None
        Profiles of which at least one is needed, such as ("S", "T").
    records : bool or None
    least_retention_days, most_retention_days : int or None
    night_lux : float or None
        A camera conforms with infrared light, or with a sensitivity at least this good (lux).
    notice_sign : bool or None
    """

    least_megapixels: float | None = 2.0
    least_fps: float | None = 12.0
    codecs: tuple[str, ...] | None = None
    onvif: tuple[str, ...] | None = ("S", "T")
    records: bool | None = True
    least_retention_days: int | None = None
    most_retention_days: int | None = 7
    night_lux: float | None = 0.1
    networks: tuple[str, ...] | None = None
    notice_sign: bool | None = True

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "TechnicalProfile":
        """Build a profile from JSON values; what is absent keeps its default.

        Raises
        ------
        TypeError, ValueError
            A value has the wrong type or is negative, or a name is not known.
        """
        unknown = set(values) - {each.name for each in fields(cls)}
        if unknown:
            raise ValueError(sorted(unknown)[0])
        return cls(**{name: _parsed(name, raw) for name, raw in values.items()})


_LISTS, _FLAGS, _DAYS = (
    ("codecs", "onvif", "networks"),
    ("records", "notice_sign"),
    ("least_retention_days", "most_retention_days"),
)


def _parsed(name: str, raw: Any) -> Any:
    if raw is None:
        return None
    if name in _LISTS:
        if isinstance(raw, str):
            raise TypeError(name)
        return tuple(str(each) for each in raw) or None
    if name in _FLAGS:
        if not isinstance(raw, bool):
            raise TypeError(name)
        return raw
    value = int(raw) if name in _DAYS else float(raw)
    if not value >= 0:
        raise ValueError(name)
    return value

"""What the balance panel is told: figures and words, ready to be shown."""

from dataclasses import dataclass, field
from typing import Any

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Figures:
    """The index of a purpose, before and after a proposal, and what chance would give.

    Attributes
    ----------
    hoover, after : float or None
        Index (0-1) now and with the proposal carried out; None where there is none.
    null, interval : tuple of float or None
        95 % band of random placement; 95 % interval of the index.
    lorenz, lorenz_after : tuple of (float, float)
        Points of the curves, risk share and supply share (0-1).
    band : tuple of arrays or None
        Risk shares, and the low and high supply shares of random placement.
    """

    hoover: float | None = None
    after: float | None = None
    null: tuple[float, float] | None = None
    interval: tuple[float, float] | None = None
    lorenz: Points = ()
    lorenz_after: Points = ()
    band: tuple[Any, Any, Any] | None = None


@dataclass(frozen=True)
class FindingText:
    """One finding in words.

    Attributes
    ----------
    shortage, overlap : int
        Feature ids of the two zones.
    shortage_name, overlap_name, sentence, certainty : str
        `certainty` says how sure the place of the zone at risk is; "" until it is known.
    source : Finding or None
        As the domain gives it.
    """

    shortage: int
    overlap: int
    shortage_name: str
    overlap_name: str
    sentence: str
    certainty: str = ""
    source: Any = None


@dataclass(frozen=True)
class ZoneLine:
    """One zone of the table and of the bars.

    Attributes
    ----------
    fid : int
    name : str
    risk : float or None
        0-100.
    coverage, overlap, top : float or None
        Shares (0-1); `top` is how often the zone is in the decile most at risk.
    surplus, surplus_after : int or None
        Cameras too many (+) or too few (-) against the risk, before and after.
    verdict : str
        Value of the domain.
    """

    fid: int
    name: str
    risk: float | None
    coverage: float | None
    overlap: float | None
    verdict: str
    surplus: int | None = None
    surplus_after: int | None = None
    top: float | None = None


@dataclass(frozen=True)
class Told:
    """All that the page on one purpose says.

    Attributes
    ----------
    headline, context : str
    figures : Figures
    chance, gini : str
        Sentences below the index and over the curve; "" until they are known.
    zones : tuple of ZoneLine
    findings_title : str
    findings : tuple of FindingText
    words : tuple of str
        For shortage and for overlap.
    """

    headline: str
    context: str
    figures: Figures = field(default_factory=Figures)
    chance: str = ""
    gini: str = ""
    zones: tuple[ZoneLine, ...] = ()
    findings_title: str = ""
    findings: tuple[FindingText, ...] = ()
    words: tuple[str, str] = ("", "")

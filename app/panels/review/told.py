"""What the place "Revisione" says, already in words: the panel computes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ZoneLine:
    """One zone of the table.

    Attributes
    ----------
    fid : int
    name, before, after, difference, interval, outcome, risk : str
        As written; `risk` is the class of the risk map, "4" or "4 → 5".
    gap, low, high : float
        The difference and its interval, events.
    kind : str
        "rise", "fall" or "chance".
    tip : str
        The row in one sentence.
    """

    fid: int
    name: str
    before: str
    after: str
    difference: str
    interval: str
    outcome: str
    risk: str
    gap: float
    low: float
    high: float
    kind: str
    tip: str = ""


@dataclass(frozen=True)
class Told:
    """What the place says of a semester.

    Attributes
    ----------
    title, note : str
        The result, and what stands under the table.
    before, after : tuple of str
        Of each map's card: title and second line.
    heads : tuple of str
        Of the two columns of counts.
    zones : sequence of ZoneLine
    """

    title: str
    note: str
    before: tuple[str, str]
    after: tuple[str, str]
    heads: tuple[str, str]
    zones: Sequence[ZoneLine]


@dataclass(frozen=True)
class History:
    """The same semesters of one zone, in order of time.

    Attributes
    ----------
    title, caption : str
    names : sequence of str
    counts, lows, highs : sequence of float
        Events, and the ends of their intervals.
    mean : float or None
        Of the semesters compared with, with `mean_text` beside it.
    kind : str
        Outcome of the last one: "rise", "fall" or "chance".
    """

    title: str
    caption: str
    names: Sequence[str] = ()
    counts: Sequence[float] = ()
    lows: Sequence[float] = ()
    highs: Sequence[float] = ()
    mean: float | None = None
    mean_text: str = ""
    kind: str = "chance"


@dataclass(frozen=True)
class ChangeDraft:
    """What the form of a change begins with.

    Attributes
    ----------
    title : str
    previous, proposed : int
        Classes of risk, 1 to 5.
    reason, text, office : str
        Code of the reason, why in words, which office proposes.
    note_only : bool
        The reason alone is noted; the class stays.
    """

    title: str
    previous: int
    proposed: int
    reason: str = ""
    text: str = ""
    office: str = ""
    note_only: bool = False


@dataclass(frozen=True)
class Empty:
    """Why there is nothing to compare, and the one action that helps."""

    sentence: str = ""
    action: str = ""
    key: str = ""

"""A document as plain data: sections of blocks, ready for a template. It knows no map, no project and no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

#: How a cell or a figure is toned: nothing, good, bad, to check, more than enough.
TONES = ("", "good", "bad", "check", "spare")


@dataclass(frozen=True)
class Text:
    """A paragraph; `strong` sets it apart."""

    text: str
    strong: bool = False
    kind: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where its order counts."""

    items: Sequence[str]
    numbered: bool = False
    kind: str = "list"


@dataclass(frozen=True)
class Facts:
    """Labels with their values."""

    rows: Sequence[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    heads : sequence of str
    rows : sequence of sequences of str, as long as `heads`
    align : str
        A letter a column: "l", "r" or "c".
    widths : sequence of float
        Shares of the width; 0 for as wide as the content.
    tones : mapping
        (row, column) -> tone.
    caption : str
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: str
    widths: Sequence[float] = ()
    tones: Mapping[tuple[int, int], str] = field(default_factory=dict)
    caption: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A picture of the document's `pictures`, with what it shows in words for whoever cannot see it."""

    name: str
    caption: str
    alt: str
    kind: str = "picture"


@dataclass(frozen=True)
class Legend:
    """Samples and what they mean: (shape, colour, text); shapes are fill, outline, hatch, dot, ring, arrow."""

    items: Sequence[tuple[str, str, str]]
    kind: str = "legend"


@dataclass(frozen=True)
class Figures:
    """Large figures side by side: (label, before, after, change, tone)."""

    items: Sequence[tuple[str, str, str, str, str]]
    kind: str = "figures"


@dataclass(frozen=True)
class Curves:
    """Curves in the unit square beside each other: (name, colour, points), with the names of the axes.

    `band` is the outline of the area that chance explains, `band_name` what it is called; () where there is none.
    """

    curves: Sequence[tuple[str, str, Sequence[tuple[float, float]]]]
    x_name: str
    y_name: str
    note: str = ""
    band: Sequence[tuple[float, float]] = ()
    band_name: str = ""
    kind: str = "curves"


@dataclass(frozen=True)
class Bars:
    """Bars to the left and to the right of nought: (name, before, after, written figure), and what the sides mean."""

    rows: Sequence[tuple[str, float, float, str]]
    left: str
    right: str
    caption: str = ""
    kind: str = "bars"


Block = Text | Bullets | Facts | Table | Picture | Legend | Figures | Curves | Bars


@dataclass(frozen=True)
class Section:
    """A numbered section; `new_page` begins it on a page of its own."""

    title: str
    blocks: Sequence[Block]
    new_page: bool = False


@dataclass(frozen=True)
class Document:
    """A document with its cover.

    Attributes
    ----------
    office, kind, title, subtitle : str
        Of the cover.
    facts : Facts
    figures : Figures
    verdict, tone : str
        The result in one sentence, and how it is toned.
    notice : str
        On the cover and in the head of every page, such as "Dati inventati"; "" for none.
    date, digest : str
        Day of writing and fingerprint of the data, as printed.
    sections : sequence of Section
    pictures : mapping
        File name -> content.
    """

    office: str
    kind: str
    title: str
    subtitle: str
    facts: Facts
    figures: Figures
    verdict: str
    tone: str
    notice: str
    date: str
    digest: str
    sections: Sequence[Section]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the document as JSON values, without the pictures."""
        told = asdict(self)
        del told["pictures"]
        for section in told["sections"]:
            for block in section["blocks"]:
                if block["kind"] == "table":
                    block["tones"] = {f"{r},{c}": tone for (r, c), tone in block["tones"].items()}
        return told

"""What to print and how: the choices of the place of the sheets, kept with the project as plain values."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from enum import Enum
from typing import Any

from app.sheets.output import DEFAULT_DPI, HIGHEST_DPI, LOWEST_DPI, Kind
from app.sheets.paper import Form, Paper

SETTING = "sheet_order"
#: Scales that are offered, N of 1:N.
SCALES = tuple(step * power for power in (100, 1_000, 10_000) for step in (5, 10, 15, 20, 25, 30, 40))
DPIS = (96, 150, 200, 300, 600)


class What(Enum):
    """The kinds of document."""

    SHEET = "sheet"
    ATLAS = "atlas"
    SLIDES = "slides"


@dataclass(frozen=True)
class Order:
    """What to print and how.

    Attributes
    ----------
    what : What
    scene : str
        Name of the scene of a single sheet; "" for the first.
    paper, portrait, scale, grid, method
        See `Form`.
    figures : bool or None
        Whether a PDF ends with the figures of the zones; None for the usual: an atlas does.
    kind : Kind
    dpi : int
        Of a PNG.
    """

    what: What = What.SHEET
    scene: str = ""
    paper: Paper = Paper.A3
    portrait: bool = False
    scale: float | None = None
    grid: bool = True
    method: bool = True
    figures: bool | None = None
    kind: Kind = Kind.PDF
    dpi: int = DEFAULT_DPI

    @property
    def form(self) -> Form:
        """How each sheet is made up."""
        return Form(self.paper, self.portrait, self.scale, self.grid, self.method)

    @property
    def file_kind(self) -> Kind:
        """The kind of file: a document of several pages is a PDF."""
        return self.kind if self.what is What.SHEET else Kind.PDF

    @property
    def with_figures(self) -> bool:
        """Whether the figures of the zones follow the sheets."""
        wanted = self.what is What.ATLAS if self.figures is None else self.figures
        return wanted and self.what is not What.SLIDES and self.file_kind is Kind.PDF

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the pages."""
        return Paper.WIDE.size_mm() if self.what is What.SLIDES else self.paper.size_mm(self.portrait)

    def to_json(self) -> dict[str, Any]:
        """Return the order as JSON values."""
        plain = asdict(self)
        return {**plain, "what": self.what.value, "paper": self.paper.label, "kind": self.kind.value}

    @classmethod
    def from_json(cls, kept: Any) -> "Order":
        """Return an order kept as JSON; what cannot be read is as usual."""
        order = cls()
        for each in fields(cls) if isinstance(kept, dict) else ():
            if each.name in kept:
                try:
                    order = replace(order, **{each.name: _READ[each.name](kept[each.name])})
                except (TypeError, ValueError):
                    continue
        return order


def _scale(raw: Any) -> float | None:
    if raw is None:
        return None
    if not 1 <= float(raw) <= 1e8:
        raise ValueError(raw)
    return float(raw)


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise TypeError(raw)
    return raw


_READ: dict[str, Callable[[Any], Any]] = {
    "what": What,
    "scene": str,
    "paper": lambda raw: Paper.named(str(raw)),
    "portrait": _flag,
    "scale": _scale,
    "grid": _flag,
    "method": _flag,
    "figures": lambda raw: None if raw is None else _flag(raw),
    "kind": Kind,
    "dpi": lambda raw: min(max(int(raw), LOWEST_DPI), HIGHEST_DPI),
}
